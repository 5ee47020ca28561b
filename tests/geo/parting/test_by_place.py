"""A region parted by place holds what polygons cut as a whole hold, on a district and by hand."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from shapely import Polygon, box

from geo.errors import EcoAtlasError
from geo.overlay.class_areas import class_areas_within
from geo.overlay.partition import REST, partition_region
from geo.parting.by_place import parted
from tests.geo.overlay.test_partition import WORST_FIRST, district, frame, rectangle

CLOSE = 1e-9


@pytest.mark.parametrize("seed", range(2))
def test_every_part_of_a_district_is_that_of_polygons_cut_as_a_whole(seed: int) -> None:
    region, zones, classes = district(seed)
    places = zones.iloc[[0, 1, 9, 30]].reset_index(drop=True)
    cut = partition_region(region, zones, classes, WORST_FIRST)
    found = parted(region, zones, classes, WORST_FIRST, places=places)
    assert {**found.class_m2, REST: found.rest_m2, "all": found.region_m2} == pytest.approx(
        {**cut.class_m2, REST: cut.rest_m2, "all": cut.region_m2}, rel=CLOSE
    )
    assert sum(found.class_m2.values()) + found.rest_m2 == pytest.approx(found.region_m2, rel=1e-12)
    for name in ("zone_region_m2", "zone_counted_m2", "region_overlap_m2"):
        assert getattr(found, name) == pytest.approx(getattr(cut, name), rel=CLOSE, abs=1e-5), name
    within = class_areas_within(cut.pieces, places)
    for name in (*WORST_FIRST, REST):
        assert found.places[name].to_numpy() == pytest.approx(
            within[name].to_numpy() if name in within else 0.0, rel=CLOSE, abs=1e-4
        )


def test_pairs_places_and_the_ground_in_no_place_by_hand() -> None:
    found = parted(
        frame(rectangle(0, 0, 600, 400), rectangle(300, 0, 700, 400)),
        frame(rectangle(0, 0, 500, 1000), rectangle(400, -100, 300, 300)),
        ["met", "not_met"],
        WORST_FIRST,
        # the second lies in the first, the third beside both
        places=frame(rectangle(0, 0, 800, 400), rectangle(0, 0, 100, 400), box(0, 0, 1, 1)),
    )
    assert found.pairs.to_dict("records") == [
        {"i": 0, "j": 1, "whole_m2": pytest.approx(20_000, rel=1e-6),
         "region_m2": pytest.approx(20_000, rel=1e-6)}
    ]  # fmt: skip
    assert found.places.to_numpy() == pytest.approx(
        np.array([[60_000, 0, 180_000, 80_000], [0, 0, 40_000, 0], [0, 0, 0, 0]]), rel=1e-6
    )
    assert found.in_places_m2 == pytest.approx(320_000, rel=1e-6)
    assert found.zone_m2 == pytest.approx([500_000, 90_000], rel=1e-6)


@pytest.mark.parametrize("nothing", [[], [None], [Polygon()]])
def test_without_region_or_zones_there_is_nothing_to_part(nothing: list[object]) -> None:
    zone = rectangle(0, 0, 100, 100)
    no_region = parted(frame(*nothing), frame(zone), ["met"], WORST_FIRST)
    assert (no_region.region_m2, no_region.class_m2["met"], no_region.rest_m2) == (0, 0, 0)
    no_zone = parted(frame(zone), frame(*nothing), ["met"] * len(nothing), WORST_FIRST)
    assert no_zone.rest_m2 == no_zone.region_m2 > 0
    neither = parted(frame(*nothing), frame(*nothing), ["met"] * len(nothing), WORST_FIRST)
    assert neither.region_m2 == 0


def test_what_cannot_be_parted_is_refused() -> None:
    square = frame(rectangle(0, 0, 1, 1))
    without = gpd.GeoDataFrame(geometry=square.geometry.to_numpy())
    for region, classes, code in (
        (square, ["none"], "unknown-class"),
        (without, ["met"], "no-crs"),
    ):
        with pytest.raises(EcoAtlasError) as refused:
            parted(region, square, classes, WORST_FIRST)
        assert refused.value.code == code
