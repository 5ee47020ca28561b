"""Bulletins that are kept: the figures of a month, their statement, and the paper written from it.

A bulletin is a statement of `section_month`, so version, hash, handing in, signing, withdrawing and
computing again are those of every statement. Its paper is another face of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Language, Text
from layers.audit import Actor, record
from layers.catalogue import live_versions
from layers.kinds.required import MONITORING_SECTION
from layers.storage.store import Store
from layers.system.atomic_file import appearing
from layers.system.china_time import day as china_day
from layers.system.database import Database
from projects.metrics.run import run_metric
from projects.metrics.tables import MetricRunRow
from projects.metrics.waters.section_month import month_of, overview_from
from projects.metrics.waters.section_month_metric import SECTION_MONTH
from projects.sections.bulletin_paper import WRITERS, report_of
from projects.sections.errors import NO_LAYER_OF_MONTH, OTHER_STATEMENT
from projects.sections.keeping import keep_month
from projects.sections.places import sections_seen
from projects.sheets import get_sheet, list_sheets, ref_as_used
from projects.sheets.series_chiefs import RIVER_CHIEFS
from projects.statements.chain import Event
from projects.statements.course import minute, name_of, state_of
from projects.statements.kept import StatementInfo, get_statement, list_statements, require_whole
from projects.statements.making import make_statement
from projects.statements.signature import SigningKey, sign_file
from projects.statements.words import STATES
from projects.states.report import Report
from projects.water.items import Items
from projects.water.months import known_month

FORMS = tuple(form.removeprefix(".") for form in WRITERS)
RUNS_LOOKED_AT = 200
CODE = Text("校验码 {code}，{state}", "Check code {code}, {state}")
SIGNED_BY = Text("{name}于 {when} 签署", "signed by {name} on {when}")
NOT_SIGNED = Text("{state}，尚未签署，不作为正式结果", "{state}; not signed, not final")
WITHDRAWN = Text("签署已于 {when} 撤回，不再作为正式结果", "withdrawn on {when}, final no longer")


class Office(Protocol):
    """Sessions that see what the asker may see."""

    @property
    def store(self) -> Store: ...

    @property
    def database(self) -> Database: ...

    def reading(self) -> AbstractContextManager[Session]: ...

    def transaction(self) -> AbstractContextManager[Session]: ...


@dataclass(frozen=True, slots=True)
class OfLayer:
    """A layer of sections with its newest bulletin of a month; None where none was made."""

    layer: str
    title: Text
    bulletin: StatementInfo | None


def make_bulletin(office: Office, month: str, by: Actor, layer: str | None = None) -> StatementInfo:
    """The bulletin of a month: what is kept of its figures, or a new draft where they are others.

    One that was signed before is named as replaced. layer: of sections; without one that which has
    the most readings. Raises `water-month-invalid`, `water-month-unplaced`, and as `run_metric`.
    """
    asked = known_month(month)
    with office.transaction() as session:
        inputs = _inputs(session, office.store, asked, by, layer)
    year, number = asked.split("-")
    given = {"year": float(year), "period": number}
    run = run_metric(office.database, office.store, SECTION_MONTH.id, inputs, given, by)
    with office.transaction() as session:
        before = _newest(session, asked).get(inputs["places"])
        if before is not None and before.run_id == run.id and before.state != "withdrawn":
            return before
        replaced = before is not None and before.state in ("signed", "withdrawn")
        code = before.code if before is not None and replaced else None
        return make_statement(session, office.store, run.id, by, replaces=code)


def _inputs(
    session: Session, store: Store, month: str, by: Actor, layer: str | None
) -> dict[str, str]:
    months = keep_month(session, store, month, by)
    if months is None:
        raise EcoAtlasError(NO_LAYER_OF_MONTH, month=month)
    measured = {str(row["section"]) for row in months.rows if row["month"] == month}
    chosen = layer or _fullest(session, store, measured)
    found = {"places": chosen, "months": f"{months.id}@{months.number}"}
    chiefs = list_sheets(session, RIVER_CHIEFS.id)
    return found | ({"chiefs": chiefs[0].id} if chiefs else {})


def _fullest(session: Session, store: Store, measured: Set[str]) -> str:
    """The layer with the most sections of those that were measured; of equal ones the first."""
    placed = sections_seen(session, store).by_key.values()
    layers = Counter(one.layer for one in placed if one.layer and one.key in measured)
    return min(layers, key=lambda one: (-layers[one], one))


def bulletins_of(session: Session, month: str) -> Sequence[OfLayer]:
    """Every layer of sections that is seen, with its newest bulletin of a month."""
    newest = _newest(session, month)
    return [
        OfLayer(one.layer_id, one.title, newest.get(one.layer_id))
        for one in live_versions(session, MONITORING_SECTION.id)
    ]


def _newest(session: Session, month: str) -> Mapping[str, StatementInfo]:
    """By layer the newest statement of a month. Three queries."""
    query = select(MetricRunRow.id, MetricRunRow.inputs, MetricRunRow.parameters)
    query = query.where(MetricRunRow.metric == SECTION_MONTH.id).order_by(MetricRunRow.id.desc())
    runs = {
        run: str(next(one["layer"] for one in inputs if one["role"] == "places"))
        for run, inputs, parameters in session.execute(query.limit(RUNS_LOOKED_AT))
        if month_of(parameters) == month
    }
    found: dict[str, StatementInfo] = {}
    for one in list_statements(session, metric=SECTION_MONTH.id) if runs else ():
        if one.run_id in runs:
            found.setdefault(runs[one.run_id], one)
    return found


def export_bulletin(
    office: Office,
    statement: int,
    form: str,
    out: Path,
    language: Language,
    by: Actor,
    key: SigningKey | None = None,
) -> StatementInfo:
    """Write the paper of a bulletin, the PDF signed by the `key` of the office if it has one.

    Raises `unknown-statement`, `water-not-a-bulletin`, `statement-damaged`, `statement-no-font`.
    """
    with office.reading() as session:
        found = require_whole(get_statement(session, statement))
        report = paper_of(session, found, language, found.steps)
    with appearing(out, f".{form}") as written:
        written.write_bytes(WRITERS[f".{form}"](report))
        sign_file(written, form, key)
        with office.transaction() as session:
            details = {"form": form, "sha256": found.sha256, "secrecy": found.secrecy}
            record(session, by, "water-bulletin-made", found.subject, details=details)
    return found


def paper_of(
    session: Session, found: StatementInfo, language: Language, steps: Sequence[Event]
) -> Report:
    """The paper of a bulletin after some of its steps; raises `water-not-a-bulletin`."""
    content = found.content
    if found.metric != SECTION_MONTH.id:
        raise EcoAtlasError(OTHER_STATEMENT, code=found.code)
    result = content["result"]
    month = overview_from(result, month_of(result["parameters"]))
    used = next(one for one in content["sheets"] if one["role"] == "items")
    items = Items.of(get_sheet(session, ref_as_used(used)).rows)
    made = china_day(found.made_at)
    office = content["head"]["office"]
    return report_of(month, items, office, made, language, standing_of(found, steps))


def standing_of(found: StatementInfo, steps: Sequence[Event]) -> Text:
    """Code and state of a bulletin after some of its steps."""
    return CODE.format(code=found.code, state=_state(steps))


def _state(steps: Sequence[Event]) -> Text:
    course: list[Mapping[str, Any]] = [one.as_dict() for one in steps]
    last, state = course[-1], state_of(course)
    when = minute(last["at"])
    if state == "signed":
        return SIGNED_BY.format(name=name_of(last), when=when)
    if state == "withdrawn":
        return WITHDRAWN.format(when=when)
    return NOT_SIGNED.format(state=STATES[state])
