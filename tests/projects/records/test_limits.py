"""After how many days a project stands still: a choice of the office, said as such."""

from __future__ import annotations

import datetime as dt

from layers.system.database import Database
from projects.records.changes import records
from projects.records.model.limits import limits_on
from projects.records.queries.conditions import stagnant
from projects.records.queries.query import every_project
from projects.sheets.rules_projects import PROJECT_LIMITS, STAGNANT
from projects.sheets.sheets import save_sheet
from projects.sheets.shipped import shipped_rows

DAY = dt.date(2026, 6, 30)


def test_the_office_chooses_when_a_project_stands_still(database: Database) -> None:
    begun = {"code": "A", "name": "甲", "status": "在建", "start_date": "2026-04-01"}
    shipped = dict(shipped_rows(PROJECT_LIMITS.id)[0])
    assert shipped["basis"] == "unverified"
    with database.transaction() as session:
        project = records.add_project(session, begun)
        assert (limits_on(session, DAY).stagnant_days, limits_on(session, DAY).verified) == (
            92,
            False,
        )
        assert "92 天" in limits_on(session, DAY).said.zh
        assert "未经核实" in limits_on(session, DAY).said.zh
        assert every_project(session, stagnant=True, today=DAY) == []
        own = {"limit": STAGNANT, "value": 60.0, "source": "局办公会", "basis": "sourced"}
        later = own | {"valid_from": "2026-06-30"}
        save_sheet(session, PROJECT_LIMITS.id, [shipped | later])
        before = limits_on(session, DAY - dt.timedelta(days=1))
        now = limits_on(session, DAY)
        assert (before.stagnant_days, now.stagnant_days, now.verified) == (92, 60, True)
        assert every_project(session, stagnant=True, today=DAY) == [project]
        assert stagnant(project, now)
        assert not stagnant(project, before)
