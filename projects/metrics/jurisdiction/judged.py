"""Whether a result was judged with the division of its target, as its notes tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

INSIDE, WITHOUT_PLACE, WITHOUT_BOUNDARY = NOTES = (
    "inside-jurisdiction", "jurisdiction-not-located", "boundary-missing",
)  # fmt: skip


def in_a_place(result: Mapping[str, Any]) -> bool:
    """Whether a result was judged with the division of its target; earlier ones were not."""
    return any(one["code"] in NOTES for one in result.get("notes", ()))
