"""Divisions that have something, by a field, a list or what lies in them."""

from __future__ import annotations

from typing import Any

import pytest

from geo.errors import EcoAtlasError

ASKED = {"level": "county", "target": "SY-2018-T28"}


@pytest.fixture
def counties(put: Any, ground: Any) -> None:
    """Three counties and a township; the railway runs through two, a station lies in one."""
    counties = [
        ("A", ground.box(0, 0, 1, 1), {"level": "county", "rail": "是"}),
        ("B", ground.box(1, 0, 2, 1), {"level": "county", "rail": "否"}),
        ("C", ground.box(2, 0, 3, 1), {"level": "county", "rail": None}),
        ("T", ground.box(0, 0, 1, 1), {"level": "township", "rail": "是"}),
    ]
    put("counties", "admin_division", counties)
    whole = {"level": "city", "code": "420300"}
    put("exact", "admin_division", [("420300", ground.box(0, 0, 3, 1), whole)])
    put("railway", "works", [("R", ground.line((0.2, 0.5), (1.8, 0.5)), {})])


def states(found: dict[str, Any]) -> dict[str, str]:
    return {row["key"]: row["has"] for row in found["units"]}


def test_a_line_that_runs_through_a_unit_counts_for_it(counties: None, run: Any) -> None:
    found = run("units_with", {"units": "counties", "things": "railway"}, **ASKED).result
    assert states(found) == {"A": "yes", "B": "yes", "C": "no"}
    assert found["total"]["share"] == pytest.approx(2 / 3)
    assert (found["target"]["met"], found["target"]["gap_units"]) == (False, 1)


def test_a_field_says_yes_no_or_nothing(counties: None, run: Any) -> None:
    found = run("units_with", {"units": "counties"}, has_field="rail", **ASKED).result
    assert states(found) == {"A": "yes", "B": "no", "C": "unknown"}
    total = found["total"]
    assert (total["units"], total["having"], total["without"], total["unknown"]) == (3, 1, 1, 1)
    assert "unit-unknown" in {one["code"] for one in found["notes"]}


def test_a_list_counts_by_code_and_names_codes_that_no_unit_has(
    counties: None, run: Any, sheet: Any
) -> None:
    about = {"has": "yes", "subject": "rail_service"}
    rows = [{"unit": key, **about} for key in ("A", "B", "C", "X")]
    empty = dict.fromkeys(("name", "since", "source", "note"))
    sheet("rail_list", [empty | row for row in rows], kind="unit_list")
    given = {"units": "counties", "list": "rail_list", "boundary": "exact"}
    found = run("units_with", given, **ASKED).result
    assert (found["total"]["share"], found["target"]["met"]) == (1.0, True)
    (strange,) = [one for one in found["notes"] if one["code"] == "listed-unit-unknown"]
    assert strange["keys"] == "X"


def test_all_of_some_counties_is_not_all_of_the_city(
    counties: None, run: Any, put: Any, ground: Any
) -> None:
    put("one", "admin_division", [("A", ground.box(0, 0, 1, 1), {"level": "county"})])
    given = {"units": "one", "things": "railway", "boundary": "exact"}
    found = run("units_with", given, **ASKED).result
    assert (found["total"]["share"], found["target"]["met"]) == (1.0, None)
    assert "33.33%" in found["target"]["reason"]["zh"]
    assert "rule-unverified" in {one["code"] for one in found["notes"]}


def test_how_much_all_units_must_cover_is_for_the_office_to_say(
    counties: None, run: Any, put: Any, ground: Any, sheet: Any
) -> None:
    put("one", "admin_division", [("A", ground.box(0, 0, 1, 1), {"level": "county"})])
    given = {"units": "one", "things": "railway", "boundary": "exact"}
    row = {"limit": "units_covered", "value": 0.3, "source": "本局会议纪要", "basis": "sourced"}
    empty = dict.fromkeys(("valid_from", "valid_to", "note", "law"))
    sheet("judging_limits", [empty | row])
    found = run("units_with", given, **ASKED).result
    assert found["target"]["met"] is True
    assert "judging_limits" in {one["sheet"] for one in found["sheets"]}


@pytest.mark.parametrize("ways", [{}, {"things": "railway", "has_field": "rail"}])
def test_one_way_and_no_other_says_what_has_it(
    counties: None, run: Any, ways: dict[str, str]
) -> None:
    inputs = {"units": "counties"} | {n: v for n, v in ways.items() if n == "things"}
    fields = {n: v for n, v in ways.items() if n != "things"}
    with pytest.raises(EcoAtlasError) as refused:
        run("units_with", inputs, level="county", **fields)
    assert refused.value.code == "units-by-one-way"
