"""A list of projects out of a workbook: planned first, with every fault and every difference, and
kept only then; all of it or nothing.

A row whose code is there already changes that project, and only what differs; a column that is not
in the file stays as it is. What a person may confirm (`accept`) is a proposal that a fault carries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, Problem
from geo.words import listed, listed_or_none
from layers.audit import Actor, record
from layers.system.china_time import today
from layers.system.compared_text import plain
from layers.system.progress import Progress, silent
from projects.records.changes.known import known_now
from projects.records.changes.rules import is_error
from projects.records.files.grid import NO_RESULT, Page, read_pages
from projects.records.files.heads import (
    HEAD_ROWS,
    YEAR,
    Heads,
    Meaning,
    find_heads,
    named_meaning,
    possible_titles,
    proposals,
)
from projects.records.files.keeping import put_rows
from projects.records.files.taking import Difference, Sheet, Taken, check_rows
from projects.records.model import list_errors
from projects.records.model.fields import PROJECT_FIELDS
from projects.records.model.part_index import PartIndex
from projects.records.model.part_tables import ProjectColumns
from projects.records.model.year_fields import require_year
from projects.records.queries.query import every_project
from projects.units.register import add_unit

ESSENTIAL = tuple(one.name for one in PROJECT_FIELDS if one.required)
TOTALS = frozenset(
    plain(one) for one in ("合计", "小计", "总计", "共计", "总合计", "total", "subtotal", "sum")
)
IGNORE = "-"
YEARLESS = re.compile(r"@\d{4}$")


@dataclass(frozen=True, slots=True)
class Options:
    """What a person says of a file.

    mapping: meaning by head (`Meaning.name`, or `-` for nothing). accept: codes of faults whose
    proposals are taken. add_units: names that are registered on purpose. year: of columns that name
    none. reason: why progress fell, kept with the rows where it falls and that give none.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    accept: frozenset[str] = frozenset()
    add_units: tuple[str, ...] = ()
    year: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do: rows, everything that is odd or wrong, differences."""

    name: str
    page: Page
    heads: Heads
    rows: tuple[Taken, ...]
    problems: tuple[Problem, ...]
    remembered: bool

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems if is_error(one))

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems if not is_error(one))

    @property
    def differences(self) -> tuple[Difference, ...]:
        return tuple(one for row in self.rows for one in row.differences)

    @property
    def column_of(self) -> dict[str, int]:
        """Where each meaning stands, from 0."""
        return {meaning.name: at for at, meaning in self.heads.columns.items()}


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did: codes by outcome, heads that were not read, what is odd."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    ignored_columns: tuple[str, ...]
    warnings: tuple[Problem, ...] = ()
    differences: tuple[Difference, ...] = ()


DEFAULT = Options()


def import_projects(
    session: Session,
    path: Path,
    options: Options = DEFAULT,
    *,
    name: str | None = None,
    by: Actor | None = None,
) -> ImportSummary:
    """Keep the projects of a workbook.

    `name` is what messages and the audit log call the file. Raises `records-refused` with every
    fault in `.problems` (row and field named), or what is wrong with the file as a whole.
    """
    plan = plan_import(session, path, options, name=name, by=by)
    if plan.errors:
        raise refusal(plan)
    return keep_plan(session, plan, options, by=by)


def keep_plan(
    session: Session, plan: Plan, options: Options = DEFAULT, *, by: Actor | None = None
) -> ImportSummary:
    """Keep what was planned without faults, where `mark_of` is what it was then."""
    done = put_rows(session, plan.rows, by=by, file=plan.name)
    _remember(session, plan, options, by)
    counts = {outcome: len(codes) for outcome, codes in done.items()}
    record(session, by, "projects-imported", plan.name, details=counts)
    return ImportSummary(
        tuple(done["added"]),
        tuple(done["changed"]),
        tuple(done["unchanged"]),
        tuple(plan.heads.unread),
        plan.warnings,
        plan.differences,
    )


def refusal(plan: Plan) -> EcoAtlasError:
    """`records-refused` with all that is wrong."""
    first = plan.errors[0].message
    count = len(plan.errors)
    return EcoAtlasError(
        list_errors.RECORDS_REFUSED, problems=plan.errors, name=plan.name, count=count, first=first
    )


def plan_import(
    session: Session,
    path: Path,
    options: Options = DEFAULT,
    *,
    name: str | None = None,
    by: Actor | None = None,
    progress: Progress = silent,
) -> Plan:
    """Read and check a workbook; nothing is kept but units that are added on purpose.

    Raises `records-unreadable`, `records-no-head`, `records-head-twice`, `records-empty`,
    `records-too-large`, `records-map-unknown`, `records-map-head`, `records-map-twice`,
    `records-year-outside`.
    """
    called = name or path.name
    if options.year is not None:
        require_year(options.year)
    for unit in options.add_units:
        add_unit(session, unit, by=by)
    progress("read", 0, 1)
    page, heads, remembered = _heads(session, read_pages(path, called), options, called)
    heads, odd = _dated(heads, page, options)
    rows, passed = _rows(page, heads)
    if not rows:
        raise EcoAtlasError(list_errors.RECORDS_EMPTY, name=called)
    there = {project.code: project for project in every_project(session)}
    sheet = Sheet(known_now(session), there, PartIndex.of(session), options.accept, options.reason)
    taken, problems = check_rows(rows, heads.columns, sheet, progress)
    unread = [
        Problem(
            list_errors.RECORDS_COLUMN_UNREAD,
            {"title": one[:60], "near": listed_or_none(proposals(one))},
            heads.last + 1,
            one,
        )
        for one in heads.unread
    ]
    return Plan(called, page, heads, tuple(taken), (*odd, *passed, *unread, *problems), remembered)


def _heads(
    session: Session, pages: Sequence[Page], options: Options, name: str
) -> tuple[Page, Heads, bool]:
    mapping = _mapping(options)
    for page in pages:
        found = find_heads(page, mapping, essential=ESSENTIAL)
        if found is None and not mapping:
            found = _by_memory(session, page)
        if found is None:
            continue
        _require_heads(options, found.titles.values(), name)
        remembered = False
        kept = session.get(ProjectColumns, found.fingerprint) if not mapping else None
        if kept is not None:
            again = find_heads(page, kept.mapping, essential=ESSENTIAL)
            found, remembered = again or found, again is not None
        twice = found.twice()
        if twice is not None:
            first, second, meaning = twice
            raise EcoAtlasError(
                list_errors.RECORDS_HEAD_TWICE,
                row=found.last + 1,
                first=first,
                second=second,
                column=meaning.field.title,
            )
        return page, found, remembered
    _require_heads(options, [one for page in pages for one in possible_titles(page)], name)
    needed = listed(one.title for one in PROJECT_FIELDS if one.required)
    raise EcoAtlasError(list_errors.RECORDS_NO_HEAD, name=name, rows=HEAD_ROWS, needed=needed)


def _by_memory(session: Session, page: Page) -> Heads | None:
    """Heads that only a mapping that was confirmed before makes heads."""
    for kept in session.scalars(select(ProjectColumns)):
        found = find_heads(page, kept.mapping, essential=ESSENTIAL)
        if found is not None and found.fingerprint == kept.fingerprint:
            return found
    return None


def mapping_of(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What heads mean, out of pairs of a head and a meaning; raises `records-map-twice`."""
    found: dict[str, tuple[str, str]] = {}
    for theirs, ours in pairs:
        head, first = found.setdefault(plain(theirs), (theirs, ours))
        if first != ours:
            raise EcoAtlasError(
                list_errors.RECORDS_MAP_TWICE, head=head[:60], first=first[:60], second=ours[:60]
            )
    return dict(found.values())


def _mapping(options: Options) -> dict[str, str]:
    """The mapping by plain heads; raises `records-map-unknown`, `records-map-twice` or
    `records-year-outside` for a meaning that is none."""
    for ours in options.mapping.values():
        if ours != IGNORE and named_meaning(ours) is None:
            choices = ", ".join(one.name for one in PROJECT_FIELDS)
            raise EcoAtlasError(list_errors.RECORDS_MAP_UNKNOWN, what=ours[:60], choices=choices)
    return {plain(head): ours for head, ours in mapping_of(options.mapping.items()).items()}


def _require_heads(options: Options, titles: Iterable[str], name: str) -> None:
    """Raises `records-map-head` for a head of the mapping that is none of the file's."""
    there = {plain(one): one for one in titles}
    for head in options.mapping:
        if plain(head) not in there:
            near = process.extract(plain(head), list(there), scorer=fuzz.WRatio, limit=3)
            names = listed_or_none([there[one] for one, *_ in near])
            raise EcoAtlasError(list_errors.RECORDS_MAP_HEAD, name=name, head=head[:60], near=names)


def _dated(heads: Heads, page: Page, options: Options) -> tuple[Heads, list[Problem]]:
    """Columns of a year that the heads do not name, with the year that the file says elsewhere."""
    named = [one.key[0] for one in heads.columns.values() if one.group in ("year", "fund")]
    years = [year for year in named if year]
    titled = YEAR.search(plain(heads.above)) or YEAR.search(plain(page.title))
    said = options.year or (int(titled[1]) if titled else None) or (max(years) if years else None)
    problems: list[Problem] = []
    meant = options.year is not None or list_errors.RECORDS_EARLIER_YEAR.code in options.accept
    told = titled is not None or any(one.undated for one in heads.columns.values())
    if told and said is not None and said < today().year and not meant:
        values = {"year": said, "now": today().year}
        problems.append(Problem(list_errors.RECORDS_EARLIER_YEAR, values, heads.last + 1))
    columns: dict[int, Meaning] = {}
    for at, meaning in heads.columns.items():
        columns[at] = meaning
        if not meaning.undated:
            continue
        title = {"column": heads.titles[at]}
        if said is None:
            problems.append(
                Problem(list_errors.RECORDS_YEAR_UNKNOWN, title, heads.last + 1, meaning.name)
            )
            continue
        columns[at] = meaning.of_year(said)
        if options.year is None:
            taken = {**title, "year": said}
            where = columns[at].name
            problems.append(Problem(list_errors.RECORDS_YEAR_TAKEN, taken, heads.last + 1, where))
    return Heads(
        heads.first, heads.last, heads.titles, columns, heads.above, heads.confirmed
    ), problems


def _rows(page: Page, heads: Heads) -> tuple[list[tuple[int, dict[str, Any]]], list[Problem]]:
    """Rows that are projects, by their numbers in the file, and those that are passed over."""
    rows: list[tuple[int, dict[str, Any]]] = []
    passed: list[Problem] = []
    for number, cells in enumerate(page.rows[heads.last + 1 :], heads.last + 2):
        values = {
            meaning.name: cells[at] if at < len(cells) else None
            for at, meaning in heads.columns.items()
        }
        if all(value in (None, "") for value in values.values()):
            continue
        why = _no_project(cells, values)
        if why is not None:
            passed.append(
                Problem(list_errors.RECORDS_ROW_PASSED, {"row": number, "what": why}, number)
            )
            continue
        rows.append((number, values))
    return rows, passed


def _no_project(cells: Sequence[Any], values: Mapping[str, Any]) -> str | None:
    """What a row says that is a total or a heading between projects; None for a project."""
    texts = [str(one) for one in cells if isinstance(one, str) and one.strip()]
    code, status = values.get("code"), values.get("status")
    first = next((one for one in texts if plain(one).strip(":：") in TOTALS), None)
    if first is not None and (code in (None, "") or plain(code) in TOTALS):
        return first[:40]
    alone = code in (None, "") and status in (None, "")
    filled = [one for one in cells if one not in (None, "") and one is not NO_RESULT]
    if alone and len(filled) <= 2 and texts:
        return texts[0][:40]
    return None


def _remember(session: Session, plan: Plan, options: Options, by: Actor | None) -> None:
    """What was confirmed counts for the next file with these heads."""
    if not options.mapping:
        return
    mapping = {plain(theirs): YEARLESS.sub("", ours) for theirs, ours in options.mapping.items()}
    row = session.get(ProjectColumns, plan.heads.fingerprint)
    if row is None:
        row = ProjectColumns(fingerprint=plan.heads.fingerprint, heads=[], mapping={})
        session.add(row)
    row.heads = [title for _, title in sorted(plan.heads.titles.items())]
    row.mapping, row.by = mapping, by.name if by else None
    session.flush()
