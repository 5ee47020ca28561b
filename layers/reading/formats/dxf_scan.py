"""A first look at a DXF drawing as text: what it declares, what it holds, what it would expand to.

The format is pairs of lines, a number and a value. Blocks may be placed within blocks, in rows and
columns: a few lines can stand for more lines than there is memory, so they are counted first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

EXPANDED_LIMIT = 3_000_000
DEEPEST = 40
_HEAD_PAIRS = 4000
# From this version on (AutoCAD 2007) a drawing is in UTF-8.
_UTF8_SINCE = "AC1021"
_CODE_PAGES = {"ANSI_936": "GB18030", "ANSI_950": "Big5", "GB2312": "GB18030", "UTF-8": "UTF-8"}

Pair = tuple[int, str]


class TooManyPartsError(ValueError):
    """The blocks expand to more than is read, or lie within themselves."""


@dataclass(slots=True)
class Drawing:
    """Types of the entities by layer, those on paper aside; `paper` counts the latter by layer."""

    layers: dict[str, Counter[str]] = field(default_factory=dict)
    paper: Counter[str] = field(default_factory=Counter)
    hollow: Counter[str] = field(default_factory=Counter)
    """Polylines without a vertex by layer: they become nothing."""


@dataclass(slots=True)
class _Block:
    own: int = 0
    placed: list[tuple[str, int]] = field(default_factory=list)
    """Names of the blocks inside, and how often each is repeated."""


def declared_encoding(path: Path) -> str | None:
    """What the header says: the version decides, then the code page."""
    found: dict[str, str] = {}
    variable = ""
    for count, (code, value) in enumerate(_pairs(path, "latin-1")):
        if code == 9:
            variable = value
        elif variable in ("$ACADVER", "$DWGCODEPAGE") and variable not in found:
            found[variable] = value.upper()
        if len(found) == 2 or count > _HEAD_PAIRS or value == "ENTITIES":
            break
    version = found.get("$ACADVER", "")
    if version.startswith("AC") and version >= _UTF8_SINCE:
        return "UTF-8"
    page = found.get("$DWGCODEPAGE", "")
    return _CODE_PAGES.get(page) or (page.replace("ANSI_", "CP") or None)


def begins_with_header(path: Path) -> bool:
    """Whether the first section is the header, as in all but bare drawings."""
    return next((value == "HEADER" for code, value in _pairs(path, "latin-1") if code == 2), False)


def scan(path: Path) -> Drawing:
    """Count what is there; raises `TooManyPartsError`. path: the drawing as UTF-8."""
    drawing = Drawing()
    blocks: dict[str, _Block] = {}
    placed = _Block()
    section = name = ""
    for entity in _entities(_pairs(path, "utf-8")):
        kind = entity.kind
        if kind == "SECTION":
            section = entity.name
        elif kind == "BLOCK":
            name = entity.name
            blocks.setdefault(name, _Block())
        elif section == "BLOCKS" and kind != "ENDBLK":
            _count(entity, blocks.setdefault(name, _Block()))
        elif section == "ENTITIES" and kind != "ENDSEC":
            _count(entity, placed)
            _note(entity, drawing)
    _refuse_expanding(placed, blocks)
    return drawing


@dataclass(slots=True)
class _Entity:
    kind: str
    name: str = ""
    layer: str = "0"
    columns: int = 1
    rows: int = 1
    on_paper: bool = False
    placed: bool = False


def _entities(pairs: Iterator[Pair]) -> Iterator[_Entity]:
    current: _Entity | None = None
    for code, value in pairs:
        if code == 0:
            if current is not None:
                yield current
            current = _Entity(value)
        elif current is not None:
            _take(current, code, value)
    if current is not None:
        yield current


def _take(entity: _Entity, code: int, value: str) -> None:
    if code == 2 and not entity.name:
        entity.name = value
    elif code == 8:
        entity.layer = value
    elif code == 10:
        entity.placed = True
    elif code == 67:
        entity.on_paper = value.strip() == "1"
    elif entity.kind == "INSERT" and code in (70, 71):
        count = int(value) if value.strip().lstrip("-").isdecimal() else 1
        if code == 70:
            entity.columns = max(1, abs(count))
        else:
            entity.rows = max(1, abs(count))


def _count(entity: _Entity, block: _Block) -> None:
    if entity.kind == "INSERT":
        block.placed.append((entity.name, entity.columns * entity.rows))
    else:
        block.own += 1


def _note(entity: _Entity, drawing: Drawing) -> None:
    if entity.on_paper:
        drawing.paper[entity.layer] += 1
    else:
        drawing.layers.setdefault(entity.layer, Counter())[entity.kind] += 1
        drawing.hollow[entity.layer] += entity.kind == "LWPOLYLINE" and not entity.placed


def _refuse_expanding(placed: _Block, blocks: dict[str, _Block]) -> None:
    sizes: dict[str, int] = {}
    if _size(placed, blocks, sizes, 0) > EXPANDED_LIMIT + placed.own:
        raise TooManyPartsError("INSERT")


def _size(block: _Block, blocks: dict[str, _Block], sizes: dict[str, int], depth: int) -> int:
    if depth > DEEPEST:
        raise TooManyPartsError("BLOCK")
    total = block.own
    for name, times in block.placed:
        if name not in sizes:
            sizes[name] = _size(blocks.get(name, _Block()), blocks, sizes, depth + 1)
        total += times * max(1, sizes[name])
    return total


def _pairs(path: Path, encoding: str) -> Iterator[Pair]:
    with path.open(encoding=encoding, errors="replace", newline=None) as file:
        for line in file:
            code = line.strip().lstrip("\ufeff")
            value = next(file, "").rstrip("\r\n")
            yield (
                (int(code) if code.lstrip("-").isdecimal() and len(code) < 6 else -1),
                value.strip(),
            )
