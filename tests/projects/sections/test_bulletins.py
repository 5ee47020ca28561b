"""A bulletin is a statement of its month: made again, signed, withdrawn, and verified on paper."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.audit import Actor
from layers.catalogue import Description
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.database import Database
from layers.system.row_access import EVERYTHING
from projects.accounts.accounts import add_account, get_account
from projects.metrics.waters.section_month import overview_from
from projects.sections.bulletin_paper import report_of
from projects.sections.bulletins import FORMS, bulletins_of, export_bulletin, make_bulletin
from projects.sections.gathering import overview
from projects.sections.verifying import verify_any
from projects.sheets import get_sheet
from projects.statements.asserting import assertions
from projects.statements.kept import StatementInfo, get_statement
from projects.statements.review import sign, submit, withdraw
from projects.water.batches import take_in
from projects.water.correcting import correct
from projects.water.items import items_now
from projects.water.readings import Asked
from projects.work.services import Services
from tests.imported import import_file

pytestmark = pytest.mark.slow

LI, WANG = Actor("li", "test"), Actor("wang", "test")
MONTH = "2024-03"
READINGS = """断面名称,监测时间,溶解氧(mg/L),氨氮(mg/L),总磷(μg/L)
甲,2024-03-05,8.0,<0.05,80
乙,2024-03-05,7.0,1.2,220
甲,2024-02-05,8.0,0.1,80
乙,2024-02-05,8.0,0.1,80
甲,2023-03-05,8.0,1.2,80
"""
SECTIONS = (("A", "甲", "长江"), ("B", "乙", "汉江"), ("C", "丙", "汉江"))


@pytest.fixture
def office(sqlite_database: Database, store: Store, tmp_path: Path) -> Services:
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [114.0 + at / 50, 30.5]},
            "properties": {
                "code": key, "name": name, "river": river, "target_class": "III",
                "upstream_district": "汉南区",
            },
        }
        for at, (key, name, river) in enumerate(SECTIONS)
    ]  # fmt: skip
    path = tmp_path / "sections.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    import_file(
        sqlite_database, store, path, layer_id="sections", kind="monitoring_section",
        title=Text("断面", "Sections"), key="code", crs="EPSG:4490", accept=("crs-missing",),
        description=Description(source="试验", secrecy="public"),
    )  # fmt: skip
    readings = tmp_path / "readings.csv"
    readings.write_text(READINGS, encoding="utf-8")
    with sqlite_database.transaction() as session:
        take_in(session, store, readings, Asked(), LI)
    return Services(Settings(home=tmp_path), sqlite_database, store, EVERYTHING)


def signed(office: Services, made: StatementInfo) -> None:
    with office.transaction() as session:
        named = {"display_name": "王工", "post": "总工", "password": "Wuhan-2026-ok", "by": LI}
        wang = add_account(session, "wang", "reviewer", **named).account
        submit(session, made.id, LI)
        said = assertions(session, get_statement(session, made.id)).fingerprint
        sign(session, made.id, wang, WANG, asserted=said)


def test_a_bulletin_is_kept_signed_and_replaced_after_a_correction(
    office: Services, tmp_path: Path
) -> None:
    made = make_bulletin(office, MONTH, LI)
    total = made.content["result"]["total"]
    assert {name: total[name] for name in ("sections", "measured", "good", "met", "missing")} == {
        "sections": 3, "measured": 2, "good": 1, "met": 1, "missing": 1,
    }  # fmt: skip
    assert (total["worse"], total["same"], total["year_better"]) == (1, 1, 1)
    assert [row["item"] for row in made.content["result"]["over"]] == ["NH3-N", "TP"]
    assert made.content["head"]["period"] == "2024 年 3 月"
    # Of three months nothing is kept but these months.
    with office.reading() as session:
        kept = {row["month"] for row in get_sheet(session, f"section-months-{MONTH}").rows}
    assert kept == {"2024-03", "2024-02", "2023-03"}
    # The same figures are the same bulletin, whoever asks.
    assert make_bulletin(office, MONTH, WANG).id == made.id
    signed(office, made)
    before = tmp_path / "before.pdf"
    export_bulletin(office, made.id, "pdf", before, "zh", LI)
    with office.transaction() as session:
        correct(session, office.store, "乙", "2024-03-05", "NH3-N", 0.9, "录入有误", LI)
    again = make_bulletin(office, MONTH, LI)
    assert (again.replaces_id, again.state) == (made.id, "draft")
    with office.reading() as session:
        (of_layer,) = bulletins_of(session, MONTH)
        assert (of_layer.layer, of_layer.bulletin and of_layer.bulletin.id) == (
            "sections", again.id,
        )  # fmt: skip
        assert [one.bulletin for one in bulletins_of(session, "2024-02")] == [None]
    # What was signed stays what it is, and says so once it is withdrawn.
    assert verify_any(office.database, office.store, before).found.ok
    with office.transaction() as session:
        withdraw(session, made.id, get_account(session, "wang"), "有更正", WANG)
    found = verify_any(office.database, office.store, before).found
    assert found.ok
    assert any("有更正" in note.zh for note in found.notes)


@pytest.mark.parametrize("form", FORMS)
def test_a_paper_is_verified_and_an_altered_one_is_told(
    form: str, office: Services, tmp_path: Path
) -> None:
    made = make_bulletin(office, MONTH, LI)
    out = tmp_path / f"bulletin.{form}"
    export_bulletin(office, made.id, form, out, "en" if form == "pdf" else "zh", LI)
    found = verify_any(office.database, office.store, out).found
    assert (found.verdict, found.code, found.statement and found.statement.id) == (
        "agrees", made.code, made.id,
    )  # fmt: skip
    if form != "pdf":
        altered = verify_any(office.database, office.store, _altered(out)).found
        assert (altered.verdict, len(altered.findings)) == ("altered", 1)
        assert altered.findings[0].computed == "氨氮 1.2 (+0.20)、总磷 0.22 (+0.10)"


def _altered(path: Path) -> Path:
    """The file with a smaller multiple."""
    out = path.with_stem("altered")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for one in old.namelist():
            new.writestr(
                one, old.read(one).replace("氨氮 1.2 (+0.20)".encode(), "氨氮 1.1 (+0.10)".encode())
            )
    return out


def test_the_paper_says_of_figures_what_it_says_of_readings(office: Services) -> None:
    """Read back from the figures, a month is what it was."""
    made = make_bulletin(office, MONTH, LI)
    result = made.content["result"]
    with office.reading() as session:
        items, day = items_now(session), made.made_at.date()
        live = overview(session, office.store, MONTH, day)
        lines = [
            report_of(one, items, "示例局", day, "en")
            for one in (live, overview_from(result, MONTH))
        ]
    assert lines[0] == lines[1]
    broken = {**result, "total": {**result["total"], "good": 2}}
    with pytest.raises(AssertionError, match="the total of a month"):
        overview_from(broken, MONTH)


def test_a_month_without_readings_in_a_layer_is_no_bulletin(office: Services) -> None:
    for month in ("2022-03", "2024-05"):
        with pytest.raises(EcoAtlasError) as unplaced:
            make_bulletin(office, month, LI)
        assert unplaced.value.code == "water-month-unplaced"
