"""XML without surprises: a document type declaration is refused before anything is parsed.

External entities and entities that multiply both need such a declaration, and it can only stand
before the first element, so it is enough to let the same parser (expat) read up to there.
"""

from __future__ import annotations

from typing import BinaryIO
from xml.parsers import expat

from geo.errors import EcoAtlasError
from layers.reading.intake.format_errors import XML_DOCTYPE

_CHUNK = 1 << 16


class DoctypeFoundError(Exception):
    """A declaration that could name entities."""


class _RootFoundError(Exception):
    def __init__(self, name: str) -> None:
        self.name = name


def root_of(raw: BinaryIO, file: str) -> str | None:
    """The name of the first element without its namespace; None when this is no XML at all.

    Raises `xml-doctype` when a document type declaration stands before it.
    """
    parser = bare_parser()
    parser.StartElementHandler = _found_root
    try:
        while chunk := raw.read(_CHUNK):
            parser.Parse(chunk, False)
    except _RootFoundError as found:
        return found.name.rpartition("}")[2]
    except DoctypeFoundError:
        raise EcoAtlasError(XML_DOCTYPE, file=file) from None
    except expat.ExpatError:
        return None
    return None


def bare_parser(encoding: str | None = None) -> expat.XMLParserType:
    """A parser that stops (`DoctypeFoundError`) at any declaration of a document type or entity.

    encoding: of the bytes it is given, where that is known better than the XML declares it.
    """
    parser = expat.ParserCreate(encoding, namespace_separator="}")
    parser.StartDoctypeDeclHandler = _found_doctype
    parser.EntityDeclHandler = _found_doctype
    parser.ExternalEntityRefHandler = _found_doctype
    return parser


def _found_root(name: str, _attributes: dict[str, str]) -> None:
    raise _RootFoundError(name)


def _found_doctype(*_about: object) -> int:
    raise DoctypeFoundError
