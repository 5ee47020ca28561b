"""The map, built by Folium from our own parts only.

Folium's own page asks four foreign hosts for scripts and styles and puts styles inline. Here the
figure, the map and the layers are subclasses that name our static files instead, and the page
takes Folium's three parts (head, body, script) into our own shell, where the script carries the
nonce of the request.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import folium
from branca.element import Figure, MacroElement
from folium.elements import JSCSSMixin
from folium.template import Template
from markupsafe import Markup

from webmap.map.scripted import scripted

Bounds = tuple[float, float, float, float]
# The middle of Hubei's east, shown while there is no layer to look at.
NOWHERE: Bounds = (113.6, 30.1, 114.6, 30.9)


class AtlasMap(folium.Map):
    """A Folium map without tiles, whose assets all come from our static folder."""

    _template = Template(
        """
        {% macro header(this, kwargs) %}{% endmacro %}
        {% macro html(this, kwargs) %}
        <div class="atlas-map" id="{{ this.get_name() }}" tabindex="0" role="application"></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        const {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {{ this.view|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, bounds: Bounds, assets: AssetUrls) -> None:
        west, south, east, north = bounds
        middle = ((south + north) / 2, (west + east) / 2)
        super().__init__(location=middle, tiles=None, zoom_control=False)
        # Reassigned on the instance: Folium's own lists belong to the class and to everybody.
        self.default_js = [("leaflet", assets.leaflet_js), ("protomaps", assets.protomaps_js)]
        # Styles are those of the page.
        self.default_css = []
        self.view = {
            "center": middle,
            "zoom": 10,
            "minZoom": 6,
            "maxZoom": 19,
            "zoomSnap": 0.5,
            "zoomControl": False,
            "attributionControl": False,
        }

    def get_name(self) -> str:
        return "atlas_map"


class AtlasControl(JSCSSMixin, MacroElement):
    """The one object that owns panels and layers in the browser; layers are its children."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        const atlas = new Atlas({{ this._parent.get_name() }}, {{ this.options }});
        {% endmacro %}
        """
    )

    def __init__(self, options: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "AtlasControl"
        self.options = scripted(options)


class VectorLayers(JSCSSMixin, MacroElement):
    """Versions of layers in drawing order, drawn in the browser from their PMTiles. One element for
    all: Folium compiles what each has written."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        {% for layer in this.layers %}atlas.add({{ layer }});
        {% endfor %}
        {% endmacro %}
        """
    )

    def __init__(self, layers: Sequence[dict[str, Any]]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "VectorLayers"
        self.layers = [scripted(layer) for layer in layers]


class Start(MacroElement):
    """The last line of the script: everything is declared, so draw."""

    _template = Template("{% macro script(this, kwargs) %}atlas.start();{% endmacro %}")

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Start"


@dataclass(frozen=True, slots=True)
class AssetUrls:
    leaflet_js: str
    protomaps_js: str
    atlas_module: str


@dataclass(frozen=True, slots=True)
class MapParts:
    """What Folium made, ready for the shell; `script` is the text of one module."""

    head: Markup
    body: Markup
    script: Markup
    imports: Markup
    """The line before the script where the browser fetches our modules itself."""


def build_map(
    layers: Sequence[dict[str, Any]],
    options: dict[str, Any],
    bounds: Bounds | None,
    assets: AssetUrls,
    *,
    kept: bool = True,
) -> MapParts:
    """The map of these layers (JSON values, drawing order), with `options` for the panels.

    kept: whether the same may be asked for again; what holds features is too large to keep.
    """
    if not kept:
        return _made(layers, options, bounds or NOWHERE, assets)
    return _drawn(json.dumps([layers, options]), bounds or NOWHERE, assets)


@lru_cache(maxsize=32)
def _drawn(asked: str, bounds: Bounds, assets: AssetUrls) -> MapParts:
    """From the same values Folium makes the same text, and takes longer than all else."""
    layers, options = json.loads(asked)
    return _made(layers, options, bounds, assets)


def _made(
    layers: Sequence[dict[str, Any]], options: dict[str, Any], bounds: Bounds, assets: AssetUrls
) -> MapParts:
    drawn = AtlasMap(bounds, assets)
    control = AtlasControl({**options, "bounds": list(bounds)})
    control.add_to(drawn)
    VectorLayers(layers).add_to(drawn)
    Start().add_to(drawn)
    return _parts(cast(Figure, drawn.get_root()), assets)


def _parts(figure: Figure, assets: AssetUrls) -> MapParts:
    figure.header._children.clear()  # Folium's charset line; the shell has its own
    for child in list(figure._children.values()):
        child.render()
    # What goes into scripts is written by `scripted`, so the parts are safe.
    return MapParts(
        head=Markup(figure.header.render()),  # noqa: S704 # nosec B704
        body=Markup(figure.html.render()),  # noqa: S704 # nosec B704
        script=Markup(figure.script.render()),  # noqa: S704 # nosec B704
        imports=Markup(
            "import {{ Atlas }} from '{}'; Atlas.fetch = (later) => import(later);"
        ).format(assets.atlas_module),
    )
