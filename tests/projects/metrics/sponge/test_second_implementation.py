"""Capture ratio and storage a second time: cells of 100 m counted one by one, without geometry.

Zones and surfaces are rectangles on the lattice, beside the central meridian, where a cell holds
10,000 m² to 1e-7. What is said here is the wording of the guide: every cell sheds H × ψ litres a
square metre, with the largest ψ of the surfaces on it; the capture ratio of an area is the mean of
its zones, each with the whole of its ground.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import geopandas as gpd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from projects.metrics.declaration import Given
from projects.metrics.sponge.parts import compute as shares
from projects.metrics.sponge.storage import compute as volumes
from projects.sheets import SHEET_KINDS, SheetInfo
from projects.sheets.shipped import shipped_rows

EAST, NORTH = 499_000.0, 3_380_000.0
CELL_M2 = 10_000
NEAR = 1e-6
Cells = set[tuple[int, int]]
Sides = tuple[int, int, int, int]

sides = st.tuples(*[st.integers(0, 12)] * 2, *[st.integers(1, 8)] * 2)
ratios = st.one_of(st.none(), st.integers(0, 100).map(lambda percent: percent / 100))
SURFACES = ("hard_roof", "hard_paving", "green_land", "water", "permeable_paving")
PSI = {row["surface"]: row for row in shipped_rows("runoff_coefficients")}
quick = settings(max_examples=20, deadline=None)


def cells(at: Sides) -> Cells:
    west, south, width, height = at
    return {(x, y) for x in range(west, west + width) for y in range(south, south + height)}


def frame(drawn: Sequence[Sides], **fields: Sequence[Any]) -> gpd.GeoDataFrame:
    shapes = [
        box(EAST + 100 * w, NORTH + 100 * s, EAST + 100 * (w + a), NORTH + 100 * (s + b))
        for w, s, a, b in drawn
    ]
    columns = {"key": [f"K{i:02}" for i in range(len(drawn))], "name": [None] * len(drawn)}
    return gpd.GeoDataFrame(columns | fields, geometry=shapes, crs=4547).to_crs(4490)


def given_of(frames: dict[str, gpd.GeoDataFrame], **more: Any) -> Given:
    names = dict.fromkeys(frames, "layer")
    return Given(frames=frames, layers=names, hashes=names, **more)


def rule(kind_id: str) -> SheetInfo:
    kind = SHEET_KINDS[kind_id]
    return SheetInfo(kind.id, kind, kind.title, 0, "", shipped_rows(kind_id))


def litres(ground: Cells, surfaces: list[tuple[Cells, str]], depth_mm: float, by: str) -> float:
    total = 0.0
    for cell in ground:
        here = [word for covered, word in surfaces if cell in covered]
        if here:
            largest = max(here, key=lambda word: PSI[word]["used"])
            total += depth_mm * PSI[largest][by] * CELL_M2
    return total


@pytest.mark.slow
@quick
@given(
    st.lists(sides, min_size=1, max_size=4),
    st.lists(st.tuples(sides, st.sampled_from(SURFACES)), min_size=1, max_size=6),
    st.integers(5, 60),
)
# A surface on the north edge of a small zone: what they share by rounding is no ground.
@example([(0, 0, 1, 3), (0, 1, 1, 1)], [((0, 2, 1, 1), "hard_roof")], 5)
def test_storage_of_zones_cell_by_cell(zones: Any, grounds: Any, depth: int) -> None:
    surfaces = frame([at for at, _ in grounds], surface=[word for _, word in grounds])
    asked = {"depth_mm": float(depth), "rules_on": None, "uncovered_coefficient": None}
    sheets = {
        "coefficients": rule("runoff_coefficients"),
        "rainfall": rule("design_rainfall"),
    }
    made = given_of({"zones": frame(zones), "surfaces": surfaces}, parameters=asked, sheets=sheets)
    result = volumes(made).figures
    covered = [(cells(at), word) for at, word in grounds]
    rows = [(cells(at), row) for at, row in zip(zones, result["zones"], strict=True)]
    rows.append((set().union(*(cells(at) for at in zones)), result["total"]))
    for ground, row in rows:
        described = ground & set().union(*(there for there, _ in covered))
        assert row["counted_m2"] == pytest.approx(len(described) * CELL_M2, rel=NEAR, abs=0.1)
        if not described:
            assert row["required_m3"] is None
            continue
        for name, by in (("", "used"), ("low_", "low"), ("high_", "high")):
            expected = litres(ground, covered, depth, by) / 1000
            assert row[f"required_{name}m3"] == pytest.approx(expected, rel=NEAR, abs=1e-3)
        mean = litres(ground, covered, 1, "used") / CELL_M2 / len(described)
        assert row["coefficient"] == pytest.approx(mean, rel=NEAR)


@pytest.mark.slow
@quick
@given(st.lists(st.tuples(sides, ratios, ratios), min_size=1, max_size=6), sides)
def test_capture_ratios_of_zones_by_counting(zones: Any, built: Any) -> None:
    layer = frame(
        [at for at, *_ in zones],
        verdict=["met"] * len(zones),
        capture_actual=[actual for _, actual, _ in zones],
        capture_target=[target for *_, target in zones],
    )
    asked = {"cell_m": 100.0, "target": None}
    made = given_of({"zones": layer, "built_up": frame([built])}, parameters=asked)
    total = shares(made).figures["total"]
    for name, column in (("capture_actual", 1), ("capture_target", 2)):
        known = [(len(cells(zone[0])), zone[column]) for zone in zones if zone[column] is not None]
        weight = sum(count for count, _ in known)
        if known:
            mean = float(sum(count * Fraction(str(ratio)) for count, ratio in known) / weight)
            assert total[f"{name}_mean"] == pytest.approx(mean, rel=NEAR)
        else:
            assert total[f"{name}_mean"] is None
        assert total[f"{name}_area_m2"] == pytest.approx(weight * CELL_M2, rel=NEAR, abs=0.1)
    met = set().union(*(cells(zone[0]) for zone in zones)) & cells(built)
    assert total["met_m2"] == pytest.approx(len(met) * CELL_M2, rel=NEAR, abs=0.1)
    assert total["share"] == pytest.approx(len(met) / len(cells(built)), abs=NEAR)
