"""The placemarks of a KML text, folder by folder, read in one pass and without building a tree.

Nothing is followed: a link, an overlay or a model is counted as something that was not read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from layers.reading.formats.kml_marks import Marks, Placemark, Shape
from layers.reading.intake.xml_guard import bare_parser

DEEPEST = 200
FOLDERS_LIMIT = 10_000
FOLDERS = frozenset({"Folder", "Document"})
SHAPES = frozenset({"Point", "LineString", "LinearRing", "Polygon", "MultiGeometry"})
NOT_READ = frozenset(
    {
        "NetworkLink",
        "GroundOverlay",
        "ScreenOverlay",
        "PhotoOverlay",
        "Model",
        "Track",
        "MultiTrack",
        "Tour",
    }
)
_TEXTS = frozenset({"name", "description", "value", "SimpleData", "coordinates"})


class KmlTooDeepError(ValueError):
    """Elements within elements beyond any sense."""


@dataclass(slots=True)
class Folder:
    """A folder or document; `above` are the names of the folders around it, without documents."""

    above: tuple[str, ...]
    name: str = ""
    is_document: bool = False
    marks: Marks = field(default_factory=Marks)
    begun: int = 0
    """Placemarks as their elements open; the marks are made where they close."""

    @property
    def path(self) -> tuple[str, ...]:
        return self.above if self.is_document else (*self.above, self.name)


@dataclass(slots=True)
class KmlText:
    """Everything found. `not_read` counts by element; `types` are those of declared fields."""

    root: str = ""
    folders: list[Folder] = field(default_factory=list)
    not_read: Counter[str] = field(default_factory=Counter)
    types: dict[str, str] = field(default_factory=dict)


def read_kml(chunks: Iterable[str]) -> KmlText:
    """Read a text; raises ExpatError where it is no XML, `DoctypeFoundError`, `KmlTooDeepError`."""
    reader = _Reader()
    parser = bare_parser("utf-8")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.buffer_text = True
    for chunk in chunks:
        parser.Parse(chunk.encode("utf-8"), False)
    parser.Parse(b"", True)
    for folder in reader.found.folders:
        folder.marks.gather()
    return reader.found


class _Reader:
    def __init__(self) -> None:
        self.found = KmlText()
        self._open: list[str] = []
        self._folders: list[Folder] = []
        self._outside = Folder((), is_document=True)
        self._placemark: Placemark | None = None
        self._shapes: list[Shape] = []
        self._field = ""
        self._text: list[str] | None = None
        self._markup = 0
        """Open elements within a description whose markup was not escaped."""

    def start(self, full: str, attributes: dict[str, str]) -> None:
        name = full.rpartition("}")[2]
        self.found.root = self.found.root or name
        self._open.append(name)
        if len(self._open) > DEEPEST:
            raise KmlTooDeepError
        if self._markup or self._open[-2:-1] == ["description"]:
            self._markup += 1
            self.text(f"<{name}>")
            return
        if name in FOLDERS:
            self._start_folder(name)
        elif name == "Placemark":
            self._placemark = Placemark()
            self._folder().begun += 1
        elif name in SHAPES and self._placemark is not None:
            self._shapes.append(Shape(name))
        elif name in NOT_READ:
            self.found.not_read[name] += 1
        else:
            self._start_field(name, attributes)
        self._text = [] if name in _TEXTS else None

    def _start_folder(self, name: str) -> None:
        above = self._folders[-1].path if self._folders else ()
        folder = Folder(above, is_document=name == "Document")
        self._folders.append(folder)
        self.found.folders.append(folder)
        if len(self.found.folders) > FOLDERS_LIMIT:
            raise KmlTooDeepError

    def _start_field(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("Data", "SimpleData"):
            self._field = attributes.get("name", "")
        elif name == "SimpleField":
            self.found.types[attributes.get("name", "")] = attributes.get("type", "string")

    def text(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def end(self, _full: str) -> None:
        name = self._open.pop()
        if self._markup:
            self._markup -= 1
            self.text(f"</{name}>")
            return
        if self._text is not None:
            self._take(name, "".join(self._text))
            self._text = None
        if name in FOLDERS:
            self._folders.pop()
        elif name == "Placemark":
            self._end_placemark()
        elif name in SHAPES and self._shapes:
            self._end_shape()

    def _take(self, name: str, text: str) -> None:
        parent = self._open[-1] if self._open else ""
        if name == "coordinates":
            if self._shapes:
                self._shapes[-1].coordinates = text
        elif parent in FOLDERS and name == "name":
            self._folders[-1].name = text.strip()
        elif self._placemark is not None:
            self._take_field(name, parent, text.strip())

    def _take_field(self, name: str, parent: str, text: str) -> None:
        mark: Any = self._placemark
        if parent == "Placemark" and name in ("name", "description"):
            setattr(mark, name, text or None)
        elif name == "SimpleData" or (name == "value" and parent == "Data"):
            mark.data[self._field] = text

    def _folder(self) -> Folder:
        return self._folders[-1] if self._folders else self._outside

    def _end_placemark(self) -> None:
        folder = self._folder()
        if self._placemark is not None:
            folder.marks.add(self._placemark)
        if folder is self._outside and folder not in self.found.folders:
            self.found.folders.append(folder)
        self._placemark = None
        self._shapes = []

    def _end_shape(self) -> None:
        shape = self._shapes.pop()
        if self._shapes:
            parts = self._shapes[-1].parts
            # A hole may be written before the border.
            at = 0 if self._open and self._open[-1] == "outerBoundaryIs" else len(parts)
            parts.insert(at, shape)
        elif self._placemark is not None:
            self._placemark.shapes.append(shape)
