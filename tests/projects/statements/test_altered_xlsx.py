"""Alterations of a statement as workbook: each is found, or the file is a copy saved again."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image as Picture

from tests.projects.statements.altering import (
    Alter,
    Alteration,
    Exported,
    member,
    repacked,
    swapped,
)

pytestmark = pytest.mark.slow

ALTERED, AGAIN = "altered", "saved-again"
ZONES, FIGURE = "xl/worksheets/sheet2.xml", "E5"


def book(change: Callable[[Any], object]) -> Alter:
    """A change of the workbook by openpyxl, which saves all of it again."""

    def alter(content: bytes) -> bytes:
        opened = openpyxl.load_workbook(io.BytesIO(content))
        change(opened)
        out = io.BytesIO()
        opened.save(out)
        return out.getvalue()

    return alter


def sheet(change: Callable[[Any], object]) -> Alter:
    """A change of the sheet of zones."""
    return book(lambda opened: change(opened["分区"]))


def cell(place: str = FIGURE, **given: Any) -> Alter:
    """Other attributes of a cell."""

    def change(zones: Any) -> None:
        for name, value in given.items():
            setattr(zones[place], name, value)

    return sheet(change)


def said(title: str, old: str, new: str, *, beside: int = 0, whole: bool = False) -> Alter:
    """Other words in the first cell of a sheet that holds some, or in one beside it."""

    def change(opened: Any) -> None:
        cells = (one for row in opened[title].iter_rows() for one in row)
        found = next(c for c in cells if (c.value == old if whole else old in str(c.value)))
        if beside:
            found.offset(0, beside).value = new
        else:
            found.value = new if whole else str(found.value).replace(old, new)

    return book(change)


def first(old: str, new: str, **given: Any) -> Alter:
    return said("核算单", old, new, **given)


def last(old: str, new: str) -> Alter:
    return said("来源与核对", old, new)


def turned(name: str, old: str, new: str) -> Alter:
    """A member by a pattern, at its first place."""

    def changed(text: bytes) -> bytes:
        assert re.search(old, text.decode())
        return re.sub(old, new, text.decode(), count=1).encode()

    return lambda content: repacked(content, {name: changed})


def picture() -> Image:
    out = io.BytesIO()
    Picture.new("RGB", (20, 10), "white").save(out, "PNG")
    return Image(out)


def hide(dimension: Any) -> None:
    dimension.hidden = True


def put(holder: Any, **given: Any) -> None:
    for name, value in given.items():
        setattr(holder, name, value)


def _renumbered(found: re.Match[str]) -> str:
    return f'numFmtId="{int(found[1]) + 1 if found[1] != "0" else 164}"'


def by_libreoffice(content: bytes) -> bytes:
    """What Calc writes otherwise: every number format under a number of its own, the letters of
    one script in runs of another font, settings spelt out, and extensions of its own."""

    def styles(old: bytes) -> bytes:
        text = re.sub(r'numFmtId="(\d+)"', _renumbered, old.decode())
        general = '<numFmt numFmtId="164" formatCode="General"/>'
        return re.sub("(<numFmts[^>]*>)", rf"\1{general}", text).encode()

    runs = "".join(
        f'<r><rPr><sz val="11"/><rFont val="{font}"/></rPr><t xml:space="preserve">{one}</t></r>'
        for font, one in (("Calibri", "P"), ("Noto Sans CJK SC", "1"))
    )
    spelt = (
        '<extLst><ext xmlns:loext="http://schemas.libreoffice.org/" '
        'uri="{7626C862-2A13-11E5-B345-FEFF819CDC9F}"><loext:extCalcPr/></ext></extLst></workbook>'
    )
    return repacked(
        content,
        {
            "xl/styles.xml": styles,
            "xl/sharedStrings.xml": lambda old: swapped(old, ("<t>P1</t>", runs)),
            "xl/workbook.xml": lambda old: swapped(old, ("</workbook>", spelt)),
        },
    )


RED = CellIsRule(operator="greaterThan", formula=["0"], font=Font(color="FFFFFF"))
BLACK = PatternFill("solid", fgColor="000000")
MESSAGE = DataValidation(type="whole", promptTitle="应为 56.76%", prompt="56.76%", sqref=FIGURE)
BOX = (
    "<xdr:absoluteAnchor><xdr:sp><xdr:spPr/><xdr:txBody><a:p><a:r><a:t>56.76%</a:t></a:r></a:p></xdr:txBody>"
    "</xdr:sp></xdr:absoluteAnchor></xdr:wsDr>"
)
EXTENSION = '<extLst><ext uri="x"/></extLst>'
CASES = (
    Alteration("figure", cell(value=1.5), ALTERED, f"分区 {FIGURE} P1 计入达标的面积"),
    Alteration("twelfth digit", sheet(lambda s: put(s["C2"], value=s["C2"].value * (1 + 2e-12))),
               ALTERED, "分区 C2"),
    Alteration("name", cell("B3", value="戊区（示例）"), ALTERED, "戊区"),
    Alteration("verdict", cell("H2", value="达标"), ALTERED, "H2"),
    Alteration("row taken out", sheet(lambda s: s.delete_rows(5)), ALTERED, "P1"),
    Alteration("row put in", sheet(lambda s: s.insert_rows(3)), ALTERED, "分区 A3"),
    Alteration("cell beside", cell("K2", value="已审定"), ALTERED, "K2"),
    Alteration("sum typed over", cell("G6", value=9.0), ALTERED, "G6"),
    Alteration("another formula", cell("G6", value="=SUM(G2:G5)*2"), ALTERED, "G6"),
    Alteration("what a sum shows", turned(ZONES, r"(<f>SUM\(G2:G5\)</f><v>)[\d.]+", r"\g<1>9"),
               ALTERED, "G6 ="),
    Alteration("number as text", cell(value="532,852.34"), ALTERED, FIGURE),
    Alteration("figure emptied", cell(value=None), ALTERED, FIGURE),
    Alteration("number format that says a figure", cell(number_format='"56.76%"'), ALTERED,
               f"{FIGURE} 格式"),
    Alteration("number format by thousands", cell(number_format="#,##0.00,"), ALTERED, "#,##0.00,"),
    Alteration("number format of a text", cell("H2", number_format='@;@;@;"达标"'), ALTERED,
               "H2 格式"),
    Alteration("difference typed over", cell("F2", value=0.0), ALTERED, "F2"),
    Alteration("answer", first("≥ 50%", "≥ 20%"), ALTERED, "≥ 20%"),
    Alteration("unit beside a figure", first("km²", "公顷", whole=True), ALTERED, "公顷"),
    Alteration("name in a blank", first("签发", "王科长", beside=1, whole=True), ALTERED, "王科长"),
    Alteration("hash and command", last("ecoatlas statements verify", "sha256sum"), ALTERED,
               "sha256sum"),
    Alteration("sheet taken out", book(lambda b: b.remove(b["分区"])), ALTERED, "分区 A1"),
    Alteration("sheet put in", book(lambda b: put(b.create_sheet("终稿")["A1"], value=1)), ALTERED,
               "终稿"),
    Alteration("sheet renamed", sheet(lambda s: put(s, title="分区（已审定）")), ALTERED, "已审定"),
    Alteration("content inside",
               book(lambda b: put(b["ecoatlas"]["A1"], value=b["ecoatlas"]["A1"].value.replace(
                   "532852", "632852"))), ALTERED, "文件内嵌内容"),
    Alteration("saved again", book(lambda b: None), AGAIN, "版式"),
    Alteration("stored value of a sum beyond the range that the sheet states",
               turned(ZONES, r'A1:J6"(.*</f><v>)2\.1', r'A1:B2"\g<1>9.1'), ALTERED, "分区 G6"),
    Alteration("conditional format", sheet(lambda s: s.conditional_formatting.add("E2:E5", RED)),
               AGAIN, "条件格式"),
    Alteration("white letters", cell(font=Font(name="Calibri", color="FFFFFFFF")), AGAIN,
               f"字色或底色（白字看不见）：分区!{FIGURE}"),
    Alteration("black ground", cell(fill=BLACK), AGAIN, f"分区!{FIGURE}"),
    Alteration("struck out", cell(font=Font(name="Calibri", strike=True)), AGAIN, "文字效果"),
    Alteration("another font", cell(font=Font(name="Wingdings")), AGAIN,
               f"画成另一个）：分区!{FIGURE}"),
    Alteration("tiny letters", cell(font=Font(name="Calibri", sz=1)), AGAIN, "字号"),
    Alteration("figure repeated across the cell", cell(alignment=Alignment(horizontal="fill")),
               AGAIN, "文字效果"),
    Alteration("hidden row", sheet(lambda s: hide(s.row_dimensions[4])), AGAIN,
               "隐藏的内容：分区!4"),
    Alteration("hidden column", sheet(lambda s: hide(s.column_dimensions["E"])), AGAIN,
               "隐藏的内容：分区!E"),
    Alteration("low row", sheet(lambda s: put(s.row_dimensions[4], height=0.5)), AGAIN,
               "隐藏的内容：分区!4"),
    Alteration("narrow column", sheet(lambda s: put(s.column_dimensions["E"], width=0.1)), AGAIN,
               "隐藏的内容"),
    Alteration("rows of no height",
               turned(ZONES, "<sheetFormatPr ", '<sheetFormatPr zeroHeight="1" '), AGAIN,
               "隐藏的内容：分区"),
    Alteration("hidden sheet", sheet(lambda s: put(s, sheet_state="hidden")), AGAIN,
               "隐藏的内容：分区"),
    Alteration("sheet hidden from its menu", sheet(lambda s: put(s, sheet_state="veryHidden")),
               AGAIN, "隐藏的内容：分区"),
    Alteration("envelope shown", book(lambda b: put(b["ecoatlas"], sheet_state="visible")), AGAIN,
               "版式"),
    Alteration("comment", cell(comment=Comment("应为 56.76%", "wang")), AGAIN, f"分区!{FIGURE}"),
    Alteration("message of a validation", sheet(lambda s: s.add_data_validation(MESSAGE)), AGAIN,
               "数据验证"),
    Alteration("merged cells", sheet(lambda s: s.merge_cells("H2:I2")), AGAIN, "合并的单元格"),
    Alteration("filter", sheet(lambda s: put(s.auto_filter, ref="A1:I5")), AGAIN, "筛选"),
    Alteration("picture over a figure", sheet(lambda s: s.add_image(picture(), FIGURE)), AGAIN,
               "图形、文本框或图片"),
    Alteration("text box", member("xl/drawings/drawing1.xml", ("</xdr:wsDr>", BOX)), AGAIN,
               "图形、文本框或图片"),
    Alteration("map exchanged", lambda content: repacked(content, {"xl/media/image1.png": b"x"}),
               AGAIN, "地图或其他图片"),
    Alteration("header on paper", sheet(lambda s: put(s.oddHeader.center, text="已审定")), AGAIN,
               "页眉页脚"),
    Alteration("no zeros shown", sheet(lambda s: put(s.sheet_view, showZeros=False)), AGAIN,
               "显示设置"),
    Alteration("from right to left", sheet(lambda s: put(s.sheet_view, rightToLeft=True)), AGAIN,
               "显示设置"),
    Alteration("counted as shown", book(lambda b: put(b.calculation, fullPrecision=False)), AGAIN,
               "显示设置"),
    Alteration("name for a figure",
               book(lambda b: b.defined_names.add(DefinedName("达标", attr_text="9"))), AGAIN,
               "定义的名称"),
    Alteration("rows left out on paper", sheet(lambda s: put(s, print_area="A1:I3")), AGAIN,
               "定义的名称"),
    Alteration("link", sheet(lambda s: put(s["A3"], hyperlink="http://a.example/")), AGAIN, "链接"),
    Alteration("letters of two kinds in a text",
               turned("xl/sharedStrings.xml", "<si><t>P1</t></si>",
                      "<si><r><rPr><strike/></rPr><t>P1</t></r></si>"), AGAIN, "文字效果"),
    Alteration("saved by LibreOffice", by_libreoffice, AGAIN, "方向等）：P1"),
    Alteration("saved by LibreOffice, with another figure",
               lambda content: cell(value=1.5)(by_libreoffice(content)), ALTERED, f"分区 {FIGURE}"),
    Alteration("sparkline", member(ZONES, ("</worksheet>", f"{EXTENSION}</worksheet>")), AGAIN,
               "我们从不写入的成分"),
    Alteration("program inside", lambda content: repacked(content, {"xl/vbaProject.bin": b"x"}),
               AGAIN, "vbaProject.bin"),
    Alteration("bytes before it", lambda content: b"PK\0\0" + content, AGAIN, "夹带"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_alteration_is_found_or_graded(altered: Exported, case: Alteration) -> None:
    altered.hold(case, "xlsx")
