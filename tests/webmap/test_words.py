"""Wording: what scripts and templates say is declared, and what is declared is said."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

import webmap
from geo.errors import ERROR_CODES, ErrorCode
from webmap.asking.words import ASKING
from webmap.edge.view_models import LISTED
from webmap.edge.wording import Wording
from webmap.map.words import MAP
from webmap.metrics.words import JOB, RUN_MAP
from webmap.readings.words import TYPED
from webmap.targets.words import GRID
from webmap.uploads.advice import ADVICE
from webmap.uploads.words import UPLOADS
from webmap.viewing.words import VIEWING
from webmap.water.months import WORDS as GRADED
from webmap.words import WORDS

ROOM = Path(webmap.__file__).parent
SCRIPTS = "\n".join(path.read_text("utf-8") for path in (ROOM / "static" / "js").rglob("*.js"))
TEMPLATES = "\n".join(path.read_text("utf-8") for path in (ROOM / "templates").glob("*.html"))
# Names that scripts put together: sections of the panel, verdicts of targets.
COMPOSED = {
    *("section_projects", "section_clauses"),
    *(f"step_{name}" for name in ("first", "added", "changed", "removed")),
    *("section_chiefs", "section_chiefs_here"),
    *("target_met", "target_not_met", "target_open"),
    *("no_projects", "no_clauses", "panel_open", "panel_fold"),
    *("zoom_in", "zoom_out", "zoom_home", "ask"),
    *(
        f"found_{name}"
        for name in ("place", "site", "feature", "layer", "figure", "project", "clause", "unit")
    ),
    *("late_since", "due_on"),
    *("try_again", "sign_in_go_on", "see_layers", "see_account"),
    *(f"order_{name}" for name in ("late", "due", "behind", "name")),
}
# The same of the tools for how layers look.
COMPOSED_OF_VIEWING = {
    "compare_left",
    "compare_right",
    "compare_what",
    "method_category",
    "method_fixed",
    "method_natural",
    "method_quantile",
    "move_down",
    "move_up",
    "shown_live",
    "shown_version",
    "style_by",
    "style_count",
    "style_method",
    "time_after",
    "time_before",
    "time_month",
    "time_no_month",
    "time_now",
    "time_pause",
    "time_play",
    "time_undated",
    "time_version",
    "tools_compare",
    "tools_display",
    "tools_ground",
    *("base_choice", "basemap_degrees", "basemap_gcj02", "basemap_gone", "basemap_plain"),
    *("basemap_again", "basemap_without"),
    *(f"basemap_failed_{source}" for source in ("tianditu", "address", "file")),
    *(f"grid_{name}" for name in ("choice", "none", "degrees", "km")),
}
# The same of the pages of uploads: how bad a finding is, and columns of coordinates.
COMPOSED_OF_UPLOADS = {
    *(f"up_severity_{name}" for name in ("error", "confirm", "warning", "info")),
    *("up_east", "up_north", "up_wkt", "up_take_gpkg", "up_take_zip"),
    *("up_pick_files", "up_pick_folder", "up_fields_lead", "up_fields_kind"),
    *("up_pause", "up_resume", "up_map_bounds", "up_map_none", "up_ready", "up_say_what"),
    *("up_import_stopped", "up_check_stopped"),
}

# Names that templates put together: lines of the office's profile and of a statement.
COMPOSED_IN_TEMPLATES = {
    *("readings_target", "readings_point"),
    *(f"profile_{name}" for name in ("name", "number", "secrecy", "area")),
    *(f"profile_{name}_help" for name in ("name", "number", "secrecy", "area")),
    *(f"statement_line_{name}" for name in ("period", "area", "number")),
    *(f"error_room_{room}" for room in LISTED),
    *(f"basemap_for_{name}" for name in ("public", "internal")),
}
# Of the grid of targets: states, done or not, and the two versions of a conflict.
COMPOSED_OF_GRID = {
    *("draft", "reported", "approved", "done", "not_done", "take_theirs", "keep_mine"),
}

# Of the tools that ask about a place: each with its hint, measures, whether copying worked.
COMPOSED_OF_ASKING = {
    *(f"ask_{name}" for name in ("pick", "box", "polygon", "spot", "measure")),
    *(f"ask_{name}_hint" for name in ("pick", "box", "polygon", "spot", "measure")),
    *("ask_length", "ask_closed_area", "ask_perimeter", "ask_copied", "ask_copy_failed"),
}


def test_scripts_say_only_what_is_declared() -> None:
    said = set(re.findall(r'\bsay\("(\w+)"', SCRIPTS))
    declared = (MAP, ASKING, UPLOADS, JOB, RUN_MAP, GRID, TYPED, VIEWING, GRADED)
    assert said - {name for words in declared for name in words} == set()
    assert (JOB.keys() | RUN_MAP.keys()) - said == set()
    assert COMPOSED - MAP.keys() == set()
    assert COMPOSED_OF_UPLOADS - UPLOADS.keys() == set()
    assert ASKING.keys() - said == COMPOSED_OF_ASKING
    assert GRID.keys() - said == COMPOSED_OF_GRID
    assert VIEWING.keys() - said == COMPOSED_OF_VIEWING


def test_advice_on_the_page_of_an_upload_speaks_of_no_command_line() -> None:
    rooms = [module for name, module in sys.modules.items() if name.startswith("layers.reading.")]
    found = {one for room in rooms for one in vars(room).values() if isinstance(one, ErrorCode)}
    assert {one.code for one in found if "--" in one.fix.zh} - ADVICE.keys() == set()
    assert ADVICE.keys() <= ERROR_CODES.keys()
    assert not [code for code, text in ADVICE.items() if "--" in text.zh + text.en]


def test_templates_say_only_what_is_declared() -> None:
    said = set(re.findall(r"\bwords\.(\w+)", TEMPLATES))
    assert said - WORDS.keys() == set()


def test_nothing_is_declared_in_vain() -> None:
    said = (
        set(re.findall(r'\bsay\("(\w+)"', SCRIPTS))
        | COMPOSED
        | COMPOSED_OF_UPLOADS
        | COMPOSED_OF_VIEWING
    )
    said |= set(re.findall(r"\bwords\.(\w+)", TEMPLATES)) | COMPOSED_IN_TEMPLATES
    said |= COMPOSED_OF_ASKING
    assert WORDS.keys() - said == set()


def test_both_languages_have_the_same_places_to_fill() -> None:
    places = re.compile(r"\{(\w+)")
    for name, text in WORDS.items():
        assert set(places.findall(text.zh)) == set(places.findall(text.en)), name


def test_a_word_that_is_not_declared_is_a_fault() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        _ = Wording(WORDS, "zh").nonsense


def test_scripts_never_make_markup_of_data() -> None:
    ways = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "bindPopup")
    assert [way for way in ways if way in SCRIPTS] == []
