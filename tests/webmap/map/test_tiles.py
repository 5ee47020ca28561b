"""Tiles by byte range: what browsers, caches and resumed downloads ask for."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

URL = "/tiles/zones/1.pmtiles"


def whole(client: FlaskClient) -> bytes:
    return client.get(URL).data


def test_the_whole_archive_comes_in_one_piece(client: FlaskClient) -> None:
    response = client.get(URL)
    assert response.status_code == 200
    assert response.data.startswith(b"PMTiles")
    assert response.headers["Accept-Ranges"] == "bytes"
    assert int(response.headers["Content-Length"]) == len(response.data)


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [("bytes=0-126", 0, 127), ("bytes=100-", 100, None), ("bytes=-50", -50, None)],
)
def test_a_range_gives_just_its_bytes(
    client: FlaskClient, asked: str, start: int, stop: int | None
) -> None:
    everything = whole(client)
    response = client.get(URL, headers={"Range": asked})
    assert response.status_code == 206
    assert response.data == everything[start:stop]
    first = start % len(everything) if start else 0
    last = first + len(response.data) - 1
    assert response.headers["Content-Range"] == f"bytes {first}-{last}/{len(everything)}"


def test_a_range_that_runs_past_the_end_is_cut_there(client: FlaskClient) -> None:
    everything = whole(client)
    response = client.get(URL, headers={"Range": f"bytes=10-{len(everything) + 999}"})
    assert response.status_code == 206
    assert response.data == everything[10:]


def test_a_range_beyond_the_end_is_refused(client: FlaskClient) -> None:
    response = client.get(URL, headers={"Range": "bytes=99999999-"})
    assert response.status_code == 416
    assert response.get_json()["code"] == "range-not-satisfiable"


@pytest.mark.parametrize("asked", ["bytes=-", "bytes=a-b", "items=0-5", "bytes=0-5,10-20"])
def test_what_is_no_single_range_gives_everything(client: FlaskClient, asked: str) -> None:
    response = client.get(URL, headers={"Range": asked})
    assert response.status_code == 200
    assert response.data == whole(client)


def test_a_known_archive_is_not_sent_again(client: FlaskClient) -> None:
    etag = client.get(URL).headers["ETag"]
    response = client.get(URL, headers={"If-None-Match": etag})
    assert response.status_code == 304
    assert response.data == b""


def test_a_range_of_another_content_is_answered_whole(client: FlaskClient) -> None:
    headers = {"Range": "bytes=0-9", "If-Range": '"another"'}
    assert client.get(URL, headers=headers).status_code == 200
    known = {"Range": "bytes=0-9", "If-Range": client.get(URL).headers["ETag"]}
    assert client.get(URL, headers=known).status_code == 206


def test_the_head_alone_says_the_length(client: FlaskClient) -> None:
    response = client.head(URL)
    assert response.status_code == 200
    assert response.data == b""
    assert int(response.headers["Content-Length"]) == len(whole(client))


@pytest.mark.parametrize("url", ["/tiles/nowhere/1.pmtiles", "/tiles/zones/99.pmtiles"])
def test_unknown_tiles_are_not_found(client: FlaskClient, url: str) -> None:
    response = client.get(url)
    assert response.status_code == 404
    assert response.mimetype == "application/problem+json"
