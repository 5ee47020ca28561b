"""What a form was refused, to be shown above it again, with a person's own file marked."""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError, Problem
from geo.words import Language, Text
from layers.system.media_types import XLSX
from webmap.edge import refused_requests as refused
from webmap.edge.language import language

LARGEST_MARKED = 4 * 2**20
Mark = Callable[[Path, Path, Sequence[Problem], Language], bool]


@dataclass(frozen=True, slots=True)
class Refused:
    """What was refused, in which form, and what of it stays filled in.

    `marked` is the address of the person's marked file, `chosen` are values as the form names them.
    """

    message: Text | None = None
    fix: Text | None = None
    problems: tuple[Problem, ...] = ()
    place: str = ""
    marked: str = ""
    chosen: frozenset[str] = frozenset()
    reason: str = ""

    def of(self, place: str, marked: str = "") -> Refused:
        return replace(self, place=place, marked=marked)


def done_or_again(
    do: Callable[[], str],
    again: Callable[[Refused, int], Response],
    correctable: Collection[int],
) -> AnyResponse:
    """Go on to the page that shows what was done, or show the form again with what is wrong."""
    try:
        return redirect(do(), 303)
    except EcoAtlasError as error:
        if error.status not in correctable:
            raise
        refused.note(error)
        return again(Refused(error.message, error.fix, error.problems), error.status)


def marked_address(mark: Mark, path: Path, folder: Path, problems: Sequence[Problem]) -> str:
    """The person's own file with the wrong cells marked, as an address that holds it."""
    out = folder / "marked.xlsx"
    if not problems or not mark(path, out, problems, language()):
        return ""
    if out.stat().st_size > LARGEST_MARKED:
        return ""
    return f"data:{XLSX};base64,{base64.b64encode(out.read_bytes()).decode()}"
