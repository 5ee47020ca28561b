"""Who is bound to a unit changes its projects only, whichever way he comes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor
from layers.system.database import Database
from projects.accounts import accounts
from projects.records.changes.problems import NewProblem, add_problem
from projects.records.changes.progress import report_progress
from projects.records.changes.records import add_project, get_project, update_project
from projects.records.changes.writing import Report
from projects.records.files.importing import import_projects
from projects.records.model.part_kinds import YEARS
from projects.units.register import get_unit
from projects.work.asker import sender
from tests.projects.parts import set_part

DAY = dt.date(2026, 3, 1)
Way = Callable[[Session, str, Actor], object]


def imported(session: Session, code: str, by: Actor) -> object:
    book = Workbook()
    book.active.append(["项目编号", "项目名称", "项目状态"])
    book.active.append([code, "改名", "在建"])
    path = Path(session.info["folder"]) / f"{code}.xlsx"
    book.save(path)
    return import_projects(session, path, by=by)


WAYS: dict[str, Way] = {
    "record": lambda s, code, by: update_project(s, code, {"site": "军山"}, by=by),
    "year": lambda s, code, by: set_part(s, code, YEARS, (2026,), {"work": "x"}, by=by),
    "report": lambda s, code, by: report_progress(s, code, 5, Report(on=DAY), by=by),
    "problem": lambda s, code, by: add_problem(s, code, NewProblem("x", DAY), by=by),
    "list": imported,
}


@pytest.fixture
def office(database: Database) -> Database:
    with database.transaction() as session:
        for code, unit in (("A", "区水务湖泊局"), ("B", "区住建局")):
            values = {"code": code, "name": code, "status": "在建", "lead_unit": unit}
            add_project(session, values)
    return database


@pytest.mark.parametrize("way", WAYS)
def test_only_projects_of_the_own_unit_are_changed(
    office: Database, way: str, tmp_path: Path
) -> None:
    with office.transaction() as session:
        session.info["folder"] = tmp_path
        mine = Actor("sun", "-", get_unit(session, "区水务湖泊局").code)
        WAYS[way](session, "A", mine)
        for by in (mine, Actor("qian", "-", "")):
            with pytest.raises(EcoAtlasError) as caught, session.begin_nested():
                WAYS[way](session, "B", by)
            assert caught.value.code == "project-not-own"
        WAYS[way](session, "B", Actor("li", "-"))


def test_nobody_makes_a_project_his_own(office: Database) -> None:
    with office.transaction() as session:
        mine = Actor("sun", "-", get_unit(session, "区水务湖泊局").code)
        with pytest.raises(EcoAtlasError) as caught, session.begin_nested():
            update_project(session, "B", {"lead_unit": "区水务湖泊局"}, by=mine)
        assert caught.value.code == "project-not-own"
        session.expire_all()
        assert get_project(session, "B").lead_unit == "区住建局"


def test_a_reporter_has_a_unit_and_so_has_whatever_he_sends(database: Database) -> None:
    with database.transaction() as session:
        with pytest.raises(EcoAtlasError) as caught:
            accounts.add_account(session, "sun", "unit", by=None)
        assert caught.value.code == "account-without-unit"
        made = accounts.add_account(session, "sun", "unit", unit="区水务湖泊局", by=None).account
        code = get_unit(session, "区水务湖泊局").code
        sent = Actor("sun", "-")
        assert sender(session, made, "unit", sent, by_token=False).actor.unit == code
        wu = accounts.add_account(session, "wu", "editor", by=None).account
        assert sender(session, wu, "editor", sent, by_token=False).actor.unit is None
        assert sender(session, wu, "unit", sent, by_token=True).actor.unit == ""
        with pytest.raises(EcoAtlasError):
            accounts.set_role(session, "sun", "unit", None, unit="")
