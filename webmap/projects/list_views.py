"""What is shown of a list before it is taken: its heads, what is wrong, what would change."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, Problem
from geo.words import Text
from projects.records.changes.history import as_json
from projects.records.files.found import ListFound
from projects.records.files.grid import read_pages
from projects.records.files.heads import likely_heads, meaning_of, proposals
from projects.records.files.importing import IGNORE, YEARLESS, Options
from projects.records.files.meanings import every_meaning, title_of
from projects.records.files.taking import Difference
from projects.records.model.saying import said
from projects.units.register import short_names
from webmap.edge.forms import FieldFault, Form
from webmap.projects.faults import FIXES
from webmap.projects.list_words import LIST_FIXES, LIST_TITLES


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
    """A list as it would be taken; `digest` is of its differences. Of what is wrong or odd the
    first are listed, `wrong` and `odd` count all."""

    heads: list[HeadSeen]
    errors: list[Finding]
    warnings: list[Finding]
    wrong: int
    odd: int
    acceptable: list[Acceptable]
    units: list[tuple[str, bool]]
    new: list[tuple[str, str]]
    differences: list[Line]
    counts: tuple[int, int, int]
    digest: str
    form: Form
    remembered: bool = False
    more: int = 0

    @property
    def ready(self) -> bool:
        return bool(self.digest) and not self.errors

    @property
    def nothing(self) -> bool:
        return self.ready and self.counts[:2] == (0, 0)


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


def seen_list(session: Session, found: ListFound, options: Options) -> ListSeen:
    """Everything about a list in words; the same few queries however long it is."""
    wrong, odd, new, changed, same = found.counts
    units = short_names(session, codes_of(found.differences))
    return ListSeen(
        heads=_heads(found.heads),
        errors=[finding(one) for one in found.errors],
        warnings=[finding(one) for one in found.warnings],
        wrong=wrong,
        odd=odd,
        acceptable=_acceptable(found.acceptable, options.accept),
        units=[(one, True) for one in options.add_units] + [(one, False) for one in found.units],
        new=list(found.new),
        differences=[line(one, units) for one in found.differences],
        counts=(new, changed, same),
        digest=found.digest,
        form=Form("list"),
        remembered=found.remembered,
        more=new - len(found.new) + found.lines - len(found.differences),
    )


def unread_list(path: Path, options: Options, faults: tuple[FieldFault, ...]) -> ListSeen:
    """A list whose heads are not known: those that it seems to have, to be told."""
    heads = [_head(one, options.mapping.get(one, automatic(one))) for one in _likely(path)]
    return ListSeen(heads, [], [], 0, 0, [], [], [], [], (0, 0, 0), "", Form("list", {}, faults))


def _likely(path: Path) -> list[str]:
    try:
        pages = read_pages(path)
    except EcoAtlasError:
        return []
    return next((found for one in pages if (found := likely_heads(one))), [])


def _heads(heads: Sequence[tuple[str, str | None]]) -> list[HeadSeen]:
    return [_head(title, _name(title, name)) for title, name in heads]


def _name(title: str, name: str | None) -> str:
    """Years that the head does not name are those of the whole list, and are not said twice."""
    if name is None:
        return IGNORE
    by_itself, bare = automatic(title), YEARLESS.sub("", name)
    return bare if by_itself == bare or "@" not in by_itself else name


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


def _acceptable(found: Sequence[tuple[Problem, int]], accept: Collection[str]) -> list[Acceptable]:
    """Kinds of faults that carry a proposal, and those that were confirmed before."""
    told = [Acceptable(first.code, first.message, count, False) for first, count in found]
    confirmed = LIST_TITLES["accepted"]
    return told + [Acceptable(one, confirmed, 0, True) for one in sorted(accept)]


def codes_of(differences: Sequence[Difference]) -> set[str]:
    values = [value for one in differences for value in (one.before, one.after)]
    codes = [code for one in values for code in (one if isinstance(one, list) else [one])]
    return {code for code in codes if isinstance(code, str)}


def line(one: Difference, units: dict[str, str]) -> Line:
    sides = as_json({"before": one.before, "after": one.after})
    before, after = (said(one.name, sides[side], units) for side in ("before", "after"))
    return Line(one.code, one.row, one.title, before, after)
