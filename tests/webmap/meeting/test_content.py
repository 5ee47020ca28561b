"""What goes into a file for a meeting: a theme and the ground below it, as far as it may."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.audit import Actor
from layers.audit.tables import AuditEntry
from layers.catalogue import Version
from layers.system.row_access import EVERYTHING, PUBLIC
from projects.work.services import Services
from webmap.commands import main
from webmap.meeting.asking import box_of
from webmap.meeting.choosing import Asked
from webmap.meeting.content import Content, gather
from webmap.meeting.file import title_block, write_page
from webmap.meeting.making import make, write_out
from webmap.meeting.sheets import graded, sheet_layer
from webmap.meeting.styles import StylesAsked, styles_of


@pytest.fixture(scope="module")
def office(site: Any) -> Services:
    return Services(site.settings, site.database, site.store, EVERYTHING)


@pytest.fixture(scope="module")
def sponge(office: Services) -> Content:
    return gather(office, Asked("sponge"), "某人")


def answers(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="answers">(.*?)</script>', page)
    assert found
    made: dict[str, Any] = json.loads(found[1])
    return made


def test_a_theme_is_taken_with_its_ground_and_without_other_themes(sponge: Content) -> None:
    assert [one.id for one in sponge.layers] == ["built_up", "boundary", "zones"]
    assert {one: len(found.frame) for one, found in sponge.outlines.items()} == {
        "built_up": 1,
        "boundary": 1,
        "zones": 3,
    }
    assert sponge.secrecy == "public"


def test_every_feature_has_its_card_and_its_name_to_be_found_by(sponge: Content) -> None:
    found = answers(write_page(sponge, "zh"))
    card = found["layers/zones/features/A"]
    # 0.02° × 0.02° at 30.49° N, measured on the exact shape.
    area = next(one for one in card["attributes"] if one["name"] == "area_m2")
    assert area["text"].startswith("4.25")
    assert [row["key"] for row in found["themes/sponge"]["rows"]]
    assert "jq" in next(one for one in found["names"] if one["key"] == "A")["sought"]


def test_a_window_keeps_what_meets_it_and_lists_nothing_else(office: Services) -> None:
    content = gather(office, Asked("sponge", (114.025, 30.485, 114.03, 30.49)), "某人")
    found = answers(write_page(content, "zh"))
    assert [row["key"] for row in found["themes/sponge"]["rows"]] == ["B"]
    assert "layers/zones/features/A" not in found
    said = {title.zh: text.zh for title, text in title_block(content)}
    assert "114.0250" in said["范围"]


def test_nothing_in_the_page_is_markup_that_came_from_a_file(sponge: Content) -> None:
    page = write_page(sponge, "zh")
    assert "<img" not in page
    assert "\\u003cimg src=x onerror=alert(1)\\u003e" in page
    assert "://" not in re.sub(
        r"<script.*?</script>|<style>.*?</style>", "", page, flags=re.S
    ).replace("http://www.w3.org/2000/svg", "")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    assert policy[1].startswith("default-src &#39;none&#39;; script-src &#39;sha256-")
    assert "unsafe-inline" not in policy[1].split("style-src")[0]


def test_how_far_outlines_were_simplified_is_told(sponge: Content) -> None:
    said = {title.zh: text.zh for title, text in title_block(sponge)}
    assert "偏离不超过 1 m" in said["图形"]
    assert said["地图审核"].startswith("本图未经地图审核")


@pytest.fixture
def zones_internal(site: Any) -> Any:
    def grade(name: str) -> None:
        with site.database.transaction() as session:
            session.execute(update(Version).where(Version.layer_id == "zones").values(secrecy=name))

    grade("internal")
    yield
    grade("public")


@pytest.mark.usefixtures("zones_internal")
def test_a_layer_above_public_is_asked_about(office: Services) -> None:
    with pytest.raises(EcoAtlasError) as refused:
        gather(office, Asked("sponge"), "某人")
    assert refused.value.code == "map-secrecy-asked"
    assert "排水分区（示例）（内部）" in refused.value.message.zh
    assert "--secrecy internal" in refused.value.fix.zh
    assert gather(office, Asked("sponge", None, "internal"), "某人").secrecy == "internal"


@pytest.mark.usefixtures("zones_internal")
def test_what_is_above_the_confirmed_grade_stays_out_and_is_told(office: Services) -> None:
    with pytest.raises(EcoAtlasError) as refused:
        gather(office, Asked("sponge", None, "public"), "某人")
    assert refused.value.code == "map-nothing-inside"
    assert "排水分区（示例）（内部）" in refused.value.message.zh


@pytest.mark.usefixtures("zones_internal")
def test_who_does_not_see_a_layer_learns_nothing_of_it(office: Services) -> None:
    with pytest.raises(EcoAtlasError) as refused:
        gather(office.seen_by(PUBLIC), Asked("sponge", None, "restricted"), "某人")
    assert refused.value.code == "map-nothing-inside"
    assert "排水分区" not in refused.value.message.zh


def test_a_file_is_written_whole_and_recorded(office: Services, tmp_path: Path) -> None:
    out = tmp_path / "会议.html"
    made = make(office, Asked("sponge"), "html", "某人", "en")
    write_out(made, "html", office.database, out, Actor("某人", "test"))
    assert out.stat().st_size == len(made.data) < 700_000
    with office.database.reading() as session:
        entry = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "map-exported")
        ).all()[-1]
        assert entry.details["layers"] == ["built_up@1", "boundary@1", "zones@1"]


@pytest.mark.parametrize(
    "given", ["1,2,3", "a,b,c,d", "114,30,113,31", "114,31,115,30", "nan,1,2,3"]
)
def test_a_window_that_is_none_is_refused(given: str) -> None:
    with pytest.raises(EcoAtlasError) as refused:
        box_of(given)
    assert refused.value.code == "map-box-invalid"


def test_the_command_refuses_another_suffix(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ECOATLAS_HOME", str(tmp_path / "home"))
    done = CliRunner().invoke(main, ["map", "export", str(tmp_path / "a.gpkg")])
    assert done.exit_code == 1
    assert "out-file-suffix" in done.output


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["pdf", "png"])
def test_the_same_goes_on_paper(office: Services, format_: str) -> None:
    made = make(office, Asked("sponge", None, "public"), format_, "某人", "zh", "A4")
    assert made.data[:4] == {"pdf": b"%PDF", "png": b"\x89PNG"}[format_]
    assert made.content.answers == {}


def test_classes_opacity_order_names_and_versions_of_the_address_are_taken_along(
    office: Services,
) -> None:
    asked = StylesAsked(
        op="zones:60",
        order="zones,built_up,boundary",
        bare="zones,boundary",
        look="zones:verdict:category:3,boundary:level:category:5",
        ver="zones:7",
    )
    found = gather(office, Asked("sponge", styles=styles_of(asked)), "某人")
    assert [one.id for one in found.layers] == ["zones", "built_up", "boundary"]
    assert any("第 7 版" in one.zh for one in found.left_out)
    style = found.styles["zones"]
    assert (style.opacity, style.named, found.styles["built_up"].named) == (0.6, False, True)
    assert found.styles["boundary"].classes is None, "ground keeps its one colour"
    assert style.codes == {"A": "0", "B": "1", "C": "2"}
    page = write_page(found, "zh").replace(" ", "")
    assert '"class_of":[["A","0"],["B","1"],["C","2"]]' in page
    assert '"opacity":0.6' in page
    assert '"unlabelled":true' in page
    sheet = sheet_layer(found, found.layers[0], None)
    assert [one.value for one in sheet.entries] == ["0", "1", "2"]
    assert (sheet.title.zh.rpartition("：")[2], sheet.opacity, sheet.named) == (
        "达标情况",
        0.6,
        False,
    )


def test_sections_have_the_colour_of_the_month_on_paper(sponge: Content) -> None:
    grades = [{"class": "III", "label": Text("Ⅲ类", "class III"), "colour": "#36a05a"}]
    met = {"layer": "zones", "key": "A", "class": "III", "met": True}
    unmeasured = {"layer": "zones", "key": "B", "class": None, "met": None}
    month = {"month": "2025-05", "classes": grades, "sections": [met, unmeasured]}
    told = graded(replace(sponge, month=month))["zones"]
    assert told.codes == {"A": "III True", "B": "None None"}
    assert [one.label.zh for one in told.entries] == ["Ⅲ类，达标", "没有监测结果"]
    zones = next(one for one in sponge.layers if one.id == "zones")
    drawn = sheet_layer(sponge, zones, told)
    assert len(drawn.frame) == 3
    assert drawn.title.en.endswith("water quality of 2025-05")
    assert graded(sponge) == {}
