"""The card that a metric may have in the panel of figures on the map, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from geo.words import Text


@dataclass(frozen=True, slots=True)
class CardLine:
    """A sentence of the card with figures of a record of the result in its `{columns}`.

    It is left out where a figure is missing, or where the two columns `unless_equal` are alike.
    """

    record: str
    words: Text
    unless_equal: tuple[str, str] | None = None
    confirms: bool = False
    """Whether the sentence says that something was checked: shown with a tick."""


@dataclass(frozen=True, slots=True)
class Largest:
    """Rows of a table that the list of the theme begins with: the largest by the column `size`.

    Rows whose `code` is one of `without` are not behind. `{classes}` of `words` says how many there
    are of each other code.
    """

    table: str
    words: Text
    size: str
    code: str
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """What the map shows of a run that stands; the figure is the metric's headline.

    title: other words than the title of the metric, where the panel needs them. note: a sentence
    with figures of the total in its `{columns}`. without_run: whether the card is there before
    anything was computed, and then says how it is.
    """

    title: Text | None = None
    note: Text | None = None
    lines: tuple[CardLine, ...] = ()
    largest: Largest | None = None
    without_run: bool = False
