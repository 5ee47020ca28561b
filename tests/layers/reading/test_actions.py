"""What a report says that we would do: it has to be what the import does."""

from __future__ import annotations

from geo.errors import ERROR_CODES, Problem
from layers.reading import actions
from layers.reading.actions import (
    ACCEPTED,
    AS_IT_IS,
    AS_SAID,
    NOT_IMPORTED,
    NOT_YET,
    WAITS,
    action_of,
)
from layers.reading.errors import ACCEPTABLE, CONFIRM


def test_every_code_named_is_a_declared_warning_that_waits_for_nobody() -> None:
    for code in actions.UNCHANGED:
        assert ERROR_CODES[code].severity == "warning"
        assert code not in ACCEPTABLE | CONFIRM


def said(code: str, accepted: frozenset[str] = frozenset()) -> object:
    return action_of(Problem(ERROR_CODES[code]), accepted)


def test_each_weight_has_its_sentence() -> None:
    assert said("key-missing") is NOT_IMPORTED
    assert said("encoding-detected") is WAITS
    assert said("encoding-detected", frozenset({"encoding-detected"})) is ACCEPTED
    assert said("geometry-repaired") is AS_SAID
    assert said("overlapping-polygons") is AS_IT_IS
    assert said("z-dropped") is AS_IT_IS


def test_accepting_what_cannot_be_accepted_changes_nothing() -> None:
    assert said("key-missing", frozenset({"key-missing"})) is NOT_IMPORTED


def test_rows_outside_china_can_be_left_out_but_not_all_of_a_layer() -> None:
    outside, accepted = ERROR_CODES["outside-china"], frozenset({"outside-china"})
    assert action_of(Problem(outside, feature=3), accepted) is ACCEPTED
    assert action_of(Problem(outside), accepted) is NOT_IMPORTED


def test_what_can_be_accepted_says_that_it_need_not_be_mended() -> None:
    assert said("digits-lost") is NOT_YET
    assert said("digits-lost", frozenset({"digits-lost"})) is ACCEPTED


def test_no_sentence_names_the_system_the_label_before_it_does() -> None:
    for sentence in (ACCEPTED, AS_IT_IS, AS_SAID, NOT_IMPORTED, NOT_YET, WAITS):
        assert "本系统" not in sentence.zh
