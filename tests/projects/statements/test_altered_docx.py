"""Alterations of a statement as document: each is found, or the file is a copy saved again."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.projects.statements.altering import Alter, Alteration, Exported, member, repacked

pytestmark = pytest.mark.slow

ALTERED, AGAIN = "altered", "saved-again"
BODY, STYLES, RELATIONS = "word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels"
FIGURE = "1.0656"
RUN = re.compile(rf"<w:r>(?:(?!<w:r>).)*?<w:t>{FIGURE}</w:t></w:r>", re.DOTALL)
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def run(change: Callable[[str], str]) -> Alter:
    """A change of the run that holds the figure."""

    def alter(content: bytes) -> bytes:
        return repacked(content, {BODY: lambda old: _changed(old, change)})

    return alter


def _changed(old: bytes, change: Callable[[str], str]) -> bytes:
    text = old.decode()
    found = RUN.search(text)
    assert found, "the figure is not there"
    return (text[: found.start()] + change(found[0]) + text[found.end() :]).encode()


def look(properties: str) -> Alter:
    """Properties of the letters of the figure."""
    return run(lambda old: old.replace("<w:rPr>", f"<w:rPr>{properties}", 1))


def before(part: str) -> Alter:
    return run(lambda old: part + old)


def body(*swaps: tuple[str, str]) -> Alter:
    return member(BODY, *swaps)


def related(name: str, kind: str, part: str, inside: str) -> Alter:
    """A part beside the document, and where the document names it."""

    def alter(content: bytes) -> bytes:
        link = f'<Relationship Id="rId99" Type="{KINDS}/{kind}" Target="{name}"/></Relationships>'
        return repacked(
            before(inside)(content),
            {
                f"word/{name}": part.encode(),
                RELATIONS: lambda old: old.replace(b"</Relationships>", link.encode()),
                "[Content_Types].xml": lambda old: old.replace(
                    b"<Default",
                    b'<Default Extension="bin" ContentType="application/x"/><Default',
                    1,
                ),
            },
        )

    return alter


def text(said: str) -> str:
    return f"<w:r><w:t>{said}</w:t></w:r>"


def row(content: bytes, change: Callable[[str], str]) -> bytes:
    """A change of the row of the figure."""

    def changed(old: bytes) -> bytes:
        whole = old.decode()
        at = whole.index(FIGURE)
        start, end = whole.rindex("<w:tr>", 0, at), whole.index("</w:tr>", at) + len("</w:tr>")
        return (whole[:start] + change(whole[start:end]) + whole[end:]).encode()

    return repacked(content, {BODY: changed})


BOX = (
    '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="position:absolute">'
    "<v:textbox><w:txbxContent><w:p>{inside}</w:p></w:txbxContent></v:textbox></v:shape></w:pict>"
    "</w:r>"
)
SHAPE = (
    '<w:r><w:pict><v:rect xmlns:v="urn:schemas-microsoft-com:vml" fillcolor="white"/></w:pict>'
    "</w:r>"
)
MATHS = "http://schemas.openxmlformats.org/officeDocument/2006/math"
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>=5676</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{inside}'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
OUTSIDE = (
    f'<Relationship Id="rId98" Type="{KINDS}/image" Target="http://a.example/x.png" '
    'TargetMode="External"/>'
)
COUNT = "<w:t>1</w:t>"


def blank_filled(content: bytes) -> bytes:
    """Somebody's name in the row of who issues it."""

    def changed(old: bytes) -> bytes:
        whole = old.decode()
        at = whole.index("</w:rPr></w:r>", whole.index("<w:t>签发</w:t>") + 30) + len("</w:rPr>")
        return (whole[:at] + "<w:t>王科长</w:t>" + whole[at:]).encode()

    return repacked(content, {BODY: changed})


AUTHOR = 'w:id="7" w:author="wang" w:date="2026-01-01T00:00:00Z"'
CASES = (
    Alteration("figure", body((FIGURE, "9.0656")), ALTERED, "9.0656"),
    Alteration("name", body(("乙区（示例）", "戊区（示例）")), ALTERED, "戊区"),
    Alteration("notice", body(("本核算单尚未签署", "本核算单已签署")), ALTERED, "已签署"),
    Alteration("row taken out", lambda content: row(content, lambda old: ""), ALTERED, "达标面积"),
    Alteration("row put in", lambda content: row(content, lambda old: old * 2), ALTERED,
               "达标面积"),
    Alteration("paragraph", body(("<w:sectPr", f"<w:p>{text('以上属实')}</w:p><w:sectPr")), ALTERED,
               "以上属实"),
    Alteration("state", body(("草稿", "已签署")), ALTERED, "已签署"),
    Alteration("digit in a content control",
               before(f"<w:sdt><w:sdtContent>{text('9')}</w:sdtContent></w:sdt>"), ALTERED,
               f"9{FIGURE}"),
    Alteration("digit in a field",
               before(f'<w:fldSimple w:instr="=9">{text("9")}</w:fldSimple>'), ALTERED, "9"),
    Alteration("figure that a field gives", run(lambda old: FIELD.format(inside=old)), AGAIN,
               f"域：显示的文字打开时会变：{FIGURE}"),
    Alteration("tracked insertion", before(f"<w:ins {AUTHOR}>{text('9')}</w:ins>"), ALTERED,
               f"9{FIGURE}"),
    Alteration("tracked deletion",
               run(lambda old: f"<w:del {AUTHOR}>{old.replace('w:t>', 'w:delText>')}</w:del>"),
               ALTERED, FIGURE),
    Alteration("tracked change of form", look(f"<w:rPrChange {AUTHOR}/>"), AGAIN, "修订标记"),
    Alteration("text box", before(BOX.format(inside=text("9,999.00"))), ALTERED, "9,999.00"),
    Alteration("empty box over a figure", before(SHAPE), AGAIN, f"图形、文本框或图片：{FIGURE}"),
    Alteration("hidden text", before("<w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r>"), ALTERED,
               f"9{FIGURE}"),
    Alteration("figure hidden", look("<w:vanish/>"), AGAIN, f"隐藏的内容：{FIGURE}"),
    Alteration("header", member("word/header1.xml", ("</w:p>", f"{text('已审定')}</w:p>")), ALTERED,
               "已审定"),
    Alteration("footer", member("word/footer1.xml", ("<w:p>", f"<w:p>{text('终稿')}</w:p><w:p>")),
               ALTERED, "终稿"),
    Alteration("pages counted anew", member("word/footer1.xml", (COUNT, "<w:t>7</w:t>")), AGAIN,
               "版式"),
    Alteration("figure as a page number", member("word/footer1.xml", (COUNT, "<w:t>46.76%</w:t>")),
               ALTERED, "46.76%"),
    Alteration("page number that counts something else",
               member("word/footer1.xml", (" NUMPAGES ", " =46 ")), ALTERED, "footer"),
    Alteration("answer", body(("无法判断（", "达到目标（")), ALTERED, "达到目标（"),
    Alteration("name in a blank", blank_filled, ALTERED, "王科长"),
    Alteration("picture in the header", member("word/header1.xml", ("</w:p>", f"{SHAPE}</w:p>")),
               AGAIN, "图形、文本框或图片"),
    Alteration("content inside", member("customXml/item9.xml", ("532893", "632893")), ALTERED,
               "文件内嵌内容"),
    Alteration("white letters", look('<w:color w:val="FFFFFF"/>'), AGAIN, f"看不见）：{FIGURE}"),
    Alteration("dark ground", look('<w:shd w:fill="000000"/>'), AGAIN, "字色或底色"),
    Alteration("marked in black", look('<w:highlight w:val="black"/>'), AGAIN, "字色或底色"),
    Alteration("struck out", look("<w:strike/>"), AGAIN, f"方向等）：{FIGURE}"),
    Alteration("from right to left", look("<w:rtl/>"), AGAIN, "文字效果"),
    Alteration("letters run together", look('<w:spacing w:val="-400"/>'), AGAIN, "文字效果"),
    Alteration("tiny letters", look('<w:sz w:val="2"/>'), AGAIN, f"字号：{FIGURE}"),
    Alteration("another font", look('<w:rFonts w:ascii="Wingdings"/>'), AGAIN, "字体"),
    Alteration("newer effect",
               look('<x:glow xmlns:x="http://schemas.microsoft.com/office/word/2010/wordml"/>'),
               AGAIN, "文字效果"),
    Alteration("numbering before the figure",
               body(("<w:pPr>", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>')), AGAIN,
               "自动编号"),
    Alteration("formula", before(f'<m:oMath xmlns:m="{MATHS}"><m:r><m:t>9</m:t></m:r></m:oMath>'),
               ALTERED, f"9{FIGURE}"),
    Alteration("comment", related("comments.xml", "comments", f'<w:comments xmlns:w="{WORDS}"/>',
                                  '<w:r><w:commentReference w:id="0"/></w:r>'), AGAIN, "批注"),
    Alteration("footnote", before('<w:r><w:footnoteReference w:id="2"/></w:r>'), AGAIN, "脚注"),
    Alteration("another file within", related("x.bin", "aFChunk", "<html>9</html>", ""), AGAIN,
               "多出的部分：x.bin"),
    Alteration("place of another file", body(("<w:sectPr", '<w:altChunk/><w:sectPr')), AGAIN,
               "嵌入的对象"),
    Alteration("map exchanged", lambda content: repacked(content, {"word/media/image1.png": b"x"}),
               AGAIN, "地图或其他图片"),
    Alteration("picture outside",
               member(RELATIONS, ("</Relationships>", f"{OUTSIDE}</Relationships>")),
               AGAIN, "指向文件以外的链接"),
    Alteration("low row", body(("<w:trPr>", '<w:trPr><w:trHeight w:val="1" w:hRule="exact"/>')),
               AGAIN, "页面、行高"),
    Alteration("paper cut", body(('w:h="16838"', 'w:h="9000"')), AGAIN, "页面、行高"),
    Alteration("style that hides", member(STYLES, ("<w:rPr>", "<w:rPr><w:vanish/>")), AGAIN,
               "隐藏的内容"),
    Alteration("wrapped rows", lambda content: row(content, wrapped), AGAIN, "内容控件"),
    Alteration("element that nobody knows", before('<w:r><w:softHyphen/></w:r>'), AGAIN,
               "softHyphen"),
    Alteration("bytes behind it", lambda content: content + b"x", AGAIN, "夹带"),
)  # fmt: skip


def wrapped(old: str) -> str:
    return f"<w:sdt><w:sdtContent>{old}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_alteration_is_found_or_graded(altered: Exported, case: Alteration) -> None:
    altered.hold(case, "docx")
