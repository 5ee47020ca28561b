"""Fields that nothing maps for sure, and what they may be: proposals for a person, never a mapping.

A name like one of ours, its pinyin or initials, or values that are all words of one code list are
evidence of different weight. Nothing here decides: `--map` (or the form) does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rapidfuzz import fuzz

from geo.errors import Problem
from geo.words import Text
from layers.kinds import Field, Kind
from layers.reading.described import Proposal
from layers.reading.fields.errors import FIELDS_ALIKE
from layers.reading.fields.mapping import FieldMap, same
from layers.reading.fields.values import code_reader
from layers.reading.raw import RawLayer
from layers.system.pinyin import initials, sound

# Below this two names have nothing to do with each other.
LEAST = 0.6
PROPOSALS_SHOWN = 3
PAIRS_TOLD = 10
DISTINCT_LOOKED_AT = 50
ROWS_LOOKED_AT = 5000

NAMES_ALIKE = Text("名称相近（“{form}”）", "the name is like '{form}'")
NAME_INSIDE = Text("名称含“{form}”", "the name holds '{form}'")
BY_SOUND = Text("是“{form}”的拼音", "it is the pinyin of '{form}'")
BY_INITIALS = Text("是“{form}”的拼音首字母", "these are the pinyin initials of '{form}'")
BY_VALUES = Text("值都在其代码表里（如“{form}”）", "all values are in its code list ('{form}')")

Proposals = Mapping[str, tuple[Proposal, ...]]


def proposals(kind: Kind, raw: RawLayer, fields: FieldMap) -> Proposals:
    """For each field of the file that maps to nothing: what it may be, the likeliest first."""
    settled = fields.theirs.keys() | fields.none
    free = [field for field in kind.fields if field.name not in settled]
    used = set(fields.theirs.values())
    found: dict[str, tuple[Proposal, ...]] = {}
    for name in raw.names:
        if name not in used and free:
            judged = [best for field in free if (best := _judged(field, name, raw)) is not None]
            likely = sorted(judged, key=lambda proposal: -proposal.score)[:PROPOSALS_SHOWN]
            if likely:
                found[name] = tuple(likely)
    return found


def told(kind: Kind, found: Proposals) -> list[Problem]:
    """The best pairs as findings, no field of either side twice."""
    pairs = sorted(
        ((p.score, name, p) for name, some in found.items() for p in some), key=lambda one: -one[0]
    )
    taken: set[str] = set()
    problems: list[Problem] = []
    for score, name, proposal in pairs:
        field = kind.field(proposal.field)
        if field is None or {f"theirs {name}", f"ours {field.name}"} & taken:
            continue
        taken |= {f"theirs {name}", f"ours {field.name}"}
        values = {
            "theirs": name,
            "title": field.title,
            "field": field.name,
            "reason": proposal.reason,
            "percent": round(100 * score),
        }
        problems.append(Problem(FIELDS_ALIKE, values, field=name))
    return problems[:PAIRS_TOLD]


def _judged(field: Field, name: str, raw: RawLayer) -> Proposal | None:
    evidence = [*_by_name(field, name), *_by_values(field, name, raw)]
    if not evidence:
        return None
    score, reason = max(evidence, key=lambda one: one[0])
    return Proposal(field.name, round(score, 2), reason) if score >= LEAST else None


def _by_name(field: Field, name: str) -> Iterator[tuple[float, Text]]:
    plain = same(name)
    for form in (field.title.zh, field.title.en, field.name, *field.aliases):
        ours = same(form)
        # One name inside the other, or one letter of a short name, is chance.
        if min(len(ours), len(plain)) < 2:
            continue
        yield 0.9 * fuzz.ratio(ours, plain) / 100, NAMES_ALIKE.format(form=form)
        if ours in plain and not ours.isascii():
            yield 0.75, NAME_INSIDE.format(form=form)
        if plain.isascii() and not ours.isascii():
            yield from _by_reading(form, ours, plain)


def _by_reading(form: str, ours: str, plain: str) -> Iterator[tuple[float, Text]]:
    if sound(ours).replace(" ", "") == plain:
        yield 0.9, BY_SOUND.format(form=form)
    if initials(ours) == plain:
        yield 0.85 if len(plain) > 2 else 0.65, BY_INITIALS.format(form=form)


def _by_values(field: Field, name: str, raw: RawLayer) -> Iterator[tuple[float, Text]]:
    if not field.codes or name not in raw.attributes:
        return
    head = raw.attributes[name].slice(0, ROWS_LOOKED_AT).to_pylist()
    words = {word for value in head if isinstance(value, str) and (word := value.strip())}
    if not 0 < len(words) <= DISTINCT_LOOKED_AT:
        return
    read = code_reader(field, {})
    try:
        known = {read(word) for word in words}
    except ValueError:
        return
    # One word in every row is weak evidence: 无 is in many lists.
    yield 0.8 if len(known) > 1 else 0.65, BY_VALUES.format(form=min(words))
