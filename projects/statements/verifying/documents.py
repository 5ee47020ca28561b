"""Reading a document: paragraphs and cells of tables in their order, all text that is in them.

Text in content controls, fields, tracked insertions, text boxes, headers and footers is text.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml import etree

from projects.statements.faces.document import NAMESPACE
from projects.statements.verifying.places import Place, Reading

PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
TEXT = {qn("w:t"), qn("m:t")}
LETTERS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
FIELD_MARK, INSTRUCTION = qn("w:fldChar"), qn("w:instrText")
PAGE_FIELDS, MOST_DIGITS = frozenset({"PAGE", "NUMPAGES"}), 4
PARAGRAPH, TABLE, ROW, CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
EDGES = {"header": RELATIONSHIP_TYPE.HEADER, "footer": RELATIONSHIP_TYPE.FOOTER}


def envelope_text(path: Path) -> str | None:
    """The custom XML part of ours, if Word or WPS has kept it."""
    for relation in Document(str(path)).part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.CUSTOM_XML and not relation.is_external:
            root = etree.fromstring(relation.target_part.blob, PARSER)
            if root.tag == f"{{{NAMESPACE}}}statement":
                return str(root.text)
    return None


def read(path: Path) -> Reading:
    """Paragraphs by number, cells by table, row and column; the heading before names a table."""
    document = Document(str(path))
    reading = _Reading(document)
    for block in _blocks(document.element.body):
        reading.block(block)
    for kind, relation in EDGES.items():
        reading.edges(kind, relation)
    return Reading(reading.values, reading.rows, reading.columns)


class _Reading:
    """Values filled in the order of the document."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.values: dict[Place, Any] = {}
        self.rows: dict[Place, str] = {}
        self.columns: dict[Place, str] = {}
        self.heading, self.tables, self.paragraphs = "", 0, 0

    def block(self, block: Any) -> None:
        if block.tag == TABLE:
            self.tables += 1
            self._table(block, f"{self.heading} #{self.tables}")
            return
        text = text_of(block)
        if text:
            self.paragraphs += 1
            if self._is_heading(block):
                self.heading = text
            self._put(Place(self.heading, f"¶{self.paragraphs}"), text, text[:30])

    def _is_heading(self, block: Any) -> bool:
        style = Paragraph(block, self.document).style
        return style is not None and (style.name or "").startswith("Heading")

    def _table(self, table: Any, part: str) -> None:
        rows = [[text_of(cell) for cell in _inside(row, CELL)] for row in _inside(table, ROW)]
        heads = rows[0] if rows else []
        for number, texts in enumerate(rows, start=1):
            for column, text in enumerate(texts):
                place = Place(part, f"{number}:{column + 1}")
                self._put(place, text, texts[0])
                self.columns[place] = heads[column] if column < len(heads) else ""

    def edges(self, kind: str, relation: str) -> None:
        """Headers or footers, whichever pages they stand on."""
        found = [one for one in self.document.part.rels.values() if one.reltype == relation]
        parts = [one.target_part for one in found if not one.is_external]
        texts = [text for part in parts for text in _texts(part)]
        for number, text in enumerate(texts, start=1):
            self._put(Place(kind, str(number)), text, text[:30])

    def _put(self, place: Place, text: str, row: str) -> None:
        self.values[place], self.rows[place] = text, row


def _texts(part: Any) -> Iterator[str]:
    yield from filter(None, (edge_text(block) for block in _blocks(part.element)))


def edge_text(block: Any) -> str:
    """The text of a header or footer; of a page number only that there is one, as whatever
    program opens the file counts its pages anew."""
    found: list[str] = []
    instruction, inside = "", False
    for one in block.iter():
        if one.tag == FIELD_MARK:
            kind = one.get(qn("w:fldCharType"))
            instruction = "" if kind == "begin" else instruction
            inside = kind == "separate" and instruction.strip() in PAGE_FIELDS
        elif one.tag == INSTRUCTION:
            instruction += one.text or ""
        elif one.tag in TEXT:
            digits = (one.text or "").isdigit() and len(one.text or "") <= MOST_DIGITS
            found.append("#" if inside and digits else one.text or "")
        elif one.tag in LETTERS:
            found.append(LETTERS[one.tag])
    return "".join(found)


def _blocks(root: Any) -> Iterator[Any]:
    """Paragraphs and tables, also those that something else is wrapped around."""
    for one in root:
        if one.tag in (PARAGRAPH, TABLE):
            yield one
        elif isinstance(one.tag, str):
            yield from _blocks(one)


def _inside(root: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or cells of a row, not those of tables within."""
    for one in root:
        if one.tag == tag:
            yield one
        elif one.tag not in (TABLE, PARAGRAPH, ROW, CELL) and isinstance(one.tag, str):
            yield from _inside(one, tag)


def text_of(root: Any) -> str:
    """All letters in it; paragraphs are parted by a break."""
    found: list[str] = []
    for one in root.iter():
        if one.tag in TEXT:
            found.append(one.text or "")
        elif one.tag in LETTERS:
            found.append(LETTERS[one.tag])
        elif one.tag == PARAGRAPH and found:
            found.append("\n")
    return "".join(found)
