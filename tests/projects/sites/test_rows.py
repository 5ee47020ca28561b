"""What a check says: something of everything, what no layer knows, and no more than is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.storage.store import Store
from layers.system.database import Database
from projects.sites import checking
from projects.sites.checking import check_site, sentence_of
from projects.sites.declared import CHECKS
from projects.sites.pasted import read_pasted
from projects.sites.rows import Check
from projects.sites.site import Planned, Site

SQUARE = "114.00 30.54\n114.01 30.54\n114.01 30.55\n114.00 30.55"


@pytest.fixture
def check(sqlite_database: Database, store: Store) -> Callable[..., Any]:
    def of(text: str = SQUARE, planned: Planned | None = None) -> Any:
        read = read_pasted(text)
        with sqlite_database.reading() as session:
            site = Site("一块地", read.shape, planned or Planned(), read.origin)
            return check_site(session, store, site)

    return of


def test_without_any_layer_every_check_and_every_rule_says_so(check: Callable[..., Any]) -> None:
    outcome = check()
    assert {row.check for row in outcome.rows} == {one.id for one in CHECKS}
    local = [row for row in outcome.rows if row.verdict == "review"]
    assert [row.rule.id for row in local] == ["bank_bans:shiyan_han/main_stem/1000.0"]
    others = [row for row in outcome.rows if row.verdict != "review"]
    assert {row.verdict for row in others} == {"no_layer"}
    grades = {row.rule.id for row in outcome.rows if row.rule}
    assert {f"protected_zone_rules:source_{n}/site" for n in (1, 2, "quasi")} <= grades
    assert sentence_of(outcome.counts).zh == "0 条适用，1 条待核，11 类无图层。"
    assert len({row.key for row in outcome.rows}) == len(outcome.rows)


def test_a_layer_without_the_class_or_without_the_place_vouches_for_nothing(
    check: Callable[..., Any], put: Callable[..., Any], ground: Any
) -> None:
    put("zones", "protected_water", [("Z", ground.box(4, 4, 5, 5), {"grade": "source_1"})])
    verdicts = {row.about.en: row.verdict for row in check().rows if row.check == "source_zones"}
    assert set(verdicts.values()) == {"no_layer"}, "the site lies outside the extent of the layer"
    box = [("D", ground.box(-9, -9, 9, 9), {"level": "county"})]
    put("district", "admin_division", box)
    found = {row.about.en: row for row in check().rows if row.check == "source_zones"}
    assert found["Drinking-water source, grade 1"].verdict == "not"
    assert found["Drinking-water source, grade 1"].distance_m > 0
    assert found["Drinking-water source, grade 2"].verdict == "no_layer"


@pytest.mark.slow
def test_each_layer_is_read_once_and_queries_do_not_grow_with_layers(
    check: Callable[..., Any],
    put: Callable[..., Any],
    ground: Any,
    sqlite_database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number in range(4):
        square = ground.box(number, 0, number + 1, 2)
        put(f"zones-{number}", "protected_water", [("Z", square, {"grade": "lake_blue"})])
        put(f"sponge-{number}", "sponge_zone", [("Z", square, {"verdict": "met"})])
    read: list[str] = []
    frame = Store.frame

    def counted(self: Store, sha256: str, **how: Any) -> Any:
        read.append(sha256)
        return frame(self, sha256, **how)

    monkeypatch.setattr(Store, "frame", counted)
    asked: list[str] = []
    event.listen(sqlite_database.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    check()
    assert len(read) == len(set(read)) == 8
    assert len(asked) <= 15


@pytest.mark.slow
def test_what_is_planned_decides_about_bans(
    check: Callable[..., Any], put: Callable[..., Any], ground: Any
) -> None:
    line = ground.line((-3, 0.5), (3, 0.5))
    put("banks", "river_bank", [("B", line, {"river": "长江", "line": "water_edge"})])
    site = "114.00 30.545\n114.001 30.545\n114.001 30.546\n114.00 30.546"

    def verdict(planned: Planned) -> str:
        rows = check(site, planned).rows
        return next(
            row.verdict for row in rows if row.key.endswith("chemical/main_stem/1000.0/banks/B")
        )

    assert verdict(Planned()) == "review"
    assert verdict(Planned(sector="chemical", change="new")) == "applies"
    assert verdict(Planned(sector="paper", change="new")) == "not"
    assert verdict(Planned(sector="chemical", change="rebuilt")) == "not"
    assert verdict(Planned(sector="chemical", change="new", started_on="2010-01-01")) == "review"


def test_a_check_that_says_nothing_is_a_fault(
    check: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = Check("silent", Text("无", "none"), (), lambda _asked: ())
    monkeypatch.setattr(checking, "CHECKS", (*CHECKS, silent))
    with pytest.raises(EcoAtlasError) as refused:
        check()
    assert refused.value.code == "site-check-without-row"
