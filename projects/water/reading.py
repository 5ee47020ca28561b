"""A file of readings, wide or long, read as it says; every fault is told by its row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.errors import EcoAtlasError, Problem
from geo.words import Text
from layers.system.china_time import today
from projects.sheets.rules_readings import LIMIT_GRADES
from projects.water import errors
from projects.water.columns import ColumnReader
from projects.water.grid import Grid, read_grid
from projects.water.heads import (
    CLOCK,
    CODE,
    DAY,
    ITEM,
    MONTH,
    OF_TIME,
    POINT,
    SECTION,
    TARGET,
    TIME,
    UNIT,
    VALUE,
    YEAR,
    Heads,
    ItemColumn,
    find_heads,
)  # fmt: skip
from projects.water.items import Items
from projects.water.meant import said_of_time
from projects.water.measured import INLET, MEASURED, code_of
from projects.water.readings import Asked, Block, LeftRow, Places, ReadFile, Readings
from projects.water.sections import Section, Sections
from projects.water.times import Grain, When, read_time
from projects.water.written_class import read_class

BETWEEN = "\x1f"
INLET_WORDS, OUTLET_WORDS = ("进", "入", "inlet", "influent"), ("出", "排", "outlet", "effluent")
LAKE_LIKE = re.compile(r"湖(心|湖心|中|中心|区)?$|水库")
"""Names of places in lakes; 湖口 and 湖桥 stand on rivers."""


def read_file(
    path: Path, items: Items, sections: Sections, asked: Asked, name: str | None = None
) -> ReadFile:
    """Readings of a file; faults are listed and not raised.

    Raises `water-no-head`, `water-head-twice`, `water-map-unknown`, `water-file-…`, `sheet-file-…`,
    `water-empty`.
    """
    called = name or path.name
    grid = read_grid(path, called)
    heads = find_heads(grid.first, items, asked.mapping, called, asked.of)
    return _Reader(grid, heads, items, sections, asked).read(called)


class _Reader:
    """Reads one table; `problems` grows on the way."""

    def __init__(
        self, grid: Grid, heads: Heads, items: Items, sections: Sections, asked: Asked
    ) -> None:
        self.heads, self.items, self.sections, self.asked = heads, items, sections, asked
        self.problems: list[Problem] = []
        wanted = {*heads.roles.values(), *(one.at for one in heads.items)}
        self.columns = grid.below(heads.rows, sorted(wanted))
        self.rows = len(next(iter(self.columns.values())))
        self.filled = self._filled()
        self.reader = ColumnReader(items, asked, self.problems)
        self.inlet = self._inlets()

    def read(self, name: str) -> ReadFile:
        blocks = self._long() if self.heads.long else self._wide()
        used = np.zeros(self.rows, dtype=bool)
        for block in blocks:
            used[block.reading] = True
        if not used.any() and not self.problems:
            raise EcoAtlasError(errors.EMPTY, name=name)
        readings = self._readings(blocks, np.flatnonzero(used))
        left = self.filled
        left[readings.rows - self.heads.rows - 1] = False
        told = sorted(self.problems, key=lambda one: one.feature or 0)
        return ReadFile(readings, told, self.heads.ignored, self._left(np.flatnonzero(left)))

    def _left(self, places: Places) -> list[LeftRow]:
        roles = self.heads.roles
        named = next(one for one in (SECTION, CODE) if one in roles)
        section = self.columns[roles[named]].take(pa.array(places)).to_pylist()
        times = [one for one in OF_TIME if one in roles]
        written = [self.columns[roles[one]].take(pa.array(places)).to_pylist() for one in times]
        return [
            LeftRow(
                self._number(int(at)), section[n], _time_text(dict(zip(times, cells, strict=True)))
            )
            for n, (at, *cells) in enumerate(zip(places, *written, strict=True))
        ]

    def _filled(self) -> NDArray[np.bool_]:
        """Rows in which anything at all is written."""
        found = np.zeros(self.rows, dtype=bool)
        for column in self.columns.values():
            lengths = pc.utf8_length(pc.utf8_trim_whitespace(column))
            found |= lengths.to_numpy(zero_copy_only=False) > 0
        return found

    def _number(self, place: int) -> int:
        """The row of the file that a place is."""
        return place + self.heads.rows + 1

    def _wide(self) -> list[Block]:
        everything = np.arange(self.rows)
        found: list[Block] = []
        for column in self.heads.items:
            # Each column is let go once it is read: a year of many sections is large.
            texts = self.columns.pop(column.at)
            for item, places in self._at_points(column.item, everything):
                whole = len(places) == self.rows
                chosen = texts if whole else texts.take(pa.array(places))
                rows = places + self.heads.rows + 1
                found.append(self.reader.block(replace(column, item=item), chosen, places, rows))
        return _joined_by_item([block for block in found if len(block)])

    def _long(self) -> list[Block]:
        roles = self.heads.roles
        value = self.columns[roles[VALUE]]
        coded = pc.dictionary_encode(pc.utf8_trim_whitespace(self.columns[roles[ITEM]]))
        unit = self.columns.get(roles.get(UNIT, -1))
        codes = coded.indices.to_numpy(zero_copy_only=False)
        blocks = []
        by_item: dict[str, list[int]] = {}
        for code, written in enumerate(coded.dictionary.to_pylist()):
            if found := self.reader.item_of(written):
                by_item.setdefault(found, []).append(code)
            elif written:
                self._unknown_item(written, np.flatnonzero(codes == code))
        for item, own in by_item.items():
            written = coded.dictionary[own[0]].as_py()
            for one, places in self._at_points(item, np.flatnonzero(np.isin(codes, own))):
                blocks += self._long_item(one, places, value, unit, written)
        return _joined_by_item(blocks)

    def _long_item(
        self, item: str, places: Places, value: pa.Array, unit: pa.Array | None, written: str
    ) -> list[Block]:
        """Values of an item, a block for each unit that stands beside them."""
        chosen = value.take(pa.array(places))
        own = self.reader.unit_in_name(written)
        if unit is None:
            parts: dict[str | None, Places] = {own: np.arange(len(places))}
        else:
            coded = pc.dictionary_encode(pc.utf8_trim_whitespace(unit.take(pa.array(places))))
            codes = coded.indices.to_numpy(zero_copy_only=False)
            names = coded.dictionary.to_pylist()
            parts = {(one or own): np.flatnonzero(codes == at) for at, one in enumerate(names)}
        head = self.items[item].title.zh
        found = [
            self.reader.block(
                ItemColumn(-1, item, head, one), chosen.take(pa.array(at)), places[at],
                places[at] + self.heads.rows + 1,
            )
            for one, at in parts.items()
        ]  # fmt: skip
        return _joined([block for block in found if len(block)])

    def _at_points(self, item: str, places: Places) -> Iterator[tuple[str, Places]]:
        """Rows of an item, those of influent apart as another item; what nobody keeps of influent
        is left out."""
        within = self.inlet[places]
        if not within.any():
            yield item, places
            return
        into = item if item.startswith(INLET) else f"{INLET}{item}"
        for one, own in ((item, places[~within]), (into, places[within])):
            if one in self.items and len(own):
                yield one, own

    def _inlets(self) -> NDArray[np.bool_]:
        """Which rows are of what flows in."""
        if POINT not in self.heads.roles:
            return np.zeros(self.rows, dtype=bool)
        texts = self.columns[self.heads.roles[POINT]].to_pylist()
        return np.array([self._is_inlet(text, at) for at, text in enumerate(texts)], dtype=bool)

    def _is_inlet(self, text: str, place: int) -> bool:
        """Empty is effluent, of which limits are."""
        written = text.strip().casefold()
        if any(word in written for word in INLET_WORDS):
            return True
        if written and not any(word in written for word in OUTLET_WORDS):
            row = self._number(place)
            values = {"row": row, "value": written[:40]}
            self.problems.append(Problem(errors.POINT_UNKNOWN, values, row, POINT))
        return False

    def _unknown_item(self, written: str, places: Places) -> None:
        row = self._number(int(places[0]))
        values = {"row": row, "value": written[:40]}
        self.problems.append(Problem(errors.ITEM_UNKNOWN, values, row, ITEM))

    def _readings(self, blocks: list[Block], used: Places) -> Readings:
        """The rows that hold values, with their sections and times; blocks point into them."""
        sections, section, placed = self._sections(used)
        at, grain, timed = self._times(used)
        good = placed & timed
        kept = np.full(self.rows, -1, dtype=np.int64)
        kept[used[good]] = np.arange(int(good.sum()))
        moved = _moved(blocks, kept)
        targets = self._targets(used[good])
        rows = used[good] + self.heads.rows + 1
        return Readings(sections, section[good], at[good], grain, rows, moved, targets)

    def _coded(self, roles: tuple[str, ...], used: Places) -> tuple[list[list[str]], Places]:
        """What stands in some columns, each combination once, and which one each row has."""
        there = [self.columns[self.heads.roles[one]] for one in roles]
        chosen = [pc.utf8_trim_whitespace(one.take(pa.array(used))) for one in there]
        joined = pc.binary_join_element_wise(*chosen, BETWEEN) if len(chosen) > 1 else chosen[0]
        coded = pc.dictionary_encode(joined)
        names = [one.split(BETWEEN) for one in coded.dictionary.to_pylist()]
        return names, coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)

    def _sections(self, used: Places) -> tuple[list[Section], Places, NDArray[np.bool_]]:
        roles = tuple(one for one in (CODE, SECTION) if one in self.heads.roles)
        names, codes = self._coded(roles, used)
        found: list[Section] = []
        place = np.full(len(names), -1, dtype=np.int64)
        for at, written in enumerate(names):
            one = self._section([name for name in written if name], used, codes, at)
            if one is not None:
                if one not in found:
                    found.append(one)
                place[at] = found.index(one)
        section = place[codes] if len(names) else codes
        return found, section, section >= 0

    def _section(self, written: list[str], used: Places, codes: Places, at: int) -> Section | None:
        row = self._number(int(used[int(np.flatnonzero(codes == at)[0])]))
        if not written:
            self.problems.append(Problem(errors.SECTION_MISSING, {"row": row}, row, SECTION))
            return None
        several: list[Section] = []
        for name in written:
            several = self.sections.named(name)
            if len(several) == 1:
                return self._of_layer(several[0], row)
        name = written[-1]
        if several:
            found = "、".join(f"{code_of(one.key)} {one.name}" for one in several)
            values = {"row": row, "name": name, "found": found}
            self.problems.append(Problem(errors.SECTION_AMBIGUOUS, values, row, SECTION))
            return None
        new = self._of_layer(Section(name, name, known=False), row)
        if new is not None:
            self._tell_new(name, row)
        return new

    def _tell_new(self, name: str, row: int) -> None:
        """A section that nobody has entered: never taken for another one, nor kept in silence."""
        near = self.sections.nearest(name)
        values = {"row": row, "name": name[:60], "near": _near(near)}
        if self.sections.in_layers and (near or not self.asked.guess):
            self.problems.append(Problem(errors.SECTION_NEW, values, row, SECTION))
        if LAKE_LIKE.search(name):
            self.problems.append(Problem(errors.LAKE_LIKE, values, row, SECTION))

    def _of_layer(self, one: Section, row: int) -> Section | None:
        """The section itself; None where a layer is asked for that has it not."""
        measured = MEASURED[self.asked.of]
        if one.layer is not None or not (self.asked.layer or measured.closed):
            return one
        near = None if one.known else self.sections.nearest(one.name)
        said = {"layer": self.asked.layer or measured.title, "near": _near(near)}
        values = {"row": row, "name": one.name[:60], **said}
        self.problems.append(Problem(errors.SECTION_UNKNOWN, values, row, SECTION))
        return None

    def _times(self, used: Places) -> tuple[NDArray[np.datetime64], Grain, NDArray[np.bool_]]:
        roles = tuple(one for one in OF_TIME if one in self.heads.roles)
        names, codes = self._coded(roles, used)
        found = [self._time(dict(zip(roles, one, strict=True)), used, codes, at)
                 for at, one in enumerate(names)]  # fmt: skip
        at = np.array([one.at if one else None for one in found], dtype="datetime64[m]")
        grains = {one.grain for one in found if one}
        grain: Grain = "moment" if "moment" in grains else "day" if "day" in grains else "month"
        moments = at[codes] if len(names) else at
        return moments, grain, ~np.isnat(moments)

    def _time(
        self, written: Mapping[str, str], used: Places, codes: Places, at: int
    ) -> When | None:
        text = _time_text(written)
        when = read_time(text)
        if when and when.at.date() <= today():
            return when
        row = self._number(int(used[int(np.flatnonzero(codes == at)[0])]))
        kind = errors.TIME_FUTURE if when else errors.TIME_UNREADABLE
        values = {"row": row, "value": text[:40], "meant": said_of_time(text)}
        self.problems.append(Problem(kind, values, row, TIME))
        return None

    def _targets(self, used: Places) -> list[str | None]:
        if TARGET not in self.heads.roles:
            return []
        names, codes = self._coded((TARGET,), used)
        found = [self._target(one[0], used, codes, at) for at, one in enumerate(names)]
        return [found[code] for code in codes]

    def _target(self, written: str, used: Places, codes: Places, at: int) -> str | None:
        if not written:
            return None
        grade, exact = read_class(written)
        if grade and exact:
            return grade
        row = self._number(int(used[int(np.flatnonzero(codes == at)[0])]))
        values: dict[str, Any] = {"row": row, "value": written[:40]}
        if grade is None:
            self.problems.append(Problem(errors.TARGET_UNREADABLE, values, row, TARGET))
            return None
        proposed = dict(LIMIT_GRADES)[grade]
        self.problems.append(
            Problem(errors.TARGET_WORDED, values | {"proposed": proposed}, row, TARGET)
        )
        return None


def _time_text(written: Mapping[str, str]) -> str:
    if TIME in written:
        return f"{written[TIME]} {written.get(CLOCK, '')}".strip()
    year, month = written.get(YEAR, ""), written.get(MONTH, "")
    if YEAR not in written:
        return month
    parts = [one.strip("年月日") for one in (year, month, written.get(DAY, "")) if one]
    return "-".join(parts)


def _moved(blocks: list[Block], kept: Places) -> list[Block]:
    """Blocks that point to where their rows have moved; what many share stays shared."""
    shared: dict[int, Places] = {}
    found = []
    for block in blocks:
        places = shared.setdefault(id(block.reading), kept[block.reading])
        one = block.at(places >= 0)
        found.append(replace(one, reading=places if one is block else places[places >= 0]))
    return found


def _joined_by_item(blocks: list[Block]) -> list[Block]:
    """One block for each item: influent may stand under heads and beside a column of points."""
    by_item: dict[str, list[Block]] = {}
    for block in blocks:
        by_item.setdefault(block.item, []).append(block)
    return [one for own in by_item.values() for one in _joined(own)]


def _joined(blocks: list[Block]) -> list[Block]:
    """Blocks of one item as one."""
    if len(blocks) < 2:
        return blocks
    return [
        Block(
            blocks[0].item,
            np.concatenate([one.reading for one in blocks]),
            np.concatenate([one.values for one in blocks]),
            np.concatenate([one.flags for one in blocks]),
            np.concatenate([one.rows for one in blocks]),
            pa.concat_arrays([one.texts for one in blocks]),
        )
    ]


def _near(name: str | None) -> Text | str:
    """The section that may be meant; nothing where none is alike."""
    return errors.NEAR.format(near=name) if name else ""
