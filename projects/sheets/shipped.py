"""The rules that come with EcoAtlas, read from `data/rules` once."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from projects.sheets.registry import get_sheet_kind
from projects.sheets.values import Row, read_rows

RULES_FOLDER = Path(__file__).resolve().parents[2] / "data" / "rules"


@cache
def shipped_rows(kind_id: str) -> tuple[Row, ...]:
    """The rows of a rule as shipped; raises `sheet-refused` for a file that is not as declared."""
    text = (RULES_FOLDER / f"{kind_id}.json").read_text(encoding="utf-8")
    return tuple(read_rows(get_sheet_kind(kind_id), json.loads(text)["rows"]))
