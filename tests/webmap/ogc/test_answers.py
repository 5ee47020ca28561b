"""What desktop programs are told: who may see what, what is wrong, and nothing a second time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import pairwise
from typing import Any

import pytest
from flask.testing import FlaskClient
from limits import parse
from sqlalchemy import func, select

from layers.audit.tables import AuditEntry
from tests.webmap.served import served
from webmap.edge import limits

EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
ITEMS = "/ogc/collections/facilities/items"
ZONES = "/ogc/collections/zones/items"
WRONG = [
    (f"{ITEMS}?crs={EPSG}3857", 400, "crs-not-offered"),
    (f"{ITEMS}?crs=4490", 400, "crs-not-offered"),
    (f"{ITEMS}?bbox=1,2,3,4&bbox-crs={EPSG}4549", 400, "crs-not-offered"),
    (f"{ITEMS}?bbox=114.5,30.4,114.0,30.7", 400, "bbox-wrong"),
    (f"{ITEMS}?bbox=114.0,30.7,114.5,30.4", 400, "bbox-wrong"),
    (f"{ITEMS}?bbox=30.4,114.0,30.7,114.5", 400, "bbox-wrong"),
    (f"{ITEMS}?bbox=114.0,30.4,114.5", 400, "bbox-wrong"),
    (f"{ITEMS}?bbox=114.0,30.4,114.5,nan", 400, "bbox-wrong"),
    (f"{ITEMS}?bbox=", 400, "bbox-wrong"),
    (f"{ITEMS}?limit=1000000000", 400, "parameters-wrong"),
    (f"{ITEMS}?limit=0", 400, "parameters-wrong"),
    (f"{ITEMS}?offset=-1", 400, "parameters-wrong"),
    (f"{ITEMS}?limit=1&limit=2", 400, "parameter-twice"),
    (f"{ITEMS}?f=html", 400, "parameters-wrong"),
    (f"{ITEMS}?nosuch=1", 400, "property-unknown"),
    (f"{ITEMS}?filter=volume_m3%3E3", 400, "property-unknown"),
    (f"{ITEMS}?volume_m3=many", 400, "property-value-wrong"),
    (f"{ITEMS}?volume_m3=1{'+' * 45}x", 400, "property-value-wrong"),
    (f"{ITEMS}?层数=1_0", 400, "property-value-wrong"),
    (f"{ITEMS}?层数=1.5", 400, "property-value-wrong"),
    (f"{ITEMS}?已验收=maybe", 400, "property-value-wrong"),
    (f"{ITEMS}?datetime=yesterday", 400, "datetime-wrong"),
    (f"{ITEMS}?datetime=2025-01-01/2024-01-01", 400, "datetime-wrong"),
    (f"{ITEMS}?datetime=2025-01-01T08:00:00", 400, "datetime-wrong"),
    (f"{ITEMS}?datetime=9999-12-31T23:59:59Z", 400, "datetime-wrong"),
    (f"{ITEMS}?datetime=0001-01-01T00:00:00%2B23:59", 400, "datetime-wrong"),
    (f"{ZONES}?token={{live}}&datetime=2025-01-01", 400, "collection-without-time"),
    (f"{ITEMS}/S/99", 404, "feature-unknown"),
    (f"{ITEMS}/S/1?limit=3", 400, "parameter-unknown"),
    ("/ogc/collections/facilities@3/items", 404, "unknown-version"),
    ("/ogc/collections/nosuch", 404, "unknown-layer"),
    ("/ogc/collections?limit=3", 400, "parameter-unknown"),
    ("/ogc?token=", 401, "token-refused"),
    ("/ogc?token={dead}", 401, "token-refused"),
    ("/ogc?token=eyJhbGciOiJIUzI1NiJ9.e30.x", 401, "token-refused"),
    ("/ogc?token={live}&token={dead}", 401, "token-refused"),
]
GDAL = """
import json, sys
import pyogrio
address = "OAPIF:" + sys.argv[1] + "/ogc?token=" + sys.argv[2]
whole = pyogrio.read_dataframe(address, layer="facilities", PAGE_SIZE=7)
plane = {"CRS": "EPSG:4547"}
zones = pyogrio.read_dataframe(address, layer="zones", **plane)
window = pyogrio.read_dataframe(address, layer="facilities", bbox=(114.01, 30.51, 114.03, 30.52))
some = pyogrio.read_dataframe(address, layer="facilities", where="volume_m3 > 30")
print(json.dumps({
    "layers": sorted(pyogrio.list_layers(address)[:, 0].tolist()),
    "types": [str(whole[name].dtype) for name in ("volume_m3", "层数", "已验收")],
    "whole": len(set(whole["code"])),
    "epsg": [whole.crs.to_epsg(), zones.crs.to_epsg()],
    "bounds": whole.total_bounds.round(6).tolist(),
    "zones": zones.area.round().tolist(),
    "east": zones.total_bounds[0],
    "window": len(window), "some": len(some),
}))
"""


@pytest.fixture
def client(office: Any) -> FlaskClient:
    return office.site.app.test_client()  # type: ignore[no-any-return]


@pytest.mark.parametrize(("path", "status", "code"), WRONG)
def test_what_cannot_be_answered_is_refused_with_the_reason(
    office: Any, client: FlaskClient, path: str, status: int, code: str
) -> None:
    for language in ("zh", "en"):
        asked = path.format(live=office.live, dead=office.dead)
        answer = client.get(f"{asked}{'&' if '?' in asked else '?'}lang={language}")
        assert (answer.status_code, answer.get_json()["code"]) == (status, code)
        assert answer.mimetype == "application/problem+json"
        assert ("。" in answer.get_json()["detail"]) == (language == "zh")
        assert "ETag" not in answer.headers


def test_a_system_named_by_its_address_is_no_trick_and_others_are(
    office: Any, client: FlaskClient
) -> None:
    def recorded() -> int:
        with office.site.database.reading() as session:
            query = select(func.count()).where(AuditEntry.action == "request-refused")
            return session.scalar(query) or 0

    before = recorded()
    quoted = EPSG.replace("://", "%3A%2F%2F").replace("/", "%2F")
    for crs in (f"crs={EPSG}3857", f"crs={quoted}3857", f"bbox=1,2,3,4&bbox-crs={EPSG}4549"):
        assert client.get(f"{ITEMS}?{crs}").status_code == 400
    assert recorded() == before
    for asked in (
        f"name=http://x&crs={EPSG}3857",
        "crs=http://x/../y",
        "crs=file://x",
        "xcrs=http://x",
    ):
        assert client.get(f"{ITEMS}?{asked}").status_code == 400
    assert recorded() == before + 4


def test_who_asks_too_often_waits_but_for_tiles(
    office: Any, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "API_BY_ADDRESS", parse("2/minute"))
    client.environ_base["REMOTE_ADDR"] = "10.3.3.3"
    answers = [client.get("/ogc/collections?lang=en") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert answers[2].get_json()["code"] == "too-many-requests"
    assert int(answers[2].headers["Retry-After"]) > 0
    tile = "/ogc/collections/facilities/tiles/WebMercatorQuad/99/0/0"
    assert client.get(tile).status_code == 404


def test_a_restricted_layer_is_there_for_the_token_of_who_is_named(office: Any) -> None:
    client = office.site.app.test_client(use_cookies=False)
    layer = ZONES
    assert client.get(layer).status_code == 404
    ways: list[dict[str, Any]] = [
        {"query_string": {"token": office.live}},
        {"headers": {"Authorization": f"Bearer {office.live}"}},
        {"auth": ("anybody", office.live)},
    ]
    for way in ways:
        listed = client.get("/ogc/collections", **way).get_json()["collections"]
        assert [one["id"] for one in listed] == ["facilities", "zones"]
        assert [one["secrecy"] for one in listed] == ["public", "restricted"]
        page = client.get(layer, **way)
        assert page.headers["Cache-Control"] == "no-store"
        # Whoever sends no header finds the token in the links, and only he.
        told = {f"token={office.live}" in link["href"] for link in page.get_json()["links"]}
        assert told == {"query_string" in way}
    page = client.get(f"{layer}?limit=1&token={office.live}").get_json()
    (following,) = (link for link in page["links"] if link["rel"] == "next")
    assert client.get(following["href"]).get_json()["numberReturned"] == 1
    both = {"headers": {"Authorization": f"Bearer {office.live}"}}
    assert client.get(f"{layer}?token={office.dead}", **both).status_code == 401
    # Elsewhere a header is sent, and no token stands in an address.
    assert client.get(f"/api/v1/layers?token={office.live}").status_code == 400


def test_nothing_is_sent_twice_and_a_version_stays(office: Any) -> None:
    client = office.site.app.test_client(use_cookies=False)
    for path in ("/ogc", "/ogc/collections", ITEMS, f"{ITEMS}/S/6", "/ogc/api"):
        first = client.get(path)
        tag = first.headers["ETag"]
        assert tag.startswith('"')
        again = client.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
        assert client.get(path).data == first.data
        assert client.head(path).headers["ETag"] == tag
        other = client.get(f"{path}?lang=en")
        assert other.headers["ETag"] != tag
    old, new = (client.get(f"/ogc/collections/facilities@{n}/items/S/6").get_json() for n in (1, 2))
    assert (old["version"], old["live"], new["version"], new["live"]) == (1, False, 2, True)
    assert [one["geometry"]["coordinates"][0] for one in (old, new)] == [114.011, 114.01]
    assert client.get(f"{ITEMS}/S/6", headers={"If-None-Match": '"x"'}).get_json()["version"] == 2


def test_shapes_are_asked_not_their_boxes(office: Any, client: FlaskClient) -> None:
    """The box of the triangle holds its fourth corner; the triangle does not."""
    asked = f"{ZONES}?token={office.live}"
    whole = client.get(asked).get_json()
    (triangle,) = (one for one in whole["features"] if one["id"] == "A")
    ring = triangle["geometry"]["coordinates"][0]
    turns = sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in pairwise(ring))
    assert turns < 0, "outer rings run against the clock"
    windows = {"114.08,30.58,114.1,30.6": [], "114.0,30.5,114.01,30.51": ["A"],
               "114.1,30.5,114.25,30.75": ["A", "B"]}  # fmt: skip
    for window, expected in windows.items():
        found = client.get(f"{asked}&bbox={window}").get_json()
        assert sorted(one["id"] for one in found["features"]) == expected, window


@pytest.mark.slow  # another Python with GDAL in it
def test_gdal_reads_what_is_offered(office: Any) -> None:
    with served(office.site.app) as address:
        # The drivers that follow an address to another host are shut out of our own process.
        plain = {name: value for name, value in os.environ.items() if name != "GDAL_SKIP"}
        told = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", GDAL, address, office.live],
            capture_output=True, text=True, timeout=120, env=plain, check=False,
        )  # fmt: skip
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout)
    east = found.pop("east")
    assert found == {
        "layers": ["facilities", "zones"],
        "types": ["float64", found["types"][1], "bool"],
        "whole": 25,
        "epsg": [4490, 4547],
        "bounds": [114.0, 30.5, 114.04, 30.54],
        "zones": found["zones"],
        "window": 6,
        "some": 4,
    }
    assert found["types"][1] in ("int32", "int64")
    assert east == pytest.approx(500_000, abs=1)
    assert min(found["zones"]) > 1e6
