"""What the interface answers of the entries of a quarterly round."""

from __future__ import annotations

from webmap.edge.answers import Answer


class EntryAnswer(Answer):
    """cells: as the grid has them, empty text where there is none."""

    code: str
    name: str
    unit: str
    status: str
    version: int
    remark: str | None
    written_by: str | None
    at: str | None
    cells: dict[str, str]


class EntriesAnswer(Answer):
    period: str
    state: str
    total: int
    page: int
    entries: list[EntryAnswer]


class WrittenEntries(Answer):
    changed: int
    unchanged: int
    values: list[EntryAnswer]
