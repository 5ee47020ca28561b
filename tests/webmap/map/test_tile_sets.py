"""Tiles of several layers at several places in one answer."""

from __future__ import annotations

import gzip
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from pmtiles.reader import MemorySource, Reader

from layers.storage.pmtiles_archive import stored_tiles

URL = "/tiles/set"


def parts(body: bytes) -> list[bytes | None]:
    found: list[bytes | None] = []
    read = BytesIO(body)
    while length := read.read(4):
        size = int.from_bytes(length, "little")
        found.append(None if size == 0xFFFFFFFF else read.read(size))
    return found


def asked(client: FlaskClient, layers: str, at: str) -> list[bytes | None]:
    response = client.get(URL, query_string={"layers": layers, "at": at})
    assert response.status_code == 200
    return parts(response.data)


def test_every_tile_of_an_archive_comes_as_it_is_stored(client: FlaskClient) -> None:
    archive = client.get("/tiles/zones/1.pmtiles").data
    places = [(one.zoom, one.x, one.y) for one in stored_tiles(BytesIO(archive))]
    reader = Reader(MemorySource(archive))
    assert len(places) > 5
    for start in range(0, len(places), 32):
        some = places[start : start + 32]
        at = ",".join("/".join(map(str, place)) for place in some)
        assert asked(client, "zones@1", at) == [reader.get(*place) for place in some]


def test_layers_come_in_the_order_in_which_they_were_asked(client: FlaskClient) -> None:
    archive = client.get("/tiles/zones/1.pmtiles").data
    first = next(stored_tiles(BytesIO(archive)))
    root = f"{first.zoom}/{first.x}/{first.y}"
    zones = asked(client, "zones@1", root)
    assert gzip.decompress(zones[0] or b"")
    # A layer that is not there is said to be absent; an empty place has no bytes.
    assert asked(client, "nowhere@1,zones@1,zones@99", root) == [None, *zones, None]
    assert asked(client, "zones@1,nowhere@1", f"6/0/0,{root}") == [b"", *zones, None, None]


def test_what_is_known_is_not_sent_again(client: FlaskClient) -> None:
    query = {"layers": "zones@1", "at": "0/0/0"}
    first = client.get(URL, query_string=query)
    known = {"If-None-Match": first.headers["ETag"]}
    again = client.get(URL, query_string=query, headers=known)
    assert (again.status_code, again.data) == (304, b"")
    other = client.get(URL, query_string=query | {"at": "1/1/0"}, headers=known)
    assert other.status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        {"layers": "zones@1"},
        {"at": "0/0/0"},
        {"layers": "zones", "at": "0/0/0"},
        {"layers": "zones@1", "at": "0/0/1"},
        {"layers": "zones@1", "at": "25/0/0"},
        {"layers": "zones@1", "at": "1/-1/0"},
        {"layers": "zones@1", "at": "0/0/٠"},
        {"layers": "zones@1", "at": ",".join(["0/0/0"] * 33)},
        {"layers": ",".join(["zones@1"] * 101), "at": "0/0/0"},
    ],
)
def test_what_is_no_question_is_refused(client: FlaskClient, query: dict[str, str]) -> None:
    response = client.get(URL, query_string=query)
    assert response.status_code == 422
    assert response.get_json()["code"] == "input-invalid"
