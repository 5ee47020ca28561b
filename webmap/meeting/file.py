"""The file itself: one page that Folium makes, with scripts, styles and data inside.

Its policy allows the browser nothing but what lies in it; data are text for scripts that build the
page of text nodes, so that no attribute of a layer is ever read as markup.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from geo.figures.said import place
from geo.words import BETWEEN_CLAUSES, Language, Text, in_language, listed
from layers.catalogue import SECRECY_GRADES
from layers.storage.outlines import Outlines
from webmap.edge.bundles import SHEETS, STATIC
from webmap.edge.shell_words import PAGES
from webmap.edge.wording import Wording, in_one
from webmap.map.map_layers import MapLayer
from webmap.map.map_options import layer_values, map_options
from webmap.map.map_page import AssetUrls, build_map
from webmap.map.words import MAP
from webmap.meeting.choosing import About
from webmap.meeting.content import Content
from webmap.meeting.scripts import joined
from webmap.meeting.words import MEETING, SAID

TEMPLATES = STATIC.parent / "templates"
DEEPEST_ZOOM = 18
PLACE_DIGITS = 4
STYLES = ("css/base.css", "css/shell.css", *SHEETS["map"], "css/meeting.css")
LIBRARIES = ("vendor/leaflet/leaflet.js", "vendor/protomaps-leaflet/protomaps-leaflet.js")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the title block."""

    title: str
    text: str


def write_page(content: Content, language: Language) -> str:
    """The whole page as text."""
    layers = [
        _styled(content, one, language) | {"tiles": _inside(one, content.outlines[one.id])}
        for one in content.layers
    ]
    options = map_options(content.layers, content.bounds, language)
    options["themes"] = [one for one in options["themes"] if one["id"] == content.theme]
    parts = build_map(layers, options, content.bounds, AssetUrls("", "", ""), kept=False)
    scripts = [_script_text(STATIC / name) for name in LIBRARIES]
    atlas = _closed(joined("js/map/atlas.js") + str(parts.script))
    words = in_one(MAP, language)
    return (
        _environment()
        .get_template("meeting.html")
        .render(
            language=language,
            words=Wording(PAGES | MAP | MEETING, language),
            title=title_of(content).in_(language),
            secrecy=SECRECY_GRADES[content.secrecy].in_(language),
            secret=content.secrecy != "public",
            lines=[Line(a.in_(language), b.in_(language)) for a, b in title_block(content)],
            policy=_policy([*scripts, atlas]),
            styles=Markup("\n".join(map(_style, STYLES))),  # noqa: S704 # nosec B704
            sprite=Markup(_sprite()),  # noqa: S704 # nosec B704
            body=parts.body,
            libraries=[Markup(one) for one in scripts],  # noqa: S704 # nosec B704
            atlas=Markup(atlas),  # noqa: S704 # nosec B704
            said=_data(words),
            answers=_data(in_language(content.answers, language)),
        )
    )


def _styled(content: Content, layer: MapLayer, language: Language) -> dict[str, Any]:
    """A layer as the scripts get it, in the look that was chosen for it."""
    values = layer_values(layer, language)
    style = content.styles.get(layer.id)
    return values if style is None else values | style.values(layer, values, language)


def title_of(content: About) -> Text:
    """District and theme."""
    if content.district is None:
        return content.theme_title
    return Text(
        f"{content.district.zh} · {content.theme_title.zh}",
        f"{content.district.en} · {content.theme_title.en}",
    )


def title_block(content: About) -> list[tuple[Text, Text]]:
    """What the file says of itself."""
    said = SAID
    found: list[tuple[str, Text | None]] = [
        ("office", _same(content.office.name)),
        ("theme", content.theme_title),
        ("secrecy", _secrecy(content)),
        ("made", said["made_said"].format(at=content.made_on, by=content.made_by)),
        ("dates", _dates(content)),
        ("month", _same(content.month["month"]) if content.month else None),
        ("sources", _same("；".join(content.sources))),
        ("window", _window(content)),
        ("versions", _listed(content.versions)),
        ("outlines", content.outlines_said),
        ("left_out", _listed(content.left_out)),
        ("review", said["review_note"]),
    ]
    return [(said[name], text) for name, text in found if text is not None]


def _same(text: str) -> Text | None:
    return Text(text, text) if text.strip() else None


def _secrecy(content: About) -> Text:
    """The grade; at its side the office's own line of secrecy."""
    grade = SECRECY_GRADES[content.secrecy]
    own = content.office.secrecy
    return Text(f"{grade.zh}（{own}）", f"{grade.en} ({own})") if own else grade


def _dates(content: About) -> Text | None:
    if content.dates is None:
        return None
    first, last = content.dates
    return _same(f"{first}" if first == last else f"{first} – {last}")


def _window(content: About) -> Text:
    if content.asked.bounds is None:
        return SAID["whole"]
    west, south, east, north = content.asked.bounds
    corner, other = place(west, south, PLACE_DIGITS), place(east, north, PLACE_DIGITS)
    return SAID["window_said"].format(corner=corner, other=other)


def _listed(told: tuple[Text, ...]) -> Text | None:
    return listed(told, between=BETWEEN_CLAUSES) if told else None


def _inside(layer: MapLayer, outlines: Outlines) -> dict[str, Any]:
    """The features of a layer, in the place of tiles."""
    features = outlines.drawn(layer.kind.class_field)
    return {"features": features, "min_zoom": 0, "max_zoom": DEEPEST_ZOOM, "drawn_shares": {}}


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _data(value: Any) -> Markup:
    """JSON that cannot end the element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 # nosec B704


def _script_text(path: Any) -> str:
    return _closed(path.read_text("utf-8"))


def _closed(script: str) -> str:
    """A script in which nothing ends the element that it stands in."""
    return script.replace("</script", "<\\/script")


def _policy(scripts: list[str]) -> str:
    """Only these scripts, and nothing from anywhere else."""
    hashes = (base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in scripts)
    allowed = " ".join(f"'sha256-{one}'" for one in hashes)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _style(name: str) -> str:
    """A style; what it would fetch is not there, and not used."""
    lines = (STATIC / name).read_text("utf-8").splitlines()
    return "\n".join(line for line in lines if "url(" not in line)


def _sprite() -> str:
    """Icons inside the page, under names that nothing else has."""
    text = (STATIC / "vendor/icons/icons.svg").read_text("utf-8")
    return text.replace('<symbol id="', '<symbol id="icon-').replace(
        "<svg ", '<svg id="icons" hidden ', 1
    )
