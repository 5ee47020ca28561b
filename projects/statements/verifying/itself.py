"""The face that a file of another office should have by the content that it carries itself."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from PIL import Image

from projects.statements.envelope import Envelope
from projects.statements.faces.exporting import PICTURED, write_pictured, write_plain
from projects.statements.picture.frame import HEIGHT, WIDTH
from projects.statements.verifying.files import Shown, shown_of
from projects.statements.verifying.marks import Mark
from projects.statements.verifying.places import Place, Reading

LAID_BY_SHAPES = ("gpkg_", "rtree_")
OF_LAYERS = frozenset({"picture", "triggers", "definitions"})


def shown_by(envelope: Envelope, format_: str) -> Shown:
    """What a file of this content shows as far as can be told without its layers: it has no shapes
    and an empty picture in the place of the map."""
    with tempfile.TemporaryDirectory() as folder:
        face = Path(folder, f"expected.{format_}")
        if format_ in PICTURED:
            write_pictured(envelope, blank(), format_, face)
        else:
            write_plain(envelope, None, format_, face)
        return without_layers(shown_of(face, format_))


def without_layers(shown: Shown) -> Shown:
    """Without what nobody can say who has no layers."""
    return Shown(_figures(shown.reading), tuple(_marks(shown.marks)))


def _figures(reading: Reading) -> Reading:
    kept = {place: one for place, one in reading.values.items() if _is_figure(place)}
    return replace(reading, values=kept)


def _is_figure(place: Place) -> bool:
    return not place.part.startswith(LAID_BY_SHAPES) and not place.spot.endswith(".geom")


def _marks(marks: Iterable[Mark]) -> Iterable[Mark]:
    return (one for one in marks if one.kind not in OF_LAYERS)


def blank() -> bytes:
    out = io.BytesIO()
    Image.new("L", (WIDTH, HEIGHT), 255).save(out, "PNG")
    return out.getvalue()
