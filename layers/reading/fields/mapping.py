"""Which field of the file is which of ours: by name, title and alias, or as a person says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from geo.errors import Problem
from geo.words import Text, listed
from layers.kinds import KINDS, Field, Kind
from layers.reading.fields.errors import (
    FIELD_GONE,
    FIELD_MISSING,
    FIELDS_REMEMBERED,
    KEY_MISSING,
    MAPPING_UNKNOWN,
)
from layers.reading.fields.units import factor_of, plain
from layers.reading.shown import COLUMNS_TOLD
from layers.reading.text.dbf import decode_cut

KEY = "code"
DBF_NAME_BYTES = 10
_UNIT_IN_NAME = re.compile(r"^(.*?)[(\[]([^()\[\]]*)[)\]]$")


@dataclass(slots=True)
class FieldMap:
    """`theirs`: ours -> name in the file; `units`: ours -> unit in the name of the file's field.

    `none`: fields of ours that a person wants to stay empty, whatever the file has for them.
    """

    theirs: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    key_field: str | None = None
    none: set[str] = field(default_factory=set)

    def ours_of(self, name: str) -> str | None:
        return next((ours for ours, theirs in self.theirs.items() if theirs == name), None)


@dataclass(frozen=True, slots=True, order=True)
class _Match:
    """A possible pair; the smaller, the better. `tier`: 0 name or alias, 1 with unit, 2 cut."""

    tier: int
    rank: int
    ours: str
    theirs: str
    unit: str = ""


def map_fields(
    kind: Kind | None,
    names: Sequence[str],
    *,
    asked: Mapping[str, str],
    key: str | None,
    encoding: str | None = None,
    remembered: Mapping[str, str] = MappingProxyType({}),
) -> FieldMap:
    """Map the fields of a file. `encoding` is that of a table whose names were cut at ten bytes.

    What a person says goes first, then what the live version has (`remembered`), then names. Of
    both, an empty text instead of a name says that the field is to take nothing from the file.
    """
    found = FieldMap()
    if kind is not None:
        _as_asked(kind, names, asked, found)
        _as_remembered(kind, names, remembered, encoding, found)
        _by_name(kind, names, encoding, found)
    _choose_key(kind, names, key, found)
    if kind is not None:
        found.problems += _missing(kind, names, found)
    return found


def names_of_codes(names: Sequence[str]) -> list[str]:
    """Fields that some kind of layer would take for its code, where no kind is chosen yet."""
    codes = (kind.field(KEY) for kind in KINDS.values())
    forms = {same(form) for code in codes if code for form in _forms(code)}
    return [name for name in names if same(name) in forms]


@lru_cache(maxsize=4096)
def same(name: str) -> str:
    """The form in which names are compared: full width, case, blanks and underscores aside."""
    return re.sub(r"[\s_]+", "", unicodedata.normalize("NFKC", name)).casefold()


def _as_asked(kind: Kind, names: Sequence[str], asked: Mapping[str, str], found: FieldMap) -> None:
    for ours, theirs in asked.items():
        field_ = _field_named(kind, ours)
        name = _name_like(theirs, names)
        if field_ is not None and not theirs:
            found.none.add(field_.name)
        elif field_ is None or name is None:
            known = [f.name for f in kind.fields] if field_ is None else list(names)
            unknown = ours if field_ is None else theirs
            found.problems.append(_unknown(ours, theirs, unknown, known))
        else:
            found.theirs[field_.name] = name
            _note_unit(field_, name, found)


def _as_remembered(
    kind: Kind,
    names: Sequence[str],
    remembered: Mapping[str, str],
    encoding: str | None,
    found: FieldMap,
) -> None:
    """As in the live version; told where names alone would have chosen otherwise."""
    by_name = FieldMap(dict(found.theirs), none=set(found.none))
    _by_name(kind, names, encoding, by_name)
    told: list[str] = []
    for ours, theirs in remembered.items():
        field_ = kind.field(ours)
        if field_ is None or ours in found.theirs or ours in found.none:
            continue
        if not theirs:
            found.none.add(ours)
            told += [f"{ours}=—"] if ours in by_name.theirs else []
            continue
        name = _name_like(theirs, names)
        if name is not None and name not in found.theirs.values():
            found.theirs[ours] = name
            _note_unit(field_, name, found)
            told += [f"{ours}={name}"] if by_name.theirs.get(ours) != name else []
        elif name is None and ours not in by_name.theirs and not field_.required:
            values = {"title": field_.title, "theirs": theirs, "field": ours}
            found.problems.append(Problem(FIELD_GONE, values))
    if told:
        found.problems.append(Problem(FIELDS_REMEMBERED, {"pairs": listed(told)}))


def _unknown(ours: str, theirs: str, unknown: str, known: Sequence[str]) -> Problem:
    values = {"ours": ours, "theirs": theirs, "unknown": unknown, "known": listed(known)}
    return Problem(MAPPING_UNKNOWN, values)


def _field_named(kind: Kind, name: str) -> Field | None:
    titles = {same(form): f for f in kind.fields for form in (f.title.en, f.title.zh, f.name)}
    return titles.get(same(name))


def _name_like(wanted: str, names: Sequence[str]) -> str | None:
    if wanted in names:
        return wanted
    return next((name for name in names if same(name) == same(wanted)), None)


def _note_unit(field_: Field, name: str, found: FieldMap) -> None:
    bracket = _UNIT_IN_NAME.match(unicodedata.normalize("NFKC", name))
    if bracket and _is_unit_of(bracket[2], field_):
        found.units[field_.name] = bracket[2]


def _is_unit_of(spelling: str, field_: Field) -> bool:
    if field_.type == "ratio" and plain(spelling) == "%":
        return True
    return factor_of(spelling, field_.unit) is not None


def _by_name(kind: Kind, names: Sequence[str], encoding: str | None, found: FieldMap) -> None:
    matches = sorted(_unambiguous(_matches(kind, names, encoding)))
    for match in matches:
        if match.ours in found.none | found.theirs.keys() or match.theirs in found.theirs.values():
            continue
        found.theirs[match.ours] = match.theirs
        if match.unit:
            found.units[match.ours] = match.unit


def _unambiguous(matches: Iterator[_Match]) -> Iterator[_Match]:
    """A cut name that could be two of our fields, or two names that could be one, map to none."""
    all_matches = list(matches)
    cut = {(m.ours, m.theirs) for m in all_matches if m.tier == 2}
    for match in all_matches:
        rivals = [p for p in cut if (p[0] == match.ours) != (p[1] == match.theirs)]
        if match.tier < 2 or not rivals:
            yield match


def _matches(kind: Kind, names: Sequence[str], encoding: str | None) -> Iterator[_Match]:
    for field_ in kind.fields:
        forms = _forms(field_)
        for name in names:
            yield from _match(field_, forms, name, encoding)


def _forms(field_: Field) -> list[str]:
    """Every name that a field goes by."""
    return [field_.name, field_.title.zh, field_.title.en, field_.short_name, *field_.aliases]


def _match(
    field_: Field, forms: Sequence[str], name: str, encoding: str | None
) -> Iterator[_Match]:
    bracket = _UNIT_IN_NAME.match(unicodedata.normalize("NFKC", name))
    for rank, form in enumerate(forms):
        if same(form) == same(name):
            yield _Match(0, rank, field_.name, name)
        elif bracket and same(form) == same(bracket[1]):
            if _is_unit_of(bracket[2], field_):
                yield _Match(1, rank, field_.name, name, bracket[2])
        elif encoding and _is_cut(form, name, encoding):
            yield _Match(2, rank, field_.name, name)


def _is_cut(form: str, name: str, encoding: str) -> bool:
    try:
        raw = form.encode(encoding)
    except UnicodeEncodeError:
        return False
    if len(raw) <= DBF_NAME_BYTES:
        return False
    left = decode_cut(raw[:DBF_NAME_BYTES], encoding, full=True)
    return left is not None and same(left) == same(name)


def _choose_key(kind: Kind | None, names: Sequence[str], key: str | None, found: FieldMap) -> None:
    """The key by our name or theirs. A key of theirs also serves as `code` where that is"
    " missing."""
    wanted = key or KEY
    if wanted in found.theirs:
        found.key_field = wanted
        return
    name = _name_like(wanted, names)
    if name is not None:
        ours = found.ours_of(name)
        if ours is None and kind is not None and KEY not in found.theirs:
            found.theirs[KEY] = name
            found.none.discard(KEY)
            ours = KEY
        found.key_field = ours or name
    elif key is not None or kind is not None:
        found.problems.append(Problem(KEY_MISSING, {"key": wanted, "fields": _listed(names)}))


def _missing(kind: Kind, names: Sequence[str], found: FieldMap) -> list[Problem]:
    no_key = any(problem.kind is KEY_MISSING for problem in found.problems)
    return [
        Problem(
            FIELD_MISSING,
            {"field": field_.name, "title": field_.title, "fields": _listed(names)},
        )
        for field_ in kind.required_fields
        if field_.name not in found.theirs and not (no_key and field_.name == KEY)
    ]


def _listed(names: Sequence[str]) -> Text:
    return listed(names, COLUMNS_TOLD)
