"""Laws that rules rest on, as the sheet of laws has them, and which of them has been succeeded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.errors import Problem
from geo.words import Text
from projects.sheets.declaration import SheetKind
from projects.sheets.errors import CELL_UNKNOWN_LAW, LAW_SUCCEEDS_ITSELF
from projects.sheets.rules_law import LAWS
from projects.sheets.values import Row

SINCE = Text(
    "依据“{law}”的规定可能已被取代：“{successor}”自 {since} 起施行{mark}，请核对“{successor}”。",
    "Rules that rest on “{law}” may be superseded: “{successor}” is in force since {since}{mark}; "
    "check “{successor}”.",
)
SOMETIME = Text(
    "依据“{law}”的规定可能已被“{successor}”取代，施行日期未知，请核对“{successor}”。",
    "Rules that rest on “{law}” may be superseded by “{successor}”, whose day in force is not "
    "known; check “{successor}”.",
)
ENDED = Text(
    "“{law}”已于 {until} 失效，请核对依据它的规定。",
    "“{law}” ended on {until}; check the rules that rest on it.",
)
UNVERIFIED = Text("（未核实）", " (unverified)")


@dataclass(frozen=True, slots=True)
class Law:
    """A law, standard or document; days are ISO texts, None where they are not known."""

    id: str
    name: Text
    number: str | None
    since: str | None
    until: str | None
    successor: str | None
    verified: bool

    @classmethod
    def of(cls, row: Row) -> Law:
        return cls(
            id=row["id"],
            name=Text(row["name"], row["name_en"] or row["name"]),
            number=row["number"],
            since=row["valid_from"],
            until=row["valid_to"],
            successor=row["successor"],
            verified=row["basis"] != "unverified",
        )


@dataclass(frozen=True, slots=True)
class Superseded:
    """A law that may hold no longer, and what has come after it, if that is known."""

    law: Law
    by: Law | None

    @property
    def said(self) -> Text:
        if self.by is None:
            return ENDED.format(law=self.law.name, until=self.law.until or "—")
        named = {"law": self.law.name, "successor": self.by.name}
        if self.by.since is None:
            return SOMETIME.format(**named)
        mark = "" if self.by.verified else UNVERIFIED
        return SINCE.format(since=self.by.since, mark=mark, **named)


class Laws:
    """The rows of the sheet of laws by id."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.by_id: Mapping[str, Law] = {row["id"]: Law.of(row) for row in rows}

    def named(self, text: str) -> Law | None:
        """The law of this id, name or number."""
        if text in self.by_id:
            return self.by_id[text]
        called = (law for law in self.by_id.values() if text in _names(law))
        return next(called, None)

    def of(self, row: Row) -> Law | None:
        """What a row of a rule rests on: the law it names, else the one that its source cites.

        Of several laws of one name it is the one whose number stands in the source too.
        """
        if row.get("law"):
            return self.by_id.get(row["law"])
        source = row["source"] or ""
        cited = [law for law in self.by_id.values() if law.name.zh in source]
        return max(cited, key=lambda law: _weight(law, source), default=None)

    def superseded(self, law: Law | None, day: str) -> Superseded | None:
        """What has come after a law by a day (ISO); of a successor that nobody has verified, that
        it is one: what it says is taken from the law before it."""
        if law is None:
            return None
        after = self.by_id.get(law.successor or "")
        if after is not None and (after.since or "") <= day:
            return Superseded(law, after)
        if law.until is not None and law.until < day:
            return Superseded(law, None)
        before = next((one for one in self.by_id.values() if one.successor == law.id), None)
        if before is not None and not law.verified and (law.since or "") <= day:
            return Superseded(before, law)
        return None


def _names(law: Law) -> tuple[str | None, ...]:
    return law.name.zh, law.name.en, law.number


def _weight(law: Law, source: str) -> tuple[bool, int]:
    return bool(law.number and law.number in source), len(law.name.zh)


def with_laws(
    kind: SheetKind, rows: Sequence[Row], numbers: Sequence[int], laws: Laws
) -> tuple[list[Row], list[Problem]]:
    """Rows whose laws are named by id, and a problem for each law that there is not.

    Of the sheet of laws `laws` are its own rows, as they are to be.
    """
    columns = [one for one in kind.columns if one.type == "law"]
    read, problems = [dict(row) for row in rows], []
    for number, row in zip(numbers, read, strict=True):
        for one in columns:
            asked = row[one.name]
            law = laws.named(asked) if asked else None
            if asked and law is None:
                values = {"row": number, "column": one.title, "value": asked[:60]}
                problems.append(Problem(CELL_UNKNOWN_LAW, values, number, one.name))
            row[one.name] = law.id if law else None
    return read, problems or (_circles(read, numbers) if kind is LAWS else [])


def _circles(rows: Sequence[Row], numbers: Sequence[int]) -> list[Problem]:
    laws = Laws(rows)
    return [
        Problem(LAW_SUCCEEDS_ITSELF, {"row": number, "law": row["name"]}, number, "successor")
        for number, row in zip(numbers, rows, strict=True)
        if _comes_round(row["id"], laws)
    ]


def _comes_round(start: str, laws: Laws) -> bool:
    """Whether the successors of a law lead back to it."""
    seen: set[str] = set()
    at = laws.by_id.get(laws.by_id[start].successor or "")
    while at is not None and at.id not in seen:
        if at.id == start:
            return True
        seen.add(at.id)
        at = laws.by_id.get(at.successor or "")
    return False
