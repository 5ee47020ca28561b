"""Contents of statements by their form: how each is laid out, so that it stays as it was signed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.words import Text
from projects.statements.words import UNVERIFIED_RULES, UNVERIFIED_RULES_OF_3

FORM, SHEET, NAMED, BRIEF = 6, 3, 5, 6
"""Raised when the content of statements is laid out anew. 2: units are kept whole, records too.
3: office, area and period, who made it, whose rows, the ground of the map, the statement that it
replaces; its files carry the comments and answers. From `SHEET` on it is laid out as one.
4: lines have numbers, the area its code, and a figure of which something is not known is told at
least and at most, and one row is not called rows. 5 (`NAMED`): who computed and made it are told
by name and post, and the PDF is drawn closer where else nobody could sign on its first page.
6 (`BRIEF`): a rule of many rows is named with its version and hash, not printed whole, and classes
of water are called by their names in English, too."""
LAYOUTS = {1: 3, 2: 4, SHEET: 6, 4: 7, NAMED: 8, BRIEF: 10}
"""The layout of each form, raised whenever faces say the same content in other words or in other
places: a file of another layout than that of its content is compared by its figures, wherever they
stand."""

FIRST_LAYOUTS = {1: 1, 2: 4, SHEET: 5, 4: 7, NAMED: 8, BRIEF: 9}
"""The layout with which each form began. A file that claims one which never was of its form is
compared as any other: nobody gets other words past the comparison by a number."""


def earlier_layouts(content: Mapping[str, Any]) -> range:
    """The layouts that files of such a content had in earlier releases."""
    form = content.get("form")
    known = form if isinstance(form, int) and form in LAYOUTS else FORM
    return range(FIRST_LAYOUTS[known], LAYOUTS[known])


def layout_of(content: Mapping[str, Any]) -> int:
    form = content.get("form")
    return LAYOUTS.get(form if isinstance(form, int) else FORM, LAYOUTS[FORM])


def is_earlier(content: Mapping[str, Any]) -> bool:
    """Whether it is laid out as before there was a sheet to be signed; files of it do not carry
    what was said of it."""
    form = content.get("form")
    return isinstance(form, int) and form < SHEET


def is_named(content: Mapping[str, Any]) -> bool:
    form = content.get("form")
    return not isinstance(form, int) or form >= NAMED


def is_brief(content: Mapping[str, Any]) -> bool:
    form = content.get("form")
    return not isinstance(form, int) or form >= BRIEF


def unverified_rules(content: Mapping[str, Any]) -> Text:
    """The sentence on rows of a rule that nobody has verified, as this content says it."""
    return UNVERIFIED_RULES_OF_3 if content.get("form") == SHEET else UNVERIFIED_RULES
