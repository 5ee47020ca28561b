"""Three sides of a field, and what becomes of each combination."""

from __future__ import annotations

from typing import Any

import pytest

from projects.rounds.merging import Clash, three_way


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "since", "taken", "clashes"),
    [
        (None, None, 50.0, [], True, False),  # typed into an empty cell
        (40.0, 40.0, 40.0, [], False, False),  # as it was
        (40.0, 50.0, 40.0, [{"f": 50.0}], False, False),  # somebody else's change stays
        (40.0, 50.0, 50.0, [{"f": 50.0}], False, False),  # both say the same
        (40.0, 50.0, 60.0, [{"f": 50.0}], False, True),  # both changed it
        (40.0, 40.0, None, [], True, False),  # taken back
        (40.0, None, 60.0, [{}], False, True),  # taken back by somebody, changed by the other
        # It came in already, and somebody has replaced it since.
        (40.0, 70.0, 60.0, [{"f": 60.0}, {"f": 70.0}], False, False),
        # Changed there and back: nobody's change is lost by taking ours.
        (40.0, 40.0, 60.0, [{"f": 50.0}, {"f": 40.0}], True, False),
    ],
)
def test_a_field_is_taken_left_or_asked_about(
    base: Any, theirs: Any, mine: Any, since: Any, taken: bool, clashes: bool
) -> None:
    sides = [{} if one is None else {"f": one} for one in (base, theirs)]
    found = three_way(sides[0], sides[1], {"f": mine}, since)
    assert (found.take == ("f",), bool(found.clashes)) == (taken, clashes)
    if clashes:
        assert found.clashes == (Clash("f", base, theirs, mine),)
