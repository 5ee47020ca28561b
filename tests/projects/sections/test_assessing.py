"""A year by a scheme: which sections it takes, who answers, what is said with the result."""

from __future__ import annotations

import datetime as dt

from projects.water.means import months_of
from projects.water.overview import Rules
from projects.water.placed import Sections
from projects.water.schemes.assessing import Assessment, assess, notes_of
from tests.projects.sections.made import CLEAN, FOUL
from tests.projects.water.schemes_shipped import SHEETS


def year(
    name: str, sections: Sections, rules: Rules, today: dt.date = dt.date(2027, 1, 5)
) -> Assessment:
    values = {
        "A": dict.fromkeys(months_of(2026), CLEAN),
        "B": dict.fromkeys(months_of(2026), FOUL),
        "C": dict.fromkeys(months_of(2026)[:3], CLEAN),
    }
    scheme = SHEETS.scheme_on(name, dt.date(2026, 12, 31))
    return assess(scheme, 2026, sections, values, rules.limits, rules.items, today)


def test_a_scheme_with_sections_finds_them_by_name_in_the_layers(
    sections: Sections, rules: Rules
) -> None:
    found = year("wuhan_yangtze", sections, rules)
    assert [one.code for one in found.sections[:2]] == ["B", "C"]
    assert len(found.unplaced) == 9
    worse, same = found.sections[:2]
    assert [one.money for one in worse.months] == [-200] * 6
    assert [one.money for one in same.months] == [50, 50, None, None, None, None]
    assert same.missing == ("2026-05", "2026-07", "2026-09", "2026-11")


def test_the_ledger_says_who_owes_whom(sections: Sections, rules: Rules) -> None:
    told = [
        (entry.from_.zh, entry.to.zh, entry.amount)
        for entry in year("wuhan_yangtze", sections, rules).ledger
    ]
    assert told == [
        ("汉南区", "武汉市（市级财政）", 1200),
        ("武汉市（市级财政）", "武昌区", 100),
    ]


def test_a_scheme_without_sections_takes_those_of_the_layers(
    sections: Sections, rules: Rules
) -> None:
    found = year("hubei", sections, rules)
    assert [one.code for one in found.sections] == ["A", "B", "C", "L"]
    grades = [one.grade for one in found.sections]
    assert grades == ["excellent", "fail", "excellent", None]
    assert found.ledger == ()


def test_a_scheme_of_one_water_takes_that_alone(sections: Sections, rules: Rules) -> None:
    found = year("danjiangkou", sections, rules)
    assert found.sections == ()
    assert any("没有列出断面" in note.zh for note in notes_of(found))


def test_what_is_not_known_is_said_with_the_result(sections: Sections, rules: Rules) -> None:
    told = " ".join(note.zh for note in notes_of(year("hubei", sections, rules)))
    assert "名称上已被" in told
    assert "不判定金额" in told
    running = notes_of(year("hubei", sections, rules, dt.date(2026, 6, 30)))
    assert any("不是结算" in note.zh for note in running)
