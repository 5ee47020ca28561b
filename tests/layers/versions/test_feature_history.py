"""A feature through the versions of its layer."""

from __future__ import annotations

from typing import Any, cast

import geopandas as gpd
import pytest
from shapely.geometry import Polygon

from layers.catalogue import VersionRef
from layers.storage.store import Store
from layers.versions.feature_history import MOST_VERSIONS, feature_history

SQUARE = [(0, 0), (1, 0), (1, 1), (0, 1)]
WIDE = [(0, 0), (2, 0), (2, 1), (0, 1)]


class Contents:
    """What each version holds of the feature; None where it is not there."""

    def __init__(self, *held: tuple[dict[str, Any], list[tuple[int, int]]] | None) -> None:
        self.held = held
        self.read: list[str] = []

    def features(self, sha256: str, key_field: str, keys: list[str]) -> gpd.GeoDataFrame:
        self.read.append(sha256)
        one = self.held[int(sha256)]
        rows = [] if one is None else [{"code": keys[0], **one[0], "geometry": Polygon(one[1])}]
        return gpd.GeoDataFrame(rows, columns=["code", "status", "geometry"], geometry="geometry")


class Version:
    key_field = "code"

    def __init__(self, number: int) -> None:
        self.number, self.sha256 = number, str(number)


def steps(contents: Contents) -> list[tuple[int, str, dict[str, Any], bool]]:
    newest_first = [Version(number) for number in reversed(range(len(contents.held)))]
    found = feature_history(cast(Store, contents), cast(list[VersionRef], newest_first), "A")
    return [(one.version.number, one.step, dict(one.fields), one.moved) for one in found]


def test_what_changed_came_and_went_is_told_and_nothing_else() -> None:
    met, not_met = {"status": "met"}, {"status": "not_met"}
    turned = [*SQUARE[1:], SQUARE[0]]
    contents = Contents(
        (not_met, SQUARE), (not_met, turned), (met, SQUARE), (met, WIDE), None, None, (met, WIDE)
    )
    assert steps(contents) == [
        (6, "added", {}, False),
        (4, "removed", {}, False),
        (3, "changed", {}, True),
        (2, "changed", {"status": ("not_met", "met")}, False),
        (0, "first", {}, False),
    ]


def test_a_value_that_becomes_unknown_is_a_change_and_unknown_twice_is_none() -> None:
    contents = Contents(
        ({"status": None}, SQUARE), ({"status": None}, SQUARE), ({"status": "met"}, SQUARE)
    )
    assert steps(contents)[0] == (2, "changed", {"status": (None, "met")}, False)
    assert len(steps(contents)) == 2


@pytest.mark.parametrize("held", [(), (None,), (None, None)])
def test_a_feature_that_was_never_there_has_no_steps(held: tuple[None, ...]) -> None:
    assert steps(Contents(*held)) == []


def test_a_layer_of_many_versions_costs_no_more_files() -> None:
    contents = Contents(*[({"status": str(number)}, SQUARE) for number in range(MOST_VERSIONS + 5)])
    found = steps(contents)
    assert len(contents.read) == MOST_VERSIONS
    assert found[-1][:2] == (5, "first")
