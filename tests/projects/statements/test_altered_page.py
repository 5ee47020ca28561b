"""The page that lists the alterations says what is tested."""

from __future__ import annotations

from tests.projects.statements.altered_page import CASES, CHINESE, NAME, text
from webmap.references import FOLDER


def test_the_page_says_what_is_tested() -> None:
    assert (FOLDER / NAME).read_text("utf-8") == text(), "make docs"


def test_every_alteration_has_one_name() -> None:
    names = {format_: [one.name for one in found] for format_, found in CASES.items()}
    assert all(len(set(found)) == len(found) for found in names.values())
    assert {one for found in names.values() for one in found} == set(CHINESE)
