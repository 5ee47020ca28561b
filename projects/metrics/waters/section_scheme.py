"""A year of sections by a scheme of assessment, with the ledger of who owes whom."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

from geo.words import Text
from projects.metrics.declaration import (
    Computed,
    Given,
)
from projects.metrics.results import both, note, share
from projects.metrics.waters.section_layers import (
    placed,
    values_by_month,
)
from projects.water.items import Items
from projects.water.limits import limits_of
from projects.water.months import DIGITS
from projects.water.placed import Section, Sections
from projects.water.schemes.assessing import Assessment, assess, notes_of
from projects.water.schemes.judging import Month
from projects.water.schemes.scheme import SchemeSheets
from projects.water.schemes.settling import SectionYear


def compute(given: Given) -> Computed:
    """The sections of the scheme in a year, from months that were kept as a sheet."""
    year = int(given.parameters["year"])
    day = dt.date(year, 12, 31)
    sheets = given.sheets
    scheme = SchemeSheets(
        sheets["schemes"], sheets["sections"], sheets["steps"], sheets["references"], sheets["laws"]
    ).scheme_on(given.parameters["scheme"], day)
    limits = {lake: limits_of(sheets["limits"], day, lake=lake) for lake in (False, True)}
    items = Items.of(sheets["items"].rows)
    found = assess(
        scheme, year, _sections(given), values_by_month(sheets["months"], year), limits, items, day
    )
    return Computed(_figures(found))


def _figures(found: Assessment) -> dict[str, Any]:
    judged = [month for one in found.sections for month in one.judged]
    met = sum(one.met for one in found.sections)
    return {
        "total": {
            "sections": len(found.sections),
            "judged": len(judged),
            "met": met,
            "missed": len(judged) - met,
            "untold": sum(len(one.missing) for one in found.sections),
            "share": share(met, len(judged)),
            "failed": sum(one.grade == "fail" for one in found.sections),
            "moved_wan_yuan": sum(float(entry.amount) for entry in found.ledger),
        },
        "years": [_year(one) for one in found.sections],
        "months": [_month(one, month) for one in found.sections for month in one.months],
        "ledger": [
            {
                "key": str(place),
                "name": None,
                "payer": both_or_one(entry.from_),
                "payee": both_or_one(entry.to),
                "amount_wan_yuan": float(entry.amount),
            }
            for place, entry in enumerate(found.ledger, 1)
        ],
        "notes": [note("scheme-note", one.zh, one.en) for one in notes_of(found)],
    }


def _year(one: SectionYear) -> dict[str, Any]:
    return {
        "key": one.code or one.section,
        "name": one.section,
        "answers": both_or_one(one.answers),
        "judged": len(one.judged),
        "met": one.met,
        "untold": len(one.missing),
        "share": share(one.met, len(one.judged)),
        "grade": one.grade,
        "money_wan_yuan": None if one.money is None else float(one.money),
    }


def _month(one: SectionYear, month: Month) -> dict[str, Any]:
    return {
        "key": f"{one.code or one.section}/{month.month}",
        "name": one.section,
        "month": month.month,
        "met": None if month.met is None else "yes" if month.met else "no",
        "index": _number(month.index),
        "inflow": _number(month.inflow),
        "change": _number(month.change),
        "month_wan_yuan": _number(month.money),
    }


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(f"{float(value):.{DIGITS}g}")


def both_or_one(text: Text) -> str:
    """A name of one wording as it is, else both."""
    return text.zh if text.zh == text.en else both(text)


def _sections(given: Given) -> Sections:
    """Those of the layer, and by name what the months have beside."""
    found = placed(given)
    for key in dict.fromkeys(str(row["section"]) for row in given.sheets["months"].rows):
        if key not in found:
            found[key] = Section(None, key, key, None, None, None, None, None, False)
    by_name = {one.name: key for key, one in found.items()}
    return Sections(found, by_name.get)
