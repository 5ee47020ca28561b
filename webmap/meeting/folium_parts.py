"""Parts of our maps for Folium, in a notebook or a script of one's own.

The same code paints the map of the service and the file for a meeting. Everything lies in the page
that Folium writes: nothing is asked of another host, and a file of tiles may lie on a disk.

    m = OfflineMap(location=[30.5, 114.0], zoom_start=11)
    VersionTiles("zones.pmtiles", "sponge_zone", "排水分区").add_to(m)
    ThemeLegend("sponge_zone", "排水分区").add_to(m)
    m.save("zones.html")
"""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import folium
from branca.element import Element, Figure, MacroElement
from folium.template import Template
from pmtiles.tile import deserialize_header

from geo.words import Language, in_language
from layers.kinds import get_kind
from webmap.edge.bundles import STATIC
from webmap.map.map_layers import legend_values, style_values
from webmap.map.scripted import scripted
from webmap.meeting.scripts import joined

HEADER_BYTES = 127
NO_SKETCHES = {"sketch_corners": 0}
SCRIPTS = ("vendor/leaflet/leaflet.js", "vendor/protomaps-leaflet/protomaps-leaflet.js")


class OfflineMap(folium.Map):
    """A Folium map without tiles whose scripts and styles lie in the page itself."""

    def __init__(self, **options: Any) -> None:
        super().__init__(tiles=None, **options)
        # Reassigned on the instance: Folium's own lists belong to the class and to everybody.
        self.default_js: list[Any] = []
        self.default_css: list[Any] = []

    def render(self, **options: Any) -> Any:
        _furnish(cast(Figure, self.get_root()))
        return super().render(**options)  # type: ignore[no-untyped-call]


class VersionTiles(MacroElement):
    """A version of a layer from its PMTiles, painted as the map of the service paints its kind.

    source: the address of a running service (`http://office/tiles/zones/3.pmtiles`), or a file,
    which is put into the page. kind: the identifier of a kind of layer. Raises `unknown-kind`.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        ecoatlas.versionTiles({{ this.given }}).addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, source: str | Path, kind: str, title: str | None = None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "VersionTiles"
        found = get_kind(kind)
        about = {"style": style_values(found) | NO_SKETCHES, "title": title or found.title.zh}
        self.given = scripted(_archive(source) | about)


class ThemeLegend(MacroElement):
    """The legend of a kind: what each colour, pattern and symbol means, in one language."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        ecoatlas.legend({{ this.given }}).addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, kind: str, title: str | None = None, language: Language = "zh") -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "ThemeLegend"
        found = get_kind(kind)
        entries = in_language([legend_values(one) for one in found.legend()], language)
        self.given = scripted(
            {
                "title": title or found.title.in_(language),
                "style": style_values(found) | NO_SKETCHES,
                "entries": entries,
            }
        )


class VerdictStyle:
    """Colours of a kind for `folium.GeoJson(data, style_function=VerdictStyle("sponge_zone"))`.

    A feature is coloured by the class that its properties name under the class field of the kind;
    one without a class has the colour of the kind.
    """

    def __init__(self, kind: str) -> None:
        self.kind = get_kind(kind)

    def __call__(self, feature: dict[str, Any]) -> dict[str, Any]:
        values = feature.get("properties") or {}
        look = self.kind.style_of(values.get(self.kind.class_field))
        return {
            "color": look.colour,
            "fillColor": look.colour,
            "fillOpacity": self.kind.style.fill_opacity,
            "weight": self.kind.style.weight,
            "dashArray": "7 4" if look.pattern == "dashed" else None,
        }


def _archive(source: str | Path) -> dict[str, Any]:
    if urlsplit(str(source)).scheme in ("http", "https"):
        return {"url": str(source)}
    data = Path(source).read_bytes()
    header = deserialize_header(data[:HEADER_BYTES])
    return {"bytes": base64.b64encode(data).decode(), "max_zoom": int(header["max_zoom"])}


def _furnish(figure: Figure) -> None:
    """Scripts and styles at the head of the page, once."""
    styles = (STATIC / "vendor/leaflet/leaflet.css").read_text("utf-8").splitlines()
    kept = "\n".join(line for line in styles if "url(" not in line)
    figure.header.add_child(Element(f"<style>{kept}</style>"), name="leaflet_css")
    for name in SCRIPTS:
        text = (STATIC / name).read_text("utf-8").replace("</script", "<\\/script")
        figure.header.add_child(Element(f"<script>{text}</script>"), name=Path(name).stem)
    figure.header.add_child(Element(f"<script>{_parts()}</script>"), name="ecoatlas")


@cache
def _parts() -> str:
    inside = joined("js/map/parts.js").replace("</script", "<\\/script")
    return f"const ecoatlas = (() => {{\n{inside}return {{ versionTiles, legend }};\n}})();"
