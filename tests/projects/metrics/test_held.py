"""A verdict of a general measure rests on what the layer was declared to hold, never on a word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from geo.errors import EcoAtlasError
from layers.audit import Actor
from layers.storage.store import Store
from layers.system.database import Database
from projects.accounts.accounts import add_account
from projects.holdings.vouching import take_back
from projects.metrics.ordering import place_order
from projects.metrics.outdated import outdated
from projects.metrics.run import compute, run_metric
from projects.metrics.summary import run_lines
from projects.statements.asserting import assertions
from projects.statements.kept import get_statement
from projects.statements.making import make_statement
from projects.statements.review import sign, submit

INPUTS = {"features": "works"}
TARGET = {"target": "SY-2018-T13"}
ROWS = [
    ("A", {"type": "禁捕", "status": "completed", "其他": "x"}),
    ("B", {"type": "禁捕", "status": "planned", "其他": "x"}),
    ("C", {"type": "铁路", "status": "completed", "其他": "y"}),
]
BY_TYPE = {"only_field": "type", "only_values": "禁捕"}
DONE = {"status_field": "status", "counted": "completed"}


@pytest.fixture
def works(put: Any, ground: Any, territory: Any) -> None:
    territory()
    put("works", "works", [(key, ground.point(1, 1), fields) for key, fields in ROWS])


@pytest.fixture
def ask(sqlite_database: Database, store: Store) -> Callable[..., Any]:
    def of(**parameters: Any) -> Any:
        given = {**TARGET, **parameters}
        return run_metric(sqlite_database, store, "count_by_status", INPUTS, given)

    return of


def test_a_word_of_the_user_is_no_declaration(works: None, ask: Any) -> None:
    found = ask(subject="reserve_fishing_ban").result
    assert found["target"]["met"] is None
    assert "没有人声明图层“works@1”装的是什么" in found["target"]["reason"]["zh"]
    assert found["inputs"][0]["holds"] is None


def test_the_declaration_says_which_rows_and_which_words_and_is_told_in_the_result(
    works: None, ask: Any, vouch: Any
) -> None:
    number = vouch("works", "reserve_fishing_ban", **BY_TYPE, **DONE)
    found = ask().result
    assert (found["total"]["features"], found["total"]["counted"]) == (2, 1)
    assert found["target"]["met"] is False
    assert found["inputs"][0]["holds"]["declaration"] == number
    told = next(one for one in found["notes"] if one["code"] == "layer-declared")
    assert "示例：验收名册" in told["zh"]
    assert "demo-editor" not in str(found), "who declared it is for those who have signed in"


@pytest.mark.parametrize(
    "otherwise",
    [
        {"only_field": "-", "only_values": ""},
        {"only_values": "铁路"},
        {"counted": "planned"},
        {"status_field": "-"},
    ],
)
def test_other_rows_or_words_than_those_declared_are_not_judged(
    works: None, ask: Any, vouch: Any, otherwise: dict[str, str]
) -> None:
    vouch("works", "reserve_fishing_ban", **BY_TYPE, **DONE)
    target = ask(**otherwise).result["target"]
    assert target["met"] is None
    assert "内容声明写的是" in target["reason"]["zh"]


def test_a_layer_declared_to_hold_something_else_is_refused_by_name(
    works: None, ask: Any, vouch: Any
) -> None:
    vouch("works", "river_works")
    with pytest.raises(EcoAtlasError, match="汉江干流重点河段综合整治") as refused:
        ask()
    assert refused.value.code == "wrong-subject"


def test_a_new_version_is_not_vouched_for(
    works: None, ask: Any, vouch: Any, put: Any, ground: Any
) -> None:
    vouch("works", "reserve_fishing_ban")
    assert ask().result["target"]["met"] is False
    put("works", "works", [("D", ground.point(1, 1), {"status": "completed", "type": "?"})])
    assert ask().result["target"]["met"] is None


def test_what_was_taken_back_is_vouched_for_no_more(
    works: None, ask: Any, vouch: Any, sqlite_database: Database
) -> None:
    run = ask  # computed below, once it is declared
    number = vouch("works", "reserve_fishing_ban")
    kept = run()
    with sqlite_database.reading() as session:
        assert outdated(session, kept, None, dict) is None
    with sqlite_database.transaction() as session:
        take_back(session, number, "示例：名册有误", Actor("demo-admin", "test"))
    with sqlite_database.reading() as session:
        said = outdated(session, kept, None, dict)
        lines = run_lines(session)
    assert said is not None
    assert "声明已撤销" in said.zh
    assert [one.met for one in lines] == [None]
    with sqlite_database.transaction() as session, pytest.raises(EcoAtlasError) as twice:
        take_back(session, number, "再次", Actor("demo-admin", "test"))
    assert twice.value.code == "holding-not-declared"


def test_what_was_taken_back_after_a_statement_was_handed_in_is_not_signed(
    works: None, ask: Any, vouch: Any, sqlite_database: Database, store: Store
) -> None:
    """Nor is another one made of the kept run; the same asked again is another run, not judged."""
    number, kept = vouch("works", "reserve_fishing_ban"), ask()
    maker, wang = Actor("li", "test"), Actor("wang", "test")
    with sqlite_database.transaction() as session:
        reviewer = add_account(session, "wang", "reviewer", must_change=False, by=None).account
        made = submit(session, make_statement(session, store, kept.id, maker).id, maker)
        shown = assertions(session, made)
        assert shown.over is None
        take_back(session, number, "示例：名册有误", Actor("demo-admin", "test"))
    with sqlite_database.transaction() as session:
        now = assertions(session, get_statement(session, made.id))
        for asserted, code in (
            (shown.fingerprint, "statement-changed-meanwhile"),
            (now.fingerprint, "statement-not-vouched"),
        ):
            with pytest.raises(EcoAtlasError) as refused:
                sign(session, made.id, reviewer, wang, asserted=asserted)
            assert refused.value.code == code
        with pytest.raises(EcoAtlasError) as refused:
            make_statement(session, store, kept.id, maker)
        assert refused.value.code == "run-not-vouched"
    again = ask()
    assert (again.id != kept.id, again.result["target"]["met"]) == (True, None)


def test_what_was_judged_by_a_word_is_computed_again_as_it_was_and_counts_no_longer(
    works: None, ask: Any, sqlite_database: Database, store: Store
) -> None:
    given = {**TARGET, "subject": "reserve_fishing_ban"}
    with sqlite_database.reading() as session:
        order = place_order(session, store, "count_by_status", INPUTS, given, as_believed=True)
    before = compute(order, store)
    assert '"met":false' in before.text.replace(" ", "")
    assert "holds" not in order.head["inputs"][0]
    run = ask(subject="reserve_fishing_ban")
    assert run.input_hash != order.input_hash, "what was believed is never taken from the store"
    with sqlite_database.reading() as session:
        said = outdated(session, replace(run, inputs=order.head["inputs"]), None, dict)
    assert said is not None
    assert "只凭使用者" in said.zh


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"basis": " "}, "holding-basis-missing"),
        ({"subject": "sponge_area"}, "holding-subject-unknown"),
        ({"subject": "gas_supply"}, None),
        ({"only_field": "没有"}, "holding-field-missing"),
        ({"only_field": "type", "only_values": "公路"}, "holding-rows-missing"),
        ({"colour": "red"}, "holding-term-unknown"),
    ],
)
def test_a_declaration_that_does_not_fit_the_layer_is_refused(
    works: None, vouch: Any, change: dict[str, str], code: str | None
) -> None:
    asked = {"subject": "reserve_fishing_ban", **change}
    if code is None:
        assert vouch("works", **asked) == 1
        return
    with pytest.raises(EcoAtlasError) as refused:
        vouch("works", **asked)
    assert refused.value.code == code


def test_one_row_is_of_one_subject(works: None, vouch: Any) -> None:
    vouch("works", "reserve_fishing_ban", **BY_TYPE)
    vouch("works", "river_works", only_field="type", only_values="铁路")
    with pytest.raises(EcoAtlasError) as twice:
        vouch("works", "erosion_control", only_field="type", only_values="铁路、其他")
    assert twice.value.code == "holding-rows-claimed"
    with pytest.raises(EcoAtlasError) as whole:
        vouch("works", "erosion_control")
    assert whole.value.code == "holding-rows-claimed"


def test_a_list_says_in_each_row_what_it_lists(
    put: Any, ground: Any, sheet: Any, sqlite_database: Database, store: Store
) -> None:
    put("city", "admin_division", [("420300", ground.box(0, 0, 3, 1), {})])
    put("units", "admin_division", [
        (f"42030{n}", ground.box(n, 0, n + 1, 1), {"level": "county"}) for n in range(3)
    ])  # fmt: skip
    rows = [{"unit": f"42030{n}", "has": "yes"} for n in range(3)]
    inputs = {"units": "units", "list": "trains", "boundary": "city"}
    asked = {"target": "SY-2018-T28", "level": "county"}
    reasons = []
    for subject in (None, "gas_supply", "rail_service"):
        sheet("trains", [{**row, "subject": subject} for row in rows], kind="unit_list")
        found = run_metric(sqlite_database, store, "units_with", inputs, asked).result
        reasons.append((found["target"]["reason"] or {}).get("zh", ""))
    assert "没有逐行写明" in reasons[0]
    assert "没有逐行写明" in reasons[1]
    assert "没有逐行写明" not in reasons[2]
