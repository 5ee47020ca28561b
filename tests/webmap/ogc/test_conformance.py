"""Every class of the standards that `/ogc/conformance` names is kept: one test for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mapbox_vector_tile
import pytest
from flask.testing import FlaskClient

from tests.webmap.ogc.conftest import AWKWARD
from webmap.ogc.conformance import COMMON, CONFORMS, FEATURES, TILES

EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
ITEMS = "/ogc/collections/facilities/items"
TESTS: dict[str, Callable[[FlaskClient], None]] = {}


def of(name: str) -> Callable[[Callable[[FlaskClient], None]], Callable[[FlaskClient], None]]:
    def mark(test: Callable[[FlaskClient], None]) -> Callable[[FlaskClient], None]:
        TESTS[name] = test
        return test

    return mark


@pytest.fixture
def client(office: Any) -> FlaskClient:
    return office.site.app.test_client()  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", CONFORMS)
def test_the_class_is_kept(client: FlaskClient, name: str) -> None:
    assert client.get("/ogc/conformance").get_json() == {"conformsTo": list(CONFORMS)}
    TESTS[name](client)


def by_rel(document: Any) -> dict[str, dict[str, str]]:
    return {link["rel"]: link for link in document["links"]}


def keys(document: Any) -> list[str]:
    return [feature["id"] for feature in document["features"]]


@of(f"{COMMON}-1/1.0/conf/core")
def landing_page(client: FlaskClient) -> None:
    for path in ("/ogc", "/ogc/"):
        landing = client.get(path).get_json()
        assert {"self", "service-desc", "conformance", "data"} <= by_rel(landing).keys()
    for link in landing["links"]:
        answer = client.get(link["href"])
        assert (answer.status_code, answer.content_type) == (200, link["type"])
    assert client.get("/ogc/nosuch").status_code == 404


@of(f"{COMMON}-1/1.0/conf/json")
def json_of_each(client: FlaskClient) -> None:
    for path in ("", "/conformance", "/collections", "/collections/facilities"):
        assert client.get(f"/ogc{path}").content_type == "application/json"


@of(f"{COMMON}-2/1.0/conf/collections")
def collections(client: FlaskClient) -> None:
    (told,) = client.get("/ogc/collections").get_json()["collections"]
    one = client.get("/ogc/collections/facilities?lang=en").get_json()
    assert told["id"] == one["id"] == "facilities"
    assert (one["title"], one["attribution"], one["license"]) == (
        "facilities", "试验数据", "CC-BY-4.0",
    )  # fmt: skip
    assert one["extent"]["spatial"] == {"bbox": [[114.0, 30.5, 114.04, 30.54]], "crs": CRS84}
    assert one["extent"]["temporal"]["interval"] == [["2021-01-01T00:00:00+08:00", None]]
    for link in (*one["links"], *told["links"]):
        assert client.get(link["href"]).status_code == 200, link


@of(f"{FEATURES}-1/1.0/conf/core")
def features(client: FlaskClient) -> None:
    whole = client.get(f"{ITEMS}?limit=10000").get_json()
    assert whole["numberMatched"] == whole["numberReturned"] == len(set(keys(whole))) == 25
    read: list[Any] = []
    address, pages = f"{ITEMS}?limit=7", 0
    while address:
        page = client.get(address).get_json()
        links, read, pages = by_rel(page), read + page["features"], pages + 1
        address = links.get("next", {}).get("href", "")
        # Whatever is imported meanwhile, the next page is of the same version.
        assert not address or "/collections/facilities@2/items" in address
        assert page["version"] == 2
    assert (pages, read) == (4, whole["features"])
    assert keys(client.get(links["prev"]["href"]).get_json()) == keys(whole)[14:21]
    # Points on the edge belong to a window.
    assert len(keys(client.get(f"{ITEMS}?bbox=114.01,30.51,114.03,30.52").get_json())) == 6
    assert keys(client.get(f"{ITEMS}?bbox=114.01,30.51,0,114.01,30.51,9").get_json()) == ["S/6"]
    day = client.get(f"{ITEMS}?datetime=2023-03-05").get_json()
    assert {key for key in keys(day) if int(key[2:]) % 5 < 3} == set(keys(day))
    assert day["numberMatched"] == 15
    times = (("../2022-06-29", 10), ("2023-03-04T16:00:00Z", 15), ("2023-03-04T15:59:59Z", 10),
             ("2025-01-01/..", 20), ("2020-12-31", 0))  # fmt: skip
    for asked, matched in times:
        found = client.get(ITEMS, query_string={"datetime": asked}).get_json()
        assert found["numberMatched"] == matched, asked
    feature = client.get(f"{ITEMS}/S/6").get_json()
    assert feature["properties"]["name"] == "设施6（示例）"
    assert by_rel(feature)["collection"]["href"].endswith("/ogc/collections/facilities")
    assert (
        client.get(by_rel(feature)["memento"]["href"]).get_json()["properties"]
        == feature["properties"]
    )


@of(f"{FEATURES}-1/1.0/conf/oas30")
def described(client: FlaskClient) -> None:
    answer = client.get("/ogc/api")
    assert answer.content_type == "application/vnd.oai.openapi+json;version=3.0"
    paths = answer.get_json()["paths"]
    rules = client.application.url_map.iter_rules()
    assert len(paths) == sum(rule.rule.startswith("/ogc") for rule in rules)
    asked = {one["name"]: one for one in paths["/collections/{layer}/items"]["get"]["parameters"]}
    assert {"limit", "offset", "bbox", "bbox-crs", "crs", "datetime", "token"} <= asked.keys()
    assert asked["limit"]["schema"]["maximum"] == 10_000
    assert asked["layer"]["in"] == "path"


@of(f"{FEATURES}-1/1.0/conf/geojson")
def geojson(client: FlaskClient) -> None:
    answer = client.get(f"{ITEMS}?limit=1")
    (feature,) = answer.get_json()["features"]
    assert (answer.mimetype, answer.get_json()["type"]) == (
        "application/geo+json",
        "FeatureCollection",
    )
    assert feature == {
        "type": "Feature",
        "id": feature["id"],
        "geometry": {"type": "Point", "coordinates": feature["geometry"]["coordinates"]},
        "properties": feature["properties"],
    }
    kinds = {
        name: type(value)
        for name, value in client.get(f"{ITEMS}/S/1").get_json()["properties"].items()
    }
    assert kinds == {
        "code": str, "name": str, "volume_m3": float, "completed_on": str, "层数": int,
        "已验收": bool,
    }  # fmt: skip
    assert client.get(f"{ITEMS}/S/0").get_json()["properties"]["volume_m3"] is None
    whole = client.get(f"{ITEMS}?limit=10000").get_json()["features"]
    named = {one["id"]: one["properties"]["name"] for one in whole}
    assert named == {f"S/{one}": f"设施{one}（示例）" for one in range(24)} | {"S/24": AWKWARD}


@of(f"{FEATURES}-2/1.0/conf/crs")
def reference_systems(client: FlaskClient) -> None:
    offered = client.get("/ogc/collections/facilities").get_json()
    assert offered["crs"] == [CRS84, *(f"{EPSG}{code}" for code in (4490, 4326, 4547, 4526))]
    assert offered["storageCrs"] == f"{EPSG}4490"
    places = {}
    for system in offered["crs"]:
        answer = client.get(f"{ITEMS}/S/6?crs={system}")
        assert answer.headers["Content-Crs"] == f"<{system}>"
        places[system] = answer.get_json()["geometry"]["coordinates"]
        # Asked and told in one order of axes.
        low, high = ([one + way for one in places[system]] for way in (-0.001, 0.001))
        box = ",".join(map(str, (*low, *high)))
        found = client.get(f"{ITEMS}?crs={system}&bbox={box}&bbox-crs={system}").get_json()
        assert keys(found) == ["S/6"], system
    assert places[CRS84] == [114.01, 30.51]
    assert places[f"{EPSG}4490"] == places[f"{EPSG}4326"] == [30.51, 114.01]
    # Northing before easting; the zone without and with its number before the easting.
    assert places[f"{EPSG}4547"] == pytest.approx([3_376_525, 500_960], abs=500)
    assert places[f"{EPSG}4526"][1] - places[f"{EPSG}4547"][1] == 38_000_000
    assert client.get(f"{ITEMS}?bbox=0,0,1,1&bbox-crs={EPSG}4547").get_json()["numberMatched"] == 0
    far = f"{ITEMS}?bbox=-9e9,-9e9,9e9,9e9&bbox-crs={EPSG}4547"
    assert client.get(far).get_json()["numberMatched"] == 25


@of(f"{FEATURES}-3/1.0/conf/queryables")
def queryables(client: FlaskClient) -> None:
    address = "/ogc/collections/facilities/queryables"
    answer = client.get(f"{address}?lang=en")
    assert answer.content_type == "application/schema+json"
    properties = answer.get_json()["properties"]
    assert properties["code"] == {"title": "Code", "type": "string", "x-ogc-role": "id"}
    assert properties["volume_m3"]["x-ogc-unit"] == "m³"
    assert [properties[name]["type"] for name in ("层数", "已验收")] == ["integer", "boolean"]
    assert properties["geometry"]["format"] == "geometry-point"


@of(f"{FEATURES}-3/1.0/conf/queryables-query-parameters")
def values_of_properties(client: FlaskClient) -> None:
    asked = (
        {"name": "设施6（示例）"},
        {"volume_m3": "9"},
        {"层数": "0", "已验收": "true"},
        {"code": "S"},
    )
    found = [keys(client.get(ITEMS, query_string=one).get_json()) for one in asked]
    assert found[:2] == [["S/6"], ["S/6"]]
    assert {key for key in found[2] if int(key[2:]) % 6 == 0} == set(found[2])
    assert [len(one) for one in found] == [1, 1, 5, 0]
    window = {"bbox": "114,30.5,114.02,30.54", "层数": "0", "datetime": "2022-06-30"}
    both = client.get(ITEMS, query_string=window).get_json()
    assert sorted(keys(both)) == ["S/0", "S/15", "S/21", "S/6"]


SQUARE = "/ogc/collections/facilities/tiles/WebMercatorQuad"
RELATIONS = "http://www.opengis.net/def/rel/ogc/1.0/"


def template_of(client: FlaskClient) -> str:
    return by_rel(client.get(SQUARE).get_json())["item"]["href"]


@of(f"{TILES}/core")
def tiles(client: FlaskClient) -> None:
    told = client.get(SQUARE).get_json()
    address = template_of(client)
    assert "/facilities@2/" in address
    for limit in told["tileMatrixSetLimits"]:
        place = {"tileMatrix": limit["tileMatrix"], "tileRow": limit["minTileRow"]}
        answer = client.get(address.format(**place, tileCol=limit["minTileCol"]))
        assert answer.status_code in (200, 204), limit
        tag = answer.headers.get("ETag")
        again = client.get(answer.request.url, headers={"If-None-Match": tag or '"-"'})
        assert again.status_code == (304 if tag else 204)
    assert client.get(f"{SQUARE}/8/0/0").status_code == 204
    for wrong in ("8/256/0", "8/0/256", "24/0/0", "8/x/0"):
        answer = client.get(f"{SQUARE}/{wrong}")
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


@of(f"{TILES}/tileset")
def tile_set(client: FlaskClient) -> None:
    told = client.get(SQUARE).get_json()
    assert (told["dataType"], told["version"]) == ("vector", 2)
    (layer,) = told["layers"]
    assert {"key", "name"} <= layer["propertiesSchema"]["properties"].keys()
    scheme = client.get(by_rel(told)[f"{RELATIONS}tiling-scheme"]["href"]).get_json()
    assert scheme["uri"] == told["tileMatrixSetURI"]
    eighth = scheme["tileMatrices"][8]
    assert eighth["scaleDenominator"] == pytest.approx(2183915.094, abs=0.01)
    assert (eighth["matrixWidth"], eighth["tileWidth"]) == (256, 256)
    # 114.0 to 114.04 E, 30.5 to 30.54 N, as every web map counts.
    (limit,) = (one for one in told["tileMatrixSetLimits"] if one["tileMatrix"] == "8")
    assert list(limit.values()) == ["8", 105, 105, 209, 209]


@of(f"{TILES}/tilesets-list")
def tile_sets(client: FlaskClient) -> None:
    (one,) = client.get("/ogc/collections/facilities/tiles").get_json()["tilesets"]
    assert by_rel(one)["self"]["href"].endswith(SQUARE)
    # Without tiles it is said, and nothing leads there.
    assert client.get("/ogc/collections/facilities@1/tiles").status_code == 404
    rels = by_rel(client.get("/ogc/collections/facilities@1").get_json())
    assert f"{RELATIONS}tilesets-vector" not in rels


@of(f"{TILES}/geodata-tilesets")
def tiles_of_a_collection(client: FlaskClient) -> None:
    links = by_rel(client.get("/ogc/collections/facilities").get_json())
    assert client.get(links[f"{RELATIONS}tilesets-vector"]["href"]).status_code == 200


@of(f"{TILES}/mvt")
def vector_tiles(client: FlaskClient) -> None:
    answer = client.get(f"{SQUARE}/8/105/209")
    assert answer.content_type == "application/vnd.mapbox-vector-tile"
    (layer,) = mapbox_vector_tile.decode(answer.data).values()
    found = {one["properties"]["key"] for one in layer["features"]}
    assert found
    assert found <= {f"S/{number}" for number in range(25)}
