"""Values of a project in words: codes by their titles, districts and units by their names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.figures.said import grouped
from geo.words import Text, listed
from projects.policy.divisions import DIVISIONS, division_text
from projects.records.model.codes import KIND_BY_VALUE, PROBLEM_KINDS, STATUS_BY_VALUE

SHOWN_KEYS = 10
CODES = {
    value: code.title
    for codes in (STATUS_BY_VALUE, KIND_BY_VALUE, {one.value: one for one in PROBLEM_KINDS})
    for value, code in codes.items()
}
CODED = ("status", "kind")
UNITS = ("lead_unit", "responsible_units")
AND_MORE = Text("{first} 等 {count} 个", "{first} and {more} more")
NO_UNITS: Mapping[str, str] = {}


def said(name: str, value: Any, units: Mapping[str, str] = NO_UNITS) -> Text | None:
    """A value of the field of that name; None where there is nothing.

    units: names of units by their codes, where units are kept by code.
    """
    if value in (None, [], ""):
        return None
    if name in CODED and isinstance(value, str):
        return CODES.get(value) or Text(value, value)
    if name == "district" and value in DIVISIONS:
        return division_text(value)
    if isinstance(value, list):
        return _listed([_plain(name, one, units) for one in value])
    plain = _plain(name, value, units)
    return Text(plain, plain)


def _plain(name: str, value: Any, units: Mapping[str, str]) -> str:
    if name in UNITS:
        return units.get(str(value), str(value))
    return grouped(value) if isinstance(value, (int, float)) else str(value)


def _listed(values: list[str]) -> Text:
    shown = values[:SHOWN_KEYS]
    first = listed(shown)
    more = len(values) - len(shown)
    return AND_MORE.format(first=first, count=len(values), more=more) if more else first
