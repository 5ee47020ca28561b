"""What stands is signed or set by a person, on the office's own layers; the newest run is not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select

from geo.errors import EcoAtlasError
from layers.audit import AuditQuery, search_entries
from layers.system.row_access import PUBLIC
from projects.metrics.registry import METRICS
from projects.standing.choosing import choices_of, lift_figure, own_layers, set_figure
from projects.standing.figures import purpose_of_run, standing, standing_figures
from projects.standing.lists import listed_runs
from projects.standing.tables import StandingChoice
from tests.projects.standing.conftest import METRIC, TARGET, WANG, Office


def stands(office: Office, purpose: str = TARGET) -> tuple[int, bool] | None:
    with office.database.reading() as session:
        found = standing(session).figures.get(purpose)
    return None if found is None else (found.run_id, found.signed)


def put(office: Office, run: int, *own: str, shown: int | None = None) -> None:
    with office.database.transaction() as session:
        set_figure(session, run, "年报采用", WANG, own=own, shown=shown)


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(EcoAtlasError) as error:
        yield
    assert error.value.code == code


def test_nothing_stands_until_somebody_sets_it_and_a_newer_run_changes_nothing(
    office: Office,
) -> None:
    first = office.run(0.25)
    assert stands(office) is None
    put(office, first, "own")
    office.run(0.0, "test")
    office.run(0.9, "test", target=None)
    assert stands(office) == (first, False)
    assert stands(office, METRIC) is None
    with office.database.reading() as session:
        figure = standing_figures(session)[TARGET]
        (entry, *_), _ = search_entries(session, AuditQuery(), limit=5)
        assert (entry.action, entry.details["layers"]) == ("figure-set", ["own"])
    assert (figure.value, figure.met, figure.text.zh) == (0.25, False, "25.00%")
    assert (figure.set_by, figure.reason, figure.metric) == ("wang", "年报采用", METRIC)


def test_of_a_metric_without_target_one_figure_stands_beside_those_of_its_targets(
    office: Office,
) -> None:
    with_target, without = office.run(0.25), office.run(0.25, target=None)
    put(office, with_target, "own")
    put(office, without)
    assert stands(office) == (with_target, False)
    assert stands(office, METRIC) == (without, False)
    with office.database.reading() as session:
        shown = standing(session).of_metric(METRIC)
        assert [one.target_id for one in shown] == [TARGET, None]
        assert standing_figures(session).keys() == {TARGET}


def test_a_signed_statement_stands_and_nobody_sets_another_beside_it(office: Office) -> None:
    first, second, third = (office.run(share) for share in (0.1, 0.2, 0.3))
    put(office, first, "own")
    office.statement(second, "submitted")
    assert stands(office) == (first, False)
    office.statement(second, "submitted", "signed")
    assert stands(office) == (second, True)
    with refused("figure-signed-stands"):
        put(office, third)
    office.statement(third, "submitted", "signed")
    assert stands(office) == (third, True)


def test_layers_that_nobody_declared_are_refused_by_name(office: Office) -> None:
    run = office.run(0.25, "own", "test")
    with refused("figure-layers-not-own"):
        put(office, run)
    with refused("figure-layers-not-own"):
        put(office, run, "own")
    with refused("figure-layer-not-used"):
        put(office, run, "own", "test", "closed")
    assert stands(office) is None
    put(office, run, "own", "test")
    with office.database.reading() as session:
        assert own_layers(session, METRIC) == {"own", "test"}
        assert own_layers(session, "coverage") == frozenset()
    later = office.run(0.5, "own")
    put(office, later)
    assert stands(office) == (later, False)


def test_taken_off_nothing_stands_and_its_layers_are_nobodys_again(office: Office) -> None:
    run = office.run(0.25, "test")
    put(office, run, "test")
    with office.database.transaction() as session:
        lift_figure(session, run, "试验图层，误设", WANG)
    assert stands(office) is None
    with refused("figure-not-set"), office.database.transaction() as session:
        lift_figure(session, run, "再来", WANG)
    with refused("figure-layers-not-own"):
        put(office, run)
    with office.database.reading() as session:
        assert [one.set for one in choices_of(session, TARGET)] == [False, True]


@pytest.mark.parametrize("reason", ["", "  ", "很" * 2001])
def test_a_choice_needs_a_reason(office: Office, reason: str) -> None:
    run = office.run(0.25)
    with refused("figure-reason-missing"), office.database.transaction() as session:
        set_figure(session, run, reason, WANG, own=["own"])


def test_what_is_replaced_is_what_was_shown(office: Office) -> None:
    first, second = office.run(0.1), office.run(0.2)
    put(office, first, "own", shown=0)
    with refused("figure-moved"):
        put(office, second, shown=0)
    with refused("figure-stands-already"):
        put(office, first, shown=first)
    put(office, second, shown=first)
    assert stands(office) == (second, False)


def test_of_a_run_that_is_none_nothing_is_set(office: Office) -> None:
    with refused("figure-without-run"):
        put(office, 77)


def test_a_figure_on_a_hidden_layer_is_not_told(office: Office) -> None:
    run = office.run(0.25, "closed")
    put(office, run, "closed")
    assert stands(office) == (run, False)
    with office.database.reading(PUBLIC) as session:
        assert standing(session).figures == {}
        assert own_layers(session, METRIC) == frozenset()
        assert session.scalars(select(StandingChoice)).all() == []
        with refused("figure-without-run"):
            set_figure(session, run, "看不见", WANG)


@pytest.mark.parametrize("sight", [None, PUBLIC])
def test_two_queries_tell_all_that_stands(office: Office, sight: object) -> None:
    for number in range(4):
        put(office, office.run(0.1 * number, target=f"T{number}"), "own")
    office.statement(office.run(0.7), "submitted", "signed")
    asked: list[str] = []
    with office.database.reading(sight) as session:  # type: ignore[arg-type]
        event.listen(session.bind, "before_cursor_execute", lambda *a: asked.append(a[2]))
        found = standing(session)
    assert len(found.figures) == 5
    query, _targets = [one for one in asked if one.startswith("SELECT")]
    assert "metric_run.result" not in query


def test_a_withdrawal_takes_its_run_down_until_it_is_set_again(office: Office) -> None:
    first, second = office.run(0.1), office.run(0.2)
    put(office, first, "own")
    put(office, second)
    signed = office.statement(second, "submitted", "signed")
    assert stands(office) == (second, True)
    office.step(signed, "withdrawn")
    assert stands(office) is None
    with office.database.reading() as session:
        found = standing(session)
    assert [one.statement_id for one in found.fallen] == [signed]
    put(office, second, shown=0)
    assert stands(office) == (second, False)
    with office.database.reading() as session:
        assert standing(session).withdrawn == {}


def test_what_was_set_before_another_run_was_signed_stands_again(office: Office) -> None:
    first, second = office.run(0.1), office.run(0.2)
    put(office, first, "own")
    office.step(office.statement(second, "submitted", "signed"), "withdrawn")
    assert stands(office) == (first, False)
    with office.database.reading() as session:
        found = standing(session)
    assert (list(found.withdrawn), found.fallen) == ([TARGET], [])
    assert found.once == {first, second}


def test_what_a_plan_would_come_to_is_never_the_figure_of_a_target() -> None:
    (plan,) = (one.id for one in METRICS.values() if one.foreseen)
    assert purpose_of_run(plan, {"target": TARGET}) == plan
    assert purpose_of_run(METRIC, {"target": TARGET}) == TARGET
    assert purpose_of_run(METRIC, {"target": None}) == METRIC


@pytest.mark.parametrize(
    ("maker", "every", "shown"), [(None, False, "s"), ("li", False, "sl"), ("wang", True, "slz")]
)
def test_lists_have_what_stands_and_the_makers_own(
    office: Office, maker: str | None, every: bool, shown: str
) -> None:
    """`s` stands, `l` is a trial run of li, `z` one of zhao."""
    runs = {"s": office.run(0.1, by="zhao"), "l": office.run(0.2), "z": office.run(0.3, by="zhao")}
    put(office, runs["s"], "own")
    with office.database.reading(PUBLIC) as session:
        found = listed_runs(session, standing(session), maker, METRIC, every=every)
    marks = {one.line.id: (one.trial, one.stands is not None) for one in found}
    assert list(marks) == sorted((runs[one] for one in shown), reverse=True)
    assert marks.pop(runs["s"]) == (False, True)
    assert set(marks.values()) <= {(True, False)}
