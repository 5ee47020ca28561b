"""The difference of two versions as JSON, a page at a time."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from layers.catalogue import VersionRef
from layers.versions.diff.model import Change, DiffQuery, LayerDiff
from layers.versions.diff.wording import measure_texts

AT_ONCE = 1000


def as_json(
    found: LayerDiff, query: DiffQuery | None = None, offset: int = 0, limit: int = AT_ONCE
) -> dict[str, Any]:
    """Plain values: both versions, counts, fields, descriptions, and at most `limit` changes.

    `total` counts the changes that fit the query; `next_offset` is None on the last page.
    """
    rows = found.rows(query or DiffQuery())
    page = rows[offset : offset + limit]
    following = offset + len(page)
    return {
        "layer": found.a.layer_id,
        "kind": found.a.kind,
        "key_field": found.a.key_field,
        "a": _version(found.a),
        "b": _version(found.b),
        "counts": found.counts() | {"settled": found.settled},
        "fields_changed": found.field_counts(),
        "schema": [
            {
                "field": one.field,
                "title": one.title.as_dict(),
                "what": one.what,
                "filled": one.filled,
            }
            for one in found.schema
        ],
        "description": [
            {
                "name": one.name,
                "title": one.title.as_dict(),
                "old": plain(one.old),
                "new": plain(one.new),
            }
            for one in found.said
        ],
        "total": len(rows),
        "offset": offset,
        "next_offset": following if following < len(rows) else None,
        "changes": [change_json(change) for change in found.changes_at(page)],
    }


def change_json(change: Change) -> dict[str, Any]:
    """One changed feature; a measure that has no meaning for it is left out.

    `text` is each of them as every page writes it, beside the exact numbers.
    """
    measures = {name: value for name, value in change.measures.items() if value is not None}
    return {
        "key": change.key,
        "name": change.name,
        "what": list(change.what),
        **measures,
        "text": {name: text.as_dict() for name, text in measure_texts(change).items()},
        "fields": [
            {
                "field": one.field,
                "title": one.title.as_dict(),
                "old": plain(one.old),
                "new": plain(one.new),
            }
            for one in change.fields
        ],
    }


def plain(value: Any) -> Any:
    """A value as JSON has it: days and moments as text, and numbers without end too."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


def _version(version: VersionRef) -> dict[str, Any]:
    return {
        "version": version.number,
        "sha256": version.sha256,
        "features": version.features,
        "live": version.live,
        "created_at": version.created_at.isoformat(),
        "created_by": version.created_by,
    }
