"""Workbooks that take longer than somebody waits at a page: a list of projects looked at, marked or
taken, projects written out, a unit's sheet of a round merged.

The workbook lies where `projects.records.queries.waiting` keeps it; what is made lies with the job.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, declare
from geo.words import Language, Text
from layers.artifacts.files import discard_made, fresh_folder
from layers.jobs import Work
from layers.jobs.ledger import still_here
from layers.jobs.running import problem_json
from layers.settings import Settings
from layers.system.database import Database
from layers.system.progress import silent
from projects.records.changes.known import mark_of
from projects.records.files.exporting import export_projects
from projects.records.files.found import digest, found_of, to_json, unread
from projects.records.files.importing import (
    ImportSummary,
    Options,
    Plan,
    keep_plan,
    plan_import,
    refusal,
)
from projects.records.files.marking import mark
from projects.records.queries.addresses import read_asked
from projects.records.queries.query import every_of
from projects.records.queries.waiting import drop_list, kept_list
from projects.rounds.reading import mark_returned, merge_file
from projects.rounds.rounds import known_quarter
from projects.rounds.saving import Hand
from projects.work.asker import Asker

LOOK, MARK, TAKE = "look-at-list", "mark-list", "take-list"
WRITE, MERGE = "export-projects", "merge-round-sheet"
TITLES: dict[str, Text] = {
    LOOK: Text("核对项目清单", "Looking at a list of projects"),
    MARK: Text("标注清单中的问题", "Marking a list of projects"),
    TAKE: Text("采用项目清单", "Taking a list of projects"),
    WRITE: Text("导出项目", "Exporting projects"),
    MERGE: Text("并入调度表", "Merging a sheet of a round"),
}
MARKED = "marked.xlsx"
ATTEMPTS = 3
"""How often a list is planned before everybody waits for it."""
LIST_DIFFERS = declare(
    "project-list-differs",
    "error",
    Text(
        "{name} 与刚才显示的不同（设置改过，或别人改了项目），没有采用。",
        "{name} differs from what was shown (other choices, or somebody changed a project); "
        "nothing was taken.",
    ),
    Text("请重新核对，看过差异再采用。", "Look at it again before it is taken."),
    status=409,
)


def lists_folder(settings: Settings) -> Path:
    """Where workbooks wait that were sent."""
    return settings.resolved_shared / "lists"


def as_arguments(options: Options) -> dict[str, Any]:
    """What somebody said of a list, as a job carries it."""
    return {
        "mapping": dict(options.mapping),
        "accept": sorted(options.accept),
        "units": list(options.add_units),
        "year": options.year,
        "reason": options.reason,
    }


def options_of(asked: Mapping[str, Any]) -> Options:
    return Options(
        asked["mapping"], frozenset(asked["accept"]), tuple(asked["units"]), asked["year"],
        asked["reason"],
    )  # fmt: skip


def look(work: Work, asker: Asker) -> Mapping[str, Any]:
    """What a list would do, as much as is shown of it; one that cannot be read says why."""
    try:
        with _looking(work, asker) as session:
            found = found_of(_plan(work, asker, session))
            session.rollback()
    except EcoAtlasError as error:
        found = unread(error)
    return {"found": to_json(found)}


def marked(work: Work, asker: Asker) -> Mapping[str, Any]:
    """Somebody's own list with all that is wrong or odd at its cell."""
    out = _folder(work) / MARKED
    with _looking(work, asker) as session:
        plan = _plan(work, asker, session)
        session.rollback()
    work.progress("write", 0, 1)
    mark(plan, _sent(work), out, _language(work))
    return {"file": MARKED, "size": out.stat().st_size}


def take(work: Work, asker: Asker) -> Mapping[str, Any]:
    """All of a list or nothing; where `shown` is given, only if it does what was shown.

    Nobody else writes to a database of one file while it is kept: it is planned before, and once
    more if somebody has changed meanwhile what it was checked against.
    """
    done = _taken(work, asker, ATTEMPTS)
    drop_list(lists_folder(work.settings), asker.actor.name, work.arguments["token"])
    counts = {"added": done.added, "changed": done.changed, "unchanged": done.unchanged}
    return {name: len(codes) for name, codes in counts.items()}


def _taken(work: Work, asker: Asker, attempts: int) -> ImportSummary:
    with _looking(work, asker) as session:
        mark = mark_of(session)
        plan = _plan(work, asker, session)
        session.rollback()
    _require_shown(plan, work.arguments)
    work.progress("take", 0, 1)
    with work.database.seen_by(asker.sight).transaction() as session:
        done = _kept(session, work, asker, plan, mark, last=attempts == 1)
        still_here(session, work.job.id)
    return done or _taken(work, asker, attempts - 1)


def _require_shown(plan: Plan, asked: Mapping[str, Any]) -> None:
    """Raises `project-list-differs`, or `records-refused` where nothing was shown."""
    if asked["shown"] is None:
        if plan.errors:
            raise refusal(plan)
    elif plan.errors or digest(plan.differences) != asked["shown"]:
        raise EcoAtlasError(LIST_DIFFERS, name=asked["name"])


def _kept(
    session: Session, work: Work, asker: Asker, plan: Plan, mark: str, *, last: bool
) -> ImportSummary | None:
    """What was planned, kept; None where it is to be planned again. The last time that is done
    while everybody waits. Units that are registered on purpose are there only then."""
    options, name = options_of(work.arguments), work.arguments["name"]
    same = mark_of(session) == mark
    if same and not options.add_units:
        return keep_plan(session, plan, options, by=asker.actor)
    if not same and not last:
        return None
    again = plan_import(session, _sent(work), options, name=name, by=asker.actor)
    _require_shown(again, work.arguments)
    return keep_plan(session, again, options, by=asker.actor)


def write(work: Work, asker: Asker) -> Mapping[str, Any]:
    """Every project that fits, under the heads that the import reads."""
    seen, name = work.database.seen_by(asker.sight), "projects.xlsx"
    path = _folder(work) / name
    work.progress("write", 0, 1)
    with seen.transaction() as session:
        chosen = every_of(session, read_asked(work.arguments["query"]))
        count = export_projects(
            session, path, projects=chosen, language=_language(work), by=asker.actor
        )
        still_here(session, work.job.id)
    return {"file": name, "size": path.stat().st_size, "count": count}


def merge(work: Work, asker: Asker) -> Mapping[str, Any]:
    """A sheet that came back; one that is refused is told with its faults, and marked."""
    asked, seen = work.arguments, work.database.seen_by(asker.sight)
    hand = Hand(asker.actor, "xlsx", asker.actor.unit)
    work.progress("take", 0, 1)
    try:
        with seen.transaction() as session:
            period = known_quarter(asked["period"])
            done = merge_file(session, _sent(work), hand, name=asked["name"], period=period)
            still_here(session, work.job.id)
    except EcoAtlasError as error:
        return {"refused": problem_json(error), **_marked_sheet(work, error)}
    drop_list(lists_folder(work.settings), asker.actor.name, asked["token"])
    return {
        "changed": len(done.changed),
        "unchanged": len(done.unchanged),
        "conflicts": done.conflicts,
    }


def _marked_sheet(work: Work, error: EcoAtlasError) -> dict[str, Any]:
    out = _folder(work) / MARKED
    if not error.problems or not mark_returned(_sent(work), out, error.problems, _language(work)):
        return {}
    return {"file": MARKED, "size": out.stat().st_size}


def _looking(work: Work, asker: Asker) -> AbstractContextManager[Session]:
    """Units that are registered on purpose are written, if only to be rolled back."""
    seen: Database = work.database.seen_by(asker.sight)
    return seen.transaction() if work.arguments["units"] else seen.reading()


def _plan(work: Work, asker: Asker, session: Session) -> Plan:
    asked = work.arguments
    # How far it is cannot be written while somebody, this session, may write.
    told = silent if asked["units"] else work.progress
    return plan_import(
        session, _sent(work), options_of(asked), name=asked["name"], by=asker.actor, progress=told
    )


def _sent(work: Work) -> Path:
    return kept_list(lists_folder(work.settings), work.by.name, work.arguments["token"])


def _folder(work: Work) -> Path:
    with work.database.transaction() as session:
        discard_made(session, work.settings)
    return fresh_folder(work.settings, work.job.id)


def _language(work: Work) -> Language:
    return "en" if work.arguments["language"] == "en" else "zh"
