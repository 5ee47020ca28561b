"""An office with something of everything, to be backed up, and what compares two offices."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.words import Text
from layers.audit import Actor
from layers.catalogue import Description
from layers.jobs.ledger import add_job
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.database import Database, engine_for, now
from layers.system.row_access import EVERYTHING
from layers.uploads.tables import UploadRow
from projects.accounts import accounts, grants, options, sessions, tokens
from projects.backup.making import LEFT_OUT
from projects.exchange.once import Sending, claim
from projects.holdings.tables import LayerConfirmation, LayerHolding
from projects.metrics.hits.hit_tables import HitDecision
from projects.metrics.run import run_metric
from projects.migrations.tables import METADATA
from projects.policy.register import load_policy
from projects.pool.releasing import release
from projects.records.changes.attaching import attach
from projects.records.changes.problems import NewProblem, add_problem
from projects.records.changes.progress import report_progress
from projects.records.changes.records import add_project, link, unlink, update_project
from projects.records.changes.writing import Report
from projects.records.model.part_kinds import FUNDS, STEPS, YEARS
from projects.records.model.part_tables import ProjectColumns
from projects.records.queries.views import save_view
from projects.rounds.tables import EntryChange, EntryConflict, Round, RoundEntry, RoundEvent
from projects.sheets import save_sheet
from projects.sheets.tables import AgingNoted
from projects.sites.deciding import decide
from projects.sites.keeping import check_and_keep
from projects.sites.pasted import read_pasted
from projects.sites.signing import submit as hand_in
from projects.sites.site import Planned, Site
from projects.standing.choosing import set_figure
from projects.statements.making import make_statement
from projects.statements.review import submit
from projects.statements.tables import SigningDelegation
from projects.targets.closing import close_period
from projects.targets.ledger import save_values
from projects.targets.rules import Row
from projects.targets.setting import set_value
from projects.units.register import load_units
from projects.units.tables import Unit
from projects.water.batches import take_in
from projects.water.correcting import correct
from projects.water.readings import Asked
from projects.work.services import Services
from tests.databases import make_tables
from tests.imported import import_file
from tests.projects.parts import set_part

LI = Actor("li", "10.0.0.3")
PASSWORD = "春江花月夜-trombone-47"  # noqa: S105


@dataclass
class Office:
    """Settings, and what they lead to."""

    settings: Settings

    def __post_init__(self) -> None:
        self.database = Database(engine_for(self.settings))
        self.store = Store(self.settings.resolved_store_url)

    def close(self) -> None:
        self.database.close()

    def rows(self) -> dict[str, list[tuple[str, ...]]]:
        """Every row of every table that a backup holds."""
        with self.database.reading() as session:
            return {
                table.name: [
                    tuple(map(written, row))
                    for row in session.execute(select(table).order_by(*table.primary_key))
                ]
                for table in METADATA.sorted_tables
                if table.name not in LEFT_OUT
            }

    def files(self) -> dict[str, bytes]:
        """Every file of the version store by its path."""
        root = self.store.root.rstrip("/")
        return {
            str(path)[len(root) :]: self.store.fs.cat_file(path)
            for path in self.store.fs.find(root)
            if "/.unfinished" not in str(path)
        }


def written(value: Any) -> str:
    """A value as text; JSON in one writing, because PostgreSQL orders its names anew."""
    return json.dumps(value, sort_keys=True) if isinstance(value, dict | list) else repr(value)


def squares(folder: Path, name: str, count: int, **columns: Any) -> Path:
    """A GeoJSON of squares of a hundredth of a degree in one row, EPSG:4490."""
    west = 114.2 + 0.01 * shapely.Point(0, 0).x
    boxes = [shapely.box(west + 0.01 * n, 30.4, west + 0.01 * (n + 1), 30.41) for n in range(count)]
    codes = {"code": [f"P{n}" for n in range(count)], "name": [f"示例{n}" for n in range(count)]}
    path = folder / f"{name}.geojson"
    gpd.GeoDataFrame({**codes, **columns}, geometry=boxes, crs=4490).to_file(path)
    return path


def furnish(office: Office, folder: Path) -> None:
    """Two layers, one in two versions; projects, links, a run, accounts, a log of it all."""
    make_tables(office.database.engine)
    with office.database.transaction() as session:
        load_policy(session)
        load_units(session)
    _layers(office, folder)
    _records(office, folder)
    _accounts(office)
    _target_values(office, folder)
    _round(office)
    _readings(office, folder)
    _site(office)
    with office.database.transaction() as session:
        add_job(session, "check-upload", {"upload": "a"}, by=LI)
        claim(session, Sending.of("li", "key-0001", "project-progress", {"code": "XM-1"}))
        session.add(UploadRow(id="a", owner="li", files=[{"name": "x.zip", "size": 3}]))


def _layers(office: Office, folder: Path) -> None:
    for layer_id, kind, count, secrecy in (
        ("zones", "sponge_zone", 3, "internal"),
        ("zones", "sponge_zone", 4, "restricted"),
        ("built_up", "built_up_area", 2, "public"),
    ):
        columns = (
            {"verdict": ["met"] * count} if kind == "sponge_zone" else {"year": [2024] * count}
        )
        import_file(
            office.database,
            office.store,
            squares(folder, layer_id, count, **columns),
            layer_id=layer_id,
            kind=kind,
            title=Text(f"{layer_id}（示例）", f"{layer_id} (illustrative)"),
            key="code",
            crs="EPSG:4490",
            accept=("crs-missing",),
            description=Description(source="示例", secrecy=secrecy),
            by=LI,
        )


def _parts_of_project(session: Session, office: Office, folder: Path) -> None:
    code = "XM-1"
    for kind, key, values in (
        (YEARS, (2026,), {"work": "主体工程", "planned_wan_yuan": "8000"}),
        (FUNDS, (2026, "central"), {"planned_wan_yuan": "0.3亿元"}),
        (STEPS, ("design",), {"done_on": "2024-01-31", "document_number": "〔2024〕1号"}),
    ):
        set_part(session, code, kind, key, values, by=LI)
    report_progress(session, code, 41, Report(text="基坑完成"), by=LI)
    order = NewProblem("积水", dt.date(2026, 3, 1), "order", deadline=dt.date(2026, 4, 1))
    row = add_problem(session, code, order, by=LI)
    save_view(session, "li", "我的清单", "late=1")
    said = {"heads": ["编号"], "mapping": {"code": "编号"}, "by": "li"}
    session.add(ProjectColumns(fingerprint="0" * 64, **said))
    update_project(session, code, {"kind": "海绵城市", "investment_wan_yuan": "9000"}, by=LI)
    release(session, code, ("kind", "gap_wan_yuan"), (), LI)
    photo = folder / "照片.jpg"
    photo.write_bytes(b"\xff\xd8\xff" + b"0" * 60)
    attach(session, office.store, code, {photo.name: photo}, LI, problem_id=row.id)


def _records(office: Office, folder: Path) -> None:
    with office.database.transaction() as session:
        record: dict[str, Any] = {"code": "XM-1", "name": "“一号”", "status": "在建"}
        record |= {"progress_percent": 33.3, "start_date": "2024-02-29"}
        record |= {
            "responsible_units": ["武汉市水务局", "区住建局"],
            "other_item_ids": ["WEDZ-2023-09-03"],
        }
        add_project(session, record, by=LI)
        update_project(session, "XM-1", {"progress_percent": 40, "note": "行一\n行二"}, by=LI)
        link(session, "XM-1", "zones", ["P1", "P2"], store=office.store, by=LI)
        unlink(session, "XM-1", "zones", ["P2"], by=LI)
        _parts_of_project(session, office, folder)
        rain = [{"day": "1995-07-01", "rain_mm": 35.2}, {"day": "1995-07-02", "rain_mm": 0}]
        save_sheet(session, "rain", rain, kind="daily_rain", source="示例", by=LI)
    inputs = {"zones": "zones@1", "cover": "built_up"}
    run = run_metric(office.database, office.store, "coverage", inputs, by=LI)
    inputs |= {"zones": "zones"}
    present = run_metric(office.database, office.store, "coverage", inputs, by=LI)
    with office.database.transaction() as session:
        submit(session, make_statement(session, office.store, run.id, LI).id, LI)
        hit = {"metric": "protected_zone_hits", "layer_id": "zones", "feature_key": "P1"}
        set_figure(session, present.id, "示例", LI, own=["zones", "built_up"])
        held = {"layer_id": "zones", "number": 1, "subject": "river_works", "basis": "示例"}
        session.add(LayerHolding(**held, action="declared", by="li"))
        day = {"layer_id": "zones", "number": 1, "day": dt.date(2026, 9, 1), "basis": "示例"}
        session.add(LayerConfirmation(**day, action="confirmed", by="li"))
        session.add(AgingNoted(digest="0" * 64, account="li", reason="已知悉", rows=1))
        days = {"first_day": dt.date(2026, 1, 1), "last_day": dt.date(2026, 1, 9)}
        given = {"giver": "li", "delegate": "wang", "reason": "休假", "made_at": now()}
        session.add(SigningDelegation(**given, **days))
        session.add(HitDecision(**hit, rule="r@Z", decision="justified", reason="有批文", by="li"))


def _readings(office: Office, folder: Path) -> None:
    """A batch of readings, with a value corrected."""
    path = folder / "readings.csv"
    path.write_text("断面,日期,氨氮(mg/L)\n宗关,2024-03-05,0.1\n宗关,2024-03-06,0.2\n", "utf-8")
    with office.database.transaction() as session:
        take_in(session, office.store, path, Asked(), LI)
        correct(session, office.store, "宗关", "2024-03-05", "氨氮", 0.3, "抄错", LI)


def _accounts(office: Office) -> None:
    with office.database.transaction() as session:
        accounts.add_account(session, "chief", "admin", password=PASSWORD, by=LI)
        made = accounts.add_account(session, "王芳", "viewer", by=LI)
        accounts.remember_address(session, made.account.id, "10.0.0.3")
        sessions.open_session(session, made.account, "10.0.0.3", "browser")
        tokens.make_token(session, made.account, "script", "viewer", 30, by=LI)
        grants.grant(session, "zones", "王芳", by=LI)
        options.set_anonymous_viewing(session, True, LI)


def _target_values(office: Office, folder: Path) -> None:
    """A reported value with its evidence, a number of the level above, a closed period."""
    (folder / "report").write_bytes(b"%PDF-1.7 \xe7\xa4\xba")
    cells = {"target": "WEDZ-2023-T22", "unit": "420113", "period": "2024", "value": 46.8}
    row = Row(1, cells | {"evidence": "报告.pdf"})
    with office.database.transaction() as session:
        files = {"报告.pdf": folder / "report"}
        save_values(session, [row], LI, store=office.store, files=files)
        about = {"issuer": "市水务局", "document": "武水〔2023〕1号", "comparator": "<="}
        dated = dt.date(2023, 3, 1)
        set_value(session, "WEDZ-2023-T08", value=2.5, dated=dated, by=LI, **about)
        close_period(session, "WEDZ-2023", "2024", LI)


def _round(office: Office) -> None:
    """A quarter that is open: an entry changed once, and a field that waits for a choice."""
    at = now()
    with office.database.transaction() as session:
        about = {"period": "2026-Q3", "due_on": dt.date(2026, 10, 15), "state": "open"}
        one = Round(**about, opened_by="li", opened_at=at)
        session.add(one)
        session.flush()
        session.add(RoundEvent(round_id=one.id, action="opened", by="li", at=at))
        unit = session.scalars(select(Unit.code).order_by(Unit.code)).first()
        told = {
            "state": "draft",
            "progress_percent": 41.5,
            "spent_wan_yuan": Decimal("120.5"),
            "version": 1,
        }
        entry = RoundEntry(round_id=one.id, project_code="XM-1", unit_code=unit, **told)
        session.add(entry)
        session.flush()
        change = {"version": 1, "action": "saved", "at": at, "by": "li", "via": "web"}
        session.add(EntryChange(entry_id=entry.id, content={"progress_percent": 41.5}, **change))
        sides = {"base": None, "theirs": 41.5, "mine": 42}
        waits = {"base_version": 0, "file": "报表.xlsx", "by": "wang", "at": at}
        field = "progress_percent"
        session.add(EntryConflict(entry_id=entry.id, field=field, sides=sides, **waits))


def _site(office: Office) -> None:
    """A site that was checked and handed in, with a decision on one of its rows."""
    read = read_pasted("114.205 30.405\n114.206 30.405\n114.206 30.406")
    services = Services(office.settings, office.database, office.store, EVERYTHING)
    site = Site("一块地", read.shape, Planned(), read.origin, "XM-1")
    kept = check_and_keep(services, site, LI)
    with office.database.transaction() as session:
        decide(session, kept, kept.rows[0]["key"], "confirmed", "核过", LI)
        hand_in(session, kept.site_id, kept.number, LI)


NewSettings = Callable[[str, str], Settings]
Open = Callable[[Settings], Office]
