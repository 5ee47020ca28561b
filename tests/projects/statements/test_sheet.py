"""The sheet that a bureau signs: its head, its answer, who stands on it, and how figures add up."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import geopandas as gpd
import pytest
import shapely

from projects.accounts.accounts import set_display_name, set_post
from projects.accounts.profile import OfficeProfile, set_office_profile
from projects.statements.envelope import Envelope
from projects.statements.kept import StatementInfo, get_statement
from projects.statements.layout import Layout
from projects.statements.making import make_statement
from projects.statements.own_words import in_own_words
from projects.statements.review import submit
from projects.statements.surroundings import HeadLines
from tests.projects.statements.conftest import LI, WANG, Office, sign

OFFICE = OfficeProfile("某某局（示例）", "核〔2026〕 号", "", "汉南区（示例）")


def grid_of(layout: Layout, section: str) -> dict[str, list[str]]:
    """The lines of a section by their first cell."""
    found = layout.section(section)
    rows = found.grid.rows if found is not None and found.grid is not None else ()
    return {row[0].text: [cell.text for cell in row[1:]] for row in rows}


def named(office: Office) -> StatementInfo:
    """A statement of an office that has said who it is, on the run that is there."""
    run = office.run()
    with office.database.transaction() as session:
        set_office_profile(session, OFFICE, None)
        set_display_name(session, "li", "李明", None)
        set_post(session, "li", "科员", None)
        set_display_name(session, "wang", "王芳", None)
        set_post(session, "wang", "科长", None)
        return make_statement(session, office.store, run, LI, HeadLines(period="2024 年度"))


def test_the_answer_of_a_missed_target_says_what_is_missing(sqlite_office: Office) -> None:
    sqlite_office.add_zones(["met", "not_met", "not_met", "not_met"])
    ground = shapely.box(114.2, 30.4, 114.24, 30.405)
    columns = {"code": ["J1"], "name": ["建成区（示例）"], "year": [2024]}
    built = gpd.GeoDataFrame(columns, geometry=[ground], crs=4490)
    sqlite_office.add("built_up", "built_up_area", built, "public")
    answer = Envelope.of(named(sqlite_office), "zh").layout.section("answer")
    assert answer is not None
    assert re.search(r"25\.00%；.*要求 ≥ 50%，未达到，差 [\d.,]+ m²。$", answer.paragraphs[0])


def test_what_nobody_has_said_stays_blank(sqlite_office: Office) -> None:
    layout = Envelope.of(sqlite_office.make(), "zh").layout
    head = grid_of(layout, "head")
    assert [head[one] for one in ("编制单位", "文号", "核算区域", "核算时段")] == [[""]] * 4
    assert layout.head is not None
    assert layout.head.office == ""
    assert grid_of(layout, "signing")["签发"] == ["", "", "", ""]


def test_the_answer_is_one_sentence_with_figure_target_verdict_and_gap(
    sqlite_office: Office,
) -> None:
    layout = Envelope.of(named(sqlite_office), "zh").layout
    answer = layout.section("answer")
    assert answer is not None
    (said,) = answer.paragraphs
    assert said.startswith(
        "2024 年度，汉南区（示例）海绵城市达标面积比例：至少 20.00%，至多 90.00%；"
        "目标 WEDZ-2023-T22"
    )
    # Of the built-up area 60 % lie in no zone and 10 % are not assessed.
    assert "要求 ≥ 50%，无法判断（不能判定：" in said
    assert "数值在 20.00% 至 90.00% 之间" in said
    order = [one.id for one in layout.sections]
    assert order[:2] == ["head", "answer"]
    assert order.index("signing") < order.index("map") < order.index("method")
    assert order[-1] == "check"


def test_names_and_posts_are_those_of_the_day_on_which_somebody_signed(
    sqlite_office: Office,
) -> None:
    found = named(sqlite_office)
    with sqlite_office.database.transaction() as session:
        submit(session, found.id, LI)
        sign(session, found.id, sqlite_office.wang, WANG)
        set_display_name(session, "wang", "另一个名字", None)
        set_post(session, "wang", "局长", None)
        found = get_statement(session, found.id)
    signing = grid_of(Envelope.of(found, "zh").layout, "signing")
    assert signing["编制"][:2] == ["李明", "科员"]
    assert signing["复核"][:2] == signing["签发"][:2] == ["王芳", "科长"]
    assert all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", one[2]) for one in signing.values())
    assert all(one[3] == "" for one in signing.values())  # room for hand and seal


def test_no_code_and_no_english_sentence_stand_in_a_chinese_sheet(sqlite_office: Office) -> None:
    layout = Envelope.of(named(sqlite_office), "zh").layout
    said = [
        cell.text
        for section in layout.sections
        if section.grid is not None and section.id not in ("check", "inputs")
        for row in section.grid.rows
        for cell in row
    ]
    assert not [one for one in said if re.search(r"built_up|not_met|\b[a-z]{4,}\b", one)]
    licences = grid_of(layout, "inputs")
    assert not any("MIT" in cell for row in licences.values() for cell in row)


def test_areas_are_added_up_by_district_and_unit_each_place_once(sqlite_office: Office) -> None:
    found = named(sqlite_office)
    places = {
        "P0": {"district": "甲区", "unit": ["水务局"]},
        "P1": {"district": "甲区", "unit": ["水务局"]},
        "P2": {"district": "乙区"},
    }
    content = {**found.content, "places": {"zones": places}}
    layout = replace(Envelope.of(found, "zh"), content=content).layout
    section = layout.section("summary-zones")
    assert section is not None
    assert section.grid is not None
    first = next(row for row in section.grid.rows if row[0].text == "甲区")
    cells = dict(zip((one.name for one in section.grid.columns), first, strict=True))
    zones = {row["key"]: row for row in found.content["result"]["zones"]}
    counted: Any = zones["P0"]["counted_m2"] + zones["P1"]["counted_m2"]
    assert (cells["unit"].text, cells["rows"].text) == ("水务局", "2")
    assert cells["together"].value == pytest.approx(counted / 1e6)
    assert cells["ha"].value == pytest.approx(counted / 1e4)
    assert cells["share"].text == "100.00%"
    assert section.grid.sums is not None


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("示例数据 / illustrative", "示例数据", "illustrative"),
        ("甲 / 乙", "甲 / 乙", "甲 / 乙"),
        ("a / b", "a / b", "a / b"),
        ("甲 / 12", "甲 / 12", "甲 / 12"),
        (None, None, None),
    ],
)
def test_text_in_both_languages_is_told_in_one(text: Any, zh: Any, en: Any) -> None:
    assert (in_own_words(text, "zh"), in_own_words(text, "en")) == (zh, en)


def test_who_computed_and_made_it_is_told_by_name_and_post(sqlite_office: Office) -> None:
    found = sqlite_office.make()
    who = {"name": "王敏", "post": "水务科科长"}
    computed = found.content["computed"] | {"person": who}
    for form, title, said in ((5, "计算人", "王敏，水务科科长"), (4, "计算账号", "li")):
        content = {**found.content, "computed": computed, "form": form}
        section = replace(Envelope.of(found, "zh"), content=content).layout.section("check")
        assert section is not None
        assert section.grid is not None
        assert (title, said) in [(row[0].text, row[1].text) for row in section.grid.rows]
