"""What the pages of readings show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from geo.errors import Problem
from geo.figures.said import typed
from geo.words import Text
from layers.system.china_time import minute
from projects.metrics.sewage.effluent_metric import SEWAGE_EFFLUENT
from projects.water.batches import of_batch
from projects.water.cells import BelowRule
from projects.water.items import Items
from projects.water.measured import MEASURED, PLANTS, Measured, Of, code_of
from projects.water.tables import WaterBatch, WaterCorrection
from webmap.edge.refusals import Refused
from webmap.readings.words import READINGS

COLUMNS: Mapping[str, str] = {
    "section": "readings_section", "time": "readings_time", "item": "readings_item",
    "target": "readings_target", "point": "readings_point",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """What every page of readings has."""

    done: Text | None
    refused: Refused
    items: Items

    @staticmethod
    def minute(at: dt.datetime) -> str:
        return minute(at)

    def column_title(self, problem: Problem) -> Text:
        """The column of a fault: an item, or where and when."""
        field = problem.field or ""
        if field in self.items:
            return self.items[field].title
        return READINGS[COLUMNS[field]] if field in COLUMNS else Text("—", "—")


class Filled(Protocol):
    """What the form was filled in with."""

    layer: str
    of: Of
    below: BelowRule
    reason: str
    pasted: str

    @property
    def standard(self) -> str: ...

    @property
    def accept(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Held:
    """A file of which the form holds the bytes, in base 64, for the next step."""

    name: str
    content: str


NOTHING_HELD = Held("", "")


@dataclass(frozen=True, slots=True)
class ToldOf:
    """A file that could be taken in, with what is to be known of it."""

    said: Text
    problems: Sequence[Problem]


@dataclass(frozen=True, slots=True)
class BatchesView(Shown):
    """`readings.html`."""

    batches: Sequence[WaterBatch]
    layers: Sequence[str]
    asked: Filled
    held: Held
    checked: ToldOf | None = None
    section: str = "readings"

    @property
    def measured(self) -> Sequence[Measured]:
        """What readings may be of."""
        return tuple(MEASURED.values())

    @staticmethod
    def of(batch: WaterBatch) -> Text:
        return MEASURED[of_batch(batch)].title


@dataclass(frozen=True, slots=True)
class BatchView(Shown):
    """`readings_batch.html`."""

    batch: WaterBatch
    corrections: Sequence[WaterCorrection]
    section: str = "readings"

    @property
    def problems(self) -> Sequence[Mapping[str, Any]]:
        told: Sequence[Mapping[str, Any]] = self.batch.told["problems"]
        return told

    @staticmethod
    def said(problem: Mapping[str, Any]) -> Text:
        """What it is, and what to do about it; batches of before have no more than the first."""
        parts = [problem["message"], *([problem["fix"]] if "fix" in problem else [])]
        return Text("".join(one["zh"] for one in parts), " ".join(one["en"] for one in parts))

    @property
    def measured(self) -> Text:
        return MEASURED[of_batch(self.batch)].title

    @property
    def judged(self) -> str:
        """Where effluent is judged."""
        return f"/metrics/{SEWAGE_EFFLUENT.id}"

    @property
    def of_plants(self) -> bool:
        return of_batch(self.batch) == PLANTS.of

    @staticmethod
    def code(key: str) -> str:
        return code_of(key)

    @staticmethod
    def number(value: float) -> str:
        return typed(value)

    def item(self, name: str) -> Text:
        return self.items[name].title if name in self.items else Text(name, name)
