"""What the page of rules whose law has a successor shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.words import Text
from projects.sheets import BASES
from projects.sheets.aging import Aging, AgingRow, Noted
from webmap.edge.forms import Form
from webmap.sheets.view_models import BASIS_CHIPS, cell_text, row_address

OPEN = "…"


@dataclass(frozen=True, slots=True)
class AgingView:
    """`sheets_aging.html`"""

    found: Aging
    noted: Sequence[Noted]
    form: Form
    may_edit: bool
    named: bool
    done: bool
    section: str = "rules_aging"

    @staticmethod
    def groups(rows: Sequence[AgingRow]) -> list[tuple[Text, list[AgingRow]]]:
        """The rows by what has come after their law, each group in the order of the rules."""
        found: dict[Text, list[AgingRow]] = {}
        for one in rows:
            found.setdefault(one.superseded.said, []).append(one)
        return list(found.items())

    @staticmethod
    def address(one: AgingRow) -> str:
        return row_address(one.sheet, one.number)

    def known(self, one: AgingRow) -> list[Text | str]:
        """What the row is known by, apart from its days; by titles where an id has one."""
        columns = [c for c in one.sheet.kind.columns if c.name in one.sheet.kind.keys]
        named = [c for c in columns if c.name != "valid_from" and one.row[c.name] is not None]
        titles = self._titles()
        cells = [(c, one.row[c.name]) for c in named]
        return [titles.get((c.name, cell)) or cell_text(c, cell) for c, cell in cells]

    def _titles(self) -> dict[tuple[str, object], Text]:
        """Titles of the ids that the rules on the page give a title."""
        sheets = {one.sheet.id: one.sheet for one in (*self.found.holding, *self.found.ended)}
        return {
            (key, row[key]): Text(row["title"], row.get("title_en") or row["title"])
            for sheet in sheets.values()
            for key in sheet.kind.keys[:1]
            for row in sheet.rows
            if row.get("title")
        }

    @staticmethod
    def basis(one: AgingRow) -> Text:
        return BASES[one.row["basis"]]

    @staticmethod
    def chip(one: AgingRow) -> str:
        return BASIS_CHIPS[one.row["basis"]]

    @staticmethod
    def days(one: AgingRow) -> str:
        since, until = one.row["valid_from"], one.row["valid_to"]
        return f"{since or OPEN} – {until or OPEN}" if since or until else "—"
