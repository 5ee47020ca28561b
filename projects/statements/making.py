"""Use cases of statements: making one from a stored run, finding it, and whether it is whole."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import SYSTEM, Actor, record
from layers.storage.store import Store
from layers.system.database import now
from projects.metrics.kept import get_run
from projects.metrics.results import canonical, fingerprint
from projects.statements.chain import (
    add_event,
)
from projects.statements.codes import check_code
from projects.statements.content import NO_LINES, content_of
from projects.statements.errors import NO_RUN, REPLACES_OTHER
from projects.statements.kept import StatementInfo, find_statement, info_of
from projects.statements.surroundings import HeadLines
from projects.statements.tables import Statement
from projects.statements.vouched import require_contents


def make_statement(
    session: Session,
    store: Store,
    run_id: int,
    by: Actor | None = None,
    head: HeadLines = NO_LINES,
    replaces: str | None = None,
) -> StatementInfo:
    """A new statement, a draft, on a stored run; `head` is what its maker says of it, `replaces`
    number or code of one it takes the place of.

    Raises `unknown-statement`, `statement-replaces-other`, `statement-without-run`,
    `statement-run-outdated`; `result-altered`, `sheet-altered` and `content-damaged` where the run
    or what went into it is not what its hash says.
    """
    run = get_run(session, run_id)
    if run is None:
        raise EcoAtlasError(NO_RUN, run=run_id)
    require_contents(store, run.inputs, run.shapes)
    maker, at = (by or SYSTEM).name, now()
    before = None if not replaces else _replaced(session, replaces, run.metric)
    named = None if before is None else {"code": before.code, "sha256": before.sha256}
    content = content_of(session, store, run, maker, at, head, named)
    require_contents(store, content["ground"], {})
    sha256 = fingerprint(content)
    row = Statement(
        run_id=run.id,
        metric=run.metric,
        inputs=list(run.inputs),
        content=canonical(content),
        sha256=sha256,
        code=check_code(sha256),
        secrecy=content["secrecy"],
        state="draft",
        made_at=at,
        made_by=maker,
        replaces_id=None if before is None else before.id,
    )
    session.add(row)
    session.flush()
    add_event(session, row, "made", maker, at=at)
    details = {"run": run.id, "metric": run.metric, "sha256": sha256, "secrecy": row.secrecy}
    record(session, by, "statement-made", f"{row.code}#{row.id}", details=details)
    return info_of(session, row)


def _replaced(session: Session, named: str, metric: str) -> StatementInfo:
    found = find_statement(session, named)
    if found.metric != metric:
        raise EcoAtlasError(REPLACES_OTHER, code=found.code, metric=found.title)
    return found


def statement_for(
    session: Session, store: Store, run_id: int, by: Actor | None = None
) -> StatementInfo:
    """The latest statement of this maker on this run, or a new one."""
    maker = (by or SYSTEM).name
    query = select(Statement).where(Statement.run_id == run_id, Statement.made_by == maker)
    row = session.scalars(query.order_by(Statement.id.desc()).limit(1)).first()
    return make_statement(session, store, run_id, by) if row is None else info_of(session, row)
