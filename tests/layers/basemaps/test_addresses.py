"""Which addresses may be entered, which hosts they open, and the tile that shows a place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.errors import EcoAtlasError
from layers.basemaps.addresses import (
    checked_key,
    checked_template,
    origins,
    templates,
    tile_address,
    tile_at,
)
from layers.basemaps.declared import Basemap, Grid

KEY = "0123456789abcdef0123456789abcdef"


def test_a_wmts_template_is_kept_as_one_of_tiles() -> None:
    written = " https://Maps.example.cn:8443/wmts?layer=a&TileMatrix=EPSG:3857:{TileMatrix}&r={tilerow}&c={TileCol} "  # noqa: E501
    found = checked_template(written)
    assert found.endswith("TileMatrix=EPSG:3857:{z}&r={y}&c={x}")
    basemap = Basemap("b1", "甲", "address", "甲", template=found)
    assert list(origins(basemap)) == ["https://maps.example.cn:8443"]


@pytest.mark.parametrize(
    ("written", "code", "said"),
    [
        ("https://a.cn/{z}/{x}.png", "basemap-address-incomplete", "{y}"),
        ("https://a.cn/wmts?REQUEST=GetCapabilities", "basemap-address-incomplete", "{z} {x} {y}"),
        ("ftp://a.cn/{z}/{x}/{y}", "basemap-address-invalid", "https://"),
        ("//a.cn/{z}/{x}/{y}", "basemap-address-invalid", "https://"),
        ("javascript:alert({z}{x}{y})", "basemap-address-invalid", "https://"),
        ("https://a.cn; script-src */{z}/{x}/{y}", "basemap-address-invalid", "空格"),
        ("https://a.cn;x/{z}/{x}/{y}", "basemap-address-invalid", "主机名"),
        ("https://*/{z}/{x}/{y}", "basemap-address-invalid", "主机名"),
        ("https://a.cn,b.cn/{z}/{x}/{y}", "basemap-address-invalid", "主机名"),
        ("https://user:word@a.cn/{z}/{x}/{y}", "basemap-address-invalid", "用户名"),
        ("https://a.cn:port/{z}/{x}/{y}", "basemap-address-invalid", "端口"),
        ("https://{z}.cn/{x}/{y}", "basemap-address-invalid", "主机名"),
        # A host that the policy does not take would close the map to everybody.
        ("https://a.cn:/{z}/{x}/{y}", "basemap-address-invalid", "主机名"),
        ("https://\u212a.cn/{z}/{x}/{y}", "basemap-address-invalid", "主机名"),
        ("https://a.cn/{z}/{x}/{y}?k={key}", "basemap-address-invalid", "{key}"),
        ("https://a.cn/{z}/{x}/{y}" + "0" * 1000, "basemap-address-invalid", "太长"),
    ],
)
def test_what_is_no_template_is_refused_in_words(written: str, code: str, said: str) -> None:
    with pytest.raises(EcoAtlasError) as refused:
        checked_template(written)
    assert refused.value.code == code
    assert said in refused.value.message.zh


def test_tianditu_is_two_pictures_on_eight_hosts_and_its_key_is_told_by_nothing() -> None:
    basemap = Basemap("b1", "天地图", "tianditu", "天地图", layer="img", key=KEY)
    below, names = templates(basemap)
    assert "/img_w/wmts?" in below
    assert "LAYER=cia" in names
    assert below.endswith(f"&tk={KEY}")
    assert len(set(origins(basemap))) == 8
    assert all(one.startswith("https://t") for one in origins(basemap))
    assert KEY not in repr(basemap) + str(basemap.told())
    keyed = Basemap("b2", "乙", "address", "乙", template=f"https://a.cn/{{z}}?tk={KEY}&a=1")
    assert keyed.told()["template"] == "https://a.cn/{z}?tk=…&a=1"
    assert KEY not in repr(keyed)
    for name in ("AuthKey", "sk", "subscription-key", "signature"):
        other = replace(keyed, template=f"https://a.cn/{{z}}?layer=a&{name}={KEY}")
        assert other.told()["template"] == f"https://a.cn/{{z}}?layer=a&{name}=…"
    with pytest.raises(EcoAtlasError) as refused:
        checked_key("my secret key!")
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("grid", "zoom", "tile"),
    [
        ("web", 12, (12, 3345, 1683)),
        ("degrees", 12, (12, 3345, 676)),
        # 545 m east and 268 m south of where it is: at level 18 some tiles further.
        ("gcj02", 18, (18, 214110, 107734)),
        ("web", 18, (18, 214106, 107732)),
    ],
)
def test_the_tile_of_a_place(grid: Grid, zoom: int, tile: tuple[int, int, int]) -> None:
    assert tile_at(grid, 114.03, 30.5, zoom) == tile


def test_rows_from_the_south_and_hosts_in_turn() -> None:
    address = tile_address("https://{s}.a.cn/{z}/{x}/{-y}", (3, 4, 1), "abc")
    assert address == "https://c.a.cn/3/4/6"
