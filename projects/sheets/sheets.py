"""Use cases of sheets: what holds now, what held before, and saving a new version."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, Problem
from geo.words import Text
from layers.audit import Actor, record
from layers.system.database import read_once
from projects.sheets.declaration import SheetKind
from projects.sheets.errors import (
    SHEET_ALTERED,
    SHEET_CHANGED,
    SHEET_ID_INVALID,
    SHEET_REFUSED,
    UNKNOWN_SHEET,
    UNKNOWN_SHEET_VERSION,
    WRONG_SHEET_KIND,
)
from projects.sheets.laws import Laws, with_laws
from projects.sheets.registry import SHEET_KINDS, get_sheet_kind
from projects.sheets.rules_law import LAWS
from projects.sheets.shipped import earlier_editions, shipped_hash, shipped_rows
from projects.sheets.tables import Sheet, SheetVersion
from projects.sheets.values import FAULTS_TOLD, Row, hash_of, read_rows, with_later

SHEET_ID = re.compile(r"[a-z][a-z0-9_-]{1,63}")
OF_EDITION = ":"


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """A version of a sheet with its rows; number 0 is what was shipped."""

    id: str
    kind: SheetKind
    title: Text
    number: int
    sha256: str
    rows: Sequence[Row]
    source: str | None = None
    note: str | None = None
    created_at: dt.datetime | None = None
    created_by: str | None = None

    def valid_on(self, day: dt.date) -> list[Row]:
        """The rows of a rule that hold on a day."""
        iso = day.isoformat()
        return [
            row
            for row in self.rows
            if (row["valid_from"] or "") <= iso and iso <= (row["valid_to"] or "9999")
        ]

    @property
    def unverified(self) -> list[Row]:
        return [row for row in self.rows if row.get("basis") == "unverified"]


def require_unaltered(sheet: SheetInfo) -> SheetInfo:
    """The sheet itself; raises `sheet-altered` where its rows do not fit their hash.

    PostgreSQL gives a float over 2⁵³ back as an integer.
    """
    rows = [{name: _as_saved(value) for name, value in row.items()} for row in sheet.rows]
    if sheet.sha256 != hash_of(sheet.kind, rows):
        raise EcoAtlasError(SHEET_ALTERED, sheet=sheet.id, version=sheet.number)
    return sheet


def _as_saved(value: Any) -> Any:
    return float(value) if type(value) is int and abs(value) > 2**53 else value


def list_sheets(session: Session, kind_id: str | None = None) -> list[SheetInfo]:
    """The present version of every sheet (of one kind), rules first."""
    of_kinds = [
        kind
        for kind in SHEET_KINDS.values()
        if kind_id in (None, kind.id) and _shows(session, kind)
    ]
    return list(read_once(session, ("sheets", kind_id), lambda: _present(session, of_kinds)))


def list_rules(session: Session) -> list[SheetInfo]:
    """The present version of every rule, in the order of their declarations."""
    rules = [kind for kind in SHEET_KINDS.values() if kind.group == "rule"]
    return list(read_once(session, "rules", lambda: _present(session, rules)))


def _present(session: Session, kinds: Sequence[SheetKind]) -> list[SheetInfo]:
    """In one query: an office has dozens of rules."""
    newest = select(SheetVersion.sheet_id, func.max(SheetVersion.number))
    query = (
        select(Sheet, SheetVersion)
        .join(SheetVersion, SheetVersion.sheet_id == Sheet.id)
        .where(Sheet.kind.in_(kind.id for kind in kinds))
        .where(
            tuple_(SheetVersion.sheet_id, SheetVersion.number).in_(
                newest.group_by(SheetVersion.sheet_id)
            )
        )
        .order_by(Sheet.id)
    )
    saved = {sheet.id: _info(sheet, version) for sheet, version in session.execute(query)}
    rules = [kind.id for kind in kinds if kind.group == "rule"]
    return [
        *(saved.pop(one) if one in saved else _shipped(one) for one in rules),
        *saved.values(),
    ]


def get_sheet(session: Session, ref: str) -> SheetInfo:
    """A sheet as it is now (`ID`) or was once (`ID@VERSION`); what an earlier release shipped is
    `ID@0:HASH`.

    Raises `unknown-sheet`, `unknown-sheet-version`.
    """
    id_, _, number = ref.partition("@")
    row = session.get(Sheet, id_)
    if row is None and not _is_rule(id_):
        raise EcoAtlasError(UNKNOWN_SHEET, sheet=id_)
    if number.startswith(f"0{OF_EDITION}"):
        return _edition(id_, number)
    wanted = _number(number, id_) if number else present_number(session, id_)
    if wanted == 0 and _is_rule(id_):
        return _shipped(id_)
    version = session.get(SheetVersion, (id_, wanted))
    if row is None or version is None:
        raise EcoAtlasError(UNKNOWN_SHEET_VERSION, sheet=id_, version=number)
    return _info(row, version)


def sheet_seen(session: Session, ref: str) -> SheetInfo:
    """The same for somebody who looks at it; raises as well `unknown-sheet` for one of a kind that
    the session does not see."""
    found = get_sheet(session, ref)
    _require_seen(session, found.id, found.kind)
    return found


def ref_as_used(used: Mapping[str, Any]) -> str:
    """How the version is asked for that a run or a statement names by `sheet`, `version` and
    `sha256`: what is shipped now may not be what was."""
    id_, number, sha256 = used["sheet"], used["version"], used["sha256"]
    earlier = number == 0 and _is_rule(id_) and sha256 in earlier_editions(id_)
    return f"{id_}@{number}{OF_EDITION}{sha256}" if earlier else f"{id_}@{number}"


def _edition(sheet_id: str, number: str) -> SheetInfo:
    sha256 = number.partition(OF_EDITION)[2]
    editions = earlier_editions(sheet_id) if _is_rule(sheet_id) else {}
    if sha256 not in editions:
        raise EcoAtlasError(UNKNOWN_SHEET_VERSION, sheet=sheet_id, version=number[:80])
    kind = SHEET_KINDS[sheet_id]
    return SheetInfo(sheet_id, kind, kind.title, 0, sha256, editions[sha256])


@dataclass(frozen=True, slots=True)
class SavedVersion:
    """What the history of a sheet tells of a version; number 0 is what was shipped."""

    number: int
    sha256: str
    source: str | None = None
    note: str | None = None
    created_at: dt.datetime | None = None
    created_by: str | None = None


def sheet_history(session: Session, sheet_id: str) -> list[SavedVersion]:
    """Every version of a sheet without its rows, the present one first; raises `unknown-sheet`,
    also where the session does not see it."""
    row = session.get(Sheet, sheet_id)
    if row is None and not _is_rule(sheet_id):
        raise EcoAtlasError(UNKNOWN_SHEET, sheet=sheet_id)
    _require_seen(session, sheet_id, get_sheet_kind(row.kind if row else sheet_id))
    told = (getattr(SheetVersion, one.name) for one in fields(SavedVersion))
    query = select(*told).where(SheetVersion.sheet_id == sheet_id)
    found = [SavedVersion(*row) for row in session.execute(query)]
    if _is_rule(sheet_id):
        found.append(SavedVersion(0, _shipped(sheet_id).sha256))
    return sorted(found, key=lambda one: -one.number)


def save_sheet(
    session: Session,
    sheet_id: str,
    rows: Iterable[Mapping[str, Any]],
    *,
    kind: str | None = None,
    title: Text | None = None,
    source: str | None = None,
    note: str | None = None,
    by: Actor | None = None,
    based_on: int | None = None,
    numbers: Sequence[int] | None = None,
    problems: Iterable[Problem] = (),
) -> SheetInfo:
    """Keep rows as the new version of a sheet; the same rows again make none.

    `kind` and `title` are for a series that is not there yet; `based_on` is the version that was
    edited, if another one must not have come meanwhile; `numbers` and `problems` as `read_rows`
    takes them. Raises `unknown-sheet-kind`, `wrong-sheet-kind`, `sheet-id-invalid`,
    `sheet-refused`, `sheet-empty`, `sheet-too-long`, `sheet-changed-meanwhile`; after the last the
    transaction has to be given up.
    """
    declared = kind_of(session, sheet_id, kind)
    read = _with_laws(session, declared, read_rows(declared, rows, numbers, problems), numbers)
    latest = present_number(session, sheet_id)
    if based_on is not None and based_on != latest:
        raise EcoAtlasError(SHEET_CHANGED, sheet=sheet_id)
    sha256 = hash_of(declared, read)
    if (latest or _is_rule(sheet_id)) and get_sheet(session, sheet_id).sha256 == sha256:
        return get_sheet(session, sheet_id)
    version = SheetVersion(
        sheet_id=sheet_id,
        number=latest + 1,
        sha256=sha256,
        rows=read,
        source=source,
        note=note,
        created_by=by.name if by else None,
    )
    try:
        sheet = session.get(Sheet, sheet_id) or _new(session, sheet_id, declared, title)
        session.add(version)
        session.flush()
    except IntegrityError:  # somebody else's version of this number came first
        raise EcoAtlasError(SHEET_CHANGED, sheet=sheet_id) from None
    details = {"sha256": sha256, "rows": len(read), "source": source, "note": note}
    record(session, by, "sheet-saved", f"{sheet_id}@{version.number}", details=details)
    return _info(sheet, version)


def laws_of(session: Session) -> Laws:
    """The laws that hold now."""
    return Laws(get_sheet(session, LAWS.id).rows)


def _with_laws(
    session: Session, kind: SheetKind, rows: list[Row], numbers: Sequence[int] | None
) -> list[Row]:
    """Rows that name laws by id; raises `sheet-refused` for one that there is not."""
    if not any(row[one.name] for one in kind.columns if one.type == "law" for row in rows):
        return rows
    laws = Laws(rows) if kind is LAWS else laws_of(session)
    read, faults = with_laws(kind, rows, numbers or range(1, len(rows) + 1), laws)
    if faults:
        told = tuple(faults[:FAULTS_TOLD])
        raise EcoAtlasError(SHEET_REFUSED, problems=told, count=len(faults))
    return read


def _shows(session: Session, kind: SheetKind) -> bool:
    return kind.grade in session.info["sight"].grades


def _require_seen(session: Session, sheet_id: str, kind: SheetKind) -> None:
    if not _shows(session, kind):
        raise EcoAtlasError(UNKNOWN_SHEET, sheet=sheet_id)


def _is_rule(sheet_id: str) -> bool:
    return sheet_id in SHEET_KINDS and SHEET_KINDS[sheet_id].group == "rule"


def _number(text: str, sheet_id: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise EcoAtlasError(UNKNOWN_SHEET_VERSION, sheet=sheet_id, version=text)
    return int(text)


def present_number(session: Session, sheet_id: str) -> int:
    """The number of the version that holds; 0 where nothing was saved yet."""
    query = select(func.max(SheetVersion.number)).where(SheetVersion.sheet_id == sheet_id)
    return read_once(session, ("present", sheet_id), lambda: session.scalar(query) or 0)


def kind_of(session: Session, sheet_id: str, kind: str | None) -> SheetKind:
    """The kind of a sheet that is there, or `kind` for one that is not.

    Raises `unknown-sheet-kind`, `wrong-sheet-kind`, `unknown-sheet`.
    """
    if _is_rule(sheet_id):
        there = sheet_id
    else:
        row = session.get(Sheet, sheet_id)
        there = row.kind if row else get_sheet_kind(kind or "").id
    if kind is not None and kind != there:
        actual, wanted = get_sheet_kind(there).title, get_sheet_kind(kind).title
        raise EcoAtlasError(WRONG_SHEET_KIND, sheet=sheet_id, actual=actual, wanted=wanted)
    declared = get_sheet_kind(there)
    if declared.group == "rule" and sheet_id != there:
        raise EcoAtlasError(UNKNOWN_SHEET, sheet=sheet_id)
    return declared


def _new(session: Session, sheet_id: str, kind: SheetKind, title: Text | None) -> Sheet:
    if SHEET_ID.fullmatch(sheet_id) is None:
        raise EcoAtlasError(SHEET_ID_INVALID, sheet=sheet_id[:80])
    named = title or kind.title
    sheet = Sheet(id=sheet_id, kind=kind.id, title_zh=named.zh, title_en=named.en)
    session.add(sheet)
    session.flush()
    return sheet


def _shipped(sheet_id: str) -> SheetInfo:
    kind, rows = SHEET_KINDS[sheet_id], shipped_rows(sheet_id)
    return SheetInfo(sheet_id, kind, kind.title, 0, shipped_hash(sheet_id), rows)


def _info(sheet: Sheet, version: SheetVersion) -> SheetInfo:
    return SheetInfo(
        id=sheet.id,
        kind=get_sheet_kind(sheet.kind),
        title=Text(sheet.title_zh, sheet.title_en),
        number=version.number,
        sha256=version.sha256,
        rows=with_later(get_sheet_kind(sheet.kind), version.rows),
        source=version.source,
        note=version.note,
        created_at=version.created_at,
        created_by=version.created_by,
    )
