"""The panel of figures on the map shows any metric with a card that stands, as it is written."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from geo.words import Text
from projects.metrics.cards import CardLine
from projects.metrics.kept import list_runs
from projects.metrics.registry import METRICS
from projects.metrics.run import run_metric
from projects.standing.figures import standing
from webmap.metrics import map_cards as cards
from webmap.metrics.cards import RunCard

pytestmark = pytest.mark.slow

ASK = "/api/v1/metrics/cards"
CARDED = [metric for metric in METRICS.values() if metric.card]


def card(client: FlaskClient, metric: str, language: str = "zh") -> dict[str, Any]:
    found = client.get(f"{ASK}?lang={language}").json["cards"]
    return next(one for one in found if one["metric"] == metric)


def test_the_share_with_its_target_its_parts_and_how_many_zones_are_behind(
    client: FlaskClient,
) -> None:
    shown = card(client, "sponge_coverage")
    assert (shown["figure"]["name"], shown["figure"]["text"]) == (
        "share",
        "至少 25.00%，至多 75.00%",
    )
    assert shown["figure"]["spanned"]
    assert shown["note"].startswith("建成区 ")
    assert (shown["target"]["met"], shown["target"]["tick"]) == (None, 0.5)
    assert shown["target"]["demand"] == "≥ 50%"
    assert [part["look"] for part in shown["parts"]] == [
        "met",
        "not_met",
        "not_assessed",
        "no_zone",
    ]
    assert sum(part["share"] for part in shown["parts"]) == pytest.approx(1.0)
    assert shown["behind"] == "分区：未达标 1 个、未评估 1 个"
    said = [line["text"] for line in shown["lines"]]
    assert said[0] == "若未评估和没有分区的地块全部达标，最多 75.00%"
    assert shown["lines"][1]["confirms"]
    assert re.match(r"栅格法（像元 \d", said[1])


def test_a_verdict_by_data_older_than_the_year_of_the_target_says_so_beside_it(
    site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """“Met” alone would be read as met in the target's year."""
    with site.database.reading() as session:
        run = next(one for one in list_runs(session) if (one.result["target"] or {}).get("year"))
        year = run.result["target"]["year"]
        for day, said in (
            (dt.date(year - 1, 6, 30), f"（按 {year - 1} 年数据）"),
            (dt.date(year, 12, 31), None),
            (None, None),
        ):
            monkeypatch.setattr(
                "webmap.metrics.cards.days_of_data",
                lambda *_, day=day: SimpleNamespace(of=lambda _: day, confirmed=lambda _: []),
            )
            card = RunCard.of(session, run, standing(session))
            assert (card.by_data and card.by_data.zh) == said


def test_in_english_no_word_is_chinese_but_names(client: FlaskClient) -> None:
    shown = card(client, "sponge_coverage", "en")
    texts = [shown["title"], shown["note"], *(line["text"] for line in shown["lines"])]
    texts += [shown["behind"], *(part["title"] for part in shown["parts"])]
    assert not re.search("[一-鿿]", " ".join(texts))


def test_where_nothing_stands_the_card_says_so_and_how_to_compute(
    opened: Any, tmp_path: Any
) -> None:
    site = opened(tmp_path / "home")
    client = site.app.test_client()
    waiting = client.get(ASK).json["cards"]
    assert [(one["metric"], one["run"]) for one in waiting] == [("sponge_coverage", None)]
    assert waiting[0]["command"].startswith("ecoatlas metrics run sponge_coverage --zones ZONES")


def test_a_card_says_its_headline_where_it_declares_no_more(
    site: Any, client: FlaskClient, standing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = {"zones": "built_up", "cover": "zones"}
    standing(site, run_metric(site.database, site.store, "coverage", inputs).id)
    assert "coverage" not in [one["metric"] for one in client.get(ASK).json["cards"]]
    plain = replace(METRICS["coverage"], card=METRICS["sewage_load"].card)
    monkeypatch.setitem(METRICS, "coverage", plain)
    shown = card(client, "coverage")
    assert shown["title"] == plain.title.zh
    assert shown["figure"]["name"] == plain.headline
    assert (shown["note"], shown["target"], shown["lines"]) == (None, None, [])


def test_it_asks_twice_for_runs_however_many_metrics_have_a_card(
    site: Any, client: FlaskClient
) -> None:
    asked: list[str] = []

    def heard(*about: Any) -> None:
        asked.append(str(about[2]))

    engine = site.app.extensions["ecoatlas"].database.engine
    event.listen(engine, "before_cursor_execute", heard)
    client.get(ASK)
    event.remove(engine, "before_cursor_execute", heard)
    runs = [one for one in asked if "metric_run" in one and one.startswith("SELECT")]
    assert len(runs) == 2


@pytest.mark.parametrize("metric", CARDED, ids=lambda one: one.id)
def test_what_a_card_names_is_declared_by_its_metric(metric: Any) -> None:
    declared = {column.name for column in metric.total}
    assert metric.headline in declared
    for words in (metric.card.note,) if metric.card.note else ():
        assert set(_names(words)) <= declared
    for line in metric.card.lines:
        record = next(one for one in metric.records if one.name == line.record)
        columns = {column.name for column in record.columns}
        assert {*_names(line.words), *(line.unless_equal or ())} <= columns
    if metric.card.largest:
        table = metric.table(metric.card.largest.table)
        columns = {column.name: column for column in table.columns}
        assert metric.card.largest.size in columns
        assert columns[metric.card.largest.code].codes
        assert _names(metric.card.largest.words) == ["classes"]


def _names(words: Text) -> list[str]:
    assert sorted(re.findall(r"\{(\w+)\}", words.zh)) == sorted(re.findall(r"\{(\w+)\}", words.en))
    return re.findall(r"\{(\w+)\}", words.zh)


def test_a_line_is_left_out_where_a_figure_is_missing_or_says_nothing() -> None:
    line = CardLine("bounds", Text("甲", "a"), unless_equal=("lower", "upper"))
    assert cards._told(line, {"lower": 0.2, "upper": 0.3})
    assert not cards._told(line, {"lower": 0.2, "upper": 0.2})
    assert not cards._told(line, {"lower": None, "upper": 0.2})
    assert not cards._told(line, {})
