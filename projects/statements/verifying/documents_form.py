"""The marks of a document: what stands beside its text and may change what a reader sees."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx.oxml.ns import qn

from projects.statements.verifying.documents import PARAGRAPH, text_of
from projects.statements.verifying.marks import Mark
from projects.statements.verifying.markup import (
    attributes,
    common_marks,
    local,
    parsed,
    switched_off,
)

W, SPACING = qn("w:p").removesuffix("p"), qn("w:spacing")
BY_KIND = {
    "hidden": "vanish webHidden specVanish",
    "tracked": "ins del moveFrom moveTo rPrChange pPrChange sectPrChange tblPrChange tcPrChange "
    "trPrChange cellIns cellDel cellMerge numberingChange",
    "controls": "sdt smartTag customXml",
    "fields": "fldSimple instrText",
    "drawn": "drawing pict txbxContent",
    "embedded": "object control altChunk subDoc contentPart",
    "comments": "commentReference commentRangeStart",
    "footnotes": "footnoteReference endnoteReference",
    "numbering": "numPr",
    "colours": "color highlight shd",
    "fonts": "rFonts embedRegular embedBold embedItalic embedBoldItalic sym",
    "sizes": "sz",
    "letters": "strike dstrike caps smallCaps position w bdo dir rtl fitText effect vertAlign "
    "eastAsianLayout outline shadow emboss imprint em ruby bdr",
    "layout": "trHeight framePr textDirection hidden pgBorders background cols bidi bidiVisual "
    "pgSz pgMar textAlignment ind",
    "headers": "headerReference footerReference titlePg",
    "links": "hyperlink",
}
KIND_OF = {name: kind for kind, names in BY_KIND.items() for name in names.split()}
KIND_OF_TAG = {f"{W}{name}": kind for name, kind in KIND_OF.items()}
LETTERWISE = frozenset({"colours", "fonts", "sizes", "letters", "hidden", "tracked"})
"""Programs part a run of letters at will: one of these in a paragraph says as much as several."""
HARMLESS_NAMES = (
    "proofErr bookmarkStart bookmarkEnd lastRenderedPageBreak lang noProof szCs bCs iCs cs kern "
    "jc pPr rPr r p t tab br keepNext keepLines widowControl snapToGrid autoSpaceDE "
    "autoSpaceDN adjustRightInd docGrid pgNumType type tblLook tblInd tblLayout tblCellMar tcMar "
    "tblStyle cnfStyle trPr cantSplit tcBorders tblBorders top left bottom right insideH insideV "
    "start end vAlign sectPr tabs contextualSpacing wordWrap overflowPunct kinsoku topLinePunct "
    "b i u fldChar rStyle pStyle"
)
HARMLESS = frozenset(HARMLESS_NAMES.split())
FONT_ATTRIBUTES = ("ascii", "hAnsi", "eastAsia", "cs")
BODIES = ("word/document", "word/header", "word/footer")
UNSEEN = frozenset(
    ("[Content_Types].xml", "docProps/", "customXml/", "word/document.xml", "word/styles.xml",
     "word/settings.xml", "word/webSettings.xml", "word/fontTable.xml", "word/theme/",
     "word/numbering.xml", "word/stylesWithEffects.xml", "word/header", "word/footer")
)  # fmt: skip


def marks(path: Path) -> Iterator[Mark]:
    yield from common_marks(path, UNSEEN)
    with zipfile.ZipFile(path) as packed:
        for name in (one for one in packed.namelist() if one.endswith(".xml")):
            if name.startswith(BODIES):
                root = parsed(packed.read(name))
                yield from _marked(root, _Paragraphs(name.rpartition("/")[2]))
                yield from _unknown(root)
            elif name in ("word/styles.xml", "word/fontTable.xml"):
                yield from _marked(parsed(packed.read(name)), _Styles())


def _marked(root: Any, places: _Paragraphs | _Styles) -> Iterator[Mark]:
    seen: set[Mark] = set()
    for element in root.iter():
        kind = _kind(element)
        if kind is None or (kind != "colours" and switched_off(element)):
            continue
        mark = Mark(kind, places.where(element), _value(kind, element))
        if kind not in LETTERWISE or mark not in seen:
            seen.add(mark)
            yield mark


def _kind(element: Any) -> str | None:
    if element.tag == SPACING:
        return _spacing(element)
    if element.tag.startswith(W):
        return KIND_OF_TAG.get(element.tag)
    # Newer effects on letters (`w14:textFill`) have names of their own.
    parent = element.getparent()
    in_letters = parent is not None and parent.tag == qn("w:rPr")
    return "letters" if in_letters else None


def _spacing(element: Any) -> str | None:
    """Between lines only an exact height can swallow them; between letters any width can."""
    found = attributes(element)
    if "val" in found:
        return "letters"
    return "layout" if found.get("lineRule") == "exact" else None


def _value(kind: str, element: Any) -> str:
    found = attributes(element)
    if kind == "fonts":
        said = " ".join(found.get(one, "") for one in FONT_ATTRIBUTES)
    elif kind == "colours":
        said = f"{found.get('val', '')} {found.get('fill', '')}".upper()
    elif kind in ("sizes", "layout"):
        said = " ".join(f"{name}={found[name]}" for name in sorted(found) if "rsid" not in name)
    else:
        said = ""
    return f"{local(element)} {said}".strip()


class _Paragraphs:
    """Places by the text of the paragraph around an element, else by the part."""

    def __init__(self, part: str) -> None:
        self.part = part
        self.texts: dict[Any, str] = {}

    def where(self, element: Any) -> str:
        around = next(element.iterancestors(PARAGRAPH), None)
        if around is None:
            return self.part
        if around not in self.texts:
            self.texts[around] = text_of(around).strip()[:30] or self.part
        return self.texts[around]


class _Styles:
    """Places by the id of the style."""

    def where(self, element: Any) -> str:
        style = next(element.iterancestors(f"{W}style"), None)
        return "styles" if style is None else f"style {attributes(style).get('styleId', '')}"


def _unknown(root: Any) -> Iterator[Mark]:
    """Elements of names that nobody has thought of: ours are known by being in our file too."""
    tags = {one.tag for one in root.iter()}
    names = {tag.rpartition("}")[2] for tag in tags} - HARMLESS - {"spacing"} - KIND_OF.keys()
    yield from (Mark("elements", name) for name in sorted(names))
