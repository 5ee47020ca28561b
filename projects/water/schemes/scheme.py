"""A scheme of assessment as its sheets say it on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.figures.said import typed
from geo.words import Text, listed
from projects.sheets import SheetInfo, get_sheet
from projects.sheets.laws import Laws
from projects.sheets.rules_law import LAWS
from projects.sheets.rules_schemes import (
    INDEX,
    ODD,
    WATER_SCHEME_REFERENCES,
    WATER_SCHEME_SECTIONS,
    WATER_SCHEME_STEPS,
    WATER_SCHEMES,
)
from projects.sheets.values import Row
from projects.water.bands import in_band
from projects.water.means import months_of
from projects.water.schemes.errors import UNKNOWN_SCHEME

NAME_PARTS = "、"
REFERENCES_UNVERIFIED = Text(
    "参照浓度未经核实：{references}。金额随它而变，结算前请核对原文。",
    "References are unverified: {references}. Sums depend on them; check the text of the rule "
    "before settling.",
)
STEPS_UNVERIFIED = Text(
    "分档未经核实，请核对原文。", "The steps are unverified; check the text of the rule."
)


@dataclass(frozen=True, slots=True)
class SchemeSection:
    """A section by the name that the scheme has for it."""

    name: str
    control: str | None
    answers: str | None
    partner: str | None


@dataclass(frozen=True, slots=True)
class Scheme:
    """`sections` is empty where the scheme judges those of the layer.

    items: empty for all that count for the class. notes: what a reader of each result has to know.
    """

    id: str
    title: Text
    comparison: str | None
    target: str | None
    items: tuple[str, ...]
    left_out: tuple[str, ...]
    more_items: tuple[str, ...]
    more_on: tuple[str, ...]
    water: str | None
    odd_months: bool
    year_by: str | None
    settled_by: str | None
    sections: tuple[SchemeSection, ...]
    steps: tuple[Row, ...]
    references: Mapping[str, float]
    notes: tuple[Text, ...]

    def items_on(self, river: str | None) -> tuple[str, ...]:
        more = self.more_items if river in self.more_on else ()
        return (*self.items, *more)

    def months_in(self, year: int) -> tuple[str, ...]:
        return months_of(year)[::2] if self.odd_months else months_of(year)

    def steps_of(self, measure: str) -> tuple[Row, ...]:
        return tuple(row for row in self.steps if row["measure"] == measure)

    def step(self, measure: str, number: float | Fraction) -> Row | None:
        """The step in which a number lies; none where the scheme has not one that fits."""
        found = [row for row in self.steps_of(measure) if in_band(number, row)]
        return found[0] if len(found) == 1 else None

    @property
    def pays(self) -> bool:
        """Whether it has a tariff: without one there is no verdict on money."""
        return any(row["amount"] is not None for row in self.steps)


@dataclass(frozen=True, slots=True)
class SchemeSheets:
    """The sheets that schemes are made of, as they are or as a result names them."""

    schemes: SheetInfo
    sections: SheetInfo
    steps: SheetInfo
    references: SheetInfo
    laws: SheetInfo

    @classmethod
    def now(cls, session: Session) -> SchemeSheets:
        kinds = (
            WATER_SCHEMES,
            WATER_SCHEME_SECTIONS,
            WATER_SCHEME_STEPS,
            WATER_SCHEME_REFERENCES,
            LAWS,
        )
        return cls(*(get_sheet(session, kind.id) for kind in kinds))

    def ids(self) -> list[str]:
        return list(dict.fromkeys(str(row["scheme"]) for row in self.schemes.rows))

    def titles(self) -> list[tuple[str, Text]]:
        """Every scheme with its title, of several rows that of the last."""
        named = {row["scheme"]: Text(row["title"], row["title_en"] or row["title"])
                 for row in self.schemes.rows}  # fmt: skip
        return list(named.items())

    def scheme_on(self, scheme: str, day: dt.date) -> Scheme:
        """A scheme as it holds on a day; raises `unknown-scheme`."""
        found = [row for row in self.schemes.valid_on(day) if row["scheme"] == scheme]
        if not found:
            known = listed(self.ids())
            raise EcoAtlasError(UNKNOWN_SCHEME, scheme=scheme[:60], day=day, known=known)
        row = max(found, key=lambda one: one["valid_from"] or "")

        def own(sheet: SheetInfo) -> list[Row]:
            return [one for one in sheet.valid_on(day) if one["scheme"] == scheme]

        return _scheme(row, own(self.sections), own(self.steps), own(self.references), self.laws)


def _scheme(
    row: Row, sections: list[Row], steps: list[Row], references: list[Row], laws: SheetInfo
) -> Scheme:
    return Scheme(
        id=row["scheme"],
        title=Text(row["title"], row["title_en"] or row["title"]),
        comparison=row["comparison"],
        target=row["class"],
        items=_names(row["items"]),
        left_out=_names(row["left_out"]),
        more_items=_names(row["more_items"]),
        more_on=_names(row["more_on"]),
        water=row["water"],
        odd_months=row["months"] == ODD,
        year_by=row["year_by"],
        settled_by=row["settled_by"],
        sections=tuple(
            SchemeSection(one["section"], one["control"], one["answers"], one["partner"])
            for one in sections
        ),
        steps=tuple(steps),
        references={one["item"]: one["reference"] for one in references},
        notes=tuple(_notes(row, steps, references, laws)),
    )


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(one.strip() for one in (text or "").split(NAME_PARTS) if one.strip())


def _notes(
    row: Row, steps: Sequence[Row], references: Sequence[Row], laws: SheetInfo
) -> Iterable[Text]:
    known = Laws(laws.rows)
    law = known.of(row)
    after = known.by_id.get(law.successor or "") if law else None
    if law is not None and after is not None:
        yield SUPERSEDED.format(law=law.name, successor=after.name)
    if row["unknown"]:
        yield Text(row["unknown"], row["unknown_en"] or row["unknown"])
    doubtful = [one for one in references if one["basis"] == "unverified"]
    if row["comparison"] == INDEX and doubtful:
        said = listed(f"{one['item']} {typed(one['reference'])}" for one in doubtful)
        yield REFERENCES_UNVERIFIED.format(references=said)
    if any(one["basis"] == "unverified" for one in steps):
        yield STEPS_UNVERIFIED


SUPERSEDED = Text(
    "“{law}”名称上已被“{successor}”取代，后者的正文没有见到：结果按前者得出，使用前请核对。",
    "“{law}” is superseded in name by “{successor}”, whose text was not seen: results follow the "
    "former; check before use.",
)
