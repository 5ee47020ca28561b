"""The green project pool: who may stand in it, what is released of whom, and what goes out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor
from layers.storage.store import Store
from layers.system.database import Database
from projects.pool.exporting import export_pool
from projects.pool.releasing import pool, pool_page, release, standing_of, withdraw
from projects.records.changes.attachments import add_files
from projects.records.changes.records import add_project, update_project
from projects.records.model.part_kinds import FUNDS
from projects.records.queries.addresses import read_asked
from projects.records.queries.pool_conditions import pool_rules, why_not
from projects.records.queries.query import every_project, find_projects
from projects.sheets.rules_pool import POOL_KINDS
from projects.sheets.sheets import save_sheet
from tests.projects.parts import set_part

BY = Actor("王工", "test")
SOME = ("kind", "investment_wan_yuan", "gap_wan_yuan")


def put(session: Session, code: str, **more: Any) -> None:
    values = {"code": code, "name": f"{code}（示例）", "status": "在建", "kind": "湿地",
              "investment_wan_yuan": "1000"}  # fmt: skip
    add_project(session, values | more)


def funds(session: Session, code: str, key: tuple[int, str], **amounts: str) -> None:
    values = {f"{name}_wan_yuan": amount for name, amount in amounts.items()}
    set_part(session, code, FUNDS, key, values, by=BY)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """G-1 unfunded, G-2 to two fifths; the others not eligible, each for a reason of its own."""
    with database.transaction() as session:
        put(session, "G-1")
        put(session, "G-2")
        funds(session, "G-2", (2025, "central"), planned="300")
        funds(session, "G-2", (2026, "city"), planned="50", arrived="100")
        funds(session, "G-2", (2026, "other"), planned="500")
        put(session, "N-kind", kind="其他")
        put(session, "N-stopped", status="停工")
        put(session, "N-unknown", investment_wan_yuan="")
        put(session, "N-nearly")
        funds(session, "N-nearly", (2026, "loan"), planned="901")
        yield session


def test_the_condition_and_the_reason_say_the_same_of_every_project(session: Session) -> None:
    found = pool(session)
    assert [one.project.code for one in found] == ["G-1", "G-2"]
    assert [(one.money.funded, one.money.gap) for one in found] == [(0, 1000), (400, 600)]
    assert [one.money.said.zh for one in found] == ["资金未落实", "资金部分落实"]
    pages = [pool_page(session, number, 1) for number in (1, 2, 99)]
    assert [one.found for one in pages] == [found[:1], found[1:], found[1:]]
    assert {(one.pages, one.total, one.out) for one in pages} == {(2, 2, 0)}
    rules = pool_rules(session, found[0].project.created_at.date())
    told = {one.code: standing_of(session, one.code) for one in every_project(session)}
    whys = {code: one.why_not.en for code, one in told.items() if one.why_not}
    assert whys == {
        "N-kind": "its kind is not among those of the pool",
        "N-stopped": "it is completed, stopped or cancelled",
        "N-unknown": "its investment is not known",
        "N-nearly": "too little money is missing",
    }
    assert all(why_not(one.project, one.money, rules) is None for one in found)
    assert not rules.verified


def test_the_list_filters_by_the_pool(session: Session) -> None:
    release(session, "G-2", SOME, (), BY)
    asked = {
        one: find_projects(session, read_asked({"pool": one})) for one in ("eligible", "released")
    }
    codes = {name: [one.code for one in found.projects] for name, found in asked.items()}
    assert codes == {"eligible": ["G-1", "G-2"], "released": ["G-2"]}
    with pytest.raises(EcoAtlasError, match="green"):
        read_asked({"pool": "green"})


def test_a_release_keeps_what_was_seen_and_tells_what_changed_since(session: Session) -> None:
    release(session, "G-1", SOME, (), BY)
    kept = standing_of(session, "G-1")
    assert kept.release is not None
    assert kept.release.content == {
        "code": "G-1", "name": "G-1（示例）", "kind": "restoration", "investment_wan_yuan": 1000,
        "gap_wan_yuan": 1000,
    }  # fmt: skip
    assert (kept.changed, kept.release.by) == ((), "王工")
    update_project(session, "G-1", {"investment_wan_yuan": "1200"}, by=BY)
    assert standing_of(session, "G-1").changed == ("investment_wan_yuan", "gap_wan_yuan")
    again = release(session, "G-1", SOME, (), BY)
    assert (again.content["gap_wan_yuan"], kept.release.ended_by) == (1200, "王工")
    withdraw(session, "G-1", BY)
    assert standing_of(session, "G-1").release is None


@pytest.mark.parametrize(
    ("code", "fields", "files", "wrong"),
    [
        ("N-stopped", SOME, (), "pool-not-eligible"),
        ("G-1", ("password",), (), "pool-field-unknown"),
        ("G-1", SOME, ("0" * 64,), "pool-field-unknown"),
        ("G-9", SOME, (), "unknown-project"),
    ],
)
def test_what_may_not_be_released_is_refused(
    session: Session, code: str, fields: tuple[str, ...], files: tuple[str, ...], wrong: str
) -> None:
    with pytest.raises(EcoAtlasError) as refused:
        release(session, code, fields, files, BY)
    assert refused.value.code == wrong
    with pytest.raises(EcoAtlasError):
        withdraw(session, code, BY)


def test_what_is_released_goes_out_with_its_evidence(
    session: Session, store: Store, tmp_path: Path
) -> None:
    (tmp_path / "f.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    (sha256,) = add_files(session, store, "G-2", {"批复.pdf": tmp_path / "f.pdf"}, by=BY)
    release(session, "G-2", SOME, (sha256,), BY)
    release(session, "G-1", SOME, (), BY)
    update_project(session, "G-1", {"status": "停工"}, by=BY)
    out = tmp_path / "pool.zip"
    assert export_pool(session, store, out, language="zh", by=BY) == 1
    with zipfile.ZipFile(out) as archive:
        assert archive.namelist() == ["绿色项目库.xlsx", "佐证/G-2/1-批复.pdf"]
        book = load_workbook(io.BytesIO(archive.read("绿色项目库.xlsx")))
    heads, row = ([cell.value for cell in line] for line in book.worksheets[0].iter_rows())
    told = dict(zip(heads, row, strict=True))
    assert (told["项目类别"], told["资金缺口（万元）"], told["公布人"]) == ("生态修复", 600, "王工")
    assert told["佐证文件"] == "1-批复.pdf"
    assert "备注" not in heads
    notes = [row[0].value for row in book.worksheets[1].iter_rows()]
    assert any("未经核实" in str(note) for note in notes)


def test_an_office_may_choose_its_own_kinds(session: Session) -> None:
    row = {"kind": "restoration", "category": "生态修复（示例）", "least_gap": 0.7,
           "source": "办公室（示例）", "basis": "checked"}  # fmt: skip
    save_sheet(session, POOL_KINDS.id, [row])
    assert [(one.project.code, one.category) for one in pool(session)] == [
        ("G-1", "生态修复（示例）")
    ]
