"""What the share would be: years from due dates, and sets that close the gap, worked by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import chain, combinations
from typing import Any

import numpy as np
import pytest

from geo.errors import EcoAtlasError
from geo.overlay.atoms import atoms
from layers.storage.store import Store
from layers.system.database import Database
from projects.metrics.sponge.plan import plan_from_projects
from projects.records.changes.records import add_project, link

KM2 = 1e6
NEAR = 1e-7
INPUTS = {"zones": "zones", "built_up": "built"}
MET, NOT_MET, OPEN = {"verdict": "met"}, {"verdict": "not_met"}, {"verdict": None}
# Built-up 4 × 2 = 8 km²: A 2 km² met (25 %); B 2, C 1.5, D 1 not met; E 0.5 not assessed.
ZONES = [
    ("A", (0, 0, 1, 2), MET),
    ("B", (1, 0, 2, 2), NOT_MET),
    ("C", (2, 0, 2.75, 2), NOT_MET),
    ("D", (3, 0, 3.5, 2), NOT_MET),
    ("E", (3.5, 0, 3.75, 2), OPEN),
]


@pytest.fixture
def what_if(
    put: Callable[..., Any], run: Callable[..., Any], rectangle: Any, sheet: Callable[..., None]
) -> Callable[..., Any]:
    def compute(
        zones: list[Any] = ZONES, plan: list[dict[str, Any]] | None = None, **asked: Any
    ) -> Any:
        put("zones", "sponge_zone", [(c, rectangle(*at), f) for c, at, f in zones])
        put("built", "built_up_area", [("J", rectangle(0, 0, 4, 2), {})])
        inputs = dict(INPUTS)
        if plan:
            sheet("plan", plan, kind="sponge_plan")
            inputs["plan"] = "plan"
        return run("sponge_what_if", inputs, **asked).result

    return compute


PLAN = [
    {"zone": "B", "due_on": "2027-06-30", "cost_wan_yuan": 900.0},
    {"zone": "C", "due_on": "2027-01-31", "cost_wan_yuan": 500.0},
    {"zone": "D", "due_on": "2029-12-31", "cost_wan_yuan": 300.0},
]


def test_the_share_of_each_milestone_year_follows_from_the_due_dates(
    what_if: Callable[..., Any],
) -> None:
    rows = {row["key"]: row for row in what_if(plan=PLAN)["milestones"]}
    assert list(rows) == ["now", "2027", "2029", "2030"]
    shares = [row["share"] for row in rows.values()]
    assert shares == pytest.approx([2 / 8, 5.5 / 8, 6.5 / 8, 6.5 / 8], rel=NEAR)
    assert (rows["2027"]["listed"], rows["2027"]["zones"]) == ("B、C", 2)
    assert rows["2027"]["gain_m2"] == pytest.approx(3.5 * KM2, rel=NEAR)
    assert (rows["2027"]["line"], rows["2027"]["reached"]) == (0.4, "yes")
    assert (rows["2030"]["line"], rows["2030"]["reached"]) == (0.8, "yes")


def test_typed_zones_take_their_own_dates_or_those_of_the_plan(
    what_if: Callable[..., Any],
) -> None:
    result = what_if(plan=PLAN, zones_met="D=2026、 B, E")
    rows = {row["key"]: row for row in result["milestones"]}
    assert list(rows) == ["now", "2026", "2027", "2030", "undated"]
    assert (rows["2026"]["listed"], rows["2027"]["listed"]) == ("D", "B")
    assert rows["undated"]["listed"] == "E"
    assert result["total"]["planned_share"] == pytest.approx(5.5 / 8, rel=NEAR)


def test_the_fewest_and_the_cheapest_zones_that_close_the_gap(what_if: Callable[..., Any]) -> None:
    # 60 % are 4.8 km², 2.8 are missing. Two zones: B and C (3.5) or B and D (3.0); the one that
    # wins more is taken. Cheapest: B and D for 1200 (B and C cost 1400, C and D win 2.5 only).
    result = what_if(plan=PLAN, wanted_share=0.6)
    fewest, least = result["sets"]
    assert (fewest["way"], fewest["zones"], fewest["listed"]) == ("smallest", 2, "B、C")
    assert (least["way"], least["listed"], least["cost_wan_yuan"]) == ("cheapest", "B、D", 1200.0)
    assert least["share"] == pytest.approx(5 / 8, rel=NEAR)
    assert (least["reached"], least["proven"]) == ("yes", "yes")
    assert result["total"]["gap_m2"] == pytest.approx(2.8 * KM2, rel=NEAR)
    said = next(one for one in result["notes"] if one["code"] == "zone-without-cost")
    assert said["keys"] == "E"


def test_a_goal_beyond_all_zones_says_that_it_is_not_reached(what_if: Callable[..., Any]) -> None:
    fewest = what_if(wanted_share=0.95)["sets"][0]
    assert (fewest["zones"], fewest["reached"], fewest["proven"]) == (4, "no", None)
    assert fewest["share"] == pytest.approx(7 / 8, rel=NEAR)


def test_the_gap_of_a_policy_target_is_closed_exactly(what_if: Callable[..., Any]) -> None:
    # 50 % are 4 km²; B alone wins the 2 that are missing, to the last digit.
    result = what_if(target="WEDZ-2023-T22")
    assert (result["sets"][0]["listed"], result["sets"][0]["goal"]) == ("B", 0.5)


def test_without_a_goal_every_line_that_is_set_for_all_cities_is_looked_at(
    what_if: Callable[..., Any],
) -> None:
    """The Economic Zone's 50 % is not set beside a layer that may be of anywhere."""
    result = what_if()
    assert [row["goal"] for row in result["sets"]] == [0.2, 0.3, 0.4, 0.8]
    assert result["sets"][0]["zones"] == 0
    assert result["total"]["goal"] == 0.3
    (note,) = [one for one in result["notes"] if one["code"] == "line-of-another-area"]
    assert note["lines"] == "武汉经开区 2025 50%"


def test_with_a_target_its_own_line_stands_in_the_years(what_if: Callable[..., Any]) -> None:
    result = what_if(plan=PLAN, target="WEDZ-2023-T22")
    assert {row["line"] for row in result["milestones"]} == {None, 0.5, 0.8}
    assert "line-of-another-area" not in {one["code"] for one in result["notes"]}


# F lies over B and C with half a square kilometre each: neither counts there before F is met too.
OVERLAPPING = [*ZONES[:3], ("F", (1.75, 0, 2.25, 2), OPEN), *ZONES[3:]]


def test_ground_under_another_zone_that_is_not_met_is_not_won(what_if: Callable[..., Any]) -> None:
    result = what_if(OVERLAPPING, zones_met="B=2026")
    assert result["milestones"][1]["gain_m2"] == pytest.approx(1.5 * KM2, rel=NEAR)
    zone = next(row for row in result["zones"] if row["key"] == "B")
    assert zone["gain_m2"] == pytest.approx(1.5 * KM2, rel=NEAR)
    assert zone["shared_m2"] == pytest.approx(0.5 * KM2, rel=NEAR)


def test_sets_respect_overlaps_and_agree_with_the_share_computed_anew(
    what_if: Callable[..., Any], put: Callable[..., Any], run: Callable[..., Any], rectangle: Any
) -> None:
    result = what_if(OVERLAPPING, wanted_share=0.6)
    fewest = result["sets"][0]
    # Two zones win 2.5 km² at most (B and D), 2.8 are missing: three are needed.
    assert (fewest["zones"], fewest["reached"]) == (3, "yes")
    chosen = fewest["listed"].split("、")
    after = [
        (code, rectangle(*at), MET if code in chosen else fields)
        for code, at, fields in OVERLAPPING
    ]
    put("zones", "sponge_zone", after)
    total = run("sponge_coverage", INPUTS).result["total"]
    assert total["share"] == pytest.approx(fewest["share"], rel=1e-12)


def test_zones_already_met_change_nothing_and_are_told(what_if: Callable[..., Any]) -> None:
    result = what_if(zones_met="A=2026, D=2026")
    assert next(one for one in result["notes"] if one["code"] == "zone-already-met")["keys"] == "A"
    assert result["total"]["planned_zones"] == 1


@pytest.mark.parametrize(
    ("typed", "code"),
    [("B Q7", "plan-zones-unknown"), ("B=morgen", "plan-not-understood")],
)
def test_unknown_zones_and_dates_are_refused(
    what_if: Callable[..., Any], typed: str, code: str
) -> None:
    with pytest.raises(EcoAtlasError) as caught:
        what_if(zones_met=typed)
    assert caught.value.code == code


def test_a_plan_is_made_from_the_projects_linked_to_zones(
    sqlite_database: Database, put: Callable[..., Any], rectangle: Any, store: Store
) -> None:
    put("zones", "sponge_zone", [(c, rectangle(*at), f) for c, at, f in ZONES])
    with sqlite_database.transaction() as session:
        for code, due, status, cost in (
            ("P1", "2026-06-30", "building", 1000.0),
            ("P2", "2028-06-30", "planned", 300.0),
            ("P3", None, "planned", None),
            ("P4", "2031-01-01", "stopped", 5.0),
        ):
            day = dt.date.fromisoformat(due) if due else None
            values = {"code": code, "name": code, "status": status, "due_date": day}
            add_project(session, values | {"investment_wan_yuan": cost})
        for code, keys in (("P1", ["B", "C"]), ("P2", ["B"]), ("P3", ["D"]), ("P4", ["C"])):
            link(session, code, "zones", keys, store=store)
    with sqlite_database.reading() as session:
        rows = {row["zone"]: row for row in plan_from_projects(session, "zones")}
    assert rows["B"]["due_on"] == "2028-06-30"  # met only when the last of its projects is
    assert (rows["B"]["cost_wan_yuan"], rows["B"]["projects"]) == (800.0, "P1、P2")
    assert "平均分摊" in rows["B"]["note"]
    assert (rows["C"]["due_on"], rows["C"]["projects"]) == ("2026-06-30", "P1")
    assert (rows["D"]["due_on"], rows["D"]["cost_wan_yuan"]) == (None, None)


def test_atoms_add_up_and_say_what_any_set_of_zones_wins(
    frame_of: Callable[..., Any], rectangle: Any
) -> None:
    random = np.random.default_rng(3)
    sides = [(x, y, x + w, y + h) for x, y, w, h in random.uniform(0.2, 1.5, (6, 4))]
    zones = frame_of([(f"Z{i}", rectangle(*at), {}) for i, at in enumerate(sides)])
    built = frame_of([("J", rectangle(0.3, 0.3, 2, 1.8), {})])
    found = atoms(built, zones)
    region = built.geometry.iloc[0]
    for chosen in chain.from_iterable(combinations(range(6), size) for size in (1, 3, 6)):
        others = zones.geometry.iloc[[at for at in range(6) if at not in chosen]].union_all()
        mine = zones.geometry.iloc[list(chosen)].union_all().intersection(region)
        won = sum(m2 for atom, m2 in found.items() if atom <= set(chosen))
        assert won == pytest.approx(mine.difference(others).area, rel=1e-6, abs=1e-2)
