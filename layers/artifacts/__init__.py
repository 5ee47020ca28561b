"""Exports and comparisons that take longer than somebody waits at a page: made by jobs, kept."""

from layers.artifacts.asking import (
    COMPARE,
    DIFF_FILE,
    EXPORT,
    MADE_KINDS,
    ask_made,
    kept_comparison,
)
from layers.artifacts.bound import is_large
from layers.artifacts.files import discard_made, made_file

__all__ = [
    "COMPARE",
    "DIFF_FILE",
    "EXPORT",
    "MADE_KINDS",
    "ask_made",
    "discard_made",
    "is_large",
    "kept_comparison",
    "made_file",
]
