"""A rule of the tests' own, shipped from a folder of the tests' own, and a series."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.words import Text
from projects.sheets import SHEET_KINDS, SheetColumn, SheetKind, shipped
from projects.sheets.declaration import rule

LIMITS = rule(
    "test_limits",
    Text("试验限值", "Test limits"),
    Text("试验用。", "For tests."),
    (
        SheetColumn("name", Text("项目", "Item"), "text", required=True),
        SheetColumn("limit", Text("限值", "Limit"), unit=Text("毫克/升", "mg/L"), low=0, high=100),
        SheetColumn("share", Text("比例", "Share"), unit=Text("%", "%"), low=0, high=100),
    ),
    ("name",),
)
SHIPPED = [
    {"name": "COD", "limit": 50, "source": "标准甲", "basis": "sourced", "valid_to": "2026-06-30"},
    {
        "name": "COD",
        "limit": 40,
        "source": "标准乙",
        "basis": "sourced",
        "valid_from": "2026-07-01",
    },
    {"name": "SS", "limit": 10, "source": "标准甲", "basis": "unverified"},
]


@pytest.fixture(autouse=True)
def limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SheetKind]:
    folder = tmp_path / "rules"
    folder.mkdir()
    for path in shipped.RULES_FOLDER.glob("*.json"):
        (folder / path.name).symlink_to(path)
    (folder / shipped.EARLIER).symlink_to(shipped.RULES_FOLDER / shipped.EARLIER)
    text = json.dumps({"title": "试验限值", "source": "—", "rows": SHIPPED})
    (folder / "test_limits.json").write_text(text, encoding="utf-8")
    monkeypatch.setitem(SHEET_KINDS, LIMITS.id, LIMITS)
    monkeypatch.setattr(shipped, "RULES_FOLDER", folder)
    for read in (shipped.shipped_rows, shipped.shipped_hash, shipped.earlier_editions):
        read.cache_clear()
    yield LIMITS
    for read in (shipped.shipped_rows, shipped.shipped_hash, shipped.earlier_editions):
        read.cache_clear()
