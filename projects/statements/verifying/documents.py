"""Reading a document: paragraphs and cells of tables in their order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import etree

from projects.statements.faces.document import NAMESPACE
from projects.statements.verifying.places import Place, Reading

PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


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
    values: dict[Place, Any] = {}
    rows: dict[Place, str] = {}
    columns: dict[Place, str] = {}
    heading, tables, paragraphs = "", 0, 0
    for block in Document(str(path)).iter_inner_content():
        if hasattr(block, "rows"):
            tables += 1
            for place, text, row, column in _cells(block, f"{heading} #{tables}"):
                values[place], rows[place], columns[place] = text, row, column
        elif block.text:
            paragraphs += 1
            if block.style is not None and (block.style.name or "").startswith("Heading"):
                heading = block.text
            place = Place(heading, f"¶{paragraphs}")
            values[place], rows[place] = block.text, block.text[:30]
    return Reading(values, rows, columns)


def _cells(table: Any, part: str) -> list[tuple[Place, str, str, str]]:
    heads = [cell.text for cell in table.rows[0].cells]
    found = []
    for number, row in enumerate(table.rows, start=1):
        texts = [cell.text for cell in row.cells]
        for column, text in enumerate(texts):
            head = heads[column] if column < len(heads) else ""
            found.append((Place(part, f"{number}:{column + 1}"), text, texts[0], head))
    return found
