"""What the faces of a statement hold, read back by other programs than the ones that wrote them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pyogrio
import pypdfium2
import pytest
from docx import Document
from fpdf import FPDF

from geo.errors import EcoAtlasError
from layers.audit import AuditEntry
from projects.metrics.results import fingerprint
from projects.statements import fonts
from projects.statements.earlier.figures import figures_of, number_cell
from projects.statements.envelope import Envelope
from projects.statements.faces import portable
from projects.statements.faces.exporting import FACES, export_statement
from projects.statements.faces.font import FAMILY
from projects.statements.faces.portable import laid_out, pdf_bytes
from projects.statements.forms import FORM, LAYOUTS, layout_of
from projects.statements.kept import StatementInfo, get_statement
from projects.statements.layout import Cell, Column, Grid, Section, beside
from projects.statements.picture.drawing import draw
from projects.statements.picture.raster import as_png
from projects.statements.picture.svg import as_svg
from projects.statements.review import submit
from projects.statements.sections import _warnings
from tests.projects.statements.conftest import LI, WANG, Office, sign

pytestmark = pytest.mark.slow


def written(office: Office, found: StatementInfo, format_: str, language: str = "zh") -> Path:
    out = office.store.local.parent / f"out.{format_}"  # type: ignore[union-attr]
    export_statement(office.database, office.store, found.id, format_, out, language, LI)  # type: ignore[arg-type]
    return out


def test_a_workbook_has_numbers_as_numbers_and_sums_as_formulas_with_values(
    sqlite_office: Office,
) -> None:
    found = sqlite_office.make()
    path = written(sqlite_office, found, "xlsx")
    formulas, shown = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    zones = formulas["分区"]
    heads = {cell.value: cell.column_letter for cell in zones[1]}
    met, built_up = heads["计入达标的面积（km²）"], heads["建成区内面积（km²）"]
    rows = {row["key"]: row for row in found.content["result"]["zones"]}
    keys = [zones[f"A{n}"].value for n in range(2, 6)]
    assert keys == ["P2", "P3", "P0", "P1"]  # what misses most comes first
    assert [zones[f"{met}{n}"].value for n in range(2, 6)] == [
        rows[key]["met_m2"] / 1e6 for key in keys
    ]
    missing = heads["差距（km²）"]
    assert zones[f"{missing}2"].value == f"={built_up}2-{met}2"
    assert shown["分区"][f"{missing}2"].value == pytest.approx(rows["P2"]["built_up_m2"] / 1e6)
    once = heads["重叠处理后计入的面积（km²）"]
    assert zones[f"{once}6"].value == f"=SUM({once}2:{once}5)"
    added = sum(row["counted_m2"] for row in rows.values()) / 1e6
    assert shown["分区"][f"{once}6"].value == pytest.approx(added, rel=1e-14)
    # Zones may lie over one another: their areas are not added up.
    assert not zones[f"{met}6"].value
    assert formulas["ecoatlas"].sheet_state == "hidden"


def test_the_main_figures_follow_from_each_other_by_formulas(sqlite_office: Office) -> None:
    path = written(sqlite_office, sqlite_office.make(), "xlsx")
    formulas, shown = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    sheet = formulas["核算单"]
    at = {row[0].value: row[0].row for row in sheet.iter_rows()}
    share, whole, part = at["达标比例"], at["建成区面积"], at["达标面积"]
    assert sheet[f"B{share}"].value == f"=B{part}/B{whole}"
    assert shown["核算单"][f"B{share}"].value == pytest.approx(0.2, abs=1e-3)
    assert sheet[f"E{whole}"].value == f"=B{whole}*100"
    assert [sheet[f"C{one}"].value for one in (share, whole)] == ["%", "km²"]
    lines = [sheet[f"D{at[name]}"].value for name in at if name in ("达标比例", "建成区面积")]
    assert sorted(lines) == ["1", "2"], "the lines have numbers to refer to"


def test_text_that_looks_like_a_formula_stays_text(sqlite_office: Office) -> None:
    path = written(sqlite_office, sqlite_office.make(), "xlsx")
    cell = openpyxl.load_workbook(path)["分区"]["B4"]
    assert (cell.value, cell.data_type) == ("=1+1甲区（示例）", "s")
    assert cell.quotePrefix


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_face_shows_code_state_share_and_notices(
    sqlite_office: Office, language: str
) -> None:
    found = sqlite_office.make()
    share = found.content["result"]["total"]["share"]
    pdf = pypdfium2.PdfDocument(written(sqlite_office, found, "pdf", language))
    pages = [page.get_textpage().get_text_range() for page in pdf]
    assert all(found.code in text for text in pages)
    document = Document(str(written(sqlite_office, found, "docx", language)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    words = "\n".join([*(one.text for one in document.paragraphs), *cells])
    for text in ("".join(pages), words):
        plain = re.sub(r"\s", "", text)
        assert found.code in plain
        assert f"{share * 100:.2f}%" in plain
        assert ("本核算单尚未签署" if language == "zh" else "Thisstatementisnotsigned") in plain
        assert "审图号" in plain
        assert found.sha256 in plain
        assert "丙区（示例）" in plain


def test_the_font_of_a_pdf_is_embedded(sqlite_office: Office) -> None:
    path = written(sqlite_office, sqlite_office.make(), "pdf")
    content = path.read_bytes()
    assert b"/FontFile3" in content or b"/FontFile2" in content
    assert b"NotoSansSC" in content
    document = pypdfium2.PdfDocument(path)
    page = document[0].render(scale=1).to_pil().convert("L")
    assert page.getextrema()[0] < 120  # something is drawn


def test_a_geopackage_has_shapes_with_figures_and_tables_beside_them(
    sqlite_office: Office,
) -> None:
    found = sqlite_office.make()
    path = written(sqlite_office, found, "gpkg")
    zones = pyogrio.read_dataframe(path, layer="zones")
    assert zones.crs.to_epsg() == 4490
    assert list(zones["key"]) == ["P0", "P1", "P2", "P3"]
    assert list(zones["met_m2"]) == [one["met_m2"] for one in found.content["result"]["zones"]]
    about = pyogrio.read_dataframe(path, layer="statement")
    assert found.code in set(about["value"])
    assert about["number"].notna().sum() > 8


def test_json_is_the_whole_statement(sqlite_office: Office) -> None:
    found = sqlite_office.make()
    read = json.loads(written(sqlite_office, found, "json").read_text("utf-8"))
    assert read["content"] == found.content
    assert fingerprint(read["content"]) == read["sha256"] == found.sha256


@pytest.mark.usefixtures("drawn_anew")
@pytest.mark.parametrize("format_", FACES)
def test_the_same_statement_gives_the_same_bytes(sqlite_office: Office, format_: str) -> None:
    found = sqlite_office.make()
    first = hashlib.sha256(written(sqlite_office, found, format_).read_bytes()).digest()
    assert hashlib.sha256(written(sqlite_office, found, format_).read_bytes()).digest() == first


def test_handing_out_is_recorded_with_its_grade(sqlite_office: Office) -> None:
    found = sqlite_office.make()
    written(sqlite_office, found, "json")
    with sqlite_office.database.reading() as session:
        entry = session.query(AuditEntry).order_by(AuditEntry.number.desc()).first()
        assert entry is not None
        assert (entry.action, entry.details["secrecy"]) == ("statement-exported", "internal")


@pytest.mark.usefixtures("drawn_anew")
def test_an_unknown_format_and_a_missing_font_are_refused(
    sqlite_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = sqlite_office.make()
    with pytest.raises(EcoAtlasError) as refusal:
        written(sqlite_office, found, "odt")
    assert refusal.value.code == "unknown-statement-format"
    for kept in (fonts.chinese_font, fonts.letters, fonts.drawing_font):
        kept.cache_clear()
    monkeypatch.setattr(fonts, "PACKAGE", "no_such_package")
    monkeypatch.setattr(fonts, "SYSTEM", ())
    with pytest.raises(EcoAtlasError) as refusal:
        written(sqlite_office, found, "pdf")
    assert refusal.value.code == "statement-no-font"
    assert not list(sqlite_office.store.local.parent.glob("out.*"))  # type: ignore[union-attr]


def test_letters_without_a_glyph_are_told_by_number() -> None:
    assert fonts.printable("汉南区 αᵢ m²") == "汉南区 αi m²"
    assert fonts.printable("𠮷村") == "〔U+20BB7〕村"


def test_a_signature_stands_on_the_faces(sqlite_office: Office) -> None:
    found = sqlite_office.make()
    with sqlite_office.database.transaction() as session:
        submit(session, found.id, LI)
        sign(session, found.id, sqlite_office.wang, WANG, "同意")
        found = get_statement(session, found.id)
    layout = Envelope.of(found, "zh").layout
    assert layout.state == "signed"
    assert not any("尚未签署" in one for one in layout.notices)
    course = layout.section("course")
    assert course is not None
    assert course.grid is not None
    assert [cell.text for cell in course.grid.rows[-1]][:2] == ["签署", "wang"]


def test_the_map_has_every_zone_scale_north_and_coordinates(sqlite_office: Office) -> None:
    found = sqlite_office.make()
    scene = draw(found.content, sqlite_office.store, "zh")
    assert scene is not None
    areas = [len(one.areas) for one in scene.drawn if one.areas]
    assert sum(areas) == 6  # four zones, the built-up area and the boundary below them
    titles = [key.title for _, _, key in scene.keys]
    assert titles == ["达标（2）", "未达标（1）", "未评估（1）", "目标所属范围", "建成区"]
    svg = as_svg(scene)
    for said in ("坐标北", "km", "EPSG:4547", "<title>海绵城市达标面积比例"):
        assert said in svg
    assert "style=" not in svg
    assert as_png(scene).startswith(b"\x89PNG")


def test_a_layer_with_too_many_features_is_named_but_not_drawn(
    sqlite_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from projects.statements.picture import drawing

    monkeypatch.setattr(drawing, "MOST_CONTEXT", 0)
    scene = draw(sqlite_office.make().content, sqlite_office.store, "zh")
    assert scene is not None
    assert "未绘出" in "".join(one.text for one in scene.labels)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (number_cell(67258057.738824, "m2"), "67,258,057.74"),
        (number_cell(0.46757, "ratio"), "46.76%"),
        (number_cell(0.000065264), "0.000065"),
        (number_cell(2e-9), "2e-09"),
        (number_cell(None, "m2"), "—"),
        (number_cell(3, "integer"), "3"),
        (Cell("=1+1"), "=1+1"),
    ],
)
def test_values_were_written_as_people_read_them(cell: Cell, text: str) -> None:
    assert cell.text == text


def test_brackets_follow_the_writing() -> None:
    assert beside("面积", "m²") == "面积（m²）"
    assert beside("Area", "m²") == "Area (m²)"


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "≥ 10 万亩"), ("en", "≥ 10 ten thousand mu")]
)
def test_the_unit_of_a_target_is_written_in_the_language_of_the_face(
    sqlite_office: Office, language: Any, said: str
) -> None:
    found = sqlite_office.make()
    target = {"id": "T", "comparator": ">=", "value": 10.0, "unit": "ten thousand mu", "gap": 0.5}
    content = {**found.content, "result": {**found.content["result"], "target": target}}
    layout = replace(Envelope.of(found, language), content=content).layout
    section = layout.section("target")
    texts = [row[1].text for row in section.grid.rows] if section and section.grid else []
    assert said in texts
    assert said.replace("≥ 10", "0.5000") in texts


LAYOUTS_SAID = {
    3: "4417640f471b90f9",
    4: "057b5acf153cb112",
    6: "1cc0d8237323ee4e",
    7: "b2851cb83552e010",
    8: "2af2681a08d6f25a",
    9: "2af2681a08d6f25a",
    10: "2af2681a08d6f25a",
}


@pytest.mark.parametrize(
    ("form", "layout", "count", "said"),
    [
        (3, 6, 1, "1 rows of the rule “Limits” are unverified: check them against the original."),
        (4, 7, 1, "1 row of the rule “Limits” is unverified: check it against the original."),
        (5, 8, 2, "2 rows of the rule “Limits” are unverified: check them against the original."),
    ],
)
def test_one_row_is_called_a_row_where_it_was_not_signed_otherwise(
    sqlite_office: Office, form: int, layout: int, count: int, said: str
) -> None:
    found = sqlite_office.make()
    sheet = {"title": {"zh": "限值", "en": "Limits"}, "unverified": count}
    notes = [one for one in found.content["result"]["notes"] if one["code"] != "rule-unverified"]
    result = found.content["result"] | {"notes": notes}
    content = {**found.content, "form": form, "sheets": [sheet], "result": result}
    lines, _ = _warnings(figures_of(content, "en"), content)
    assert said in lines
    assert layout_of(content) == layout


@pytest.mark.parametrize(
    ("form", "rows", "printed", "measured"),
    [(5, 31, True, "劣Ⅴ (class)"), (FORM, 31, False, "worse than class Ⅴ"), (FORM, 30, True, None)],
)
def test_a_long_rule_and_classes_are_told_as_they_were_when_it_was_signed(
    sqlite_office: Office, form: int, rows: int, printed: bool, measured: str | None
) -> None:
    found = sqlite_office.make()
    named = {"zh": "限值", "en": "Limits"}
    column = {"name": "item", "title": named, "unit": None, "type": "text", "codes": {}}
    used = {
        "role": "rule", "role_title": named, "sheet": "limits", "title": named, "version": 2,
        "rows": rows, "extent": None, "unverified": 0, "source": "S", "sha256": "ab" * 32,
        "columns": [column], "entries": [{"item": "pH"}] * rows,
    }  # fmt: skip
    unit = "class (total nitrogen left out)"
    asked = {"id": "T", "comparator": "class<=", "value": 3.0, "unit": unit, "measured": 6}
    content = {
        **found.content,
        "form": form,
        "sheets": [used],
        "result": {**found.content["result"], "target": asked},
    }
    layout = replace(Envelope.of(found, "en"), content=content).layout
    rule, target = layout.section(f"rule-{used['sheet']}"), layout.section("target")
    assert rule is not None
    assert (rule.grid is not None) is printed
    said = " ".join(rule.paragraphs)
    assert printed or (used["sha256"] in said and f"{used['sheet']}@{used['version']}" in said)
    texts = [row[1].text for row in target.grid.rows] if target and target.grid else []
    assert measured is None or measured in texts


def test_whoever_changes_what_faces_say_raises_the_layout(sqlite_office: Office) -> None:
    """Files of an earlier layout are compared in another way: see `forms.LAYOUTS`."""
    found = sqlite_office.make()
    said = []
    for language in ("zh", "en"):
        layout = Envelope.of(found, language).layout  # type: ignore[arg-type]
        for section in layout.sections:
            heads = [one.head for one in section.grid.columns] if section.grid else []
            # Wording of the metric comes with the content and may change.
            if not section.id.startswith(("table-", "extra-")):
                first = [row[0].text for row in section.grid.rows] if section.grid else []
                own = first if section.id in ("head", "method", "target", "check") else []
                said.append([section.id, section.title, heads, own])
    said_now = fingerprint(said)[:16]
    assert LAYOUTS_SAID[LAYOUTS[FORM]] == said_now, "raise the layout, and add its hash here"


def test_cells_keep_numbers_whole_from_the_form_on_that_says_so(sqlite_office: Office) -> None:
    found = sqlite_office.make()
    envelope = Envelope.of(found, "zh")
    before = replace(envelope, content={**found.content, "form": 5}).layout
    drawn = []
    for layout in (envelope.layout, before):
        paper = portable.Paper(layout)
        paper.set_font(FAMILY, size=8.5)
        drawn.append(paper._lines(["最近相距 4,787.40 m"], [22.0]))
        paper.forget()
    assert drawn == [["最近相距\n4,787.40 m"], ["最近相距 4,787.40 m"]]


def test_a_font_that_was_read_before_is_embedded_as_if_read_anew(
    sqlite_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By fpdf2's own way of reading one, which writes the same bytes."""
    found = sqlite_office.make()
    other, kept = (pdf_bytes(Envelope.of(found, one), None) for one in ("en", "zh"))

    def anew(paper: FPDF) -> None:
        font = fonts.chinese_font()
        paper.add_font(FAMILY, "", font.path, collection_font_number=font.number)

    monkeypatch.setattr(portable, "add_chinese", anew)
    assert pdf_bytes(Envelope.of(found, "zh"), None) == kept != other


def test_people_sign_on_the_first_page_of_the_pdf_where_a_closer_page_has_room(
    sqlite_office: Office,
) -> None:
    """An English sheet has lines that a Chinese one has not."""
    layout = Envelope.of(sqlite_office.make(), "en").layout
    columns = (Column("figure", "Figure"), Column("value", "Value"))
    many = Section("more", "More", grid=Grid(columns, ((Cell("one"), Cell("more")),) * 22))
    head, signing = layout.section("head"), layout.section("signing")
    assert head is not None
    assert signing is not None

    def signed_on(*, first: bool) -> int:
        own = replace(layout, sections=(head, many, signing), signed_first=first)
        made = dt.datetime(2026, 11, 30, tzinfo=dt.UTC)
        pages = pypdfium2.PdfDocument(laid_out(own, made, None, ["code"], ("a.json", "{}")))
        texts = [one.get_textpage().get_text_range() for one in pages]
        return next(number for number, text in enumerate(texts, 1) if "Signature" in text)

    assert signed_on(first=False) == 2
    assert signed_on(first=True) == 1
