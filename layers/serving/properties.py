"""What the features of a version have: each property with its type, and the types of shapes."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pyarrow as pa

from layers.catalogue import VersionRef
from layers.kinds import Field, get_kind
from layers.storage.arrow_parts import ABOUT
from layers.storage.feature_table import GEOMETRY
from layers.storage.store import Store

MULTI = "multi"
ANY_SHAPE = "geometry-any"


@dataclass(frozen=True, slots=True)
class Property:
    """`type` and `format` as JSON schema has them; `field` is its declaration, if it has one."""

    name: str
    type: str
    format: str | None
    field: Field | None


def properties_of(store: Store, ref: VersionRef) -> tuple[Property, ...]:
    """In stored order."""
    kind, schema = get_kind(ref.kind), store.schema(ref.sha256)
    fields = (schema.field(name) for name in schema.names if name != GEOMETRY)
    return tuple(Property(one.name, *_type(one.type), kind.field(one.name)) for one in fields)


def shapes_of(store: Store, ref: VersionRef) -> str:
    """The types of shapes that occur, by the words of OGC."""
    about = json.loads(store.schema(ref.sha256).metadata[ABOUT])
    types = {one.lower() for one in about["columns"][GEOMETRY]["geometry_types"]}
    single = {one.removeprefix(MULTI) for one in types}
    if len(single) != 1:
        return ANY_SHAPE
    (plain,) = single
    return "geometry-" + "-or-".join(one for one in (plain, MULTI + plain) if one in types)


def _type(stored: pa.DataType) -> tuple[str, str | None]:
    if pa.types.is_boolean(stored):
        return "boolean", None
    if pa.types.is_integer(stored):
        return "integer", None
    if pa.types.is_floating(stored):
        return "number", None
    if pa.types.is_date(stored):
        return "string", "date"
    return "string", "date-time" if pa.types.is_timestamp(stored) else None
