"""Addresses of pictures: what an administrator may enter, which hosts that opens, one tile of it.

The hosts go into the content policy of the map, so a host is letters, digits, dots and hyphens.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from geo.crs.gcj02 import wgs84_to_gcj02
from geo.errors import EcoAtlasError
from geo.words import Text
from layers.basemaps.declared import TIANDITU, Basemap, Grid
from layers.basemaps.errors import ADDRESS_INCOMPLETE, ADDRESS_INVALID, KEY_INVALID

LONGEST = 1000
NAMES = {"TileMatrix": "z", "TileCol": "x", "TileRow": "y"}
"""Of a WMTS, as its templates have them."""
PLACES = ("z", "x", "y")
HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?", re.ASCII | re.IGNORECASE)
"""With its port: all of it goes into the policy."""
KEY = re.compile(r"[0-9A-Za-z]{8,64}", re.ASCII)
SERVERS = {"tianditu": "01234567", "address": "abc"}
"""What {s} stands for."""
Place = tuple[int, int, int]


def checked_template(written: str) -> str:
    """The template with {z}, {x}, {y} (or {-y}, rows from the south) and {s}, nothing else.

    Raises `basemap-address-incomplete`, `basemap-address-invalid`.
    """
    template = written.strip()
    for name, short in NAMES.items():
        template = re.sub(rf"\{{{name}\}}", f"{{{short}}}", template, flags=re.IGNORECASE)
    _check_host(template)
    _check_places(template)
    return template


def _check_host(template: str) -> None:
    if len(template) > LONGEST or re.search(r"[\s\x00-\x1f\x7f\"'<>\\^`|]", template):
        _refuse(Text("含有空格、引号等字符或太长", "it has blanks or quotes, or is too long"))
    try:
        parts = urlsplit(template)
        _ = parts.port
    except ValueError:
        _refuse(Text("主机或端口写法不对", "host or port is not written as expected"))
    if parts.scheme not in ("http", "https"):
        _refuse(Text("开头不是 https:// 或 http://", "it does not begin with https:// or http://"))
    if "@" in parts.netloc:
        _refuse(Text("主机前带有用户名", "there is a user's name before the host"))
    if not HOST.fullmatch(parts.netloc.replace("{s}", "s")):
        _refuse(Text("主机名写法不对", "its host is not written as expected"))


def _refuse(why: Text) -> None:
    raise EcoAtlasError(ADDRESS_INVALID, why=why)


def _check_places(template: str) -> None:
    found = re.findall(r"\{([^{}]*)\}", template)
    rows = {"y", "-y"} & set(found)
    missing = [f"{{{one}}}" for one in PLACES if one not in found and not (one == "y" and rows)]
    if missing:
        raise EcoAtlasError(ADDRESS_INCOMPLETE, missing=" ".join(missing))
    others = set(found) - {*PLACES, "-y", "s"}
    if others:
        named = f"{{{min(others)}}}"
        _refuse(Text(f"不认识其中的 {named}", f"{named} in it is not known"))


def checked_key(written: str) -> str:
    """Raises `basemap-key-invalid`, which does not repeat what was written."""
    key = written.strip()
    if not KEY.fullmatch(key):
        raise EcoAtlasError(KEY_INVALID)
    return key


def templates(basemap: Basemap) -> list[str]:
    """What is drawn from below upwards; none of a file, whose tiles are our own."""
    if basemap.source == "tianditu":
        names = TIANDITU[basemap.layer][0]
        return [_tianditu(one, basemap.key) for one in (basemap.layer, names)]
    return [basemap.template] if basemap.source == "address" else []


def _tianditu(layer: str, key: str) -> str:
    return (
        f"https://t{{s}}.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
        f"&LAYER={layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles"
        f"&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={key}"
    )


def origins(basemap: Basemap) -> Iterator[str]:
    """The hosts that its pictures come from, as a content policy names them."""
    for template in templates(basemap):
        parts = urlsplit(template)
        host = parts.netloc.lower()
        for server in SERVERS[basemap.source] if "{s}" in host else "-":
            yield f"{parts.scheme}://{host.replace('{s}', server)}"


def is_plain(basemap: Basemap) -> bool:
    """Whether its pictures travel by http, which a page by https does not load."""
    return any(one.startswith("http:") for one in templates(basemap))


def tile_at(grid: Grid, lon: float, lat: float, zoom: int) -> Place:
    """The tile (zoom, column, row) that shows a place (EPSG:4490, degrees)."""
    if grid == "gcj02":
        x, y = wgs84_to_gcj02(lon, lat)
        lon, lat = float(x), float(y)
    count = 2**zoom
    column = (lon + 180) / 360 * count
    if grid == "degrees":
        return zoom, int(column), int((90 - lat) / 360 * count)
    phi = math.radians(lat)
    row = (1 - math.asinh(math.tan(phi)) / math.pi) / 2 * count
    return zoom, int(column), int(row)


def tile_address(template: str, place: Place, servers: str) -> str:
    zoom, x, y = place
    values = {
        "z": zoom,
        "x": x,
        "y": y,
        "-y": 2**zoom - 1 - y,
        "s": servers[(x + y) % len(servers)],
    }
    for name, value in values.items():
        template = template.replace(f"{{{name}}}", str(value))
    return template
