"""The closed register of those who report: bureaus of the plans, and divisions by their code."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from geo.words import Text, listed_or_none
from projects.policy.divisions import DIVISIONS
from projects.policy.units import unit_names

SIMILAR = 3


@cache
def reporting_units() -> Mapping[str, Text]:
    """Every unit that may report, by what is kept of it: a division's code or a bureau's name."""
    return MappingProxyType({**DIVISIONS, **unit_names()})


def reporting_unit_text(unit: str) -> Text:
    """The name of a unit of the ledger; one that is known no more stands for itself."""
    return reporting_units().get(unit) or Text(unit, unit)


def find_reporting_unit(written: object) -> str | None:
    """The unit that somebody means by a code, a name in either language, or both together."""
    return _spellings().get(_plain(str(written)))


def similar_units(written: object) -> Text:
    """Names that look like what was written, for a message."""
    near = difflib.get_close_matches(_plain(str(written)), _spellings(), 4 * SIMILAR, cutoff=0.4)
    found = list(dict.fromkeys(_spellings()[one] for one in near))[:SIMILAR]
    return listed_or_none(reporting_unit_text(one) for one in found)


@cache
def _spellings() -> Mapping[str, str]:
    """By plain spelling what is kept. Where a division and a bureau share one, the division."""
    found: dict[str, str] = {}
    for unit, title in reporting_units().items():
        for spelling in (unit, title.zh, title.en, f"{unit}{title.zh}", f"{unit}{title.en}"):
            found.setdefault(_plain(spelling), unit)
    return found


def _plain(text: str) -> str:
    """Without spaces and width, as people do not see them."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
