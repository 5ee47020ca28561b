"""What the shipped rules say since the corrections of November 2026: values, days and marks."""

from __future__ import annotations

import math
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

import pytest

from projects.sheets import SHEET_KINDS
from projects.sheets.laws import Laws
from projects.sheets.shipped import shipped_rows
from projects.sheets.values import Row

RULES = [kind.id for kind in SHEET_KINDS.values() if kind.group == "rule"]


def by(kind: str, column: str) -> dict[str, Row]:
    return {row[column]: row for row in shipped_rows(kind)}


def test_the_law_of_2017_ends_the_day_before_the_code_whose_rows_are_unverified() -> None:
    rows = shipped_rows("protected_zone_rules")
    old = [row for row in rows if row["law"] == "water_pollution_2017"]
    new = [row for row in rows if row["law"] == "eco_code_2026"]
    assert {(r["valid_from"], r["valid_to"], r["basis"]) for r in old} == {
        ("2018-01-01", "2026-08-14", "sourced")
    }
    told = {(r["valid_from"], r["valid_to"], r["basis"], r["article"], r["since"]) for r in new}
    assert told == {("2026-08-15", None, "unverified", None, "2018-01-01")}
    keys = [[(r["grade"], r["subject"], r["existing"]) for r in some] for some in (old, new)]
    assert len(old) == 12
    assert keys[0] == keys[1]
    for before, after in zip(old, new, strict=True):
        assert before["article"] in after["says"]
        assert before["says"] in after["says"]
    assert all("失效日期未核实" in row["note"] for row in old)


def test_days_in_force_that_were_known_by_heart_have_a_source() -> None:
    yangtze = [r for r in shipped_rows("bank_bans") if r["law"] == "yangtze_protection_2020"]
    assert len(yangtze) == 10
    for row in (*yangtze, *shipped_rows("protected_zone_rules")):
        assert "凭经验" not in (row["note"] or "")
    assert {(r["valid_from"], r["basis"]) for r in yangtze} == {("2021-03-01", "sourced")}
    assert all("0809ok.com" in row["note"] for row in yangtze)


def test_the_laws_have_their_days_and_marks() -> None:
    laws = by("laws", "id")
    told = {
        id_: (laws[id_]["valid_from"], laws[id_]["successor"], laws[id_]["basis"])
        for id_ in (
            "water_pollution_2017",
            "eco_code_2026",
            "yangtze_protection_2020",
            "hubei_sections_trial",
            "hubei_sections_2016",
            "hj_338_2018",
        )
    }
    assert told == {
        "water_pollution_2017": ("2018-01-01", "eco_code_2026", "sourced"),
        "eco_code_2026": ("2026-08-15", None, "unverified"),
        "yangtze_protection_2020": ("2021-03-01", None, "sourced"),
        "hubei_sections_trial": (None, "hubei_sections_2016", "sourced"),
        "hubei_sections_2016": (None, None, "unverified"),
        "hj_338_2018": ("2018-07-01", None, "sourced"),
    }
    # Which laws end with the Code was not found: no end is made up.
    assert {row["valid_to"] for row in laws.values()} == {None}


@pytest.mark.parametrize("kind", RULES)
def test_a_row_names_a_law_that_there_is_or_none(kind: str) -> None:
    laws = Laws(shipped_rows("laws"))
    for column in SHEET_KINDS[kind].columns:
        if column.type == "law":
            named = {row[column.name] for row in shipped_rows(kind)} - {None}
            assert named <= laws.by_id.keys()


@pytest.mark.parametrize(
    ("kind", "law", "rows"),
    [
        ("effluent_limits", "gb_18918_2002", 51),
        ("redline_rules", "redline_notice_2022", 8),
        ("bank_bans", "shiyan_plan_2018", 5),
        ("section_schemes", "hubei_sections_trial", 1),
        ("plant_load_limits", None, 2),
    ],
)
def test_what_a_row_rests_on_is_named_or_cited(kind: str, law: str | None, rows: int) -> None:
    laws = Laws(shipped_rows("laws"))
    found = [laws.of(row) for row in shipped_rows(kind)]
    assert Counter(one.id if one else None for one in found)[law] == rows


def test_the_province_asks_for_shares_and_rates_by_2025() -> None:
    shares = {row["area"]: row for row in shipped_rows("sponge_targets")}
    city, town = shares["湖北省设区城市"], shares["湖北省其他城市"]
    assert (city["year"], city["share"], town["share"]) == (2025, 0.4, 0.3)
    rates = by("sewage_rate_targets", "target")
    told = {
        name: (row["indicator"], row["area"], row["year"], row["rate"], row["basis"])
        for name, row in rates.items()
        if name.startswith("HB-")
    }
    assert told == {
        "HB-2021-collection": ("collection", "湖北省", 2025, 0.7, "sourced"),
        "HB-2021-treatment": ("treatment", "湖北省县城", 2025, 0.95, "sourced"),
        "HB-2021-sludge": ("sludge", "湖北省", 2025, 0.99, "sourced"),
    }
    assert "力争" in rates["HB-2021-collection"]["note"]


LAKES = [
    (
        {"chl": 30, "TP": 0.15, "TN": 2.5, "SD": 0.8, "CODMn": 6},
        {"chl": 61.94, "TP": 63.55, "TN": 70.05, "SD": 55.51, "CODMn": 48.77},
        60.10,
    ),
    ({"chl": 10, "TP": 0.05, "TN": 1, "SD": 1, "CODMn": 4}, {}, 48.02),
]


@pytest.mark.parametrize(("lake", "parts", "index"), LAKES)
def test_the_trophic_index_of_two_lakes(
    lake: dict[str, float], parts: dict[str, float], index: float
) -> None:
    rows = by("trophic_index", "item")
    each = {
        item: 10 * (row["constant"] + row["slope"] * math.log(lake[item]))
        for item, row in rows.items()
    }
    assert {item: round(each[item], 2) for item in parts} == parts
    assert round(sum(rows[item]["weight"] * each[item] for item in rows), 2) == index


def test_the_weights_are_the_squares_of_the_correlations() -> None:
    rows = shipped_rows("trophic_index")
    whole = sum(row["r"] ** 2 for row in rows)
    assert [round(row["r"] ** 2 / whole, 4) for row in rows] == [row["weight"] for row in rows]
    assert [row["weight"] for row in rows] == [0.2663, 0.1879, 0.179, 0.1834, 0.1834]
    assert {row["basis"] for row in rows} == {"sourced"}
    assert by("trophic_index", "item")["CODMn"]["slope"] == 2.661


@pytest.mark.parametrize(
    ("value", "grade"),
    [
        (29.99, "oligotrophic"),
        (30, "mesotrophic"),
        (50, "mesotrophic"),
        (50.01, "light"),
        (60, "light"),
        (60.10, "moderate"),
        (70, "moderate"),
        (70.01, "severe"),
    ],
)
def test_each_value_has_one_grade_and_a_limit_the_lower_one(value: float, grade: str) -> None:
    def holds(row: Row) -> bool:
        over = row["low"] is None or value > row["low"]
        under = row["high"] is None or value < row["high"]
        at_low = value == row["low"] and row["low_included"] == "yes"
        at_high = value == row["high"] and row["high_included"] == "yes"
        return (over and under) or at_low or at_high

    assert [row["grade"] for row in shipped_rows("trophic_grades") if holds(row)] == [grade]


def test_schemes_name_partners_and_no_tariff_is_made_up() -> None:
    rows = shipped_rows("section_schemes")
    partners = {row["partner"] for row in rows if row["party"] == "武汉市"}
    assert {"仙桃市", "团风县", "随州市", "孝感市"} <= partners
    sums = {(row["scheme"], row["period"]): row["sum_wan_yuan"] for row in rows}
    assert sums == {
        ("tongshun", "2022"): None,
        ("tongshun", "2022-06/2022-12"): 300,
        ("tuanfeng", "2022"): None,
        ("fuhuan_suizhou", "2022"): None,
        ("fuhuan_suizhou", "2025-12"): 580,
        ("fuhuan_xiaogan", "2022"): None,
        ("fuhuan_xiaogan", None): 610,
        ("fuhuan_xiaogan", "2025-12"): 640,
        ("all_partners", "2022/2025"): 5000,
        ("hubei", None): None,
        ("shiyan", "2021"): 3300,
    }


def test_the_sections_of_wuhan_stand_in_order_with_the_directions_of_a_month() -> None:
    rows = shipped_rows("wuhan_sections")
    left = [row["section"] for row in rows if row["bank"] == "left"]
    assert left == ["水洪中心", "老关村", "王家巷", "武汉关", "滠水入江口", "窑头", "喻家塆"]
    assert Counter(row["role"] for row in rows) == {"control": 2, "assessed": 11}
    assert Counter(row["change_2018_01"] for row in rows) == {"lower": 6, "higher": 5, None: 2}
    aliases = {row["section"]: row["aliases"] for row in rows if row["aliases"]}
    assert aliases == {"老关村": "老官村", "王家巷": "王家巷码头", "武汉关": "武汉关码头"}


@pytest.mark.parametrize("row", shipped_rows("published_shares"), ids=lambda row: row["criterion"])
def test_published_shares_are_their_counts_rounded_half_up(row: Row) -> None:
    exact = Decimal(int(row["count"])) / Decimal(int(row["total"]))
    assert float(exact.quantize(Decimal("0.001"), ROUND_HALF_UP)) == row["share"]
    assert row["basis"] == "checked"


def test_what_stays_knowledge_keeps_its_mark() -> None:
    for kind in ("design_rainfall", "corridor_widths", "plant_load_limits"):
        assert {row["basis"] for row in shipped_rows(kind)} == {"unverified"}
