"""What a release ships anew of a rule that the office has edited: offered, and taken over.

A rule that nobody has edited is as it is shipped now. Where the office has a version of its own,
its rows stay as they are unless somebody takes the new ones over; then a row that the office has
changed, added or left out stays its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor
from projects.sheets.errors import NOTHING_OFFERED
from projects.sheets.sheets import SheetInfo, get_sheet, save_sheet
from projects.sheets.shipped import earlier_editions, shipped_rows
from projects.sheets.values import Row, hash_of, key_of

NOTE = "采用随软件提供的新版行，本单位改过的行保留"


@dataclass(frozen=True, slots=True)
class Offer:
    """The rows as they would be; how many change, how many are new, and how many shipped rows
    differ from those that the office keeps."""

    rows: Sequence[Row]
    changed: int
    added: int
    kept: int

    @property
    def any(self) -> bool:
        return bool(self.changed or self.added)


def offer_of(sheet: SheetInfo) -> Offer:
    """What would be taken over into a version of a rule."""
    if sheet.number == 0 or sheet.kind.group != "rule":
        return Offer(sheet.rows, 0, 0, 0)
    return _Merge(sheet).offer()


def take_over(session: Session, sheet_id: str, by: Actor | None, based_on: int) -> SheetInfo:
    """Keep the rows that are offered as a new version.

    Raises `sheet-nothing-offered`, `sheet-changed-meanwhile`, `unknown-sheet`.
    """
    sheet = get_sheet(session, sheet_id)
    offer = offer_of(sheet)
    if not offer.any:
        raise EcoAtlasError(NOTHING_OFFERED, sheet=sheet.id)
    return save_sheet(
        session, sheet.id, offer.rows, source=sheet.source, note=NOTE, by=by, based_on=based_on
    )


class _Merge:
    """The rows of the office beside those shipped now and in earlier releases, by their key."""

    def __init__(self, sheet: SheetInfo) -> None:
        self.sheet, self.kind = sheet, sheet.kind
        self.now = {key_of(self.kind, row): row for row in shipped_rows(self.kind.id)}
        self.own = {key_of(self.kind, row): row for row in sheet.rows}
        self.before: dict[object, list[str]] = {}
        for rows in earlier_editions(self.kind.id).values():
            for row in rows:
                self.before.setdefault(key_of(self.kind, row), []).append(self._hash(row))

    def _hash(self, row: Row) -> str:
        return hash_of(self.kind, [row])

    def _untouched(self, key: object, row: Row) -> bool:
        """Whether the office has a row just as an earlier release shipped it."""
        return self._hash(row) in self.before.get(key, ())

    def offer(self) -> Offer:
        changed = kept = 0
        rows = []
        for key, own in self.own.items():
            shipped = self.now.get(key, own)
            differs = self._hash(own) != self._hash(shipped)
            taken = differs and self._untouched(key, own)
            changed, kept = changed + taken, kept + (differs and not taken)
            rows.append(shipped if taken else own)
        new = [row for key, row in self.now.items() if key not in self.own | self.before]
        return Offer([*rows, *new], changed, len(new), kept)
