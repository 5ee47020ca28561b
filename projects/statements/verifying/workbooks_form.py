"""The marks of a workbook: what stands beside its values and may change what a reader sees."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from openpyxl.utils import get_column_letter

from projects.statements.verifying.marks import Mark
from projects.statements.verifying.markup import attributes, common_marks, local, parsed
from projects.statements.verifying.workbooks import Book

KIND_OF = {
    "conditionalFormatting": "conditional",
    "dataValidation": "validation",
    "picture": "drawn",
    "oleObject": "embedded",
    "control": "embedded",
    "mergeCell": "merged",
    "autoFilter": "filters",
    "hyperlink": "links",
    "legacyDrawing": "comments",
    "legacyDrawingHF": "headers",
    "tablePart": "elements",
    "ext": "elements",
}
HEADERS = frozenset(
    f"{page}{edge}" for page in ("odd", "even", "first") for edge in ("Header", "Footer")
)
DRAWN = frozenset({"pic", "sp", "cxnSp", "graphicFrame", "contentPart"})
UNSEEN = frozenset(
    ("[Content_Types].xml", "docProps/", "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml",
     "xl/theme/", "xl/calcChain.xml", "xl/worksheets/sheet", "xl/drawings/drawing",
     "xl/printerSettings", "xl/metadata.xml")
)  # fmt: skip
THINNEST_POINTS, NARROWEST, SMALLEST_ZOOM = 3.0, 1.0, 40
BLACK = frozenset({"", "theme 1", "FF000000", "00000000", "indexed 8", "indexed 64"})
ON = frozenset({"1", "true"})


def marks(book: Book) -> Iterator[Mark]:
    yield from common_marks(book.path, UNSEEN)
    with zipfile.ZipFile(book.path) as packed:
        root = parsed(packed.read("xl/workbook.xml"))
        yield from _book(root)
        titles = _titles(root, parsed(packed.read("xl/_rels/workbook.xml.rels")))
        for name in packed.namelist():
            if name.startswith("xl/worksheets/sheet"):
                yield from _sheet(parsed(packed.read(name)), titles.get(name, name))
            elif name.startswith("xl/drawings/drawing"):
                yield from _drawing(parsed(packed.read(name)), posixpath.basename(name)[:-4])
            elif name == "xl/sharedStrings.xml":
                yield from _strings(parsed(packed.read(name)))
    yield from _cells(book)


def _titles(book: Any, relations: Any) -> dict[str, str]:
    """Titles of the sheets by the part that holds them."""
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    titles = {}
    for one in (element for element in book.iter() if local(element) == "sheet"):
        found = attributes(one)
        part = posixpath.join("/xl", targets.get(found.get("id"), ""))
        titles[part.removeprefix("/")] = found.get("name", "")
    return titles


def _book(root: Any) -> Iterator[Mark]:
    for element in root.iter():
        name, found = local(element), attributes(element)
        if name == "sheet" and found.get("state", "visible") != "visible":
            yield Mark("hidden", found.get("name", ""))
        elif name == "definedName" and not found.get("name", "").startswith("_xlnm.Print_Titles"):
            yield Mark("names", found.get("name", ""), element.text or "")
        elif name == "externalReference":
            yield Mark("links", "externalReference")
        elif found.get("fullPrecision") == "0" or found.get("date1904") in ON:
            yield Mark("view", name)


def _sheet(root: Any, where: str) -> Iterator[Mark]:
    for element in root.iter():
        name = local(element)
        if name in KIND_OF:
            said = attributes(element)
            yield Mark(
                KIND_OF[name], f"{where}!{said.get('sqref', said.get('ref', ''))}".strip("!")
            )
        elif name in HEADERS and element.text:
            yield Mark("headers", where, element.text)
        elif name in SIZED:
            yield from SIZED[name](attributes(element), where)


def _row(found: Mapping[str, str], where: str) -> Iterator[Mark]:
    if found.get("hidden") in ON or float(found.get("ht", 15)) < THINNEST_POINTS:
        yield Mark("hidden", f"{where}!{found.get('r', '')}")


def _column(found: Mapping[str, str], where: str) -> Iterator[Mark]:
    if found.get("hidden") in ON or float(found.get("width", 9)) < NARROWEST:
        first, last = (get_column_letter(int(found.get(end, 1))) for end in ("min", "max"))
        yield Mark("hidden", f"{where}!{first}:{last}")


def _defaults(found: Mapping[str, str], where: str) -> Iterator[Mark]:
    if found.get("zeroHeight") in ON:
        yield Mark("hidden", where)


def _view(found: Mapping[str, str], where: str) -> Iterator[Mark]:
    shows_all = found.get("showZeros", "1") in ON and found.get("rightToLeft", "0") not in ON
    large = int(found.get("zoomScale", 100)) >= SMALLEST_ZOOM
    if not shows_all or not large or found.get("showFormulas", "0") in ON:
        yield Mark("view", where)


SIZED = {"row": _row, "col": _column, "sheetFormatPr": _defaults, "sheetView": _view}


def _drawing(root: Any, where: str) -> Iterator[Mark]:
    """Each thing drawn, with the cell at whose corner it begins."""
    for anchor in root:
        corner = next((one for one in anchor if local(one) == "from"), ())
        at = " ".join(one.text or "" for one in corner if local(one) in ("col", "row"))
        for one in (one for one in anchor.iter() if local(one) in DRAWN):
            yield Mark("drawn", where, f"{local(one)} {at}")


def _strings(root: Any) -> Iterator[Mark]:
    """Text whose letters differ within a cell, or that has readings above it."""
    for one in root:
        if any(local(part) in ("rPr", "rPh") for part in one.iter()):
            said = "".join(part.text or "" for part in one.iter() if local(part) == "t")
            yield Mark("letters", said[:30])


def _cells(book: Book) -> Iterator[Mark]:
    usual = str(book.loaded._fonts[0].name)
    yield Mark("fonts", "", usual)
    for sheet in book.sheets:
        looks: dict[int, tuple[tuple[str, str], ...]] = {}
        for row in sheet.iter_rows():
            for cell in row:
                where = f"{sheet.title}!{cell.coordinate}"
                if cell.comment is not None:
                    yield Mark("comments", where)
                if cell.has_style and cell.value is not None:
                    if cell.style_id not in looks:
                        looks[cell.style_id] = tuple(_look(cell, usual))
                    yield from (Mark(kind, where, value) for kind, value in looks[cell.style_id])


def _look(cell: Any, usual_font: str) -> Iterator[tuple[str, str]]:
    """What departs from black letters on no ground, standing upright."""
    font, fill, way = cell.font, cell.fill, cell.alignment
    colour, ground = _colour(font.color), _colour(fill.fgColor) if fill.fill_type else ""
    if colour not in BLACK:
        yield "colours", colour
    if ground:
        yield "colours", f"{fill.fill_type} {ground}"
    if font.strike or font.vertAlign or way.textRotation or way.horizontal == "fill":
        yield "letters", f"{font.strike} {font.vertAlign} {way.textRotation} {way.horizontal}"
    if font.name != usual_font:
        yield "fonts", str(font.name)
    if font.sz is not None and font.sz < THINNEST_POINTS:
        yield "sizes", str(font.sz)


def _colour(colour: Any) -> str:
    if colour is None:
        return ""
    if colour.type == "rgb":
        return str(colour.rgb)
    return f"{colour.type} {colour.value}{f' {colour.tint:g}' if colour.tint else ''}"
