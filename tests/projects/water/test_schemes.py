"""Schemes as they are shipped: months, money, years and the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction

import pytest

from geo.errors import EcoAtlasError
from geo.words import Text
from projects.sheets import SHEET_KINDS, SheetInfo
from projects.sheets.shipped import shipped_rows
from projects.water.classing import judge
from projects.water.limits import shipped_limits
from projects.water.means import months_of
from projects.water.schemes.judging import Month, Place, judge_month, pollution_index
from projects.water.schemes.scheme import Scheme, SchemeSheets
from projects.water.schemes.settling import Entry, SectionYear, ledger_of, year_of
from tests.projects.water.schemes_shipped import SHEETS
from tests.projects.water.shipped import shipped_items

JIA, YI, CITY = Text("甲", "A"), Text("乙", "B"), Text("市", "city")
DAY = dt.date(2026, 12, 31)
ITEMS = shipped_items()
CLEAN = {"CODMn": 3.0, "NH3-N": 0.2, "TP": 0.08, "CODCr": 12.0}


def scheme(name: str) -> Scheme:
    return SHEETS.scheme_on(name, DAY)


def place(target: str | None = "III", river: str | None = "长江", *, lake: bool = False) -> Place:
    limits = shipped_limits(DAY, lake=lake)
    titles = {item: one.title for item, one in ITEMS.items()}
    return Place(
        target,
        river,
        limits,
        ITEMS.counted,
        titles,
        lambda values: judge(values, limits, ITEMS).grade,
    )


def month_of(
    name: str,
    own: Mapping[str, float],
    inflow: Mapping[str, float] | None = None,
    at: Place | None = None,
) -> Month:
    return judge_month(scheme(name), at or place(), "2026-01", own, inflow)


# --- Wuhan: the index against the inflow -----------------------------------------------------


def share_of_inflow(percent: str) -> dict[str, float]:
    """Every concentration so many percent more than that of the inflow."""
    factor = 1 + Fraction(percent) / 100
    return {item: float(Fraction(str(value)) * factor) for item, value in CLEAN.items()}


@pytest.mark.parametrize(
    ("percent", "money", "met"),
    [
        ("-10.01", 100, True),
        ("-10", 50, True),
        ("-9.99", 50, True),
        ("-0.01", 50, True),
        ("0", 50, True),
        ("0.01", -100, False),
        ("10", -100, False),
        ("10.01", -200, False),
        ("50", -200, False),
    ],
)
def test_money_at_each_limit_of_the_change(percent: str, money: int, met: bool) -> None:
    found = month_of("wuhan_yangtze", share_of_inflow(percent), CLEAN)
    assert (found.money, found.met) == (money, met)
    assert found.change == Fraction(percent) / 100


def test_a_mean_that_is_some_bits_beside_its_number_falls_into_no_other_step() -> None:
    own = {item: (0.9 * value + 0.9 * value + 0.9 * value) / 3 for item, value in CLEAN.items()}
    assert month_of("wuhan_yangtze", own, CLEAN).money == 50


def test_the_index_is_the_mean_of_the_parts_of_their_references() -> None:
    found = pollution_index(CLEAN, scheme("wuhan_yangtze").references, tuple(CLEAN))
    # 3/6, 0.2/1, 0.08/0.2, 12/20
    assert found == (Fraction(1, 2) + Fraction(1, 5) + Fraction(2, 5) + Fraction(3, 5)) / 4


def test_references_decide_the_sign_and_are_rows_of_a_sheet() -> None:
    own = CLEAN | {"TP": 0.088, "CODCr": 11.0}
    by_third = pollution_index(own, scheme("wuhan_yangtze").references, tuple(CLEAN))
    second = {"CODCr": 15, "CODMn": 4, "NH3-N": 0.5, "TP": 0.1}
    by_second = pollution_index(own, second, tuple(CLEAN))
    base = scheme("wuhan_yangtze").references
    assert by_third < pollution_index(CLEAN, base, tuple(CLEAN))
    assert by_second > pollution_index(CLEAN, second, tuple(CLEAN))


def test_odd_months_are_measured_and_thirteen_sections_are_eleven_and_two() -> None:
    wuhan = scheme("wuhan_yangtze")
    assert wuhan.months_in(2026) == tuple(f"2026-{month:02d}" for month in (1, 3, 5, 7, 9, 11))
    assert len(wuhan.sections) == 11
    assert {one.control for one in wuhan.sections} == {"水洪中心", "王家湾"}


def test_sections_of_the_scheme_are_those_of_the_list_of_wuhan() -> None:
    listed = shipped_rows("wuhan_sections")
    control = {row["bank"]: row["section"] for row in listed if row["role"] == "control"}
    told = [(row["section"], control[row["bank"]]) for row in listed if row["role"] == "assessed"]
    assert [(one.name, one.control) for one in scheme("wuhan_yangtze").sections] == told


def test_the_directions_of_january_2018_are_six_rewards_and_five_charges() -> None:
    told = {row["section"]: row["change_2018_01"] for row in shipped_rows("wuhan_sections")}
    moved = {"lower": "-4", "higher": "6"}  # the notice gives directions, no index
    money = {
        one.name: month_of("wuhan_yangtze", share_of_inflow(moved[told[one.name]]), CLEAN).money
        for one in scheme("wuhan_yangtze").sections
    }
    assert sum(one == 50 for one in money.values()) == 6
    assert sum(one == -100 for one in money.values()) == 5
    assert {name for name, one in money.items() if one and one > 0} == {
        "武汉关", "窑头", "喻家塆", "杨泗村", "武金堤渡口", "东兴洲村",
    }  # fmt: skip


def test_a_class_that_drops_is_told_and_no_charge_is_guessed() -> None:
    own = CLEAN | {"TP": 0.15}  # class III where the inflow is II
    found = month_of("wuhan_yangtze", own, CLEAN)
    assert found.money == -200  # of the change alone
    assert "追加扣缴的标准未公布，不计" in found.why.zh
    assert any("追加扣缴不计" in note.zh for note in scheme("wuhan_yangtze").notes)


@pytest.mark.parametrize(
    ("own", "inflow", "why"),
    [
        ({"CODMn": 3.0}, CLEAN, "缺 "),
        (CLEAN, {"CODMn": 3.0}, "来水断面没有 "),
        (CLEAN, {}, "来水断面没有 "),
        (CLEAN, None, "没有来水断面"),
        ({}, CLEAN, "没有监测数据"),
    ],
)
def test_without_all_four_items_of_both_there_is_no_money(
    own: dict[str, float], inflow: dict[str, float] | None, why: str
) -> None:
    found = month_of("wuhan_yangtze", own, inflow)
    assert (found.met, found.money) == (None, None)
    assert found.why.zh.startswith(why)


# --- the province: the target, or not above the inflow ---------------------------------------

OVER = {"CODMn": 6.5, "NH3-N": 0.2, "TP": 0.08}


@pytest.mark.parametrize(
    ("own", "inflow", "met"),
    [
        (CLEAN, None, True),
        (CLEAN | {"CODMn": 6.0}, None, True),  # at the limit of class III
        (CLEAN | {"CODMn": 6.01}, None, False),  # no inflow to compare with
        (OVER, OVER, True),  # equal to the inflow
        (OVER, OVER | {"CODMn": 6.6}, True),
        (OVER, OVER | {"CODMn": 6.4}, False),
        (OVER, OVER | {"NH3-N": 0.1}, False),  # one item higher, though it is in its class
        (OVER, {"CODMn": 6.6}, None),  # the inflow was not measured in full
        (OVER, {"CODMn": 6.4}, False),  # but one item higher decides
        ({"CODMn": 3.0, "NH3-N": 0.2}, None, None),  # TP counts on the main stem
    ],
)
def test_a_month_of_the_province(
    own: dict[str, float], inflow: dict[str, float] | None, met: bool | None
) -> None:
    found = month_of("hubei", own, inflow)
    assert (found.met, found.money) == (met, None)


def test_phosphorus_counts_on_main_stems_only() -> None:
    tributary = place(river="府澴河")
    assert month_of("hubei", {"CODMn": 3.0, "NH3-N": 0.2, "TP": 9.0}, None, tributary).met is True
    assert month_of("hubei", {"CODMn": 3.0, "NH3-N": 0.2, "TP": 9.0}).met is False


def test_the_province_says_in_each_result_that_it_is_superseded_in_name() -> None:
    (note,) = scheme("hubei").notes
    assert "名称上已被" in note.zh
    assert "superseded in name" in note.en


def a_year(name: str, met: int, months: int) -> SectionYear:
    """So many months met of some that were measured."""
    over = CLEAN | {"NH3-N": 1.1}
    named = months_of(2026)[:months]
    own = {month: (CLEAN if at < met else over) for at, month in enumerate(named)}
    return year_of(
        scheme(name),
        place(),
        2026,
        own,
        None,
        section="宗关",
        code="S1",
        answers=JIA,
        partner=YI,
    )


@pytest.mark.parametrize(
    ("met", "months", "grade"),
    [
        (12, 12, "excellent"),
        (9, 10, "excellent"),
        (10, 12, "pass"),
        (7, 10, "pass"),
        (8, 12, "fail"),
        (0, 12, "fail"),
        (1, 1, "excellent"),
    ],
)
def test_the_grade_of_a_year(met: int, months: int, grade: str) -> None:
    found = a_year("hubei", met, months)
    assert (found.met, len(found.judged), found.grade) == (met, months, grade)
    assert found.share == Fraction(met, months)
    assert len(found.missing) == 12 - months
    assert bool(found.consequence) == (grade == "fail")


def test_a_year_without_readings_has_no_share_and_no_grade() -> None:
    found = a_year("hubei", 0, 0)
    assert (found.share, found.grade, len(found.missing)) == (None, None, 12)


# --- the others -------------------------------------------------------------------------------


def test_danjiangkou_is_class_two_without_nitrogen() -> None:
    lake = place(None, "丹江口水库", lake=True)
    own = {"TP": 0.025, "CODMn": 2.0, "TN": 1.4, "DO": 6.0}
    assert month_of("danjiangkou", own, None, lake).met is True
    assert month_of("danjiangkou", own | {"TP": 0.026}, None, lake).met is False
    assert month_of("danjiangkou", {"TN": 1.4}, None, lake).met is None


def test_the_tongshun_is_judged_and_says_nothing_of_money() -> None:
    found = month_of("tongshun", {"CODCr": 30.0, "NH3-N": 1.5, "TP": 0.3})
    assert (found.met, found.money, scheme("tongshun").pays) == (True, None, False)
    assert month_of("tongshun", {"CODCr": 30.1, "NH3-N": 1.5, "TP": 0.3}).met is False
    assert scheme("tongshun").sections == ()


@pytest.mark.parametrize("name", ["tuanfeng", "fuhuan_suizhou", "fuhuan_xiaogan"])
def test_agreements_of_which_only_the_parties_are_known_judge_nothing(name: str) -> None:
    found = month_of(name, CLEAN)
    assert (found.met, found.money) == (None, None)
    assert any("没有公布" in note.zh for note in scheme(name).notes)


def test_shiyan_judges_the_year_too_and_makes_no_points_up() -> None:
    own = dict.fromkeys(months_of(2026), CLEAN)
    found = year_of(
        scheme("shiyan"),
        place(),
        2026,
        own,
        None,
        section="x",
        code=None,
        answers=JIA,
        partner=YI,
    )
    assert found.mean is not None
    assert found.mean.met is True
    assert (found.grade, found.money) == ("excellent", None)
    assert any("积分公式不可读" in note.zh for note in scheme("shiyan").notes)


def test_what_the_office_enters_as_its_tariff_is_paid() -> None:
    row = dict(shipped_rows("water_scheme_steps")[0]) | dict.fromkeys(
        ("low", "low_included", "high", "high_included", "grade", "consequence")
    )
    own = {"scheme": "tongshun", "valid_from": None}
    steps = SheetInfo(
        "water_scheme_steps",
        SHEET_KINDS["water_scheme_steps"],
        SHEET_KINDS["water_scheme_steps"].title,
        1,
        "",
        [
            row | own | {"measure": "met", "amount": 40},
            row | own | {"measure": "missed", "amount": -60},
        ],
    )  # fmt: skip
    sheets = SchemeSheets(SHEETS.schemes, SHEETS.sections, steps, SHEETS.references, SHEETS.laws)
    entered = sheets.scheme_on("tongshun", DAY)
    values = {"CODCr": 30.0, "NH3-N": 1.5, "TP": 0.3}
    assert judge_month(entered, place(), "2026-01", values, None).money == 40
    assert judge_month(entered, place(), "2026-01", values | {"TP": 0.31}, None).money == -60


def test_a_scheme_that_there_is_not_is_refused_with_the_ones_that_there_are() -> None:
    with pytest.raises(EcoAtlasError) as refused:
        scheme("mars")
    assert refused.value.code == "unknown-scheme"
    with pytest.raises(EcoAtlasError):
        SHEETS.scheme_on("wuhan_yangtze", dt.date(2017, 12, 22))


# --- the ledger -------------------------------------------------------------------------------


def paid(section: str, answers: Text, *money: int | None) -> SectionYear:
    months = tuple(
        Month(f"2026-{at:02d}", True, scheme("hubei").title, None if one is None else Fraction(one))
        for at, one in enumerate(money, 1)
    )
    return SectionYear(section, None, answers, CITY, months, None, None, None)


def test_the_ledger_nets_between_each_two_and_adds_up_to_the_months() -> None:
    years = [paid("a", JIA, 50, 100), paid("b", YI, -100, 50, None), paid("c", JIA, -200)]
    assert ledger_of(years) == (
        Entry(JIA, CITY, Fraction(50)),
        Entry(YI, CITY, Fraction(50)),
    )
    assert ledger_of([paid("a", JIA, 50, 50)]) == (Entry(CITY, JIA, Fraction(100)),)


def test_nobody_owes_anything_where_there_is_no_tariff_or_all_is_even() -> None:
    assert ledger_of([paid("a", JIA, None, None), paid("b", YI, 100, -100)]) == ()
