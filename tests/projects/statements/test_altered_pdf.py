"""Alterations of a statement as PDF: each is found, or the file is a copy saved again."""

from __future__ import annotations

import ctypes
import io
import re
import zlib
from collections.abc import Callable
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

from projects.statements.verifying import portables
from projects.statements.verifying_words import NOT_COMPARED
from tests.projects.statements.altering import Alter, Alteration, Exported

pytestmark = pytest.mark.slow

ALTERED, AGAIN = "altered", "saved-again"
FIGURE, DIGITS = "1.0656 km²", "1.0656"
WHITE, BLACK = (255, 255, 255, 255), (0, 0, 0, 255)
Box = tuple[float, float, float, float]


def opened(change: Callable[[Any], object]) -> Alter:
    """A change of the document by pdfium, which saves all of it again."""

    def alter(content: bytes) -> bytes:
        document = pypdfium2.PdfDocument(content)
        change(document)
        out = io.BytesIO()
        document.save(out)
        document.close()
        return out.getvalue()

    return alter


def first(change: Callable[[Any, Any, Box], object]) -> Alter:
    """A change of the first page, with the place of the figure on it."""

    def changed(document: Any) -> None:
        page = document[0]
        words = page.get_textpage()
        found = words.search(FIGURE)
        at, count = found.get_next()
        boxes = [words.get_charbox(at + one) for one in range(count)]
        words.close()
        place = (min(b[0] for b in boxes), boxes[0][1], max(b[2] for b in boxes), boxes[0][3])
        change(document, page, place)
        page.gen_content()
        page.close()

    return opened(changed)


def box(colour: tuple[int, int, int, int], *, high: float = 1.0) -> Alter:
    """A filled box over the figure, of a part of its height."""

    def change(document: Any, page: Any, at: Box) -> None:
        left, bottom, right, top = at
        size = (right - left + 2, (top - bottom + 2) * high)
        drawn = pdfium.FPDFPageObj_CreateNewRect(left - 1, bottom - 1, *size)
        pdfium.FPDFPageObj_SetFillColor(drawn, *colour)
        pdfium.FPDFPath_SetDrawMode(drawn, pdfium.FPDF_FILLMODE_ALTERNATE, 0)
        pdfium.FPDFPage_InsertObject(page, drawn)

    return first(change)


def written(said: str, *, up: float = 0.0, mode: int = 0) -> Alter:
    """A line of text on the page, at the figure or `up` points above it."""

    def change(document: Any, page: Any, at: Box) -> None:
        drawn = pdfium.FPDFPageObj_NewTextObj(document, b"Helvetica", 8.5)
        letters = (said + "\0").encode("utf-16-le")
        buffer = ctypes.create_string_buffer(letters)
        pdfium.FPDFText_SetText(drawn, ctypes.cast(buffer, pdfium.FPDF_WIDESTRING))
        pdfium.FPDFTextObj_SetTextRenderMode(drawn, mode)
        pdfium.FPDFPageObj_Transform(drawn, 1, 0, 0, 1, at[0], at[1] + up)
        pdfium.FPDFPage_InsertObject(page, drawn)

    return first(change)


def pictured(document: Any, page: Any, at: Box) -> None:
    image = pypdfium2.PdfImage.new(document)
    image.set_bitmap(pypdfium2.PdfBitmap.from_pil(Image.new("RGB", (40, 10), "white")))
    size = (at[2] - at[0], at[3] - at[1])
    image.set_matrix(pypdfium2.PdfMatrix().scale(*size).translate(at[0], at[1]))
    page.insert_obj(image)


def annotation(kind: int, *, seen: bool = True) -> Alter:
    def change(document: Any, page: Any, at: Box) -> None:
        made = pdfium.FPDFPage_CreateAnnot(page, kind)
        sides = (at[0] - 1, at[3] + 1, at[2] + 1, at[1] - 1) if seen else (0, 0, 0, 0)
        pdfium.FPDFAnnot_SetRect(made, pdfium.FS_RECTF(*sides))
        pdfium.FPDFAnnot_SetColor(made, pdfium.FPDFANNOT_COLORTYPE_InteriorColor, *WHITE)
        pdfium.FPDFAnnot_SetColor(made, pdfium.FPDFANNOT_COLORTYPE_Color, *BLACK)
        pdfium.FPDFPage_CloseAnnot(made)

    return first(change)


def texts(change: Callable[[Any], object]) -> Alter:
    """A change of every object of text on the first page."""

    def changed(document: Any, page: Any, at: Box) -> None:
        for one in list(page.get_objects()):
            if one.type == pdfium.FPDF_PAGEOBJ_TEXT:
                change(one)

    return first(changed)


def taken_out(document: Any, page: Any, at: Box) -> None:
    for one in list(page.get_objects()):
        left, bottom, right, top = one.get_bounds()
        inside = left < at[2] and right > at[0] and bottom < at[3] and top > at[1]
        if one.type == pdfium.FPDF_PAGEOBJ_TEXT and inside:
            page.remove_obj(one)


def moved(document: Any, page: Any, at: Box) -> None:
    for one in list(page.get_objects()):
        left, bottom, _, top = one.get_bounds()
        if one.type == pdfium.FPDF_PAGEOBJ_TEXT and left < at[2] and bottom < at[3] < top + 1:
            one.transform(pypdfium2.PdfMatrix().translate(0, -13))


def turned(document: Any) -> None:
    document[0].set_rotation(180)


def cropped(document: Any) -> None:
    document[0].set_cropbox(0, 500, 595, 842)


def smaller(document: Any) -> None:
    document[0].set_mediabox(0, 300, 595, 842)


def beside(across: float) -> Alter:
    """The line at the foot of a page a little beside its place, as rounding moves it."""

    def change(document: Any, page: Any, at: Box) -> None:
        for one in list(page.get_objects()):
            if one.type == pdfium.FPDF_PAGEOBJ_TEXT and one.get_bounds()[3] < 40:
                one.transform(pypdfium2.PdfMatrix().translate(across, 0))

    return first(change)


def sized(document: Any) -> None:
    """Each page says its size itself, not all of them together."""
    for page in document:
        page.set_mediabox(*page.get_bbox())


def swapped(document: Any, page: Any, at: Box) -> None:
    """A picture of the figure over it, with two of its digits in each other's place: no ink is
    gone, and the text below says what it said."""
    drawn = page.render(scale=8, grayscale=True).to_pil().convert("RGB")
    words = page.get_textpage()
    found = words.search(FIGURE).get_next()[0]
    tall = page.get_height()
    boxes = [words.get_charbox(found + one, loose=True) for one in (3, 4)]
    words.close()
    sides = [[round(8 * one) for one in (b[0], tall - b[3], b[2], tall - b[1])] for b in boxes]
    digits = [drawn.crop(one) for one in sides]
    for one, (left, _, _, top) in zip(reversed(digits), boxes, strict=True):
        image = pypdfium2.PdfImage.new(document)
        image.set_bitmap(pypdfium2.PdfBitmap.from_pil(one))
        size = one.width / 8, one.height / 8
        at_place = pypdfium2.PdfMatrix().scale(*size).translate(left, top - size[1])
        image.set_matrix(at_place)
        page.insert_obj(image)


def blank(document: Any) -> None:
    document.new_page(595, 842)


def taken(document: Any) -> None:
    document.del_page(1)


def twice(document: Any) -> None:
    document.import_pages(document, [0])


def attached(document: Any) -> None:
    document.new_attachment("终稿.txt").set_data(b"56.76%")


def detached(document: Any) -> None:
    document.del_attachment(0)


def replaced(document: Any) -> None:
    """The content inside with another figure."""
    old = document.get_attachment(0)
    name, data = old.get_name(), bytes(old.get_data())
    document.del_attachment(0)
    document.new_attachment(name).set_data(data.replace(b"532893", b"632893"))


def darkened(document: Any) -> None:
    """The map, on the second page, under a box."""
    page = document[1]
    image = next(one for one in page.get_objects() if one.type == pdfium.FPDF_PAGEOBJ_IMAGE)
    left, bottom, right, top = image.get_bounds()
    drawn = pdfium.FPDFPageObj_CreateNewRect((left + right) / 2, (bottom + top) / 2, 60, 40)
    pdfium.FPDFPageObj_SetFillColor(drawn, 180, 40, 40, 255)
    pdfium.FPDFPath_SetDrawMode(drawn, pdfium.FPDF_FILLMODE_ALTERNATE, 0)
    pdfium.FPDFPage_InsertObject(page, drawn)
    page.gen_content()
    page.close()


def exchanged(document: Any, page: Any, at: Box) -> None:
    """The first picture of the page, its QR code, turned upside down: it reads as nothing."""
    code = next(one for one in page.get_objects() if one.type == pdfium.FPDF_PAGEOBJ_IMAGE)
    left, bottom, right, top = code.get_bounds()
    code.transform(pypdfium2.PdfMatrix().rotate(180).translate(left + right, bottom + top))


def added(to_page: str = "", to_root: str = "", *objects: str) -> Alter:
    """Objects written behind the file, as programs do that change a PDF in its place."""

    def alter(content: bytes) -> bytes:
        ids = int(re.findall(rb"/Size (\d+)", content)[-1])
        named = [one.replace("FIRST", str(ids)) for one in (to_page, to_root, *objects)]
        new = {ids + n: f"<<{one}>>".encode() for n, one in enumerate(named[2:])}
        for more, kind in ((named[0], rb"/Page\b"), (named[1], rb"/Catalog\b")):
            if more:
                rest = rb"(?:(?!endobj).)*?"
                pattern = rb"(\d+) 0 obj\n<<" + rest + rb"/Type " + kind + rest + rb">>\nendobj"
                found = re.search(pattern, content, re.DOTALL)
                assert found
                old = found[0].split(b"obj\n", 1)[1].removesuffix(b">>\nendobj")
                new[int(found[1])] = old + more.encode() + b">>"
        return behind(content, new, ids + len(objects))

    return alter


def behind(content: bytes, new: dict[int, bytes], size: int) -> bytes:
    out, table = bytearray(content), "xref\n"
    for number, said in new.items():
        table += f"{number} 1\n{len(out):010d} 00000 n \n"
        out += f"{number} 0 obj\n".encode() + said + b"\nendobj\n"
    root = re.findall(rb"/Root \d+ 0 R", content)[-1].decode()
    before = re.findall(rb"startxref\n(\d+)", content)[-1].decode()
    trailer = f"trailer\n<</Size {size} {root} /Prev {before}>>\nstartxref\n{len(out)}\n%%EOF\n"
    return bytes(out) + (table + trailer).encode()


WIDGET = (
    "/Type/Annot/Subtype/Widget/FT/Tx/T(x)/V(56.76)/Rect[200 500 300 520]/F 4"
    "/DA(/Helv 12 Tf 0 g)/MK<</BG[1 1 1]>>"
)
CASES = (
    Alteration("white box over a figure", box(WHITE), ALTERED, FIGURE),
    Alteration("black box over a figure", box(BLACK), ALTERED, FIGURE),
    Alteration("figure struck out", box(BLACK, high=0.2), ALTERED, DIGITS),
    Alteration("picture over a figure", first(pictured), ALTERED, FIGURE),
    Alteration("another figure over it", written("9,999,999.00"), ALTERED, "9,999,999.00"),
    Alteration("line of text beside", written("56.76%", up=300), ALTERED, "56.76%"),
    Alteration("text that is not drawn", written("56.76%", up=300, mode=3), ALTERED, "56.76%"),
    Alteration("figure taken out", first(taken_out), ALTERED, FIGURE),
    Alteration("white letters", texts(lambda one: pdfium.FPDFPageObj_SetFillColor(one, *WHITE)),
               ALTERED, "看上去不同"),
    Alteration("letters not drawn",
               texts(lambda one: pdfium.FPDFTextObj_SetTextRenderMode(one, 3)), ALTERED,
               "看上去不同"),
    Alteration("figure moved to another line", first(moved), ALTERED, "p. 1"),
    Alteration("square drawn by an annotation", annotation(pdfium.FPDF_ANNOT_SQUARE), ALTERED,
               FIGURE),
    Alteration("highlight", annotation(pdfium.FPDF_ANNOT_HIGHLIGHT), AGAIN, "盖在页面上"),
    Alteration("stamp", annotation(pdfium.FPDF_ANNOT_STAMP), AGAIN, "盖在页面上"),
    Alteration("note", annotation(pdfium.FPDF_ANNOT_TEXT, seen=False), ALTERED, "盖在页面上"),
    Alteration("form field", added("/Annots[FIRST 0 R]", "/AcroForm<</Fields[FIRST 0 R]>>", WIDGET),
               ALTERED, "盖在页面上的内容：p. 1"),
    Alteration("link over the page", added("/Annots[FIRST 0 R]", "", "/Type/Annot/Subtype/Link"
               "/Rect[0 0 595 842]/A<</S/URI/URI(http://a.example)>>"), AGAIN, "盖在页面上"),
    Alteration("something to run", added("", "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"),
               AGAIN, "附件、脚本或图层"),
    Alteration("layers", added("", "/OCProperties<</OCGs[]/D<<>>>>"), AGAIN, "附件、脚本或图层"),
    Alteration("page turned", opened(turned), ALTERED, "裁切或方向不同：p. 1"),
    Alteration("page cropped", opened(cropped), AGAIN, "裁切或方向不同：p. 1"),
    Alteration("page cut", opened(smaller), AGAIN, "裁切或方向不同：p. 1"),
    Alteration("letters a little beside", beside(-0.2), AGAIN, "移动了不到半点：p. 1"),
    Alteration("letters further beside", beside(-0.7), ALTERED, "看上去不同"),
    Alteration("two digits exchanged", first(swapped), ALTERED, "p. 1"),
    Alteration("point painted out", box(WHITE, high=0.25), ALTERED, DIGITS),
    Alteration("pages of other units", added("/UserUnit 2"), AGAIN, "内部构造"),
    Alteration("page taken out", opened(taken), ALTERED, "政策目标"),
    Alteration("empty page put in", opened(blank), AGAIN, "裁切或方向不同：p. 7"),
    Alteration("page printed twice", opened(twice), ALTERED, "p. 7"),
    Alteration("map painted over", opened(darkened), ALTERED, "p. 2"),
    Alteration("printed code", first(exchanged), ALTERED, "p. 1"),
    Alteration("file attached", opened(attached), AGAIN, "终稿.txt"),
    Alteration("content taken out", opened(detached), AGAIN, "内部构造"),
    Alteration("content inside", opened(replaced), ALTERED, "文件内嵌内容"),
    Alteration("saved again", opened(lambda document: None), AGAIN, "内部构造"),
    Alteration("bytes behind it", lambda content: content + b"\n%\n", AGAIN, "内部构造"),
    Alteration("other particulars", lambda content: content.replace(b"/CreationD", b"/Creation9"),
               AGAIN, "内部构造"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_alteration_is_found_or_graded(altered: Exported, case: Alteration) -> None:
    altered.hold(case, "pdf")


def test_what_every_program_writes_otherwise_is_not_listed(altered: Exported) -> None:
    """Sizes on each page, and letters among pressed bytes that look like the name of an action."""
    content = opened(sized)(altered.faces["pdf"]) + b"%x/AAx\n"
    checked = altered.check(content, "pdf")
    assert checked.grade == "saved-again"
    assert [one.zh for one in checked.unvouched] == [NOT_COMPARED["pdf"].zh]


def test_what_acts_is_found_where_objects_are_pressed_together() -> None:
    acting = zlib.compress(b"7 0 9 20 <</OpenAction 9 0 R>> <</AA<</WC 9 0 R>>>>")
    content = b"7 0 obj<</Type/ObjStm>>stream\r\n" + acting + b"\nendstream"
    assert portables._workings(content) == {"/AA", "/OpenAction"}
