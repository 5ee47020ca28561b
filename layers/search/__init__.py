"""Finding features by name, key or code: an index in the database, made after a version is live."""

from __future__ import annotations

from layers.search.asking import Hit, find
from layers.search.filling import drop_unused, ensure_indexed, keep_indexed, not_indexed
from layers.search.words import Asked

__all__ = ["Asked", "Hit", "drop_unused", "ensure_indexed", "find", "keep_indexed", "not_indexed"]
