"""The page that Folium builds: our own assets only, nothing inline without the nonce, small."""

from __future__ import annotations

import json
import re
from typing import Any

import folium
import pytest
from flask.testing import FlaskClient

from geo.words import Text
from projects.accounts import accounts
from tests.webmap.conftest import PASSWORD
from webmap.map.district import without_kind
from webmap.map.map_page import AssetUrls, build_map

ASSETS = AssetUrls("/own/leaflet.js", "/own/protomaps.js", "/own/atlas.js")


def test_only_our_own_assets_are_named_and_folium_keeps_its_own_lists() -> None:
    before = list(folium.Map.default_js), list(folium.Map.default_css)
    parts = build_map([], {}, None, ASSETS)
    assert re.findall(r'(?:src|href)="([^"]+)"', parts.head) == [
        "/own/leaflet.js",
        "/own/protomaps.js",
    ]
    assert "://" not in parts.head + parts.body + parts.script
    assert (list(folium.Map.default_js), list(folium.Map.default_css)) == before
    assert any("cdn" in url for _, url in folium.Map().default_js)


def test_a_name_cannot_end_the_script() -> None:
    parts = build_map([{"title": "</script><script>alert(1)"}], {}, None, ASSETS)
    assert "</script>" not in parts.script


def test_a_name_is_no_template() -> None:
    """Folium takes what its elements have written as a template once more."""
    hostile = "{{ 6 * 7 }}{% raw %}{# {{{ #}${1}"
    parts = build_map([{"title": hostile}], {"name": hostile}, None, ASSETS)
    (layer,) = re.findall(r"atlas\.add\((.*)\);", parts.script)
    assert json.loads(layer) == {"title": hostile}
    (options,) = re.findall(r"new Atlas\(atlas_map, (\{.*\})\);", parts.script)
    assert json.loads(options)["name"] == hostile


def test_layers_are_added_in_drawing_order_before_the_map_starts() -> None:
    parts = build_map([{"id": "below"}, {"id": "above"}], {}, None, ASSETS)
    script = str(parts.script)
    assert script.index('"below"') < script.index('"above"') < script.index("atlas.start()")


def test_the_whole_page_is_under_100_kb_and_asks_no_other_host(client: FlaskClient) -> None:
    page = client.get("/").text
    assert len(page.encode()) < 100_000
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert addresses
    assert [a for a in addresses if "://" in a or a.startswith("//")] == []


def test_every_inline_script_carries_the_nonce_of_the_policy(client: FlaskClient) -> None:
    response = client.get("/")
    policy = response.headers["Content-Security-Policy"]
    nonce = re.search(r"script-src 'self' 'nonce-([^']+)'", policy)
    assert nonce
    inline = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", response.text)
    executed = [tag for tag in inline if "application/json" not in tag]
    assert executed
    assert all(f'nonce="{nonce.group(1)}"' in tag for tag in executed)
    assert "<style" not in response.text
    assert not re.search(r"<[^>]+\s(?:style|on\w+)=", response.text)


def test_layers_come_with_style_legend_and_tiles(client: FlaskClient) -> None:
    layers = {one["id"]: one for one in client.get("/api/v1/layers").get_json()["layers"]}
    assert list(layers) == ["built_up", "boundary", "zones", "plants"]
    zones = layers["zones"]
    assert zones["style"]["class_field"] == "verdict"
    assert [entry["value"] for entry in zones["legend"]] == ["met", "not_met", "not_assessed"]
    assert zones["tiles"]["url"] == "/tiles/zones/1.pmtiles"
    assert zones["bounds"] == pytest.approx([114.0, 30.48, 114.04, 30.52])


def test_the_map_knows_the_plane_of_the_district(client: FlaskClient) -> None:
    options = re.search(r"new Atlas\(atlas_map, (\{.*\})\);", client.get("/").text)
    assert options
    found = json.loads(options.group(1))
    assert found["plane"] == {"epsg": 4547, "meridian": 114}
    assert found["bounds"] == pytest.approx([113.98, 30.46, 114.06, 30.54])


def test_an_empty_office_offers_each_what_he_may_do(
    empty_site: Any, signing_in: Any, token_of_form: Any
) -> None:
    for role in ("admin", "editor", "viewer"):
        with empty_site.database.transaction() as session:
            accounts.add_account(session, role, role, password=PASSWORD, by=None)
    desks = {role: empty_site.app.test_client() for role in ("admin", "editor", "viewer", "")}
    for role, desk in desks.items():
        assert not role or signing_in(desk, role, PASSWORD).status_code == 303
        for address in ("/", "/layers"):
            page = desk.get(address).text.partition('no-layers">')[2].partition("</div>")[0]
            assert ('href="/upload"' in page) == (role in ("admin", "editor"))
            assert ('action="/demonstration"' in page) == (role == "admin")
            assert ('href="/sign-in' in page) == (role == "")
            assert "ecoatlas " not in page.partition("<details")[0]
    data = {"csrf_token": token_of_form(desks["admin"], "/layers")}
    started = desks["admin"].post("/demonstration", data=data)
    assert started.location.startswith("/demonstration/")
    assert desks["admin"].post("/demonstration", data=data).location == started.location
    assert "载入示范区" in desks["admin"].get(started.location).text
    data = {"csrf_token": token_of_form(desks["editor"], "/layers")}
    assert desks["editor"].post("/demonstration", data=data).status_code == 403


def test_the_demonstration_is_not_loaded_beside_what_there_is(
    client_of: Any, token_of_form: Any
) -> None:
    desk = client_of("admin")
    refused = desk.post("/demonstration", data={"csrf_token": token_of_form(desk, "/layers")})
    assert refused.status_code == 409
    assert "另装一套" in refused.text


def test_the_place_is_taken_out_of_the_title_of_the_boundaries() -> None:
    kind = Text("行政区划", "Divisions")
    titled = Text("行政区划（汉南区、蔡甸区）", "Districts")
    assert without_kind(titled, kind).zh == "汉南区、蔡甸区"
    assert without_kind(Text("汉南区", "Hannan"), kind) == Text("汉南区", "Hannan")
