"""Setting the run that is the office's figure, and taking it off; every choice is kept."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text, listed
from layers.audit import Actor, record
from projects.metrics.kept import get_run
from projects.metrics.outdated import require_vouched
from projects.metrics.registry import METRICS
from projects.metrics.tables import MetricRunRow
from projects.metrics.titled import titles_of
from projects.standing.errors import (
    LAYERS_NOT_OWN,
    NO_REASON,
    NO_RUN,
    NOT_AN_INPUT,
    NOT_SET,
    OUTDATED,
    SIGNED_STANDS,
    STANDING_MOVED,
    STANDS_ALREADY,
)
from projects.standing.figures import StandingFigure, purpose_of, purpose_title, standing
from projects.standing.tables import LIFTED, SET, StandingChoice
from projects.statements.tables import StatementEvent

LONGEST_REASON = 2000
SETTING = "set_figures"
"""The permission: of reviewers and administrators."""


def set_figure(
    session: Session,
    run_id: int,
    reason: str,
    by: Actor,
    *,
    own: Iterable[str] = (),
    shown: int | None = None,
) -> StandingFigure:
    """Make a run the office's figure for its target, else for its metric.

    own: layers of the run that are declared, with this, the office's own for the metric; every
    layer of it must be, now or with an earlier figure. shown: the run that stood when the choice
    was offered, 0 for none; None does not look.

    Raises `figure-without-run`, `figure-run-outdated`, `figure-reason-missing`,
    `figure-layers-not-own`, `figure-layer-not-used`, `figure-signed-stands`,
    `figure-stands-already`, `figure-moved`, `run-not-vouched`; `result-altered`.
    """
    row, said = _row(session, run_id), _reason(reason)
    _require_present(row)
    require_vouched(session, row, run_id, json.loads(row.result))
    purpose = purpose_of(row)
    before = standing(session).figures.get(purpose)
    _require_free(before, purpose, run_id, shown)
    declared = _declared(session, row, own)
    _add(session, row, SET, said, by, declared, replaces=before and before.run_id)
    return standing(session).figures[purpose]


def lift_figure(session: Session, run_id: int, reason: str, by: Actor) -> None:
    """Let a run that was set stand no longer; layers declared with it are no longer the office's.

    Raises `figure-without-run`, `figure-reason-missing`, `figure-not-set`.
    """
    row, said = _row(session, run_id), _reason(reason)
    found = standing(session).figures.get(purpose_of(row))
    if found is None or found.run_id != run_id or found.signed:
        raise EcoAtlasError(NOT_SET, run=run_id)
    _add(session, row, LIFTED, said, by, [])


def own_layers(session: Session, metric: str) -> frozenset[str]:
    """Layers that are the office's own for figures of a metric: declared with one that was set.

    Those declared with a figure that was taken off are not.
    """
    query = select(StandingChoice).where(StandingChoice.metric == metric)
    declared: dict[int, set[str]] = {}
    for choice in session.scalars(query.order_by(StandingChoice.id)):
        if choice.action == LIFTED:
            declared.pop(choice.run_id, None)
        else:
            declared.setdefault(choice.run_id, set()).update(choice.layers)
    return frozenset().union(*declared.values())


@dataclass(frozen=True, slots=True)
class Choice:
    """A step in the history of a figure, free of the session; `set`: else it was taken off."""

    run_id: int
    set: bool
    by: str
    at: dt.datetime
    reason: str


def choices_of(session: Session, purpose: str) -> list[Choice]:
    """Every choice for a target or metric, the latest first."""
    query = select(StandingChoice).where(StandingChoice.purpose == purpose)
    return [
        Choice(one.run_id, one.action == SET, one.by, one.at, one.reason)
        for one in session.scalars(query.order_by(StandingChoice.id.desc()))
    ]


def may_be_set_first(session: Session, run_id: int) -> bool:
    """Whether nothing stands for the purpose of a run, and nobody has chosen for it before."""
    purpose = purpose_of(_row(session, run_id))
    return purpose not in standing(session).figures and not choices_of(session, purpose)


def layers_of(session: Session, run_id: int) -> list[str]:
    """The layers of a run, each once; raises `figure-without-run`."""
    return _layers(_row(session, run_id))


def undeclared(session: Session, run_id: int) -> list[str]:
    """The layers of a run that nobody has declared the office's own for its metric yet."""
    row = _row(session, run_id)
    known = own_layers(session, row.metric)
    return [one for one in _layers(row) if one not in known]


def _named(session: Session, layers: list[str]) -> Text:
    """Layers by their titles, each with the id that a command is given."""
    titles = titles_of(session, layers)
    return listed(Text(f"{titles[one].zh}（{one}）", f"{titles[one].en} ({one})") for one in layers)


def _layers(row: MetricRunRow) -> list[str]:
    return list(dict.fromkeys(str(one["layer"]) for one in row.inputs))


def _row(session: Session, run_id: int) -> MetricRunRow:
    if get_run(session, run_id) is None:
        raise EcoAtlasError(NO_RUN, run=run_id)
    return session.get_one(MetricRunRow, run_id)


def _require_present(row: MetricRunRow) -> None:
    metric = METRICS.get(row.metric)
    new = metric.version if metric else 0
    if new != row.metric_version:
        title = metric.title if metric else row.metric
        raise EcoAtlasError(OUTDATED, run=row.id, metric=title, old=row.metric_version, new=new)


def _require_free(
    before: StandingFigure | None, purpose: str, run_id: int, shown: int | None
) -> None:
    if shown is not None and shown != (before.run_id if before else 0):
        raise EcoAtlasError(STANDING_MOVED, purpose=purpose_title(purpose))
    if before is not None and before.run_id == run_id:
        raise EcoAtlasError(STANDS_ALREADY, run=run_id, purpose=purpose_title(purpose))
    if before is not None and before.signed:
        raise EcoAtlasError(
            SIGNED_STANDS, purpose=purpose_title(purpose), code=before.statement_code
        )


def _declared(session: Session, row: MetricRunRow, own: Iterable[str]) -> list[str]:
    """The layers that this choice declares; raises where some of the run are nobody's."""
    inputs, named = _layers(row), list(dict.fromkeys(own))
    strange = [one for one in named if one not in inputs]
    if strange:
        raise EcoAtlasError(
            NOT_AN_INPUT, run=row.id, layers=", ".join(strange), inputs=", ".join(inputs)
        )
    known = own_layers(session, row.metric)
    lacking = [one for one in inputs if one not in known and one not in named]
    if lacking:
        command = " ".join(f"--own {one}" for one in lacking)
        title = METRICS[row.metric].title
        raise EcoAtlasError(
            LAYERS_NOT_OWN, metric=title, layers=_named(session, lacking), command=command
        )
    return [one for one in named if one not in known]


def _add(
    session: Session,
    row: MetricRunRow,
    action: str,
    reason: str,
    by: Actor,
    layers: list[str],
    **more: object,
) -> None:
    newest = session.scalar(select(func.max(StatementEvent.id))) or 0
    purpose = purpose_of(row)
    session.add(
        StandingChoice(
            purpose=purpose, metric=row.metric, run_id=row.id, action=action, layers=layers,
            after_event=newest, reason=reason, by=by.name,
        )
    )  # fmt: skip
    session.flush()
    details = {"purpose": purpose, "reason": reason, "layers": layers, **more}
    told = {name: value for name, value in details.items() if value}
    record(session, by, f"figure-{action}", f"{row.metric}#{row.id}", details=told)


def _reason(text: str) -> str:
    said = text.strip()
    if not said or len(said) > LONGEST_REASON:
        raise EcoAtlasError(NO_REASON, limit=LONGEST_REASON)
    return said
