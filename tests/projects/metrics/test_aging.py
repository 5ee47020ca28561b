"""What is said of runs whose rules rest on a law that something has come after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from layers.storage.store import Store
from layers.system.database import Database
from projects.metrics.aging import Aged, aged, day_of
from projects.metrics.kept import MetricRun
from projects.sheets.shipped import earlier_editions
from projects.statements.content import content_of
from projects.statements.sections import lay_out

MADE = dt.datetime(2026, 11, 29, tzinfo=dt.UTC)
LAW, CODE = "water_pollution_2017", "eco_code_2026"


@pytest.fixture
def hits(put: Callable[..., Any], run: Callable[..., Any], ground: Any) -> Callable[..., MetricRun]:
    """An outfall in a zone of grade 1 and one in a lake line, under the rules of a day."""
    zones = [
        ("Z1", ground.box(0, 0, 1, 1), {"grade": "source_1", "approved_on": "2015-01-01"}),
        ("Z2", ground.box(2, 0, 3, 1), {"grade": "lake_blue", "approved_on": "2015-01-01"}),
    ]
    put("zones", "protected_water", zones)
    put("plants", "sewage_plant", [
        ("P1", ground.point(0.5, 0.5), {"commissioned_on": "2020-01-01"}),
        ("P2", ground.point(2.5, 0.5), {"commissioned_on": "2020-01-01"}),
    ])  # fmt: skip

    def of(day: str | None) -> MetricRun:
        inputs = {"zones": "zones", "plants": "plants"}
        found: MetricRun = run("protected_zone_hits", inputs, day=day)
        return found

    return of


def told(database: Database, run: MetricRun) -> Aged:
    with database.reading() as session:
        return aged(session, run)


def test_the_day_before_the_code_nothing_is_said(
    hits: Callable[..., MetricRun], sqlite_database: Database
) -> None:
    run = hits("2026-08-14")
    assert run.result["total"]["hits"] == 2
    assert told(sqlite_database, run) == Aged()


@pytest.mark.parametrize("day", ["2026-08-15", None])
def test_from_its_day_on_the_hit_by_its_rule_says_so_and_no_other(
    hits: Callable[..., MetricRun], sqlite_database: Database, day: str | None
) -> None:
    run = replace(hits(day), created_at=MADE)
    found = told(sqlite_database, run)
    (note,) = found.notes
    kept = {
        name: note[name] for name in ("code", "sheet", "law", "successor", "since", "rows", "hits")
    }
    assert kept == {
        "code": "law-superseded",
        "sheet": "protected_zone_rules",
        "law": LAW,
        "successor": CODE,
        "since": "2026-08-15",
        "rows": 12,
        "hits": 1,
    }
    assert "生态环境法典" in note["zh"]
    assert "（未核实）" in note["zh"]
    assert "may be superseded" in note["en"]
    assert list(found.hits) == ["plants/P1/Z1"]


def test_a_run_by_rules_of_before_that_have_no_end_says_it_too(
    hits: Callable[..., MetricRun], sqlite_database: Database, sheet: Callable[..., None]
) -> None:
    """What an office saved before there was a column for the law: its source cites it."""
    (rows,) = earlier_editions("protected_zone_rules").values()
    sheet("protected_zone_rules", [{n: v for n, v in row.items() if n != "law"} for row in rows])
    assert told(sqlite_database, hits("2026-08-14")) == Aged()
    run = hits("2026-08-15")
    assert run.result["hits"][0]["article"] == "第六十五条"
    assert "rule-unverified" not in {one["code"] for one in run.result["notes"]}
    assert [(one["law"], one["rows"], one["hits"]) for one in told(sqlite_database, run).notes] == [
        (LAW, 12, 1)
    ]


def test_without_a_day_a_run_is_for_the_day_it_was_computed(
    hits: Callable[..., MetricRun], sqlite_database: Database
) -> None:
    run = hits(None)
    then = replace(run, created_at=dt.datetime(2026, 8, 14, 15, 59, tzinfo=dt.UTC))
    assert day_of(then) == "2026-08-14"
    assert told(sqlite_database, then) == Aged()
    a_minute_later = replace(run, created_at=dt.datetime(2026, 8, 14, 16, 0, tzinfo=dt.UTC))
    assert day_of(a_minute_later) == "2026-08-15"
    assert told(sqlite_database, a_minute_later).hits


def test_the_result_itself_and_its_hash_do_not_follow_the_sheet_of_laws(
    hits: Callable[..., MetricRun], sqlite_database: Database, sheet: Callable[..., None]
) -> None:
    first = hits("2026-08-15")
    laws = [{"id": CODE, "name": "生态环境法典", "source": "全国人大", "basis": "sourced",
             "valid_from": "2026-08-15"}]  # fmt: skip
    sheet("laws", laws)
    again = hits("2026-08-15")
    assert (again.id, again.text, again.reused) == (first.id, first.text, True)
    assert told(sqlite_database, again) == Aged()


@pytest.mark.parametrize(("day", "warns"), [("2026-08-14", False), ("2026-08-15", True)])
def test_a_statement_says_what_was_known_when_it_was_made(
    hits: Callable[..., MetricRun],
    sqlite_database: Database,
    store: Store,
    day: str,
    warns: bool,
) -> None:
    run = hits(day)
    with sqlite_database.reading() as session:
        content = content_of(session, store, run, "张三", MADE)
    assert content["result"] == run.result
    assert ("warnings" in content) is warns
    for language, word in (("zh", "可能已被取代"), ("en", "may be superseded")):
        layout = lay_out(content, "0" * 64, "ABCD", (), language)
        warnings = layout.section("warnings")
        said = warnings.paragraphs if warnings is not None else ()
        assert any(word in one for one in said) is warns


def test_the_rule_in_a_statement_names_its_laws_in_words(
    hits: Callable[..., MetricRun], sqlite_database: Database, store: Store
) -> None:
    with sqlite_database.reading() as session:
        (rule,) = content_of(session, store, hits("2026-08-14"), "张三", MADE)["sheets"]
    law = next(one for one in rule["columns"] if one["name"] == "law")
    assert (law["type"], set(law["codes"])) == ("code", {LAW, CODE, "wuhan_lake_lines"})
    assert law["codes"][LAW]["zh"] == "中华人民共和国水污染防治法"
    assert {row["law"] for row in rule["entries"]} == set(law["codes"])


def test_it_asks_the_database_a_bounded_number_of_times(
    hits: Callable[..., MetricRun], sqlite_database: Database
) -> None:
    run = hits("2026-08-15")
    asked: list[str] = []
    engine = sqlite_database.engine
    listen = lambda *given: asked.append(given[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", listen)
    try:
        told(sqlite_database, run)
    finally:
        event.remove(engine, "before_cursor_execute", listen)
    assert len(asked) <= 4
