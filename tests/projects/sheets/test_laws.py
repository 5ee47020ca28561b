"""Laws that rules rest on: which has been succeeded by a day, and how rows name them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from geo.errors import EcoAtlasError
from layers.system.database import Database
from projects.sheets import get_sheet, get_sheet_kind, laws_of, ref_as_used, save_sheet
from projects.sheets.files import import_file, write_file
from projects.sheets.laws import Laws
from projects.sheets.shipped import earlier_editions, shipped_rows
from projects.sheets.values import hash_of, read_rows

SOURCE = {"source": "某处", "basis": "sourced"}


def law(id_: str, name: str, **about: Any) -> dict[str, Any]:
    return {"id": id_, "name": name, **SOURCE, **about}


def laws(*rows: dict[str, Any]) -> Laws:
    return Laws(read_rows(get_sheet_kind("laws"), rows))


OLD = law("old", "旧法", valid_from="2018-01-01", successor="new")
NEW = law("new", "新法", valid_from="2026-08-15")


@pytest.mark.parametrize(
    ("day", "warns"), [("2026-08-14", False), ("2026-08-15", True), ("2027-01-01", True)]
)
def test_a_law_is_superseded_from_the_day_of_its_successor(day: str, warns: bool) -> None:
    found = laws(OLD, NEW)
    told = found.superseded(found.by_id["old"], day)
    assert (told is not None) is warns
    if told is not None:
        assert told.said.zh == (
            "依据“旧法”的规定可能已被取代：“新法”自 2026-08-15 起施行，请核对“新法”。"
        )
        assert "may be superseded" in told.said.en


@pytest.mark.parametrize(("basis", "warns"), [("sourced", False), ("unverified", True)])
def test_a_successor_that_nobody_has_verified_is_told_of_itself(basis: str, warns: bool) -> None:
    found = laws(OLD, NEW | {"basis": basis, "note": "一个来源"})
    new = found.by_id["new"]
    assert (found.superseded(new, "2026-08-15") is not None) is warns
    assert found.superseded(new, "2026-08-14") is None
    if warns:
        told = found.superseded(found.by_id["old"], "2026-08-15")
        assert told is not None
        assert "（未核实）" in told.said.zh


def test_a_successor_without_a_day_warns_on_every_day() -> None:
    found = laws(OLD, NEW | {"valid_from": None})
    told = found.superseded(found.by_id["old"], "2018-01-02")
    assert told is not None
    assert "施行日期未知" in told.said.zh


def test_a_law_that_ended_without_a_successor_is_told_the_day_after() -> None:
    found = laws(law("gone", "废止法", valid_to="2025-12-31"))
    assert found.superseded(found.by_id["gone"], "2025-12-31") is None
    told = found.superseded(found.by_id["gone"], "2026-01-01")
    assert told is not None
    assert "2025-12-31" in told.said.zh
    assert found.superseded(None, "2026-01-01") is None


def test_a_row_without_a_law_rests_on_what_its_source_cites() -> None:
    found = laws(
        law("water_2008", "水污染防治法", number="2008 年修订"),
        law("water_2017", "水污染防治法", number="2017 年修正"),
        law("air", "大气污染防治法"),
    )
    cited = {"law": None, "source": "《水污染防治法》（2017 年修正）第六十四条"}
    assert found.of(cited) == found.by_id["water_2017"]
    assert found.of(cited | {"law": "air"}) == found.by_id["air"]
    assert found.of({"law": None, "source": "会议纪要"}) is None


def sponge(**cells: Any) -> list[dict[str, Any]]:
    return [dict(shipped_rows("sponge_targets")[0]) | cells]


@pytest.mark.parametrize(
    "named",
    ["guobanfa_2015_75", "国办发〔2015〕75号", "国务院办公厅关于推进海绵城市建设的指导意见"],
)
def test_a_law_is_named_by_id_name_or_number_and_kept_by_id(
    sqlite_database: Database, named: str
) -> None:
    with sqlite_database.transaction() as session:
        saved = save_sheet(session, "sponge_targets", sponge(law=named))
    assert saved.rows[0]["law"] == "guobanfa_2015_75"


def test_a_law_that_there_is_not_is_refused_with_its_row(sqlite_database: Database) -> None:
    rows = [*sponge(), *sponge(year=2035, law="没有这部法")]
    with (
        pytest.raises(EcoAtlasError, match="sheet-refused") as refused,
        sqlite_database.transaction() as session,
    ):
        save_sheet(session, "sponge_targets", rows, numbers=[4, 9])
    (problem,) = refused.value.problems
    assert (problem.code, problem.feature, problem.field) == ("cell-unknown-law", 9, "law")


def test_laws_that_succeed_each_other_in_a_circle_are_refused(sqlite_database: Database) -> None:
    circle = [law("a", "甲", successor="b"), law("b", "乙", successor="c"), law("c", "丙")]
    with sqlite_database.transaction() as session:
        assert save_sheet(session, "laws", circle).number == 1
        assert laws_of(session).by_id["b"].successor == "c"
    circle[2]["successor"] = "甲"
    with (
        pytest.raises(EcoAtlasError) as refused,
        sqlite_database.transaction() as session,
    ):
        save_sheet(session, "laws", circle)
    assert {one.code for one in refused.value.problems} == {"law-succeeds-itself"}


def test_rows_saved_before_there_were_laws_keep_their_hash(sqlite_database: Database) -> None:
    kind = get_sheet_kind("sponge_targets")
    before = [{n: v for n, v in row.items() if n != "law"} for row in sponge()]
    after = [row | {"law": None} for row in before]
    assert hash_of(kind, before) == hash_of(kind, after)
    assert hash_of(kind, after) != hash_of(kind, [row | {"law": "x"} for row in before])


# What releases before November 2026 shipped; runs and statements of theirs name these hashes.
SHIPPED_BEFORE = {
    "bank_bans": "f2c9d0aa414d4d9d4ef156c6fedb3af0390286eef9b24599a37317282ceb271f",
    "protected_zone_rules": "c4feff87d21756551d56900eab344fe946be3ac78ad668d427ec0a357e80c829",
    "sewage_rate_targets": "5b7c9d164ea5aaf99902825a84bcb220a6d7e367b9e4c0d4a0775f2755ca42c5",
    "sponge_targets": "193cdb20f2a0a76502954775b9c5df49fd97b720ba0c61e6d80148f7ba1b36f8",
}
UNCHANGED = {
    "runoff_coefficients": "871ab7a01cfbcbf268290190693d1de53416d2fdb1ac46af0db941cdc9e593b8",
}


@pytest.mark.parametrize("sheet", [*SHIPPED_BEFORE, *UNCHANGED])
def test_what_was_shipped_before_is_found_by_its_hash(
    sqlite_database: Database, sheet: str
) -> None:
    sha256 = (SHIPPED_BEFORE | UNCHANGED)[sheet]
    used = {"sheet": sheet, "version": 0, "sha256": sha256}
    with sqlite_database.reading() as session:
        then = get_sheet(session, ref_as_used(used))
        now = get_sheet(session, sheet)
    assert (then.number, then.sha256) == (0, sha256)
    assert (then.sha256 == now.sha256) is (sheet in UNCHANGED)
    assert list(earlier_editions(sheet)) == [sha256] * (sheet in SHIPPED_BEFORE)


def test_an_edition_that_was_never_shipped_is_unknown(sqlite_database: Database) -> None:
    with (
        sqlite_database.reading() as session,
        pytest.raises(EcoAtlasError, match="unknown-sheet-version"),
    ):
        get_sheet(session, "bank_bans@0:0123")


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@pytest.mark.parametrize("sheet", ["laws", "protected_zone_rules"])
def test_laws_go_out_as_files_and_come_in_as_they_were(
    sqlite_database: Database, tmp_path: Path, sheet: str, suffix: str
) -> None:
    path = tmp_path / f"{sheet}.{suffix}"
    with sqlite_database.transaction() as session:
        write_file(get_sheet(session, sheet), path)
        assert not import_file(session, sheet, path).new
