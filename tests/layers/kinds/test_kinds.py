"""The kinds of layer: complete, in two languages, and drawable."""

from __future__ import annotations

import re

import pytest

import layers.kinds
from geo.declared import declared_in
from geo.errors import EcoAtlasError
from geo.words import Text
from layers.kinds import KIND_GROUPS, KINDS, KNOWN_GROUND, Code, Field, Kind, get_kind
from layers.kinds.rasters import is_raster

REQUIRED = {
    "ecological_corridor": ["code", "name", "status", "width_m", "completed_on"],
    "sponge_zone": [
        "code",
        "name",
        "district",
        "verdict",
        "capture_target",
        "capture_actual",
        "assessed_on",
    ],
    "sewage_plant": [
        "code",
        "name",
        "capacity_m3_d",
        "inflow_m3_d",
        "standard",
        "commissioned_on",
        "operator",
    ],
    "protected_water": ["code", "name", "grade", "target_class", "approved_by", "approved_on"],
    "monitoring_section": [
        "code",
        "name",
        "river",
        "upstream_district",
        "downstream_district",
        "target_class",
        "control_code",
        "is_lake",
    ],
    "built_up_area": ["code", "name", "year"],
    "admin_division": ["code", "name", "level"],
    "river_bank": ["code", "name", "river", "line", "main_stem"],
    "sewage_service_area": ["code", "name", "plant_code"],
}
every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


@pytest.mark.parametrize(("kind_id", "fields"), REQUIRED.items(), ids=REQUIRED)
def test_the_fields_are_those_of_the_agreement(kind_id: str, fields: list[str]) -> None:
    assert [field.name for field in KINDS[kind_id].fields] == fields


@every_kind
def test_code_and_name_are_required_everywhere(kind: Kind) -> None:
    assert {"code", "name"} <= {field.name for field in kind.required_fields}


@every_kind
def test_every_kind_stands_in_a_group_of_the_layer_switch(kind: Kind) -> None:
    assert kind.group in KIND_GROUPS


def test_every_declared_kind_is_found_under_an_id_of_its_own() -> None:
    declared = declared_in(layers.kinds, Kind)
    assert sorted(kind.id for kind in declared) == sorted(KINDS)
    assert KINDS["lake"] in declared


def test_kinds_stand_in_the_order_of_the_layer_switch() -> None:
    groups = [kind.group for kind in KINDS.values()]
    assert groups == sorted(groups, key=list(KIND_GROUPS).index)
    within = [kind.id for kind in KINDS.values() if kind.group == "water"]
    assert within[0] == "monitoring_section"
    assert within[-1] == "lake"


def test_no_two_kinds_are_drawn_or_named_in_the_same_place() -> None:
    places = [kind.on_map.place for kind in KINDS.values()]
    assert len(set(places)) == len(places)
    ranks = [kind.on_map.label.rank for kind in KINDS.values() if kind.on_map.label]
    assert len(set(ranks)) == len(ranks)


@every_kind
def test_features_have_names_on_the_map_in_a_colour_and_cells_have_none(kind: Kind) -> None:
    label = kind.on_map.label
    assert (label is None) == is_raster(kind)
    if label is not None:
        assert 6 <= label.from_zoom <= 19
        assert re.fullmatch(r"#[0-9a-f]{6}", label.colour)


def test_the_ground_of_the_office_is_that_of_its_divisions() -> None:
    assert KNOWN_GROUND == ("admin_division",)


@every_kind
def test_no_name_or_alias_means_two_fields_of_a_kind(kind: Kind) -> None:
    seen: dict[str, str] = {}
    for field in kind.fields:
        for form in {field.name, field.title.zh, field.short_name, *field.aliases}:
            key = form.lower()
            assert seen.setdefault(key, field.name) == field.name, f"{form} is ambiguous"


@every_kind
def test_no_word_means_two_codes_of_a_list(kind: Kind) -> None:
    for field in kind.fields:
        seen: dict[str, str] = {}
        for code in field.codes:
            for form in {code.value, code.title.zh, *code.aliases}:
                assert seen.setdefault(form.lower(), code.value) == code.value, form


@every_kind
def test_short_names_fit_a_dbf_and_differ(kind: Kind) -> None:
    names = [field.short_name for field in kind.fields]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[A-Za-z0-9_]{1,10}", name) for name in names)


@every_kind
def test_legend_lines_can_be_told_apart_and_have_colours(kind: Kind) -> None:
    legend = kind.legend()
    assert legend
    assert all(re.fullmatch(r"#[0-9a-f]{6}", entry.colour) for entry in legend)
    looks = [(entry.colour, entry.pattern, entry.shape) for entry in legend]
    assert len(set(looks)) == len(looks)


@every_kind
def test_the_class_field_exists_and_is_a_code_list(kind: Kind) -> None:
    if kind.class_field:
        field = kind.field(kind.class_field)
        assert field is not None
        assert field.codes


def test_verdicts_differ_in_pattern_as_well_as_in_colour() -> None:
    legend = {entry.value: entry for entry in KINDS["sponge_zone"].legend()}
    assert set(legend) == {"met", "not_met", "not_assessed"}
    assert len({entry.pattern for entry in legend.values()}) == 3
    assert legend["not_assessed"].pattern == "hatched"


def test_an_unknown_class_value_is_drawn_in_the_style_of_the_kind() -> None:
    kind = KINDS["sponge_zone"]
    assert kind.style_of("unheard-of").colour == kind.style.colour
    assert kind.style_of("met").colour != kind.style.colour


def test_an_unknown_kind_is_refused_with_the_list_of_kinds() -> None:
    with pytest.raises(EcoAtlasError) as refused:
        get_kind("spunge_zone")
    assert refused.value.code == "unknown-kind"
    assert refused.value.status == 404
    assert "sponge_zone" in refused.value.fix.en


def test_a_field_name_too_long_for_a_dbf_needs_a_short_name() -> None:
    with pytest.raises(ValueError, match="ten ASCII bytes"):
        Field("capture_target", Text("目标", "Target"))


def test_a_code_field_without_codes_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="code list"):
        Field("grade", Text("级别", "Grade"), "code")
    with pytest.raises(ValueError, match="code list"):
        Field("grade", Text("级别", "Grade"), codes=(Code("a", Text("甲", "A")),))
