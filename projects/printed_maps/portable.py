"""The sheet as PDF: the drawing as a picture of 200 to the inch, every word as text on it."""

from __future__ import annotations

import io

from fpdf import FPDF
from fpdf.enums import TextMode

from geo.words import Language
from projects.printed_maps.sheet import SIZES, UNIT_MM, Size
from projects.statements.faces.font import FAMILY, add_chinese
from projects.statements.fonts import printable
from projects.statements.picture.raster import as_png
from projects.statements.picture.scene import Label, Scene

POINT_MM = 25.4 / 72
HALO_MM = 0.5


def sheet_pdf(scene: Scene, size: Size, language: Language) -> bytes:
    """One page; raises `statement-no-font`."""
    wide, high = SIZES[size]
    paper = FPDF("landscape", "mm", (high, wide))
    add_chinese(paper)
    paper.set_auto_page_break(False)
    paper.set_title(scene.title)
    paper.set_lang("zh-CN" if language == "zh" else "en")
    paper.set_creator("EcoAtlas")
    paper.add_page()
    paper.image(io.BytesIO(as_png(scene, labels=False, rare=True)), x=0, y=0, w=wide, h=high)
    for label in scene.labels:
        _write(paper, label)
    return bytes(paper.output())


def _write(paper: FPDF, label: Label) -> None:
    paper.set_font(FAMILY, size=label.size_px * UNIT_MM / POINT_MM)
    text = printable(label.text)
    width = paper.get_string_width(text)
    x = label.x * UNIT_MM - {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    if label.halo:
        with paper.local_context(text_mode=TextMode.STROKE, draw_color=255, line_width=HALO_MM):
            paper.text(x, label.y * UNIT_MM, text)
    red, green, blue = (int(label.colour[at : at + 2], 16) for at in (1, 3, 5))
    paper.set_text_color(red, green, blue)
    paper.text(x, label.y * UNIT_MM, text)
