"""The attributes of a version as a table that people sort, filter and search, a page at a time.

A stored content never changes, so its attributes are laid out once as an Arrow file beside the
data, with one more column to search in, and read from there through memory mapping: a page of a
million rows costs what a page costs. Orders by a column are kept beside it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.catalogue import VersionRef
from layers.kinds import Field, Kind, get_kind
from layers.settings import Settings
from layers.storage.integrity import require_whole
from layers.storage.store import Store
from layers.system.memory import give_back
from layers.system.pinyin_columns import initials_of, sorting_keys
from layers.system.scratch import kept_folder

SEARCH = "__search"
NAME = "name"
MOST_ROWS = 500
KEPT_TABLES = 20
WORTH_PREPARING = 20_000
LONGEST_QUESTION = 200
RANGE = re.compile(r"\s*(?P<low>-?[\d.eE+]+)\s*(?:\.\.|~|～|至)\s*(?P<high>-?[\d.eE+]+)\s*")
COMPARED = re.compile(r"\s*(?P<sign>>=|<=|>|<|=|≥|≤)?\s*(?P<number>-?[\d.]+(?:[eE][+-]?\d+)?)\s*")
EMPTY_WORDS = frozenset({"空", "empty", "null"})
TRUE_WORDS = frozenset({"是", "yes", "true", "1", "y"})
FALSE_WORDS = frozenset({"否", "no", "false", "0", "n"})
LARGEST_WHOLE = 2**63
# What is laid out beside the data; another one where more of it can be searched.
LAID_OUT = 2
Positions = npt.NDArray[np.int32]
Codes = frozenset[tuple[str, str]]

UNKNOWN_COLUMN = declare(
    "unknown-column",
    "error",
    Text("图层“{layer}”没有“{column}”这一列。", "Layer “{layer}” has no column “{column}”."),
    Text("请从表头选择。", "Choose one from the head of the table."),
    status=404,
)
FILTER_NOT_UNDERSTOOD = declare(
    "filter-not-understood",
    "error",
    Text(
        "“{column}”是数字列，看不懂条件“{asked}”。",
        "“{column}” holds numbers; the condition “{asked}” was not understood.",
    ),
    Text("请写成 5、>=5、<5、5..10 或“空”。", "Write 5, >=5, <5, 5..10 or “empty”."),
    status=422,
)


@dataclass(frozen=True, slots=True)
class TableQuery:
    """What is asked of a table: text to search, conditions by column, and an order."""

    search: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    sort: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column; `field` is its declaration where the kind has one. truth: it holds yes and no, of
    which the page shows how they are asked for."""

    name: str
    title: Text
    numeric: bool
    truth: bool
    unit: str | None
    field: Field | None


@dataclass(frozen=True, slots=True)
class TablePage:
    """Some rows of a table, as plain values by column; `total` rows fit what was asked."""

    version: VersionRef
    columns: tuple[TableColumn, ...]
    rows: tuple[Mapping[str, Any], ...]
    offset: int
    total: int


def table_page(
    settings: Settings,
    store: Store,
    ref: VersionRef,
    query: TableQuery,
    offset: int = 0,
    limit: int = 100,
) -> TablePage:
    """The rows from `offset`; raises `unknown-column`, `filter-not-understood`."""
    table = _opened(_laid_out(settings, store, ref))
    columns = columns_of(ref, table)
    order = _order(settings, store, ref, query)
    chosen = order[max(offset, 0) : max(offset, 0) + min(max(limit, 1), MOST_ROWS)]
    rows = table.drop_columns([SEARCH]).take(pa.array(chosen)).to_pylist()
    return TablePage(ref, columns, tuple(rows), max(offset, 0), len(order))


def prepare_table(settings: Settings, store: Store, ref: VersionRef) -> None:
    """Lay out the table of many features before somebody opens it, by key and by name; few are done
    in no time."""
    if ref.features >= WORTH_PREPARING:
        path = _laid_out(settings, store, ref)
        for column in {ref.key_field, NAME}.intersection(_opened(path).column_names):
            _sorted(path, column, descending=False)


def keys_of(settings: Settings, store: Store, ref: VersionRef, query: TableQuery) -> list[str]:
    """The keys of all rows that fit; raises as `table_page`."""
    keys = _opened(_laid_out(settings, store, ref))[ref.key_field]
    return [
        str(key) for key in keys.take(pa.array(_order(settings, store, ref, query))).to_pylist()
    ]


def row_number(
    settings: Settings, store: Store, ref: VersionRef, query: TableQuery, key: str
) -> int | None:
    """Where the feature of this key stands in the order that is asked for; None if it is not in."""
    table = _opened(_laid_out(settings, store, ref))
    place = pc.index(table[ref.key_field], key).as_py()
    if place < 0:
        return None
    found = np.flatnonzero(_order(settings, store, ref, query) == place)
    return int(found[0]) if len(found) else None


def columns_of(ref: VersionRef, table: pa.Table) -> tuple[TableColumn, ...]:
    """Declared fields first, in their order, then what else the file had."""
    kind = get_kind(ref.kind)
    names = [name for name in table.column_names if name != SEARCH]
    declared = [field.name for field in kind.fields if field.name in names]
    ordered = [*declared, *(name for name in names if name not in declared)]
    return tuple(_column(kind.field(name), name, table.schema.field(name).type) for name in ordered)


def _column(field: Field | None, name: str, type_: pa.DataType) -> TableColumn:
    title = field.title if field else Text(name, name)
    truth = bool(pa.types.is_boolean(type_))
    return TableColumn(name, title, _is_number(type_), truth, field.unit if field else None, field)


def _is_number(type_: pa.DataType) -> bool:
    return bool(pa.types.is_integer(type_) or pa.types.is_floating(type_))


def _laid_out(settings: Settings, store: Store, ref: VersionRef) -> Path:
    """The Arrow file of a content, made when it is asked for first."""
    folder = settings.resolved_home / "cache" / "tables"
    path = folder / f"{ref.sha256}.{LAID_OUT}.arrow"
    if not path.exists():
        with kept_folder(settings.scratch) as scratch:
            made = scratch / path.name
            require_whole(store, ref.sha256, ref.label)
            _write(store.attribute_table(ref.sha256), get_kind(ref.kind), made)
            folder.mkdir(parents=True, exist_ok=True)
            made.replace(path)
        _forget_old(folder)
        if ref.features >= WORTH_PREPARING:
            # Half a gigabyte for a million rows, which the web server would keep.
            give_back()
    return path


def _write(table: pa.Table, kind: Kind, path: Path) -> None:
    table = table.append_column(SEARCH, _search_text(table, kind)).combine_chunks()
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)


def _search_text(table: pa.Table, kind: Kind) -> pa.Array:
    """Everything written in a row in lower case, the words that its codes are shown as, and the
    initials of its Chinese name."""
    words = [c for c in table.column_names if pa.types.is_string(table.schema.field(c).type) or pa.types.is_large_string(table.schema.field(c).type)]  # fmt: skip # noqa: E501
    texts = [pc.fill_null(table[name].cast(pa.large_string()), "") for name in words]
    coded = [field for field in kind.fields if field.codes and field.name in words]
    texts += [_by_distinct(table[field.name], _words_of(field)) for field in coded]
    if NAME in words:
        texts.append(initials_of(_filled(table[NAME])))
    if not texts:
        return pa.array([""] * len(table), pa.large_string())
    joined = pc.binary_join_element_wise(*texts, pa.scalar("\x1f", pa.large_string()))
    return pc.utf8_lower(joined)


def _words_of(field: Field) -> Callable[[str], str]:
    shown = {code.value: f"{code.title.zh} {code.title.en}" for code in field.codes}
    return lambda value: shown.get(value, "")


def _filled(column: pa.ChunkedArray) -> pa.Array:
    """Texts of a column in one piece, an empty one for nothing."""
    return pa.concat_arrays(pc.fill_null(column.cast(pa.large_string()), "").chunks)


def _by_distinct(column: pa.ChunkedArray, change: Callable[[str], str]) -> pa.Array:
    """A function of each text, computed once for each distinct one; empty text for nothing."""
    coded = pc.dictionary_encode(_filled(column))
    changed = pa.array([change(text) for text in coded.dictionary.to_pylist()], pa.large_string())
    return changed.take(coded.indices)


def _forget_old(folder: Path) -> None:
    """Keep the tables used last; any of them can be made again."""
    tables = sorted(folder.glob("*.arrow"), key=_last_used, reverse=True)
    for path in tables[KEPT_TABLES:]:
        for file in (path, *folder.glob(f"{path.stem}.*.npy")):
            file.unlink(missing_ok=True)


def _last_used(path: Path) -> float:
    """0 for one that another process has removed meanwhile."""
    try:
        return path.stat().st_atime
    except OSError:
        return 0.0


@lru_cache(maxsize=KEPT_TABLES)
def _opened(path: Path) -> pa.Table:
    os.utime(path)
    return pa.ipc.open_file(pa.memory_map(str(path))).read_all()


def _order(settings: Settings, store: Store, ref: VersionRef, query: TableQuery) -> Positions:
    path = _laid_out(settings, store, ref)
    table = _opened(path)
    for name in [*(name for name, _ in query.filters), *([query.sort] if query.sort else [])]:
        if name not in table.column_names or name == SEARCH:
            raise EcoAtlasError(UNKNOWN_COLUMN, layer=ref.layer_id, column=name[:LONGEST_QUESTION])
    return _ordered(path, query, ref.key_field, _codes(ref))


def _codes(ref: VersionRef) -> Codes:
    """Field and value of everything that the code lists of a kind declare."""
    fields = get_kind(ref.kind).fields
    return frozenset((field.name, code.value) for field in fields for code in field.codes)


@lru_cache(maxsize=32)
def _ordered(path: Path, query: TableQuery, key_field: str, codes: Codes) -> Positions:
    """Positions of the rows that fit, in the order asked for."""
    table = _opened(path)
    fits = _fitting(table, query, codes)
    order = _sorted(path, query.sort or key_field, query.descending)
    return order if fits is None else order[fits[order]]


def _fitting(table: pa.Table, query: TableQuery, codes: Codes) -> npt.NDArray[np.bool_] | None:
    masks = []
    if query.search.strip():
        asked = query.search.strip().casefold()[:LONGEST_QUESTION]
        masks.append(pc.match_substring(table[SEARCH], asked))
    masks += [
        _condition(table, name, asked, codes) for name, asked in query.filters if asked.strip()
    ]
    if not masks:
        return None
    both = np.ones(len(table), dtype=bool)
    for mask in masks:
        both &= pc.fill_null(mask, False).to_numpy()
    return both


def _condition(table: pa.Table, name: str, asked: str, codes: Codes) -> Any:
    column, asked = table[name], asked.strip()[:LONGEST_QUESTION]
    if asked.casefold() in EMPTY_WORDS:
        return _is_empty(column)
    if _is_number(column.type):
        return _number_condition(column, name, asked)
    if pa.types.is_boolean(column.type):
        return _truth_condition(column, asked.casefold())
    text = pc.utf8_lower(column.cast(pa.large_string()))
    if (name, asked) in codes:
        # A code is meant as a whole: `met` is not part of `not_met`.
        return pc.equal(text, asked.casefold())
    return pc.match_substring(text, asked.casefold())


def _is_empty(column: pa.ChunkedArray) -> Any:
    """Nothing, or a text of blanks, which is shown as nothing."""
    missing = pc.is_null(column, nan_is_null=True)
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return missing
    return pc.or_(missing, pc.fill_null(pc.equal(pc.utf8_trim_whitespace(column), ""), True))


def _truth_condition(column: pa.ChunkedArray, asked: str) -> Any:
    """Yes and no as they are shown, or as data have them; anything else is in no row."""
    if asked in TRUE_WORDS | FALSE_WORDS:
        return pc.equal(column, asked in TRUE_WORDS)
    return pc.and_(column, pc.invert(column))


def _number_condition(column: pa.ChunkedArray, name: str, asked: str) -> Any:
    if bounds := RANGE.fullmatch(asked):
        ends = sorted(_number(name, asked, bounds[end]) for end in ("low", "high"))
        return pc.and_(
            _compared(pc.greater_equal, column, ends[0]), _compared(pc.less_equal, column, ends[1])
        )
    compared = COMPARED.fullmatch(asked)
    if compared is None:
        raise EcoAtlasError(FILTER_NOT_UNDERSTOOD, column=name, asked=asked)
    functions = {
        ">=": pc.greater_equal, "≥": pc.greater_equal, "<=": pc.less_equal, "≤": pc.less_equal,
        ">": pc.greater, "<": pc.less, "=": pc.equal,
    }  # fmt: skip
    number = _number(name, asked, compared["number"])
    return _compared(functions[compared["sign"] or "="], column, number)


def _compared(compare: Any, column: pa.ChunkedArray, number: int | float) -> Any:
    """Whole numbers among each other to the last digit, anything else as doubles."""
    exact = isinstance(number, int) and abs(number) < LARGEST_WHOLE
    if exact and pa.types.is_integer(column.type):
        return compare(column, number)
    return compare(column.cast(pa.float64(), safe=False), float(number))


def _number(name: str, asked: str, written: str) -> int | float:
    try:
        return int(written)
    except ValueError:
        pass
    try:
        return float(written)
    except ValueError:
        raise EcoAtlasError(FILTER_NOT_UNDERSTOOD, column=name, asked=asked) from None


def _sorted(path: Path, name: str, descending: bool) -> Positions:
    """Positions by one column, kept beside the table for every process."""
    mark = hashlib.sha256(json.dumps([name, descending]).encode()).hexdigest()[:16]
    kept = path.with_suffix(f".{mark}.npy")
    try:
        loaded: Positions = np.load(kept, mmap_mode="r")
        return loaded
    except (OSError, ValueError):
        # Not there, or not whole: whoever wrote it was interrupted.
        positions = _positions(_opened(path)[name], descending)
    # A disk without room for it is no reason to show nothing.
    with suppress(OSError, EcoAtlasError), kept_folder(path.parent) as scratch:
        made = scratch / kept.name
        np.save(made, positions)
        made.replace(kept)
    return positions


def _positions(column: pa.ChunkedArray, descending: bool) -> Positions:
    """Empty values last in both directions; Chinese by sound, numbers in texts by value."""
    keys: pa.Array | pa.ChunkedArray = column
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        keys = sorting_keys(_filled(column))
        keys = pc.if_else(pc.is_valid(column), keys, pa.scalar(None, keys.type))
    order = "descending" if descending else "ascending"
    found = pc.sort_indices(pa.table({"key": keys}), sort_keys=[("key", order)])
    positions: Positions = found.to_numpy().astype(np.int32)
    return positions


def filters_from(asked: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Conditions as they come in an address (`f.name=…`), in one order."""
    return tuple(
        sorted(
            (name.removeprefix("f."), value)
            for name, value in asked.items()
            if name.startswith("f.") and value.strip()
        )
    )
