"""What was read is counted another way, and a disagreement is a refusal in words."""

from __future__ import annotations

import pyarrow as pa
import pytest
import shapely

from geo.errors import EcoAtlasError
from geo.plane.shape_column import ShapeColumn
from geo.words import Text
from layers.reading.completeness import refuse_incomplete, refuse_unaccounted
from layers.reading.described import EncodingDecision, EncodingReport
from layers.reading.raw import Counted, RawLayer

UTF8 = EncodingDecision(EncodingReport("UTF-8", "UTF-8", "UTF-8"))


def layer(shapes: int, rows: int, counted: int) -> RawLayer:
    own = RawLayer.begun("分区", "分区.zip", UTF8)
    own.shapes = ShapeColumn.of(shapely.points([[114.0, 30.0]] * shapes))
    own.attributes = {"code": pa.chunked_array([pa.array(["A"] * rows)])}
    own.counted = Counted(counted, Text("行数", "its rows"))
    return own


def test_as_many_as_counted_pass() -> None:
    refuse_incomplete(layer(6, 6, 6))


@pytest.mark.parametrize(("shapes", "rows", "found"), [(4, 6, 4), (6, 7, 7)])
def test_another_number_of_shapes_or_values_is_refused_with_both(
    shapes: int, rows: int, found: int
) -> None:
    with pytest.raises(EcoAtlasError) as refused:
        refuse_incomplete(layer(shapes, rows, 6))
    assert refused.value.code == "features-missing"
    assert f"6 features by its rows, but {found} were read" in refused.value.message.en


def test_features_that_are_neither_kept_nor_told_are_refused() -> None:
    refuse_unaccounted(layer(6, 6, 6), kept=4, dropped=2)
    with pytest.raises(EcoAtlasError, match="features-missing"):
        refuse_unaccounted(layer(6, 6, 6), kept=4, dropped=1)
