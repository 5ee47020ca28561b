"""The register in the database: the shipped units brought in, units added on purpose, names kept.

A use case takes a session, flushes and never commits. What people changed of a shipped unit stays:
loading adds the units that are missing and touches no other.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.audit import Actor, record
from layers.system.pinyin import initials
from projects.policy.divisions import DIVISIONS
from projects.units.errors import UNIT_FIELD_INVALID, UNIT_FILE_INVALID, UNIT_TWICE, UNIT_UNKNOWN
from projects.units.finding import KnownUnit, UnitRegister, plain_name, told
from projects.units.kinds import UNIT_KINDS, UNSORTED
from projects.units.loaded import UNITS_FILE, holds
from projects.units.tables import UNIT_NAME, Unit, UnitAlias

NAME, SHORT = Text("名称", "name"), Text("简称", "short name")
ENGLISH, ALIAS = Text("英文名", "English name"), Text("其他名称", "other name")
NOT_IN_A_CODE = re.compile(r"[^A-Z0-9]+")


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ShippedAlias(Strict):
    name: str
    since: dt.date | None = None
    until: dt.date | None = None
    note: str | None = None


class ShippedUnit(Strict):
    code: str
    name: str
    short_name: str
    name_en: str
    division: str
    kind: str
    named_in: str
    aliases: tuple[ShippedAlias, ...] = ()


class ShippedUnits(Strict):
    schema_: str
    units: tuple[ShippedUnit, ...]


def load_units(session: Session, path: Path = UNITS_FILE) -> int:
    """Bring in the shipped units that are not there yet; answers how many. Twice changes nothing.

    Raises `unit-file-invalid`.
    """
    content = path.read_bytes()
    mark = hashlib.sha256(content).hexdigest()
    if holds(session, mark):
        return 0
    wanted = _shipped(content, path.name)
    there = {one.code: one for one in session.scalars(select(Unit))}
    new = [_row(one, mark) for one in wanted if one.code not in there]
    session.add_all(new)
    for one in wanted:
        if one.code in there:
            there[one.code].shipped = mark
    session.flush()
    return len(new)


def _shipped(content: bytes, name: str) -> Sequence[ShippedUnit]:
    try:
        said = json.loads(content)
        found = ShippedUnits(schema_=said.pop("schema"), **said).units
    except (ValueError, KeyError, TypeError, ValidationError) as error:
        first = error.errors()[0]["loc"] if isinstance(error, ValidationError) else error
        raise EcoAtlasError(UNIT_FILE_INVALID, file=name, what=str(first)) from error
    codes = [one.code for one in found]
    wrong = [
        *(code for code in codes if codes.count(code) > 1),
        *(one.code for one in found if one.kind not in UNIT_KINDS),
        *(one.code for one in found if one.division not in DIVISIONS),
    ]
    if wrong:
        raise EcoAtlasError(UNIT_FILE_INVALID, file=name, what=wrong[0])
    return found


def _row(one: ShippedUnit, mark: str) -> Unit:
    return Unit(
        code=one.code,
        name=one.name,
        short_name=one.short_name,
        name_en=one.name_en,
        division=one.division,
        kind=one.kind,
        shipped=mark,
        aliases=[
            UnitAlias(name=a.name, since=a.since, until=a.until, note=a.note) for a in one.aliases
        ],
    )


def unit_register(session: Session) -> UnitRegister:
    """Every unit with all its names; two queries."""
    names: dict[str, list[str]] = {}
    aliases = select(UnitAlias.unit_code, UnitAlias.name).order_by(UnitAlias.id)
    for code, name in session.execute(aliases):
        names.setdefault(code, []).append(name)
    columns = (
        Unit.code,
        Unit.name,
        Unit.short_name,
        Unit.name_en,
        Unit.division,
        Unit.kind,
        Unit.ended_on,
    )
    found = {
        row.code: KnownUnit(
            row.code,
            row.name,
            row.short_name,
            row.name_en,
            row.division,
            row.kind,
            tuple(names.get(row.code, ())),
            row.ended_on is not None,
        )
        for row in session.execute(select(*columns).order_by(Unit.code))
    }
    return UnitRegister(found)


def list_units(session: Session, division: str | None = None) -> Sequence[Unit]:
    """Units with their names, by division and name."""
    named = selectinload(Unit.aliases)
    query = select(Unit).options(named).order_by(Unit.division, Unit.name)
    return session.scalars(
        query if division is None else query.where(Unit.division == division)
    ).all()


def short_names(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """The names of units by their codes, as people write them; one query."""
    query = select(Unit.code, Unit.short_name).where(Unit.code.in_(list(codes)))
    return {unit.code: unit.short_name for unit in session.execute(query)}


def whole_names(session: Session, codes: Iterable[str]) -> dict[str, Text]:
    """The whole names of units by their codes, by which those of several cities are told apart;
    one query."""
    query = select(Unit.code, Unit.name, Unit.name_en).where(Unit.code.in_(list(codes)))
    return {one.code: Text(one.name, one.name_en or one.name) for one in session.execute(query)}


def get_unit(session: Session, written: str) -> Unit:
    """The unit by its code or by a name that means it alone; raises `unit-unknown`."""
    register = unit_register(session)
    meant = register.meant(written)
    if len(meant) != 1:
        near = meant or register.similar(written)
        raise EcoAtlasError(UNIT_UNKNOWN, unit=str(written)[:60], near=told(near))
    return session.get_one(Unit, meant[0].code)


def add_unit(
    session: Session,
    name: str,
    *,
    by: Actor | None,
    short_name: str | None = None,
    name_en: str | None = None,
    division: str | None = None,
    kind: str = UNSORTED,
    aliases: Sequence[str] = (),
) -> Unit:
    """Register a unit on purpose. Raises `unit-twice`, `unit-field-invalid`."""
    name, short = _tidy(name), _tidy(short_name or name)
    others = list(dict.fromkeys(map(_tidy, aliases)))
    _require_names({NAME: name, SHORT: short, ENGLISH: name_en}, others)
    _require(kind, division)
    _require_free(session, name)
    unit = Unit(
        code=_free_code(session, short),
        name=name,
        short_name=short,
        name_en=name_en,
        division=division,
        kind=kind,
        added_by=by.name if by else None,
        aliases=[UnitAlias(name=one) for one in others],
    )
    session.add(unit)
    session.flush()
    record(session, by, "unit-added", unit.code, details={"name": name, "division": division})
    return unit


def _tidy(name: str) -> str:
    return " ".join(name.split())


def _require_names(names: Mapping[Text, str | None], aliases: Sequence[str] = ()) -> None:
    """Raises `unit-field-invalid` for a name that is empty or longer than is kept."""
    for field, name in (*names.items(), *((ALIAS, one) for one in aliases)):
        if name is not None and not 0 < len(name) <= UNIT_NAME:
            fits = Text(f"1 至 {UNIT_NAME} 个字", f"1 to {UNIT_NAME} characters")
            raise EcoAtlasError(UNIT_FIELD_INVALID, field=field, value=name[:60], choices=fits)


def _require_free(session: Session, name: str, code: str | None = None) -> None:
    """Raises `unit-twice` for the whole name of a unit other than that of the code."""
    for unit in unit_register(session).meant(name):
        if unit.code != code and plain_name(unit.name) == plain_name(name):
            raise EcoAtlasError(UNIT_TWICE, name=name, code=unit.code)


def _require(kind: str, division: str | None) -> None:
    faults: tuple[tuple[bool, Text, Any, Any], ...] = (
        (kind not in UNIT_KINDS, Text("类别", "kind"), kind, ", ".join(UNIT_KINDS)),
        (
            division is not None and division not in DIVISIONS,
            Text("区划", "division"),
            division,
            Text("区划代码，如 420100", "the code of a division such as 420100"),
        ),
    )
    for wrong, field, value, choices in faults:
        if wrong:
            raise EcoAtlasError(UNIT_FIELD_INVALID, field=field, value=value, choices=choices)


def rename_unit(
    session: Session,
    code: str,
    name: str,
    *,
    short_name: str | None,
    since: dt.date,
    by: Actor | None,
) -> Unit:
    """Give a unit its new name from a day on; the old one stays as an alias that ends there.

    Raises `unit-unknown`, `unit-field-invalid`, `unit-twice`.
    """
    unit = get_unit(session, code)
    name, short = _tidy(name), _tidy(short_name or name)
    _require_names({NAME: name, SHORT: short})
    _require_free(session, name, unit.code)
    before = {"name": unit.name, "short_name": unit.short_name}
    for old in dict.fromkeys((unit.name, unit.short_name)):
        if old not in (name, short):
            unit.aliases.append(UnitAlias(name=old, until=since))
    unit.name, unit.short_name = name, short
    session.flush()
    after = {"name": unit.name, "short_name": unit.short_name}
    record(session, by, "unit-renamed", unit.code, details={"before": before, "after": after})
    return unit


def add_alias(session: Session, code: str, name: str, *, by: Actor | None) -> Unit:
    """Let a unit be known by one more name; one that it has already changes nothing.

    Raises `unit-unknown`, `unit-field-invalid`, `unit-twice`.
    """
    unit, kept = get_unit(session, code), _tidy(name)
    _require_names({}, [kept])
    _require_free(session, kept, unit.code)
    if kept not in (unit.name, unit.short_name, *(one.name for one in unit.aliases)):
        unit.aliases.append(UnitAlias(name=kept))
        session.flush()
        record(session, by, "unit-renamed", unit.code, details={"after": {"alias": kept}})
    return unit


def _free_code(session: Session, name: str) -> str:
    stem = NOT_IN_A_CODE.sub("", initials(name).upper())[:20] or "UNIT"
    like = select(func.count()).select_from(Unit).where(Unit.code.startswith(f"U-{stem}"))
    number = session.scalar(like) or 0
    return f"U-{stem}" if number == 0 else f"U-{stem}-{number + 1}"
