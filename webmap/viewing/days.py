"""From which day on features are there, for the map of an earlier day."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from functools import lru_cache
from typing import Any

from geo.errors import EcoAtlasError
from layers.catalogue import VersionRef, resolve
from layers.kinds import get_kind
from layers.storage.classing import MOST_FEATURES, TOO_MANY_TO_CLASS, UNKNOWN_CLASS_FIELD
from layers.storage.store import Store
from projects.work.services import Services

WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def days_of_features(services: Services, layer: str) -> dict[str, Any]:
    """By day as it is written (2021, 2021-03 or 2021-03-05), the keys of the features.

    Those without a day are in none. Raises `unknown-layer`, `class-field-unknown` or
    `class-features-too-many`.
    """
    with services.reading() as session:
        ref = resolve(session, layer)
    since = get_kind(ref.kind).since
    if since is None or since not in services.store.columns(ref.sha256):
        raise EcoAtlasError(UNKNOWN_CLASS_FIELD, layer=ref.layer_id, field=since or "-")
    if ref.features > MOST_FEATURES:
        raise EcoAtlasError(
            TOO_MANY_TO_CLASS, layer=ref.layer_id, count=ref.features, most=MOST_FEATURES
        )
    return {
        "layer": ref.layer_id,
        "version": ref.number,
        "field": since,
        "days": _days(services.store, ref, since),
    }


def _days(store: Store, ref: VersionRef, since: str) -> dict[str, list[str]]:
    return _kept(store, ref.sha256, ref.key_field, since)


@lru_cache(maxsize=8)
def _kept(store: Store, sha256: str, key_field: str, since: str) -> dict[str, list[str]]:
    """One read of two columns; kept by content, which never changes."""
    table = store.attribute_table(sha256, list(dict.fromkeys([key_field, since])))
    found: dict[str, list[str]] = defaultdict(list)
    pairs = zip(table[key_field].to_pylist(), table[since].to_pylist(), strict=True)
    for key, value in pairs:
        if day := _written(value):
            found[day].append(str(key))
    return dict(sorted(found.items()))


def _written(value: Any) -> str | None:
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    match = WRITTEN.match(str(value).strip()) if value is not None else None
    return match.group() if match else None
