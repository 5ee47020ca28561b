"""The rules that come with EcoAtlas, read from `data/rules` once.

What an earlier release shipped is kept in `data/rules/earlier`: runs and statements name it by its
hash, and are computed again from it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from projects.sheets.registry import get_sheet_kind
from projects.sheets.values import Row, hash_of, read_rows

RULES_FOLDER = Path(__file__).resolve().parents[2] / "data" / "rules"
EARLIER = "earlier"

Rows = tuple[Row, ...]


@cache
def shipped_rows(kind_id: str) -> Rows:
    """The rows of a rule as shipped; raises `sheet-refused` for a file that is not as declared."""
    return _read(kind_id, RULES_FOLDER / f"{kind_id}.json")


@cache
def shipped_hash(kind_id: str) -> str:
    """The hash of a rule as shipped."""
    return hash_of(get_sheet_kind(kind_id), list(shipped_rows(kind_id)))


@cache
def earlier_editions(kind_id: str) -> Mapping[str, Rows]:
    """By hash the rows that earlier releases have shipped, the first one first."""
    files = sorted((RULES_FOLDER / EARLIER).glob(f"{kind_id}.*.json"))
    read = (_read(kind_id, path) for path in files)
    return {hash_of(get_sheet_kind(kind_id), list(rows)): rows for rows in read}


def _read(kind_id: str, path: Path) -> Rows:
    rows = json.loads(path.read_text(encoding="utf-8"))["rows"]
    return tuple(read_rows(get_sheet_kind(kind_id), rows))
