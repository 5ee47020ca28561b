"""What the pages of versions show: the list, the difference of two, going back to one."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from geo.figures.said import grouped
from geo.words import Text
from layers.catalogue import SECRECY_GRADES, VersionRef
from layers.kinds import Field, get_kind
from layers.versions.diff import CHANGES, Change, DiffQuery, Drawing, FieldChange, LayerDiff
from layers.versions.diff.wording import measured
from projects.work.versions import Restoring
from webmap.table.view_models import NO, YES, text_of
from webmap.versions.words import SAID

CHANGES_ON_A_PAGE = 200
EMPTY = SAID["diff_empty_value"]


@dataclass(frozen=True, slots=True)
class History:
    """The block of the layer page; `named` says whether whoever asks is told who imported."""

    may_restore: bool
    named: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A changed feature: what happened, how far, and its values before and after."""

    key: str
    name: str
    what: tuple[str, ...]
    measures: tuple[Text, ...]
    fields: tuple[FieldLine, ...]
    drawn: bool

    @property
    def titles(self) -> tuple[Text, ...]:
        return tuple(CHANGES[what] for what in self.what)


@dataclass(frozen=True, slots=True)
class FieldLine:
    title: Text
    old: Text
    new: Text


@dataclass(frozen=True, slots=True)
class DiffView:
    """`layer_diff.html`; `found` is None where the layer has no other version."""

    ref: VersionRef
    versions: list[VersionRef]
    found: LayerDiff | None
    query: DiffQuery
    lines: tuple[Line, ...] = ()
    total: int = 0
    number: int = 1
    drawing: Drawing | None = None
    tiles: dict[str, Any] | None = None
    may_take: bool = False
    section: str = "layers"

    @property
    def address(self) -> str:
        return f"/layers/{quote(self.ref.layer_id)}/diff"

    @property
    def pages(self) -> int:
        return max(math.ceil(self.total / CHANGES_ON_A_PAGE), 1)

    @property
    def first(self) -> int:
        return (self.number - 1) * CHANGES_ON_A_PAGE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.lines) - 1

    @property
    def filtered(self) -> bool:
        return bool(self.query.what or self.query.field or self.query.text)

    @property
    def changes(self) -> dict[str, Text]:
        return CHANGES

    @property
    def shapes(self) -> dict[str, Any]:
        """For the script of the map."""
        drawn = self.drawing.as_dict() if self.drawing else {}
        return drawn | {"tiles": self.tiles, "layer_bounds": list(self.ref.bbox)}

    def url(self, **changes: object) -> str:
        """This page with something changed."""
        query = {"what": self.query.what, "field": self.query.field, "q": self.query.text}
        asked = self._between() | query | changes
        return f"{self.address}?{urlencode({k: v for k, v in asked.items() if v})}"

    def download(self, format_: str) -> str:
        return f"{self.address}.{format_}?{urlencode(self._between())}"

    def swapped(self) -> str:
        between = self._between()
        return f"{self.address}?{urlencode({'from': between['to'], 'to': between['from']})}"

    def said(self) -> Iterator[FieldLine]:
        for one in self.found.said if self.found else ():
            grades = SECRECY_GRADES if one.name == "secrecy" else {}
            old, new = (grades.get(v) or shown(v) for v in (one.old, one.new))
            yield FieldLine(one.title, old, new)

    def schema(self) -> Iterator[tuple[Text, Text]]:
        for one in self.found.schema if self.found else ():
            yield one.title, SAID[f"diff_field_{one.what}"].format(filled=grouped(one.filled))

    def _between(self) -> dict[str, object]:
        if self.found is None:
            return {}
        return {"from": self.found.a.number, "to": self.found.b.number}


@dataclass(frozen=True, slots=True)
class RestoreView:
    """`layer_restore.html`; `ticked` are the codes confirmed so far."""

    asked: Restoring
    ticked: frozenset[str]
    refused: bool
    section: str = "layers"

    @staticmethod
    def tick(code: str) -> Text:
        """What is confirmed by the tick at a question."""
        return SAID[f"restore_{code}"]


def lines_of(changes: list[Change], drawing: Drawing, kind_id: str) -> tuple[Line, ...]:
    drawn = {one["key"] for one in drawing.shapes if one["before"] or one["after"]}
    return tuple(
        Line(
            change.key,
            change.name,
            change.what,
            tuple(measured(change)),
            tuple(_field(one, kind_id) for one in change.fields),
            change.key in drawn,
        )
        for change in changes
    )


def _field(one: FieldChange, kind_id: str) -> FieldLine:
    field = get_kind(kind_id).field(one.field)
    old, new = shown(one.old, field), shown(one.new, field)
    if old == new and isinstance(one.old, float) and isinstance(one.new, float):
        # They differ beyond the digits that are shown elsewhere.
        old, new = (Text(repr(value), repr(value)) for value in (one.old, one.new))
    return FieldLine(one.title, old, new)


def shown(value: Any, field: Field | None = None) -> Text:
    """A value as people read it: codes of the kind, yes and no in words."""
    if isinstance(value, bool):
        return (YES if value else NO).title
    code = field.code(str(value)) if field is not None and value is not None else None
    if code is not None:
        return code.title
    text = text_of(value)
    return Text(text, text) if text else EMPTY
