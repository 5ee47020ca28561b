"""A scene as SVG: a picture that pages show and print sharply; it asks for nothing from outside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from projects.statements.picture.scene import Drawn, Label, Look, Pattern, Points, Scene

FAMILY = "'Noto Sans SC','Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif"
KEY_WIDTH, KEY_HEIGHT = 22, 13
WHITE = "#ffffff"
STROKES: dict[Pattern, str] = {
    "hatched": "M0 8L8 0",
    "crossed": "M0 8L8 0M0 0L8 8",
    "dotted": "M3 4h2",
    "falling": "M0 0L8 8",
    "level": "M0 4h8",
    "upright": "M4 0v8",
    "squared": "M0 4h8M4 0v8",
    "fine_hatched": "M0 4L4 0M0 8L8 0M4 8L8 4",
    "fine_crossed": "M0 4L4 0M0 8L8 0M4 8L8 4M0 0L8 8M4 0L8 4M0 4L4 8",
    "fine_level": "M0 2h8M0 6h8",
    "fine_dotted": "M1 2h2M5 2h2M1 6h2M5 6h2",
}


def as_svg(scene: Scene) -> str:
    """The picture as one SVG document."""
    frame, size = scene.frame, f"{scene.width} {scene.height}"
    clip = (
        f'<clipPath id="frame"><rect x="{frame.left:g}" y="{frame.top:g}" '
        f'width="{frame.right - frame.left:g}" height="{frame.bottom - frame.top:g}"/></clipPath>'
    )
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" '
            f'width="{scene.width}" height="{scene.height}" font-family="{FAMILY}" role="img">',
            f"<title>{escape(scene.title)}</title>",
            f"<defs>{clip}{''.join(_patterns(scene))}</defs>",
            f'<rect width="{scene.width}" height="{scene.height}" fill="#ffffff"/>',
            f'<g clip-path="url(#frame)">{"".join(map(_drawn, scene.drawn))}</g>',
            *map(_drawn, scene.furniture),
            *_keys(scene),
            *map(_label, scene.labels),
            "</svg>",
        )
    )


def _pattern_id(look: Look) -> str:
    ink = "" if look.ink == WHITE else look.ink.lstrip("#")
    return f"{look.pattern}-{(look.fill or '').lstrip('#')}{ink}"


def _patterns(scene: Scene) -> Iterator[str]:
    looks = [one.look for one in scene.drawn] + [key.look for _, _, key in scene.keys]
    patterned = {_pattern_id(one): one for one in looks if one.fill and one.pattern != "solid"}
    for name, look in patterned.items():
        strokes = STROKES[look.pattern]
        yield (
            f'<pattern id="{name}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<rect width="8" height="8" fill="{look.fill}"/>'
            f'<path d="{strokes}" stroke="{look.ink}" stroke-width="1.2" stroke-opacity="0.75"/>'
            "</pattern>"
        )


def _paint(look: Look) -> str:
    fill = "none"
    if look.fill:
        fill = look.fill if look.pattern == "solid" else f"url(#{_pattern_id(look)})"
    stroke = f' stroke="{look.stroke}" stroke-width="{look.width_px:g}"' if look.stroke else ""
    steps = " ".join(f"{one:g}" for one in look.dashes)
    dashes = f' stroke-dasharray="{steps}"' if steps else ""
    return f'fill="{fill}" fill-rule="evenodd"{stroke}{dashes} stroke-linejoin="round"'


def _drawn(drawn: Drawn) -> str:
    paint = _paint(drawn.look)
    # One path for each area: where areas overlap, even-odd over all of them would leave holes.
    areas = "".join(
        f'<path d="{"".join(_ring(ring) for ring in area.rings)}" {paint}/>' for area in drawn.areas
    )
    lines = "".join(f'<path d="{_ring(line, close=False)}" {paint}/>' for line in drawn.lines)
    return areas + lines + _dots(drawn.dots, paint)


def _dots(dots: Points, paint: str) -> str:
    return "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" {paint}/>' for x, y in dots)


def _ring(points: Iterable[tuple[float, float]], *, close: bool = True) -> str:
    written = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f"M{written}{'Z' if close else ''}"


def _keys(scene: Scene) -> Iterator[str]:
    for x, y, key in scene.keys:
        paint, middle = _paint(key.look), y + KEY_HEIGHT / 2
        if key.shape == "line":
            yield f'<path d="M{x:g} {middle:g}h{KEY_WIDTH}" {paint}/>'
        elif key.shape == "dot":
            yield f'<circle cx="{x + KEY_WIDTH / 2:g}" cy="{middle:g}" r="3.5" {paint}/>'
        else:
            yield f'<rect x="{x:g}" y="{y:g}" width="{KEY_WIDTH}" height="{KEY_HEIGHT}" {paint}/>'


def _label(label: Label) -> str:
    anchor = "" if label.anchor == "start" else f" text-anchor={quoteattr(label.anchor)}"
    halo = ' stroke="#ffffff" stroke-width="2" paint-order="stroke"' if label.halo else ""
    return (
        f'<text x="{label.x:g}" y="{label.y:g}" font-size="{label.size_px}" '
        f'fill="{label.colour}"{anchor}{halo}>{escape(label.text)}</text>'
    )
