"""Statements on a small district that can be worked out by hand, in migrated databases.

Four squares in a row, two of them met; the built-up area covers half of each, and one square's
width beside them: 2 × ½ of 5 × ½, that is 20 %.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from sqlalchemy.orm import Session

from layers.audit import Actor
from layers.catalogue import Layer, Version, make_live
from layers.storage.content import canonical
from layers.storage.store import Store
from layers.system.database import Database, engine_for_url
from projects.accounts.accounts import AccountInfo, add_account, get_account
from projects.metrics.run import run_metric
from projects.policy.register import load_policy
from projects.statements import review
from projects.statements.asserting import assertions
from projects.statements.faces.exporting import FACES, export_statement
from projects.statements.kept import StatementInfo, get_statement
from projects.statements.making import make_statement
from projects.statements.verifying import verifying
from projects.statements.verifying.files import shown_of
from projects.statements.verifying.looks import looks_of
from tests.databases import migrate, opened
from tests.projects.statements import altering

LI, WANG = Actor("li", "10.0.0.3"), Actor("wang", "10.0.0.4")
VERDICTS = ["met", "met", "not_met", "not_assessed"]
# A cell that begins like a formula must be shown, never computed.
NAMES = ["=1+1甲区（示例）", "乙区（示例）", "丙区（示例）", "丁区（示例）"]


@dataclass
class Office:
    """A database and a store; li makes statements, wang reviews them."""

    database: Database
    store: Store
    wang: AccountInfo

    def add_zones(self, verdicts: list[str], secrecy: str = "internal") -> None:
        boxes = [shapely.box(114.2 + 0.01 * n, 30.4, 114.21 + 0.01 * n, 30.41) for n in range(4)]
        codes = [f"P{n}" for n in range(4)]
        columns = {"code": codes, "name": NAMES, "verdict": verdicts}
        frame = gpd.GeoDataFrame(columns, geometry=boxes, crs=4490)
        self.add("zones", "sponge_zone", frame, secrecy)

    def add(self, id_: str, kind: str, frame: gpd.GeoDataFrame, secrecy: str) -> None:
        content = canonical(frame, kind=kind, key_field="code")
        self.store.put(content)
        with self.database.transaction() as session:
            layer = session.get(Layer, id_) or Layer(
                id=id_, kind=kind, title_zh=f"{id_}（示例）", title_en=id_, key_field="code"
            )
            version = Version(
                sha256=content.sha256,
                features=content.features,
                bbox=list(content.bbox),
                crs="EPSG:4490",
                source="示例",
                licence="MIT",
                secrecy=secrecy,
                manifest={},
            )
            make_live(session, layer, version)

    def run(self) -> int:
        inputs = {"zones": "zones", "built_up": "built_up"}
        given = {"target": "WEDZ-2023-T22"}
        run = run_metric(self.database, self.store, "sponge_coverage", inputs, given, by=LI)
        return run.id

    def make(self) -> StatementInfo:
        run = self.run()
        with self.database.transaction() as session:
            return make_statement(session, self.store, run, LI)


def sign(
    session: Session, number: int, account: AccountInfo, by: Actor, note: str = ""
) -> StatementInfo:
    """Sign what the list says at this moment."""
    shown = assertions(session, get_statement(session, number))
    return review.sign(session, number, account, by, note, asserted=shown.fingerprint)


@pytest.fixture(scope="session", autouse=True)
def pictures(drawn_once: None) -> None:
    """Drawn once for all tests of these folders."""


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A furnished office on SQLite, to be copied: hashes of passwords and runs take their time."""
    folder = tmp_path_factory.mktemp("statements")
    office = furnish(f"sqlite:///{folder / 'office.sqlite'}", folder / "store")
    office.database.close()
    return folder


@pytest.fixture
def sqlite_office(template: Path, tmp_path: Path) -> Iterator[Office]:
    """The office on SQLite, where the database is not what is tested."""
    folder = tmp_path / "office"
    shutil.copytree(template, folder)
    database = Database(engine_for_url(f"sqlite:///{folder / 'office.sqlite'}"))
    with database.reading() as session:
        wang = get_account(session, "wang")
    yield Office(database, Store(folder / "store"), wang)
    database.close()


@pytest.fixture(scope="session")
def exported(
    template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[altering.Exported]:
    """A statement in every format, made once; its fresh faces are kept."""
    folder = tmp_path_factory.mktemp("altered")
    shutil.copytree(template, folder / "office")
    database = Database(engine_for_url(f"sqlite:///{folder / 'office' / 'office.sqlite'}"))
    with database.reading() as session:
        wang = get_account(session, "wang")
    office = Office(database, Store(folder / "office" / "store"), wang)
    found = office.make()
    faces = {}
    for one in FACES:
        path = folder / f"exported.{one}"
        export_statement(database, office.store, found.id, one, path, by=LI)
        faces[one] = path.read_bytes()
    yield altering.Exported(office, found, faces, folder, altering.Anew(folder))
    database.close()


@pytest.fixture
def made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that check several files of one statement: what they are compared with is made
    anew for the first of them."""
    folder = tmp_path / "fresh"
    folder.mkdir()
    keep(monkeypatch, altering.Anew(folder))


def keep(monkeypatch: pytest.MonkeyPatch, anew: altering.Anew) -> None:
    monkeypatch.setattr(verifying, "write_face", anew.write_face)
    monkeypatch.setattr(verifying, "recompute", anew.recompute)


@pytest.fixture
def altered(exported: altering.Exported, monkeypatch: pytest.MonkeyPatch) -> altering.Exported:
    """The same, with what a check makes anew kept from one check to the next."""
    keep(monkeypatch, exported.anew)
    monkeypatch.setattr(verifying, "shown_of", exported.once(shown_of))
    monkeypatch.setattr(verifying, "looks_of", exported.once(looks_of))
    return exported


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """The office on both databases."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_office")
        return
    url = request.getfixturevalue("postgresql_copy")(with_policy)
    office = furnish(url, tmp_path / "store")
    yield office
    office.database.close()


def with_policy(url: str) -> None:
    migrate(url)
    with opened(url) as database, database.transaction() as session:
        load_policy(session)


def furnish(url: str, store: Path) -> Office:
    with_policy(url)
    database = Database(engine_for_url(url))
    with database.transaction() as session:
        add_account(session, "li", "editor", must_change=False, by=None)
        wang = add_account(session, "wang", "reviewer", must_change=False, by=None).account
    office = Office(database, Store(store), wang)
    office.add_zones(VERDICTS)
    built = gpd.GeoDataFrame(
        {"code": ["J1"], "name": ["建成区（示例）"], "year": [2024]},
        geometry=[shapely.box(114.2, 30.395, 114.25, 30.405)],
        crs=4490,
    )
    office.add("built_up", "built_up_area", built, "public")
    zone = gpd.GeoDataFrame(
        {"code": ["4201-WEDZ"], "name": ["经开区（示例）"], "level": ["function_zone"]},
        geometry=[shapely.box(114.0, 30.2, 114.5, 30.6)],
        crs=4490,
    )
    office.add("economic_zone", "admin_division", zone, "public")
    office.run()
    return office
