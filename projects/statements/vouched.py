"""What a statement vouches for by its hash is looked at before it is made or handed out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from layers.storage.integrity import require_whole
from layers.storage.store import Store


def require_contents(
    store: Store, inputs: Sequence[Mapping[str, Any]], shapes: Mapping[str, str]
) -> None:
    """The versions that went into a run, and the shapes that came out by table.

    Raises `content-damaged`, `content-missing`.
    """
    for one in inputs:
        require_whole(store, one["sha256"], f"{one['layer']}@{one['version']}")
    for table, sha256 in shapes.items():
        require_whole(store, sha256, table)
