"""Green share of corridors, worked by hand, and what holds whatever the corridors are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from geo.errors import EcoAtlasError
from projects.metrics.checks.register_checks import status_beside

TREES, CROPS, WATER, NOTHING, STRANGE = 10, 40, 80, 0, 200


def near(value: float) -> Any:
    return pytest.approx(value, rel=1e-6, abs=1e-6)


def corridor(code: str, shape: Any, status: str = "completed") -> Any:
    return (code, shape, {"status": status})


def test_worked_by_hand_with_ground_that_nothing_is_known_of(put, put_raster, run, metres) -> None:
    # From west to east, 10 m each: trees, crops, no value, a class that no rule knows.
    put_raster("cover", np.tile([TREES, CROPS, NOTHING, STRANGE], (4, 1)))
    put("ways", "ecological_corridor", [corridor("L", metres(5, 0, 45, 40))])
    result = run("corridor_green", {"corridors": "ways", "cover": "cover"}).result
    (row,) = result["corridors"]
    # 5 m of trees, 10 m of crops, 10 + 10 + 5 m unknown (the last 5 m beyond the raster).
    assert row["green_m2"] == near(200)
    assert row["not_green_m2"] == near(400)
    assert row["no_data_m2"] == near(1000)
    assert row["green_share"] == near(1 / 3)
    assert row["green_share_least"] == near(200 / 1600)
    assert row["no_data_share"] == near(1000 / 1600)
    counted = {one["key"]: one["counted"] for one in result["classes"]}
    assert counted == {"10": "green", "40": "not_green", "200": "no_data"}
    notes = {one["code"]: one for one in result["notes"]}
    assert notes["green-classes"]["classes"] == "10 树木"
    assert notes["raster-no-data"]["area_m2"] == near(600)
    assert notes["raster-class-without-rule"]["area_m2"] == near(400)


def test_corridors_that_overlap_count_once_in_the_total(put, put_raster, run, metres) -> None:
    put_raster("cover", np.full((4, 4), TREES))
    ways = [corridor("a", metres(0, 0, 30, 40)), corridor("b", metres(10, 0, 40, 40))]
    put("ways", "ecological_corridor", ways)
    total = run("corridor_green", {"corridors": "ways", "cover": "cover"}).result["total"]
    assert total["area_m2"] == near(1600)
    assert total["overlap_removed_m2"] == near(800)
    assert total["green_share"] == 1.0


def test_only_the_chosen_stage_is_looked_at(put, put_raster, run, metres) -> None:
    put_raster("cover", np.hstack([np.full((4, 2), TREES), np.full((4, 2), WATER)]))
    ways = [
        corridor("done", metres(0, 0, 20, 40)),
        corridor("planned", metres(20, 0, 40, 40), "planned"),
    ]
    put("ways", "ecological_corridor", ways)
    inputs = {"corridors": "ways", "cover": "cover"}
    assert run("corridor_green", inputs).result["total"]["green_share"] == near(1.0)
    none = run("corridor_green", inputs, stage="under_way").result["total"]
    assert none["corridors"] == 1
    every = run("corridor_green", inputs, stage="all").result["total"]
    assert every["green_share"] == near(0.5)


def test_without_corridors_of_the_stage_there_is_no_share(put, put_raster, run, metres) -> None:
    put_raster("cover", np.full((2, 2), TREES))
    put("ways", "ecological_corridor", [corridor("a", metres(0, 0, 10, 10), "planned")])
    result = run("corridor_green", {"corridors": "ways", "cover": "cover"}).result
    assert (result["total"]["corridors"], result["total"]["green_share"]) == (0, None)
    assert [one["code"] for one in result["notes"]][-1] == "corridors-left-out"


def test_a_corridor_wholly_beyond_the_raster_has_no_share(put, put_raster, run, metres) -> None:
    put_raster("cover", np.full((2, 2), TREES))
    put("ways", "ecological_corridor", [corridor("far", metres(900, 900, 950, 950))])
    total = run("corridor_green", {"corridors": "ways", "cover": "cover"}).result["total"]
    assert total["green_share"] is None
    assert total["no_data_share"] == 1.0


def test_lines_have_no_area_and_are_refused(put, put_raster, run, metres) -> None:
    put_raster("cover", np.full((2, 2), TREES))
    put("ways", "ecological_corridor", [corridor("l", metres(0, 0, 10, 10).exterior)])
    with pytest.raises(EcoAtlasError) as refused:
        run("corridor_green", {"corridors": "ways", "cover": "cover"})
    assert refused.value.code in ("input-geometry", "missing-field")


def test_the_register_says_what_the_green_share_waits_for(
    sqlite_database, put, put_raster, metres
) -> None:
    put("ways", "ecological_corridor", [corridor("a", metres(0, 0, 10, 10))])
    with sqlite_database.reading() as session:
        (waiting,) = [one for one in status_beside(session) if one.metric == "corridor_green"]
    assert (waiting.state, waiting.waits_for[0].form) == ("waiting", "raster")
    put_raster("cover", np.full((2, 2), TREES))
    with sqlite_database.reading() as session:
        (ready,) = [one for one in status_beside(session) if one.metric == "corridor_green"]
    assert ready.state == "ready"
