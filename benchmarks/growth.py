"""An office after years of use, and what its pages take then.

    python -m benchmarks.growth --home FOLDER --grow     the rows of years into a home that has been
                                                         furnished by `ecoatlas demo`
    python -m benchmarks.growth --home FOLDER            every page as an administrator: queries,
                                                         processor milliseconds, kilobytes

Layers, projects, runs, uploads and values of targets are copies of those of the demonstration under
names of their own, put into the same tables: what a page does with them is what it does in an
office. The content of versions is not copied; five hundred layers point at what is there.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import re
import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event, func, insert, inspect, select
from sqlalchemy.orm import Session

from layers.catalogue import Layer, Version
from layers.settings import Settings
from layers.system.database import Base, Database, engine_for, now
from layers.uploads.tables import UploadRow
from projects.accounts import accounts
from projects.metrics.tables import MetricRunRow
from projects.metrics.unaltered import run_sha256
from projects.policy.tables import PolicyTarget
from projects.records.model.part_tables import (
    ProgressEntry,
    ProjectFund,
    ProjectProblem,
    ProjectStep,
    ProjectYear,
)
from projects.records.model.tables import LEAD, Project, ProjectItem, ProjectLink, ProjectUnit
from projects.rounds.tables import Round, RoundEntry
from projects.targets.tables import TargetValueRow
from webmap.app import create_app

ROWS_AT_ONCE = 2_000
SHORT_RESULT = 12_000
PASSWORD = "正确 的马 电池 订书钉 蓝"  # noqa: S105
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"|name="csrf" content="([^"]+)"')
RUNS = 5
GROWN = "GROWN-"
PARTS = (
    ProjectUnit,
    ProjectItem,
    ProjectLink,
    ProjectStep,
    ProjectYear,
    ProjectFund,
    ProjectProblem,
    ProgressEntry,
)
# What takes an argument or a filter is told by examples.
EXAMPLES = (
    "/layers/{layer}",
    "/layers/{layer}/table",
    "/projects/{project}",
    "/projects?text=湿地",
    "/projects?late=1&sort=-investment",
    "/projects?unit={unit}",
    "/projects/orphans?layer={layer}",
    "/dashboard?district=420100",
    "/dashboard?unit={unit}",
    "/rounds/{round}",
    "/rounds/{round}/units/{unit}",
    "/rounds/{round}/bulletin",
    "/metrics/runs/{run}",
    "/api/v1/projects?page=1",
    "/api/v1/search?q=湿地",
    "/targets/{target}",
)


@dataclass(frozen=True, slots=True)
class Size:
    """How many of each there are to be."""

    layers: int = 500
    projects: int = 10_000
    runs: int = 200_000
    units: int = 20
    uploads: int = 1_000


def grow(database: Database, size: Size) -> None:
    """Add copies until there are as many."""
    for step in (_layers, _projects, _round, _runs, _values, _uploads):
        with database.transaction() as session:
            step(session, size)


def _copy(row: Any, **changed: Any) -> dict[str, Any]:
    """A row as values by column attribute, some of them others."""
    columns = inspect(type(row)).column_attrs
    return {one.key: getattr(row, one.key) for one in columns} | changed


def _put(session: Session, table: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    for some in _some(rows):
        session.execute(insert(table), some)


def _some(rows: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(rows)
    while part := list(itertools.islice(left, ROWS_AT_ONCE)):
        yield part


def _missing(session: Session, table: type[Base], wanted: int) -> range:
    there = session.scalar(select(func.count()).select_from(table)) or 0
    return range(there, max(wanted, there))


def _layers(session: Session, size: Size) -> None:
    known = session.scalars(select(Layer).where(Layer.live_version.is_not(None))).all()
    live = {one.id: session.get(Version, (one.id, one.live_version)) for one in known}
    layers, versions = [], []
    for number in _missing(session, Layer, size.layers):
        like = known[number % len(known)]
        named = {"id": f"grown-{number}", "title_zh": f"{like.title_zh}{number}（示例）"}
        layers.append(_copy(like, **named, live_version=1))
        versions.append(_copy(live[like.id], layer_id=named["id"], number=1))
    _put(session, Layer, layers)
    _put(session, Version, versions)


def _projects(session: Session, size: Size) -> None:
    """Projects with everything that belongs to them but their files and their history."""
    known = session.scalars(select(Project).where(~Project.code.startswith(GROWN))).all()
    like = {
        f"{GROWN}{number}": known[number % len(known)]
        for number in _missing(session, Project, size.projects)
    }
    named = (
        {"code": code, "name": f"{one.name}{code.removeprefix(GROWN)}"}
        for code, one in like.items()
    )
    copied = zip(like.values(), named, strict=True)
    _put(session, Project, (_copy(one, **other) for one, other in copied))
    for table in PARTS:
        _put(session, table, _parts(session, table, like))


def _parts(session: Session, table: Any, like: dict[str, Project]) -> Iterator[dict[str, Any]]:
    by_code: dict[str, list[Any]] = {}
    for part in session.scalars(select(table)):
        by_code.setdefault(part.project_code, []).append(part)
    for code, one in like.items():
        for part in by_code.get(one.code, ()):
            yield _without_number(_copy(part, project_code=code))


def _without_number(values: dict[str, Any]) -> dict[str, Any]:
    """The row gets a number of its own."""
    return {name: one for name, one in values.items() if name != "id"}


def _round(session: Session, _size: Size) -> None:
    """The open round asks after every project, and every unit has reported."""
    row, unit = RoundEntry, ProjectUnit
    now_open = session.scalars(select(Round).where(Round.state == "open")).one()
    there = select(row.project_code).where(row.round_id == now_open.id)
    led = select(unit.project_code, unit.unit_code, Project.progress_percent).where(
        unit.project_code == Project.code, unit.role == LEAD, Project.code.not_in(there)
    )
    model = session.scalars(select(row).where(row.state == "reported")).first()
    alike = {"round_id": now_open.id, "status": None, "actual_end_date": None, "reason": "示例"}
    count = {"version": 1, "taken_version": 0}
    entries = [
        _without_number(
            _copy(model, project_code=code, unit_code=lead, progress_percent=percent, **alike)
            | count
        )
        for code, lead, percent in session.execute(led)
    ]
    _put(session, row, entries)


def _runs(session: Session, size: Size) -> None:
    short = func.length(MetricRunRow.result) < SHORT_RESULT
    known = session.scalars(select(MetricRunRow).where(short)).all()
    first = now() - dt.timedelta(days=2_000)

    def rows() -> Iterator[dict[str, Any]]:
        for number in _missing(session, MetricRunRow, size.runs):
            row = MetricRunRow(**_copy(known[number % len(known)], id=None))
            row.input_hash = f"{number:064x}"
            row.created_at = first + dt.timedelta(minutes=10 * number % 2_800_000)
            row.sha256 = run_sha256(row)
            yield {name: value for name, value in _copy(row).items() if name != "id"}

    _put(session, MetricRunRow, rows())


def _values(session: Session, size: Size) -> None:
    targets = session.scalars(select(PolicyTarget.id)).all()
    there = {
        (one.target_id, one.unit, one.period) for one in session.scalars(select(TargetValueRow))
    }
    cells = ((t, f"单位{n}（示例）", "2025") for t in targets for n in range(size.units))
    about = {"done": None, "text": None, "status": "approved", "source": "示例", "evidence": None}
    by = {"note": None, "written_by": "demo-editor", "reported_by": None, "approved_by": None}
    rows = (
        {"target_id": t, "unit": unit, "period": period, "value": 1.0, "at": now(), "version": 1}
        | about
        | by
        for t, unit, period in cells
        if (t, unit, period) not in there
    )
    _put(session, TargetValueRow, rows)


def _uploads(session: Session, size: Size) -> None:
    rows = (
        {"id": f"{number:032x}", "owner": "growth", "files": [{"name": "示例.zip", "size": 10}],
         "choices": {}, "created_at": now(), "touched_at": now()}
        for number in _missing(session, UploadRow, size.uploads)
    )  # fmt: skip
    _put(session, UploadRow, rows)


@dataclass(frozen=True, slots=True)
class Page:
    """What one address takes: queries, processor and clock (`wall_ms`) of the first request, and
    the processor at the median of those that follow."""

    address: str
    status: int
    queries: int
    cpu_ms: float
    first_ms: float
    wall_ms: float
    kilobytes: float

    def line(self) -> str:
        return (
            f"{self.address:44} {self.status} {self.queries:5} queries "
            f"{self.cpu_ms:8.1f} ms (first {self.first_ms:8.1f}) {self.kilobytes:8.1f} KB"
        )


def pages(settings: Settings, examples: Sequence[str] | None = None) -> Iterator[Page]:
    """Every page without an argument, and one of each kind with; or those that are asked for."""
    app = create_app(settings)
    database: Database = app.extensions["ecoatlas"].database
    client = signed_in(app.test_client(), database)
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *about: asked.append(about[2]))
    plain = [] if examples is not None else _plain(app)
    for address in [*plain, *_examples(database, EXAMPLES if examples is None else examples)]:
        yield _page(client, address, asked)


def _plain(app: Any) -> list[str]:
    """Addresses that a person can open as they are."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    plain = {rule.rule for rule in rules if not rule.arguments}
    return sorted(one for one in plain if not one.startswith("/static") and "sign-out" not in one)


def _examples(database: Database, examples: Sequence[str]) -> list[str]:
    with database.reading() as session:
        known = {
            "layer": session.scalars(select(Layer.id).order_by(Layer.id)).first(),
            "project": session.scalars(select(Project.code).order_by(Project.code)).first(),
            "run": session.scalars(select(MetricRunRow.id).order_by(MetricRunRow.id)).first(),
            "unit": session.scalars(select(RoundEntry.unit_code)).first(),
            "round": session.scalars(select(Round.period).where(Round.state == "open")).first(),
            "target": session.scalars(select(PolicyTarget.id).order_by(PolicyTarget.id)).first(),
        }
    return [one.format(**known) for one in examples]


def signed_in(client: FlaskClient, database: Database) -> FlaskClient:
    """The client as a new administrator."""
    name = f"growth-{secrets.token_hex(3)}"
    with database.transaction() as session:
        accounts.add_account(session, name, "admin", password=PASSWORD, by=None)
    found = TOKEN.search(client.get("/sign-in").text)
    if found is None:
        raise RuntimeError("the page of signing in has no token")
    data = {"name": name, "password": PASSWORD, "csrf_token": found[1] or found[2]}
    answer = client.post("/sign-in", data=data)
    if answer.status_code != 303:
        raise RuntimeError(f"signing in answered {answer.status_code}")
    return client


def _page(client: FlaskClient, address: str, asked: list[str]) -> Page:
    took: list[float] = []
    asked.clear()
    began, queries = time.perf_counter(), 0
    for number in range(RUNS):
        start = time.process_time()
        answer = client.get(address)
        size = len(answer.data)
        took.append((time.process_time() - start) * 1000)
        answer.close()
        if not number:
            wall, queries = (time.perf_counter() - began) * 1000, len(asked)
        if took[0] > 20_000:
            break
    later = median(took[1:] or took)
    return Page(address, answer.status_code, queries, later, took[0], wall, size / 1000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--grow", action="store_true")
    for name, wanted in ((one, getattr(Size(), one)) for one in Size.__slots__):
        parser.add_argument(f"--{name}", type=int, default=wanted)
    asked = parser.parse_args()
    settings = Settings(home=asked.home)
    if asked.grow:
        database = Database(engine_for(settings))
        grow(database, Size(**{name: getattr(asked, name) for name in Size.__slots__}))
        database.close()
        return
    for page in sorted(pages(settings), key=lambda one: -one.cpu_ms):
        print(page.line(), flush=True)


if __name__ == "__main__":
    main()
