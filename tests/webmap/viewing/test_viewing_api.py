"""What the tools of the map are told: choices, classes, days."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import event

from layers.kinds.palette import HUES, STEPS

pytestmark = pytest.mark.slow

QUERIES = 12


def ask(site: Any, path: str) -> dict[str, Any]:
    response = site.app.test_client().get(f"/api/v1/{path}")
    assert response.status_code == 200, response.text
    found = response.get_json()
    assert isinstance(found, dict)
    return found


def test_what_there_is_to_choose_comes_in_one_answer_of_few_queries(dated_site: Any) -> None:
    asked: list[str] = []
    engine = dated_site.app.extensions["ecoatlas"].database.engine
    event.listen(engine, "before_cursor_execute", lambda *about: asked.append(about[2]))
    found = ask(dated_site, "map/viewing?lang=en")
    assert len([one for one in asked if one.startswith("SELECT")]) <= QUERIES
    zones, facilities = found["layers"]["zones"], found["layers"]["facilities"]
    days = [(one["version"], one["day"], one["live"]) for one in zones["versions"]]
    assert days == [(2, "2024-12-31", True), (1, "2021-06-30", False)]
    fields = {one["name"]: one["methods"] for one in zones["fields"]}
    assert fields["capture_actual"] == ["quantile", "natural", "fixed"]
    assert fields["verdict"] == ["category"]
    assert not {"code", "name"} & set(fields)
    assert (zones["since"], facilities["since"]) == (None, "completed_on")
    assert found["words"]["tools_time"] == "Time"


def test_shares_are_parted_by_the_standard_with_its_names_and_source(dated_site: Any) -> None:
    found = ask(dated_site, "layers/zones/classes?field=capture_actual&method=fixed")
    classes = {one["label"]: one["keys"] for one in found["classes"]}
    # The sheet begins classes at 70 % and at 85 %.
    assert [sorted(keys) for keys in classes.values()] == [["A"], ["B", "C"], ["D"]]
    names = [name.split("（")[0] for name in classes]
    assert names == ["低于分区下限", "分区范围内", "高于分区上限"]
    assert found["sources"] == ["海绵城市建设技术指南（试行），住房城乡建设部，2014"]


def test_numbers_and_words_are_parted_and_what_is_empty_is_told(dated_site: Any) -> None:
    natural = ask(dated_site, "layers/facilities/classes?field=volume_m3&method=natural&count=2")
    assert [one["keys"] for one in natural["classes"]] == [["F1", "F2"], ["F3"], ["F4"]]
    assert (natural["classes"][2]["value"], natural["classes"][2]["label"]) == ("", "没有值")
    assert natural["classes"][0]["label"] == "10～20"
    words = ask(dated_site, "layers/zones@1/classes?field=verdict&method=category&lang=en")
    said = [(one["label"], sorted(one["keys"])) for one in words["classes"]]
    assert said == [("Not met", ["A", "B"])]


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ("zones/classes?field=nothing&method=quantile", 422, "class-field-unknown"),
        ("zones/classes?field=verdict&method=natural", 422, "class-field-unknown"),
        ("zones/classes?field=geometry&method=category", 422, "class-field-unknown"),
        ("zones/classes?field=verdict&method=worst", 422, "input-invalid"),
        ("zones/classes?field=verdict&method=category&count=900", 422, "input-invalid"),
        ("zones@9/classes?field=verdict&method=category", 404, "unknown-version"),
        ("zones/days", 422, "class-field-unknown"),
    ],
)
def test_what_cannot_be_parted_is_refused(
    dated_site: Any, asked: str, status: int, code: str
) -> None:
    response = dated_site.app.test_client().get(f"/api/v1/layers/{asked}")
    assert (response.status_code, response.get_json()["code"]) == (status, code)


def test_features_have_the_day_from_which_on_they_are_there(dated_site: Any) -> None:
    found = ask(dated_site, "layers/facilities/days")
    assert found["days"] == {"2021-03-05": ["F1"], "2023-06-01": ["F2"]}


def luminance(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_classes_are_told_apart_in_grey() -> None:
    greys = [luminance(one) for one in STEPS]
    assert all(a - b > 0.08 for a, b in pairwise(greys))
    looks = [(luminance(colour), pattern) for colour, pattern in HUES]
    for at, (grey, pattern) in enumerate(looks):
        for other, with_ in looks[:at]:
            assert pattern != with_ or abs(grey - other) > 0.05
