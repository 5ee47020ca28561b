"""What the columns of a file of readings mean: a wide table, or one row for each value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from geo.errors import EcoAtlasError
from layers.system.compared_text import plain
from projects.water.errors import HEAD_TWICE, MAP_UNKNOWN, NO_HEAD
from projects.water.items import Items
from projects.water.measured import Of
from projects.water.units import NONE, is_unit, plain_unit, split_head

HEAD_ROWS = 10
SECTION, CODE, TIME, CLOCK, YEAR, MONTH, DAY = (
    "section", "code", "time", "clock", "year", "month", "day",
)  # fmt: skip
ITEM, VALUE, UNIT, TARGET, POINT = "item", "value", "unit", "target", "point"
ROLES: Mapping[str, tuple[str, ...]] = {
    SECTION: ("断面名称", "断面", "站点名称", "站点", "点位名称", "点位", "测站", "监测点",
              "监测断面", "监测点位", "水站名称", "采样点", "section", "station", "site"),
    CODE: ("断面编号", "断面代码", "站点编码", "点位编码", "code"),
    TIME: ("监测时间", "时间", "采样时间", "日期", "监测日期", "采样日期", "数据时间", "年月",
           "监测月份", "time", "date", "datetime"),
    CLOCK: ("时刻", "采样时刻", "监测时刻", "小时", "hour"),
    YEAR: ("年", "年份", "year"),
    MONTH: ("月", "月份", "month"),
    DAY: ("日", "day"),
    ITEM: ("监测项目", "项目", "指标", "指标名称", "监测指标", "因子", "监测因子", "item",
           "parameter"),
    VALUE: ("监测值", "数值", "浓度", "结果", "检测结果", "监测结果", "值", "value", "result"),
    UNIT: ("单位", "计量单位", "unit"),
    TARGET: ("水质目标", "目标类别", "目标水质", "水质目标类别", "考核目标", "target"),
}  # fmt: skip
PLANT_ROLES: Mapping[str, tuple[str, ...]] = {
    **{name: ROLES[name] for name in ROLES if name not in (SECTION, CODE, TARGET)},
    SECTION: ("污水处理厂", "污水处理厂名称", "污水厂", "污水厂名称", "处理厂", "厂名", "厂名称",
              "企业名称", "单位名称", "设施名称", "plant", "station"),
    CODE: ("污水处理厂编号", "厂编号", "编号", "企业编码", "code"),
    POINT: ("采样点", "采样点位", "点位", "点位名称", "监测点", "监测点位", "监测位置", "采样位置",
            "位置", "排口", "排口名称", "进出水", "point"),
}  # fmt: skip


def _spelt(roles: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {plain(name): role for role, names in roles.items() for name in names}


SPELT: Mapping[Of, Mapping[str, str]] = {"sections": _spelt(ROLES), "plants": _spelt(PLANT_ROLES)}
KNOWN_ROLES = frozenset({*ROLES, *PLANT_ROLES})
OF_TIME = (TIME, CLOCK, YEAR, MONTH, DAY)


@dataclass(frozen=True, slots=True)
class ItemColumn:
    """A column of values of an item; `unit` is None where neither head nor row of units has it."""

    at: int
    item: str
    head: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class Heads:
    """rows: how many lines end with the heads (and their units). roles: columns by what they say.

    A table is long where items are its columns' roles: `items` is empty then.
    """

    rows: int
    roles: Mapping[str, int]
    items: tuple[ItemColumn, ...] = ()
    ignored: tuple[str, ...] = ()
    names: Mapping[int, str] = field(default_factory=dict)

    @property
    def long(self) -> bool:
        return not self.items


def find_heads(
    first: Sequence[Sequence[str]], items: Items, mapping: Mapping[str, str], name: str,
    of: Of = "sections",
) -> Heads:  # fmt: skip
    """The heads among the first lines.

    mapping: role or item -> head of the file. Raises `water-no-head`, `water-head-twice`,
    `water-map-unknown`.
    """
    wanted = {plain(head): asked for asked, head in mapping.items()}
    for number, line in enumerate(first[:HEAD_ROWS], 1):
        below = first[number] if number < len(first) else ()
        found = _Line(number, line, below, items, wanted, of).heads()
        if found:
            _all_mapped(found, mapping, items)
            return found
    raise EcoAtlasError(NO_HEAD, name=name, rows=HEAD_ROWS)


def _all_mapped(found: Heads, mapping: Mapping[str, str], items: Items) -> None:
    there = {*map(plain, found.names.values())}
    for asked, head in mapping.items():
        if plain(head) not in there or (asked not in KNOWN_ROLES and asked not in items):
            heads = "、".join(found.names.values())
            raise EcoAtlasError(MAP_UNKNOWN, asked=f"{asked}={head}", heads=heads)


class _Line:
    """One line taken for the heads."""

    def __init__(
        self, number: int, line: Sequence[str], below: Sequence[str], items: Items,
        wanted: Mapping[str, str], of: Of,
    ) -> None:  # fmt: skip
        self.spelt = SPELT[of]
        self.number, self.items, self.wanted = number, items, wanted
        self.named = {at: head.strip() for at, head in enumerate(line) if head.strip()}
        self.roles: dict[str, int] = {}
        self.columns: dict[str, ItemColumn] = {}
        self.ignored: list[str] = []
        self.below = below

    def heads(self) -> Heads | None:
        for at, head in self.named.items():
            self._place(at, head)
        if not self._whole():
            return None
        units = self._row_of_units()
        columns = tuple(
            ItemColumn(one.at, one.item, one.head, one.unit or units.get(one.at))
            for one in self.columns.values()
        )
        long = self._is_long()
        return Heads(
            self.number + bool(units), self.roles, () if long else columns, tuple(self.ignored),
            self.named,
        )  # fmt: skip

    def _place(self, at: int, head: str) -> None:
        asked = self.wanted.get(plain(head))
        name, unit = split_head(head)
        role = asked if asked in KNOWN_ROLES else None if asked else self.spelt.get(plain(name))
        item = self.items[asked] if asked and asked in self.items else self.items.named(head)
        item = item or (None if asked else self.items.named(name))
        if role and not (asked is None and item):
            self._once(role, self.roles, head)
            self.roles[role] = at
        elif item:
            self._once(item.id, self.columns, head)
            self.columns[item.id] = ItemColumn(at, item.id, head, unit)
        else:
            self.ignored.append(head[:80])

    def _once(self, what: str, found: Mapping[str, object], head: str) -> None:
        if what not in found:
            return
        before = found[what]
        first = self.named[before.at if isinstance(before, ItemColumn) else self.roles[what]]
        raise EcoAtlasError(HEAD_TWICE, row=self.number, column=what, first=first, second=head)

    def _is_long(self) -> bool:
        return not self.columns and {ITEM, VALUE} <= set(self.roles)

    def _whole(self) -> bool:
        place = SECTION in self.roles or CODE in self.roles
        time = TIME in self.roles or MONTH in self.roles
        return place and time and (bool(self.columns) or self._is_long())

    def _row_of_units(self) -> dict[int, str]:
        """Units that stand in a line of their own, below the heads."""
        places = {one.at for one in self.columns.values()}
        cells = {at: cell.strip().strip("()（）") for at, cell in enumerate(self.below)}
        found = {at: cell for at, cell in cells.items() if at in places and is_unit(cell)}
        filled = [at for at in places if cells.get(at)]
        says_one = any(plain_unit(unit) not in NONE for unit in found.values())
        return found if says_one and len(found) == len(filled) else {}
