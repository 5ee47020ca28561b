"""The features of a version in classes of one of its fields: by value, or by borders of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.classes import BorderMethod, borders_of, class_numbers
from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.catalogue import VersionRef
from layers.kinds import get_kind
from layers.storage.store import Store

ClassMethod = Literal["category", "quantile", "natural", "fixed"]
MOST_VALUES = 12
MOST_FEATURES = 50_000

UNKNOWN_CLASS_FIELD = declare(
    "class-field-unknown",
    "error",
    Text("图层“{layer}”不能按“{field}”这样分级。",
         "Layer “{layer}” has no such classes of “{field}”."),
    Text("数字字段按分位数、自然断点或标准分级，其他字段按类别分级。",
         "Numbers have quantiles, natural breaks or a standard's borders; words have categories."),
    status=422,
)  # fmt: skip
TOO_MANY_VALUES = declare(
    "class-values-too-many",
    "error",
    Text("字段“{field}”有 {count} 个不同的值，图例最多 {most} 类。",
         "Field “{field}” has {count:value|values}; a legend has {most} classes at most."),
    Text("请选别的字段，或在属性表里筛选。", "Choose another field, or filter in the table."),
    status=422,
)  # fmt: skip
TOO_MANY_TO_CLASS = declare(
    "class-features-too-many",
    "error",
    Text("图层“{layer}”有 {count} 个要素，按字段分级最多 {most} 个。",
         "Layer “{layer}” has {count:feature|features}; classes of a field take {most} at most."),
    Text("请用图层自己的样式，或导入较小的图层。",
         "Keep the layer's own style, or import a smaller layer."),
    status=422,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldClass:
    """One class and the keys of its features: `value` of a category, else from `low` to `high`."""

    keys: tuple[str, ...]
    value: Any = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Classed:
    """Classes in their order, and the keys of features without a value."""

    classes: tuple[FieldClass, ...]
    empty: tuple[str, ...]


def methods_of(store: Store, ref: VersionRef) -> dict[str, tuple[ClassMethod, ...]]:
    """By field, how its values can be parted; names, codes and days of features are no classes."""
    schema = store.schema(ref.sha256)
    days = {field.name for field in get_kind(ref.kind).fields if field.type == "date"}
    left_out = {"name", "code", "geometry", "bbox", ref.key_field, *days}
    found = {name: _methods(schema.field(name).type) for name in schema.names}
    return {name: some for name, some in found.items() if some and name not in left_out}


def _methods(type_: pa.DataType) -> tuple[ClassMethod, ...]:
    if pa.types.is_integer(type_) or pa.types.is_floating(type_):
        return ("quantile", "natural")
    texts = (pa.types.is_string, pa.types.is_large_string, pa.types.is_boolean)
    return ("category",) if any(is_(type_) for is_ in texts) else ()


def classed(
    store: Store,
    ref: VersionRef,
    field: str,
    method: ClassMethod,
    count: int,
    fixed: tuple[float, ...] = (),
) -> Classed:
    """Raises `class-field-unknown`, `class-values-too-many` or `class-features-too-many`.

    One read of two columns; kept by content, which never changes.
    """
    known = methods_of(store, ref).get(field, ())
    if not (method in known or (method == "fixed" and fixed and "quantile" in known)):
        raise EcoAtlasError(UNKNOWN_CLASS_FIELD, layer=ref.layer_id, field=field)
    if ref.features > MOST_FEATURES:
        raise EcoAtlasError(
            TOO_MANY_TO_CLASS, layer=ref.layer_id, count=ref.features, most=MOST_FEATURES
        )
    return _classed(store, ref.sha256, ref.kind, ref.key_field, field, method, count, fixed)


@lru_cache(maxsize=8)
def _classed(
    store: Store,
    sha256: str,
    kind: str,
    key_field: str,
    field: str,
    method: ClassMethod,
    count: int,
    fixed: tuple[float, ...],
) -> Classed:
    table = store.attribute_table(sha256, list(dict.fromkeys([key_field, field])))
    keys = np.asarray([str(one) for one in table[key_field].to_pylist()], dtype=object)
    column = table[field]
    if method == "category":
        return _by_value(keys, column, kind, field)
    return _by_borders(keys, column, method, count, fixed)


def _by_value(keys: Any, column: pa.ChunkedArray, kind: str, field: str) -> Classed:
    values = np.asarray(_plain(column), dtype=object)
    distinct = sorted({one for one in values if one is not None}, key=_order(kind, field))
    if len(distinct) > MOST_VALUES:
        raise EcoAtlasError(TOO_MANY_VALUES, field=field, count=len(distinct), most=MOST_VALUES)
    classes = tuple(FieldClass(tuple(keys[values == one]), value=one) for one in distinct)
    return Classed(classes, tuple(keys[[one is None for one in values]]))


def _plain(column: pa.ChunkedArray) -> list[Any]:
    return [None if isinstance(one, str) and not one.strip() else one for one in column.to_pylist()]


def _order(kind: str, field: str) -> Any:
    """Codes as they are declared, other values as they sort."""
    declared = get_kind(kind).field(field)
    places = {code.value: at for at, code in enumerate(declared.codes if declared else ())}
    return lambda value: (places.get(value, len(places)), str(value))


def _by_borders(
    keys: Any, column: pa.ChunkedArray, method: BorderMethod, count: int, fixed: Sequence[float]
) -> Classed:
    numbers = pc.cast(column, pa.float64(), safe=False).to_numpy()
    told = np.isfinite(numbers)
    values = numbers[told]
    borders = borders_of(values, method, count, fixed)
    of = class_numbers(values, borders, method)
    ends = [float(values.min()), *borders, float(values.max())] if len(values) else []
    pairs = pairwise(ends)
    classes = (
        FieldClass(tuple(keys[told][of == at]), low=low, high=high)
        for at, (low, high) in enumerate(pairs)
    )
    return Classed(tuple(one for one in classes if one.keys), tuple(keys[~told]))
