"""The trial of full disks knows what to give to every command there is."""

from __future__ import annotations

from benchmarks.full_disk import GIVEN, commands


def test_every_command_has_arguments_and_none_is_given_to_a_command_that_is_gone() -> None:
    found = set(commands())
    assert {"projects list", "statements withdraw", "chiefs at"} <= found
    assert GIVEN.keys() <= found
