"""Kinds of parts that a project has, by year, by source and by step, and what they are called.

The history, a form and a refusal name a field of a part by its place, as in `year.2026.work`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from geo.words import Text
from projects.records.model.codes import SOURCE_BY_VALUE, STEP_BY_VALUE
from projects.records.model.fields import FIELDS_BY_NAME, RecordField
from projects.records.model.part_tables import ProjectFund, ProjectStep, ProjectYear
from projects.records.model.year_fields import FUND_FIELDS, STEP_FIELDS, YEAR_FIELDS

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class PartKind:
    """A table of parts: its key beside the project, its fields, how a part is called."""

    name: str
    table: type[ProjectYear] | type[ProjectFund] | type[ProjectStep]
    keys: tuple[str, ...]
    fields: tuple[RecordField, ...]

    def place(self, key: Key) -> str:
        """`year.2026`, `fund.2026.central`, `step.filing`."""
        return ".".join(map(str, (self.name, *key)))

    def title(self, key: Key) -> Text:
        """`2026 年`, `2026 年 中央预算内`, `竣工验收`."""
        if self is STEPS:
            return STEP_BY_VALUE[key[0]].title
        year = Text(f"{key[0]} 年", str(key[0]))
        if self is YEARS:
            return year
        source = SOURCE_BY_VALUE[key[1]].title
        return Text(f"{year.zh}{source.zh}", f"{year.en} {source.en}")


YEARS = PartKind("year", ProjectYear, ("year",), YEAR_FIELDS)
FUNDS = PartKind("fund", ProjectFund, ("year", "source"), FUND_FIELDS)
STEPS = PartKind("step", ProjectStep, ("step",), STEP_FIELDS)
PARTS = {kind.name: kind for kind in (YEARS, FUNDS, STEPS)}


def key_of(kind: PartKind, row: Any) -> Key:
    return tuple(getattr(row, name) for name in kind.keys)


def field_title(name: str) -> Text | None:
    """A field of the record, or of a part by its place, as people call it; None for neither."""
    place = name.split(".")
    kind = PARTS.get(place[0])
    if kind is None or len(place) < 3:
        declared = FIELDS_BY_NAME.get(name)
        return declared.title if declared else None
    key = tuple(int(one) if one.isdigit() else one for one in place[1:-1])
    of = kind.title(key)
    title = next(one.title for one in kind.fields if one.name == place[-1])
    return Text(f"{of.zh} {title.zh}", f"{of.en}, {title.en}")
