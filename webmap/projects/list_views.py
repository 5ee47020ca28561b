"""What is shown of a list before it is taken: its heads, what is wrong, what would change."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, Problem
from geo.words import Text
from projects.records import errors, list_errors
from projects.records.grid import read_pages
from projects.records.heads import Heads, Meaning, likely_heads, meaning_of, proposals
from projects.records.history import as_json
from projects.records.importing import IGNORE, YEARLESS, Options, Plan
from projects.records.meanings import every_meaning, title_of
from projects.records.saying import said
from projects.records.taking import Difference
from projects.units.register import short_names
from webmap.edge.forms import FieldFault, Form
from webmap.projects.faults import FIXES
from webmap.projects.list_words import LIST_FIXES, LIST_TITLES

MOST_SHOWN = 200
OF_THE_LIST = frozenset(
    one.code
    for one in (
        list_errors.RECORDS_EARLIER_YEAR,
        list_errors.RECORDS_MIXED_UNITS,
        list_errors.RECORDS_UNIT_DOUBTFUL,
    )
)
"""Faults of a whole list or column that somebody may confirm, beside those with a proposal."""
NEW_UNITS = (errors.RECORD_UNIT_UNKNOWN.code, errors.RECORD_UNIT_MISSPELT.code)


@dataclass(frozen=True, slots=True)
class HeadSeen:
    """A head of the list, what it means (`-` for nothing), and what it can mean."""

    title: str
    meaning: str
    choices: list[tuple[str, Text]]
    near: list[str]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong or odd, with the row it is in."""

    row: int | None
    message: Text
    fix: Text


@dataclass(frozen=True, slots=True)
class Acceptable:
    """A kind of fault that can be confirmed as a whole."""

    code: str
    example: Text
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One difference in words."""

    code: str
    row: int
    title: Text
    before: Text | None
    after: Text | None


@dataclass(frozen=True, slots=True)
class ListSeen:
    """A list as it would be taken; `digest` is of the differences that are shown."""

    heads: list[HeadSeen]
    errors: list[Finding]
    warnings: list[Finding]
    acceptable: list[Acceptable]
    units: list[tuple[str, bool]]
    new: list[tuple[str, str]]
    differences: list[Line]
    counts: tuple[int, int, int]
    digest: str
    form: Form
    remembered: bool = False
    more: int = 0

    @classmethod
    def unread(cls, path: Path, options: Options, faults: tuple[FieldFault, ...]) -> ListSeen:
        """A list whose heads are not known: those that it seems to have, to be told."""
        heads = [_head(one, options.mapping.get(one, automatic(one))) for one in _likely(path)]
        form = Form("list", {}, faults)
        return cls(heads, [], [], [], [], [], [], (0, 0, 0), "", form)

    @property
    def ready(self) -> bool:
        return bool(self.digest) and not self.errors

    @property
    def nothing(self) -> bool:
        return self.ready and self.counts[:2] == (0, 0)


def _likely(path: Path) -> list[str]:
    try:
        pages = read_pages(path)
    except EcoAtlasError:
        return []
    return next((found for one in pages if (found := likely_heads(one))), [])


@dataclass(frozen=True, slots=True)
class StartView:
    """`project_list_start.html`"""

    form: Form
    year: int
    limit: int
    done: Text | None = None
    section: str = "projects"


@dataclass(frozen=True, slots=True)
class TakenView:
    """`project_list.html`"""

    seen: ListSeen
    token: str
    name: str
    year: int | None
    reason: str
    note: Text | None
    may_add_units: bool
    section: str = "projects"

    @property
    def counted(self) -> Text:
        added, changed, same = self.seen.counts
        return LIST_TITLES["counted"].format(added=added, changed=changed, same=same)


def automatic(title: str) -> str:
    """What a head means by itself, as the form says it."""
    meaning = meaning_of(title)
    return meaning.name if meaning else IGNORE


def seen_list(session: Session, plan: Plan, options: Options, digest: str) -> ListSeen:
    """Everything about a list in words; the same few queries however long it is."""
    shown = [one for one in plan.differences if not one.new]
    units = short_names(session, codes_of(shown[:MOST_SHOWN]))
    new = [row for row in plan.rows if row.project is None]
    differing = {one.code for one in shown}
    counts = len(new), len(differing), len(plan.rows) - len(new) - len(differing)
    return ListSeen(
        heads=_heads(plan.heads),
        errors=[finding(one) for one in plan.errors[:MOST_SHOWN]],
        warnings=[finding(one) for one in plan.warnings[:MOST_SHOWN]],
        acceptable=_acceptable(plan.errors, options.accept),
        units=_new_units(plan.errors, options.add_units),
        new=[(str(r.checked.get("code")), str(r.checked.get("name"))) for r in new[:MOST_SHOWN]],
        differences=[line(one, units) for one in shown[:MOST_SHOWN]],
        counts=counts,
        digest=digest,
        form=Form("list"),
        remembered=plan.remembered,
        more=max(0, len(shown) - MOST_SHOWN) + max(0, len(new) - MOST_SHOWN),
    )


def _heads(heads: Heads) -> list[HeadSeen]:
    return [
        _head(title, _name(title, heads.columns.get(at)))
        for at, title in sorted(heads.titles.items())
    ]


def _name(title: str, meaning: Meaning | None) -> str:
    """Years that the head does not name are those of the whole list, and are not said twice."""
    if meaning is None:
        return IGNORE
    by_itself = automatic(title)
    bare = YEARLESS.sub("", meaning.name)
    return bare if by_itself == bare or "@" not in by_itself else meaning.name


def _head(title: str, meaning: str) -> HeadSeen:
    known = choices()
    others = [one for one in {meaning, automatic(title)} if one not in dict(known)]
    named = [(one, _words(title, one)) for one in others if one != IGNORE]
    near = proposals(title) if meaning == IGNORE else []
    return HeadSeen(title, meaning, [*named, *known], near)


def _words(title: str, name: str) -> Text:
    meaning = meaning_of(title)
    if meaning is not None and meaning.name == name:
        return title_of(meaning)
    return Text(name, name)


@lru_cache(maxsize=1)
def choices() -> list[tuple[str, Text]]:
    return every_meaning()


def finding(problem: Problem) -> Finding:
    fix = LIST_FIXES.get(problem.code) or FIXES.get(problem.code)
    told = fix.format(**problem.values) if fix is not None else problem.fix
    return Finding(problem.feature, problem.message, told)


def _acceptable(found: Sequence[Problem], accept: Collection[str]) -> list[Acceptable]:
    """Kinds of faults that carry a proposal, and those that were confirmed before."""
    kinds: dict[str, list[Problem]] = {}
    for one in found:
        if "proposal" in one.values or one.code in OF_THE_LIST:
            kinds.setdefault(one.code, []).append(one)
    told = [Acceptable(c, some[0].message, len(some), False) for c, some in kinds.items()]
    confirmed = LIST_TITLES["accepted"]
    return told + [Acceptable(one, confirmed, 0, True) for one in sorted(accept)]


def _new_units(found: Sequence[Problem], added: Sequence[str]) -> list[tuple[str, bool]]:
    names = [str(one.values["value"]) for one in found if one.code in NEW_UNITS]
    return [(one, True) for one in added] + [(one, False) for one in dict.fromkeys(names)]


def codes_of(differences: Sequence[Difference]) -> set[str]:
    values = [value for one in differences for value in (one.before, one.after)]
    codes = [code for one in values for code in (one if isinstance(one, list) else [one])]
    return {code for code in codes if isinstance(code, str)}


def line(one: Difference, units: dict[str, str]) -> Line:
    sides = as_json({"before": one.before, "after": one.after})
    before, after = (said(one.name, sides[side], units) for side in ("before", "after"))
    return Line(one.code, one.row, one.title, before, after)
