"""A year of sections by a scheme of assessment, with the ledger of who owes whom."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

from geo.figures.units import TIMES, WAN_YUAN
from geo.words import Text
from projects.metrics.declaration import (
    COUNT,
    NO_UNIT,
    RATIO,
    Check,
    Column,
    Computed,
    Given,
    Metric,
    Parameter,
    Sum,
    Table,
)
from projects.metrics.families import PROTECTED_WATERS
from projects.metrics.parameters import BY_THE_USER, year_parameter
from projects.metrics.results import both, note, share
from projects.metrics.stands import YES_IS_MET
from projects.metrics.waters.section_columns import MET_TITLES as VERDICTS
from projects.metrics.waters.section_layers import (
    ITEMS,
    LIMITS,
    MONTHS,
    PLACES,
    placed,
    rule_role,
    values_by_month,
)
from projects.sheets.rules_schemes import GRADES
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


UNTOLD = Column("untold", Text("没有结论的月份", "Months without a verdict"), COUNT, sums=True)
JUDGED = Column("judged", Text("有结论的月份", "Months judged"), COUNT, sums=True)
MET = Column("met", Text("达标的月份", "Months met"), COUNT, sums=True, against=("judged",))
SHARE = Column("share", Text("达标月份比例", "Share of months met"), RATIO, of=("met", "judged"))

SECTION_SCHEME = Metric(
    id="section_scheme",
    version=2,
    family=PROTECTED_WATERS,
    place=90,
    title=Text("断面年度考核与结算", "Sections of a year by a scheme"),
    summary=Text(
        "按一个考核方案逐月判定断面，得出年度等级和结算台账。",
        "Each month of each section by a scheme of assessment: grades of the year and the ledger.",
    ),
    formula=Text(
        "达标月份比例 = 达标的月份 ÷ 有结论的月份；没有监测结果的月份单列，不计入。"
        "综合污染指数 = 各项浓度与参照浓度之比的平均；比来水变化 = 断面指数 ÷ 来水断面指数 − 1。"
        "台账 = 双方之间各月金额的净额。",
        "share = months met ÷ months judged; months without readings stand apart. Pollution "
        "index: mean of concentration ÷ reference over the items; change: index ÷ that of the "
        "inflow − 1. Ledger: the sums of the months, net between each two parties.",
    ),
    source=Text(
        "数据表“断面考核方案”及其断面、分档、参照浓度；GB 3838-2002。",
        "The sheets of schemes with their sections, steps and references; GB 3838-2002.",
    ),
    unit=RATIO,
    headline="share",
    inputs=(PLACES,),
    sheets=(
        MONTHS,
        rule_role("schemes", "断面考核方案", "Schemes", "water_schemes"),
        rule_role("sections", "方案的断面", "Sections of the schemes", "water_scheme_sections"),
        rule_role("steps", "方案的分档", "Steps of the schemes", "water_scheme_steps"),
        rule_role("references", "参照浓度", "References", "water_scheme_references"),
        LIMITS,
        ITEMS,
        rule_role("laws", "法律与文件", "Laws and documents", "laws"),
    ),
    parameters=(
        Parameter(
            "scheme",
            Text("方案", "Scheme"),
            Text("数据表“断面考核方案”中的编号。", "Id of a row of the sheet of schemes."),
            "text",
            origin=BY_THE_USER,
            required=True,
        ),
        year_parameter(Text("考核的年份。", "The year that is assessed.")),
    ),
    total=(
        Column("sections", Text("断面", "Sections"), COUNT),
        Column("judged", Text("有结论的月份", "Months judged"), COUNT),
        Column("met", Text("达标的月份", "Months met"), COUNT, against=("judged",)),
        Column("missed", Text("未达标的月份", "Months missed"), COUNT),
        Column("untold", Text("没有结论的月份", "Months without a verdict"), COUNT),
        SHARE,
        Column("failed", Text("年度不合格的断面", "Sections that failed"), COUNT),
        Column("moved_wan_yuan", Text("台账合计", "Sum of the ledger"), WAN_YUAN),
    ),
    tables=(
        Table(
            "years",
            Text("断面", "Sections"),
            (
                Column("answers", Text("负责的一方", "Answers"), NO_UNIT, "text"),
                JUDGED,
                MET,
                UNTOLD,
                SHARE,
                Column("grade", Text("年度", "Year"), NO_UNIT, "code", dict(GRADES)),
                Column("money_wan_yuan", Text("金额", "Sum"), WAN_YUAN, sums=True),
            ),
        ),
        Table(
            "months",
            Text("逐月", "Month by month"),
            (
                Column("month", Text("月份", "Month"), NO_UNIT, "text"),
                Column(
                    "met", Text("是否达标", "Met"), NO_UNIT, "code", VERDICTS, stands=YES_IS_MET
                ),
                Column("index", Text("综合污染指数", "Pollution index"), TIMES),
                Column("inflow", Text("来水断面指数", "Index of the inflow"), TIMES),
                Column("change", Text("比来水变化", "Change against the inflow"), RATIO),
                Column("month_wan_yuan", Text("金额", "Sum"), WAN_YUAN, sums=True),
            ),
        ),
        Table(
            "ledger",
            Text("结算台账", "Ledger"),
            (
                Column("payer", Text("付款方", "From"), NO_UNIT, "text"),
                Column("payee", Text("收款方", "To"), NO_UNIT, "text"),
                Column("amount_wan_yuan", Text("金额", "Sum"), WAN_YUAN, sums=True),
            ),
        ),
    ),
    sums=(
        Sum("judged", ("met", "missed")),
        Sum("judged", ("judged",), rows="years"),
        Sum("untold", ("untold",), rows="years"),
        Sum("moved_wan_yuan", ("amount_wan_yuan",), rows="ledger"),
    ),
    nulls=Text(
        "没有监测结果或缺项的月份没有结论；没有金额标准的方案没有金额。",
        "Months without readings, or without an item, have no verdict; a scheme without a tariff "
        "has no sums.",
    ),
    compute=compute,
    checks=(Check("SC-SECTION-CROSS"),),
)
