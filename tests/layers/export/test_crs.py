"""Features carried into the system of an export: what has no place has none in any system."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import shapely

from geo.errors import EcoAtlasError
from layers.export.reproject import carried

PLACE = shapely.Point(114.3, 30.5)


def part(*shapes: Any) -> pa.Table:
    wkb = pa.array([None if one is None else one.wkb for one in shapes], pa.binary())
    return pa.table({"code": [f"A{at}" for at in range(len(shapes))], "geometry": wkb})


def shapes_of(table: pa.Table) -> list[Any]:
    return list(shapely.from_wkb(table["geometry"].to_pylist()))


@pytest.mark.parametrize("epsg", [4547, 3857, 4326])
def test_a_layer_of_empty_and_missing_shapes_stays_what_it_is(epsg: int) -> None:
    """It has no coordinates that could be out of reach, and no feature of it is lost."""
    there = [shapely.Polygon(), None, shapely.Point()]
    done = carried(part(*there), epsg)
    assert done["code"].to_pylist() == ["A0", "A1", "A2"]
    assert [one.geom_type if one is not None else None for one in shapes_of(done)] == [
        "Polygon",
        None,
        "Point",
    ]
    assert all(one is None or one.is_empty for one in shapes_of(done))


def test_no_features_at_all_are_carried_too() -> None:
    assert carried(part(), 4547).num_rows == 0


def test_empty_shapes_hide_none_that_is_out_of_reach() -> None:
    with pytest.raises(EcoAtlasError) as refused:
        carried(part(shapely.Polygon(), shapely.Point(24.0, 0.0)), 4547)
    assert refused.value.code == "export-crs-out-of-reach"
    moved = shapes_of(carried(part(shapely.Polygon(), PLACE, None), 4547))
    assert np.allclose(shapely.get_coordinates(moved[1]), [(528800, 3375500)], atol=1000)
    assert (moved[0].is_empty, moved[2]) == (True, None)
