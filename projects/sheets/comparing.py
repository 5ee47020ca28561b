"""What changed between two versions of a sheet, row by row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from geo.errors import EcoAtlasError
from projects.sheets.declaration import SheetColumn
from projects.sheets.errors import WRONG_SHEET_KIND
from projects.sheets.sheets import SheetInfo
from projects.sheets.values import Row, key_of

What = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row of one version or of both; `columns` are those whose values differ."""

    what: What
    before: Row | None
    after: Row | None
    columns: tuple[SheetColumn, ...]

    @property
    def row(self) -> dict[str, Any]:
        return self.after or self.before or {}


@dataclass(frozen=True, slots=True)
class SheetChanges:
    changes: tuple[RowChange, ...]
    unchanged: int

    def count(self, what: What) -> int:
        return sum(one.what == what for one in self.changes)


def compare(before: SheetInfo, after: SheetInfo) -> SheetChanges:
    """Rows are matched by what they are known by; raises `wrong-sheet-kind`."""
    kind = after.kind
    if before.kind.id != kind.id:
        actual = before.kind.title
        raise EcoAtlasError(WRONG_SHEET_KIND, sheet=before.id, actual=actual, wanted=kind.title)
    old = {key_of(kind, row): row for row in before.rows}
    new = {key_of(kind, row): row for row in after.rows}
    changes = [_change(after, old.get(key), new.get(key)) for key in {**new, **old}]
    found = tuple(one for one in changes if one is not None)
    return SheetChanges(found, len(changes) - len(found))


def _change(sheet: SheetInfo, before: Row | None, after: Row | None) -> RowChange | None:
    if before is None:
        return RowChange("added", None, after, ())
    if after is None:
        return RowChange("removed", before, None, ())
    differ = tuple(c for c in sheet.kind.columns if before[c.name] != after[c.name])
    return RowChange("changed", before, after, differ) if differ else None
