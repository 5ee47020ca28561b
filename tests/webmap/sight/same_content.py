"""What is read and measured of a content is the same for whoever may see it, and is made once here.

A content is named by its hash. Neither the store nor what measures knows who asks: which versions
somebody may see is found out before, for every answer anew.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Any

import pytest

from layers.catalogue import VersionRef
from layers.storage.store import Store
from projects.asking import answering
from projects.asking.area import Area
from projects.asking.counting import Counted, count_in

READ = ("frame", "features", "attribute_table", "columns")


def made_once(patched: pytest.MonkeyPatch) -> None:
    for name in READ:
        patched.setattr(Store, name, _read_once(getattr(Store, name)))
    patched.setattr(answering, "count_in", _counted_once())


def _read_once(read: Callable[..., Any]) -> Callable[..., Any]:
    kept: dict[Any, Any] = {}

    @wraps(read)
    def found(store: Store, sha256: str, *given: Any, **named: Any) -> Any:
        key = sha256, *map(_fixed, given), *((name, _fixed(one)) for name, one in named.items())
        if key not in kept:
            kept[key] = read(store, sha256, *given, **named)
        return copy(kept[key])  # whoever adds a column adds it to his own

    return found


def _fixed(value: Any) -> Any:
    return value if value is None or isinstance(value, str) else tuple(value)


def _counted_once() -> Callable[[Store, VersionRef, Area, int], Counted]:
    kept: dict[Any, Counted] = {}

    def counted(store: Store, version: VersionRef, where: Area, most: int) -> Counted:
        key = version, most, _of(where)
        if key not in kept:
            kept[key] = count_in(store, version, where, most)
        return kept[key]

    return counted


def _of(where: Area) -> tuple[Any, ...]:
    picked = where.picked and tuple((name, tuple(keys)) for name, keys in where.picked.items())
    ground = where.ground and where.ground.wkb
    around = None if where.source is None else tuple(where.source.geometry.to_wkb())
    return where.within_m, picked, ground, around
