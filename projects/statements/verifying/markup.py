"""Marks in the XML of packed files: which elements stand where, by a table of what they do."""

from __future__ import annotations

import hashlib
import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from projects.statements.verifying.marks import Mark

PARSER_OPTIONS: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "huge_tree": True,
    "remove_comments": True,
    "remove_pis": True,
}
OFF = frozenset({"0", "false", "off", "none"})


def parsed(content: bytes) -> Any:
    return etree.fromstring(content, etree.XMLParser(**PARSER_OPTIONS))


def local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def attributes(element: Any) -> dict[str, str]:
    """Attributes by their names without a namespace."""
    return {name.rpartition("}")[2]: str(one) for name, one in element.attrib.items()}


def switched_off(element: Any) -> bool:
    """`w:val="0"`: the element is there and does nothing."""
    return attributes(element).get("val", "1").lower() in OFF


def common_marks(path: Path, expected_parts: frozenset[str]) -> Iterator[Mark]:
    """Of every packed file: pictures by their bytes, what it links to, parts that nobody expects.

    `expected_parts` are starts of names that programs add and nobody sees.
    """
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            if "/media/" in name:
                yield Mark("picture", "", hashlib.sha256(packed.read(name)).hexdigest())
            elif name.endswith(".rels"):
                yield from _links(packed.read(name))
            elif not name.startswith(tuple(expected_parts)) and not name.endswith("/"):
                yield Mark("parts", posixpath.basename(name))


def _links(content: bytes) -> Iterator[Mark]:
    for one in parsed(content):
        found = attributes(one)
        if found.get("TargetMode") == "External":
            yield Mark("links", found.get("Target", "")[:80])
