"""What the database keeps, against the hashes that it was stored with and against the audit log.

A hash in the same row shows what was edited in passing. The log shows what was edited together with
its hash: its entries are chained, and whoever alters one breaks the chain.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.audit import AuditEntry
from layers.catalogue import Version
from layers.system.database import Database
from layers.system.progress import Progress, silent
from projects.metrics.outdated import was_asked
from projects.metrics.registry import METRICS
from projects.metrics.summary import summary_of
from projects.metrics.tables import MetricRunRow, ZoneResult
from projects.metrics.unaltered import is_unaltered, result_sha256, zone_sha256
from projects.policy.files import load_register
from projects.policy.rows import rows_of
from projects.sheets import get_sheet, require_unaltered
from projects.sheets.tables import SheetVersion
from projects.statements.kept import get_statement, is_whole
from projects.statements.tables import Statement

STEP = "check-results"
ROWS_AT_ONCE = 1000
HASH = Text("与保存时的指纹不符", "does not fit the hash it was stored with")
LOG = Text("与审计日志中的指纹不符", "does not fit the hash in the audit log")
SUMMARY = Text("列表里的数字与结果不符", "shows another figure in lists than its result")
POLICY = Text("与随程序提供的政策文件不符", "differs from the policy files of this program")
# What an action has recorded the SHA-256 of.
LOGGED = ("metric-run", "statement-made", "sheet-saved", "layer-imported")

# What summaries of earlier releases do not have.
SINCE_SUMMARIES = frozenset(("demand", "measured", "ends", "asked"))

Logged = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class ResultTrouble:
    """Something kept that was altered, such as `metric_run coverage#3`."""

    what: str
    why: Text


def check_results(database: Database, progress: Progress = silent) -> tuple[ResultTrouble, ...]:
    """Metric runs, per-zone results, statements, sheets, versions and the policy register."""
    looks = (_runs, _statements, _sheets, _versions, _zones, _policy)
    troubles: list[ResultTrouble] = []
    with database.reading() as session:
        logged = _logged(session)
        for done, look in enumerate(looks):
            progress(STEP, done, len(looks))
            troubles += look(session, logged)
    progress(STEP, len(looks), len(looks))
    return tuple(troubles)


def _logged(session: Session) -> Logged:
    """The last hash that the log has, by action and subject."""
    query = select(AuditEntry.action, AuditEntry.subject, AuditEntry.details)
    entries = session.execute(
        query.where(AuditEntry.action.in_(LOGGED)).order_by(AuditEntry.number)
    )
    return {
        (action, subject): str(details["sha256"])
        for action, subject, details in entries
        if details and "sha256" in details
    }


def _runs(session: Session, logged: Logged) -> Iterator[ResultTrouble]:
    query = select(MetricRunRow).order_by(MetricRunRow.id)
    for row in session.scalars(query.execution_options(yield_per=ROWS_AT_ONCE)):
        label = f"{row.metric}#{row.id}"
        sha256 = result_sha256(row)
        if not is_unaltered(row):
            yield ResultTrouble(f"metric_run {label}", HASH)
        elif logged.get(("metric-run", label), sha256) != sha256:
            yield ResultTrouble(f"metric_run {label}", LOG)
        elif not _summary_fits(row):
            yield ResultTrouble(f"metric_run {label}", SUMMARY)


def _summary_fits(row: MetricRunRow) -> bool:
    metric = METRICS.get(row.metric)
    if metric is None or row.summary is None or metric.version != row.metric_version:
        return True
    result, asked = json.loads(row.result), row.summary.get("asked")
    told = summary_of(metric, result, asked)
    for name in SINCE_SUMMARIES - row.summary.keys():  # kept by an earlier release
        del told[name]
    # The result has of its target only what it was judged by; the hash of its input has all of it.
    return row.summary == told and (asked is None or was_asked(result, row.input_hash, asked))


def _statements(session: Session, logged: Logged) -> Iterator[ResultTrouble]:
    for number in session.scalars(select(Statement.id).order_by(Statement.id)):
        found = get_statement(session, number)
        if not is_whole(found):
            yield ResultTrouble(f"statement {found.subject}", HASH)
        elif logged.get(("statement-made", found.subject), found.sha256) != found.sha256:
            yield ResultTrouble(f"statement {found.subject}", LOG)


def _sheets(session: Session, logged: Logged) -> Iterator[ResultTrouble]:
    query = select(SheetVersion.sheet_id, SheetVersion.number, SheetVersion.sha256)
    for sheet, number, sha256 in session.execute(query).all():
        label = f"{sheet}@{number}"
        try:
            require_unaltered(get_sheet(session, label))
        except EcoAtlasError:
            yield ResultTrouble(f"sheet {label}", HASH)
        else:
            if logged.get(("sheet-saved", label), sha256) != sha256:
                yield ResultTrouble(f"sheet {label}", LOG)


def _versions(session: Session, logged: Logged) -> Iterator[ResultTrouble]:
    query = select(Version.layer_id, Version.number, Version.sha256)
    for layer, number, sha256 in session.execute(query).all():
        label = f"{layer}@{number}"
        if logged.get(("layer-imported", label), sha256) != sha256:
            yield ResultTrouble(f"layer_version {label}", LOG)


def _zones(session: Session, _logged: Logged) -> Iterator[ResultTrouble]:
    """Those without a hash are not believed anyway, and computed again when they are asked for."""
    columns = (ZoneResult.key, ZoneResult.area_m2, ZoneResult.covered_m2, ZoneResult.sha256)
    query = select(*columns).where(ZoneResult.sha256.is_not(None))
    for key, area_m2, covered_m2, sha256 in session.execute(query):
        if zone_sha256(key, area_m2, covered_m2) != sha256:
            yield ResultTrouble(f"zone_result {key}", HASH)


def _policy(session: Session, _logged: Logged) -> Iterator[ResultTrouble]:
    for row in rows_of(load_register()):
        found = session.get(row.table, row.key)
        if any(getattr(found, name, None) != value for name, value in row.values.items()):
            yield ResultTrouble(f"{row.table.__tablename__} {row.key}", POLICY)
