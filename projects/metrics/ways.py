"""How the areas of a run were found, in words.

Whoever signs a figure sees where the fast way was in doubt and the slow one answered.
"""

from __future__ import annotations

from geo.words import Text

EDGES, KEPT = "edges", "kept"
ALONG = Text("沿可见边界求积", "along visible edges")
BY_SETS = Text("集合运算", "set operations")
IN_DOUBT = Text(
    "沿可见边界求积；其中存疑的分区改用集合运算",
    "along visible edges; zones where that was in doubt by set operations",
)
NOTHING_ANEW = Text("各分区均沿用以前算出的结果", "every zone as it was found by an earlier run")


def way_said(way: str | None) -> Text | None:
    """None where a run does not tell."""
    if way is None:
        return None
    ways = set(way.split("+"))
    if ways == {KEPT}:
        return NOTHING_ANEW
    if ways == {EDGES}:
        return ALONG
    return IN_DOUBT if EDGES in ways else BY_SETS
