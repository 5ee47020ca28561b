"""Wording: what scripts and templates say is declared, and what is declared is said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import webmap
from webmap.words import WORDS, Wording
from webmap.words_map import MAP

ROOM = Path(webmap.__file__).parent
SCRIPTS = "\n".join(path.read_text("utf-8") for path in (ROOM / "static" / "js").rglob("*.js"))
TEMPLATES = "\n".join(path.read_text("utf-8") for path in (ROOM / "templates").glob("*.html"))
# Names that scripts put together: parts of the figure, sections of the panel, verdicts of targets.
COMPOSED = {
    *("met", "not_met", "not_assessed", "no_zone"),
    *("section_attributes", "section_projects", "section_clauses"),
    *("target_met", "target_not_met", "target_open", "lead_unit", "due_date"),
    *("no_projects", "no_clauses", "panel_open", "panel_fold"),
    *("zoom_in", "zoom_out", "zoom_home", "less_than", "about_value"),
}


def test_scripts_say_only_what_is_declared() -> None:
    said = set(re.findall(r'\bsay\("(\w+)"', SCRIPTS))
    assert said - MAP.keys() == set()
    assert COMPOSED - MAP.keys() == set()


def test_templates_say_only_what_is_declared() -> None:
    said = set(re.findall(r"\bwords\.(\w+)", TEMPLATES))
    assert said - WORDS.keys() == set()


def test_nothing_is_declared_in_vain() -> None:
    said = set(re.findall(r'\bsay\("(\w+)"', SCRIPTS)) | COMPOSED
    said |= set(re.findall(r"\bwords\.(\w+)", TEMPLATES))
    assert WORDS.keys() - said == set()


def test_both_languages_have_the_same_places_to_fill() -> None:
    places = re.compile(r"\{(\w+)\}")
    for name, text in WORDS.items():
        assert set(places.findall(text.zh)) == set(places.findall(text.en)), name


def test_a_word_that_is_not_declared_is_a_fault() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        _ = Wording("zh").nonsense


def test_scripts_never_make_markup_of_data() -> None:
    ways = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "bindPopup")
    assert [way for way in ways if way in SCRIPTS] == []
