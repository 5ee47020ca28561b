"""What is measured in water: items with their names, aliases and units, from the sheet of items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from geo.words import Text
from layers.system.compared_text import plain
from projects.sheets import get_sheet
from projects.sheets.rules_readings import APART, COUNTED
from projects.water.measured import MEASURED, Of

TEMPERATURE = "temp"
BETWEEN_ALIASES = "、"


@dataclass(frozen=True, slots=True)
class Item:
    """An item: `unit` is that in which its values are kept, empty where it has none.

    detection_limit: where a file says 未检出 alone. plausible: above it a unit is doubted. needed:
    without it a class is no verdict. least_step: what differs by less from what is usual is no
    jump, however still the series is.
    """

    id: str
    title: Text
    aliases: tuple[str, ...]
    unit: str
    role: str
    times: bool
    detection_limit: float | None = None
    plausible: float | None = None
    needed: bool = False
    least_step: float = 0.0

    @property
    def spellings(self) -> Iterator[str]:
        yield from (self.id, self.title.zh, self.title.en, *self.aliases)


class Items(Mapping[str, Item]):
    """Every item by its id, in the order of the sheet."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = {one.id: one for one in items}
        self._spelt = {plain(name): one for one in self._items.values() for name in one.spellings}

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]]) -> Items:
        """The items of rows of the sheet that hold."""
        return cls(_item(row) for row in rows if row["valid_to"] is None)

    def __getitem__(self, item: str) -> Item:
        return self._items[item]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def named(self, name: str) -> Item | None:
        """The item that a head or a cell calls so, without its unit."""
        return self._spelt.get(plain(name))

    def of_role(self, role: str) -> tuple[str, ...]:
        return tuple(one.id for one in self._items.values() if one.role == role)

    @property
    def counted(self) -> tuple[str, ...]:
        """The items by which a section is classed."""
        return self.of_role(COUNTED)

    @property
    def needed(self) -> tuple[str, ...]:
        """The items without which a class is no verdict."""
        return tuple(one.id for one in self._items.values() if one.needed)

    @property
    def apart(self) -> tuple[str, ...]:
        return self.of_role(APART)


def _item(row: Mapping[str, Any]) -> Item:
    aliases = tuple(str(row["aliases"] or "").split(BETWEEN_ALIASES))
    title = Text(row["name_zh"], row["name_en"])
    names = tuple(one for one in aliases if one)
    unit = str(row["measured_in"] or "")
    limit, plausible = row["detection_limit"], row["plausible_high"]
    told = row["times"] == "yes"
    needed = row.get("needed") == "yes"
    step = row.get("least_step") or 0.0
    return Item(row["item"], title, names, unit, row["role"], told, limit, plausible, needed, step)


def items_now(session: Session, of: Of = "sections") -> Items:
    """The items as the office keeps them."""
    return Items.of(get_sheet(session, MEASURED[of].items).rows)
