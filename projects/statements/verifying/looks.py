"""How the pages of a PDF look: what a reader sees of them, whatever draws it.

A page is drawn small and told as the mean grey of small squares. Two programs that write the same
page differ by a shade; a figure that something lies over differs by many.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from geo.words import Text
from projects.statements.verifying.marks import AND_MORE, KINDS, MOST_PLACES
from projects.statements.verifying.places import Finding

TILE_POINTS = 4
SCALE = 4
"""Pixels in a point. Letters are drawn at whole pixels: what rounds their places otherwise moves
them by one, which must be little beside a stroke."""
SHADES = 6
MOST_OF_A_PAGE = 0.4
"""Of the squares with ink; where more differ the page was set anew, and no place can be named."""
MOST_BANDS = 10
LARGEST_POINTS = 1200
"""A page larger than that is not drawn: ours are A4."""
STEPS = (0, 1 / SCALE, -1 / SCALE)
MOVES = tuple((across, up) for across in STEPS for up in STEPS)
"""Points by which letters jump where a program rounds their places otherwise."""
INK_KEPT = 8
"""Grey of one square, half a point of ink: more is gone or come where something is painted."""
LOOKS = Text("看上去不同", "looks otherwise")
THROUGHOUT = Text("{what}：{places}", "{what}: {places}")
MOVED = Text(
    "字的位置移动了不到半点：{places}",
    "letters that lie up to half a point beside their place: {places}",
)


@dataclass(frozen=True, slots=True)
class Look:
    """A page as rows of squares, from the top; `grey` is 0 (ink) to 255."""

    rows: int
    columns: int
    grey: str

    @classmethod
    def of(cls, grey: NDArray[np.uint8]) -> Look:
        rows, columns = grey.shape
        return cls(rows, columns, base64.b64encode(grey.tobytes()).decode())

    @property
    def squares(self) -> NDArray[np.int16]:
        found = np.frombuffer(base64.b64decode(self.grey), np.uint8)
        return found.reshape(self.rows, self.columns).astype(np.int16)


def looks_of(path: Path) -> list[Look]:
    """Each page with everything that lies on it."""
    with closing(pypdfium2.PdfDocument(path)) as document:
        document.init_forms()
        found = []
        for number in range(len(document)):
            page = document[number]
            found.append(_look(page))
            page.close()
        return found


def _look(page: Any) -> Look:
    if max(page.get_size()) > LARGEST_POINTS:
        return Look(0, 0, "")
    drawn = page.render(scale=SCALE, grayscale=True, may_draw_forms=True).to_numpy()
    return Look.of(_tiled(drawn.reshape(drawn.shape[:2])))


def _tiled(drawn: NDArray[np.uint8]) -> NDArray[np.uint8]:
    side = TILE_POINTS * SCALE
    rows, columns = (-(-size // side) for size in drawn.shape)
    paper = np.full((rows * side, columns * side), 255, np.uint8)
    paper[: drawn.shape[0], : drawn.shape[1]] = drawn
    # Whole numbers, row by row: a page has eight million pixels, and is drawn up to ten times.
    bands = paper.reshape(rows, side, columns * side).sum(axis=1, dtype=np.uint32)
    sums = bands.reshape(rows, columns, side).sum(axis=2)
    means: NDArray[np.uint8] = (sums / side**2).round().astype(np.uint8)
    return means


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page in points, from the left and from the top."""

    page: int
    left: int
    top: int
    right: int
    bottom: int

    @property
    def spot(self) -> str:
        return f"{self.left}–{self.right} × {self.top}–{self.bottom} pt"


def looking_otherwise(
    stated: Sequence[Look], expected: Sequence[Look]
) -> tuple[list[Box], list[int]]:
    """Places that look otherwise, and pages (from 1) that do so throughout or are not there."""
    boxes: list[Box] = []
    pages = list(range(min(len(stated), len(expected)) + 1, max(len(stated), len(expected)) + 1))
    for number, (one, other) in enumerate(zip(stated, expected, strict=False), start=1):
        if (one.rows, one.columns) != (other.rows, other.columns):
            pages.append(number)
            continue
        away = np.abs(one.squares - other.squares) > SHADES
        inked = (other.squares < 255 - SHADES).sum()
        if away.sum() > MOST_OF_A_PAGE * inked:
            pages.append(number)
        else:
            boxes += _bands(away, number)
    return boxes, sorted(pages)


def _bands(away: NDArray[np.bool_], page: int) -> Iterator[Box]:
    """Rows of squares that differ, joined where they follow each other."""
    rows = np.flatnonzero(away.any(axis=1))
    for band in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1):
        if band.size:
            across = np.flatnonzero(away[band[0] : band[-1] + 1].any(axis=0))
            left, right = int(across[0]), int(across[-1]) + 1
            edges = (left, int(band[0]), right, int(band[-1]) + 1)
            yield Box(page, *(one * TILE_POINTS for one in edges))


def only_moved(boxes: Sequence[Box], stated: Sequence[Look], expected: Path) -> list[Box]:
    """Those places where the ink that should be there lies a pixel beside: programs that
    write a page anew round the places of letters. That is no other text, and no vouching either."""
    with closing(pypdfium2.PdfDocument(expected)) as document:
        pages = {one: _moved(document[one - 1]) for one in {box.page for box in boxes}}
    return [one for one in boxes if _reached(one, stated[one.page - 1].squares, pages[one.page])]


def _moved(page: Any) -> NDArray[np.int16]:
    """Its squares, as it is and moved each way."""
    left, bottom, right, top = page.get_bbox()
    found = []
    for across, up in MOVES:
        sides = (left + across, bottom + up, right + across, top + up)
        page.set_mediabox(*sides)
        page.set_cropbox(*sides)
        found.append(_look(page).squares)
    page.close()
    return np.stack(found)


def _reached(box: Box, stated: NDArray[np.int16], moved: NDArray[np.int16]) -> bool:
    band = slice(box.top // TILE_POINTS, box.bottom // TILE_POINTS)
    there, ways = stated[band], moved[:, band]
    reached = (np.abs(there - ways) <= SHADES).any(axis=0)
    return bool(reached.all() and abs(int((there - ways[0]).sum())) <= INK_KEPT)


def told(boxes: Sequence[Box], expected: Path) -> Iterator[Finding]:
    """Places as findings: what should be read there is what the expected file says there."""
    with closing(pypdfium2.PdfDocument(expected)) as document:
        for one in boxes[:MOST_BANDS]:
            page = document[one.page - 1]
            words, height = page.get_textpage(), page.get_height()
            sides = (one.left, height - one.bottom, one.right, height - one.top)
            there = " ".join(words.get_text_bounded(*sides).split())
            words.close()
            page.close()
            yield Finding(f"p. {one.page}", one.spot, there[:30], "", LOOKS.zh, there or None)


def throughout(pages: Sequence[int]) -> Text:
    places = ", ".join(f"p. {one}" for one in pages)
    return THROUGHOUT.format(what=KINDS["looks"], places=places)


def beside(boxes: Sequence[Box]) -> Text:
    places = "; ".join(f"p. {one.page} {one.spot}" for one in boxes[:MOST_PLACES])
    if len(boxes) <= MOST_PLACES:
        return MOVED.format(places=places)
    return MOVED.format(places=AND_MORE.format(places=places, count=len(boxes)))
