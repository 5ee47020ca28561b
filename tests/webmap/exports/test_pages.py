"""Exports in the browser's words: the form, the file under its own name, some rows of a table."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from layers.audit.tables import AuditEntry

EXPORT = "/layers/zones/export"


@pytest.fixture(scope="module")
def viewers() -> dict[str, FlaskClient]:
    return {}


@pytest.fixture
def viewer(viewers: dict[str, FlaskClient], client_of: Callable[[str], FlaskClient]) -> FlaskClient:
    if not viewers:
        viewers["viewer"] = client_of("viewer")
    return viewers["viewer"]


def ask(client: FlaskClient, address: str) -> Any:
    return client.get(f"{EXPORT}{address}", buffered=True)


@pytest.mark.parametrize(
    ("format_", "begins", "ending"),
    [
        ("gpkg", b"SQLite format 3", "gpkg"),
        ("shp", b"PK", "zip"),
        ("geojson", b"{", "geojson"),
        ("parquet", b"PAR1", "parquet"),
        ("xlsx", b"PK", "xlsx"),
        ("kml", b"<?xml", "kml"),
    ],
)
def test_every_format_is_a_file_under_the_title_of_the_layer(
    viewer: FlaskClient, format_: str, begins: bytes, ending: str
) -> None:
    answer = ask(viewer, f"?format={format_}")
    assert answer.status_code == 200
    assert answer.data.startswith(begins)
    assert answer.content_length == len(answer.data)
    said = answer.headers["Content-Disposition"]
    epsg = 4326 if format_ in ("geojson", "kml") else 4490
    assert f'filename="zones_v1_EPSG{epsg}.{ending}"' in said
    assert unquote(said).endswith(f"排水分区（示例）_v1_EPSG{epsg}.{ending}")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_file_is_known_by_its_bytes_and_taken_up_where_it_broke_off(
    site: Any, viewer: FlaskClient
) -> None:
    """HEAD, 304, one range, If-Range, 416; what leaves stands in the audit log, nothing else."""
    address = f"{EXPORT}?format=geojson&crs=4326"

    def get(method: str = "GET", **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return viewer.open(address, method=method, headers=named, buffered=True)

    before = taken(site)
    head = get("HEAD")
    size, tag = int(head.headers["Content-Length"]), head.headers["ETag"]
    assert (head.status_code, head.data, head.headers["Accept-Ranges"]) == (200, b"", "bytes")
    assert get(If_None_Match=tag).status_code == 304
    beyond = get(Range=f"bytes={size}-")
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{size}")
    assert taken(site) == before
    whole = get()
    assert tag == f'"{hashlib.sha256(whole.data).hexdigest()}"'
    rest = get(Range="bytes=100-", If_Range=tag)
    assert (rest.status_code, rest.data) == (206, whole.data[100:])
    assert rest.headers["Content-Range"] == f"bytes 100-{size - 1}/{size}"
    assert get(Range="bytes=-9").data == whole.data[-9:]
    for other in ('"other"', f"W/{tag}", "Mon, 30 Nov 2026 08:00:00 GMT"):
        assert get(Range="bytes=100-", If_Range=other).data == whole.data
    parts = [one.get("part") for one in taken(site)[len(before) :]]
    assert parts == [
        None,
        f"bytes 100-{size - 1}/{size}",
        f"bytes {size - 9}-{size - 1}/{size}",
        None,
        None,
        None,
    ]


def taken(site: Any) -> list[dict[str, Any]]:
    with site.database.reading() as session:
        query = select(AuditEntry).where(AuditEntry.action == "layer-exported")
        return [one.details for one in session.scalars(query.order_by(AuditEntry.number))]


def test_the_zone_of_the_data_and_any_other_system_can_be_chosen(viewer: FlaskClient) -> None:
    assert 'value="gk"' in ask(viewer, "").text
    assert "EPSG4547" in ask(viewer, "?format=gpkg&crs=gk").headers["Content-Disposition"]
    other = ask(viewer, "?format=gpkg&crs=gk&epsg=4548")
    assert "EPSG4548" in other.headers["Content-Disposition"]


def test_a_shapefile_in_gbk_says_so(viewer: FlaskClient) -> None:
    with zipfile.ZipFile(io.BytesIO(ask(viewer, "?format=shp&encoding=GBK").data)) as archive:
        cpg = next(name for name in archive.namelist() if name.endswith(".cpg"))
        assert archive.read(cpg).strip().upper() in (b"GBK", b"936", b"CP936")


@pytest.mark.parametrize(
    ("asked", "said", "field"),
    [
        ("format=geojson&crs=gk", "只用经纬度", "export-crs"),
        ("format=gpkg&epsg=999999", "EPSG:999999", "export-epsg"),
        ("format=gpkg&epsg=2436", "旧基准", 'name="accept" value="export-old-datum"'),
        ("format=xlsx&f.name=nirgends", "没有符合条件的要素", "nirgends"),
    ],
)
def test_what_cannot_be_exported_is_said_in_the_form(
    viewer: FlaskClient, asked: str, said: str, field: str
) -> None:
    answer = ask(viewer, f"?{asked}")
    assert answer.status_code in (400, 409, 422)
    assert said in answer.text
    assert field in answer.text


def test_an_old_datum_is_written_when_that_is_confirmed(viewer: FlaskClient) -> None:
    answer = ask(viewer, "?format=gpkg&epsg=2436&accept=export-old-datum")
    assert "EPSG2436" in answer.headers["Content-Disposition"]


def test_rows_that_were_found_are_exported_and_the_file_says_which(
    site: Any, viewer: FlaskClient
) -> None:
    table = viewer.get("/layers/zones/table?f.verdict=met").text
    assert "/layers/zones/export?f.verdict=met" in table
    form = ask(viewer, "?f.verdict=met").text
    assert "选取的 1 个要素" in form
    assert '<input type="hidden" name="f.verdict" value="met">' in form
    found = json.loads(ask(viewer, "?format=geojson&f.verdict=met").data)
    assert [one["properties"]["code"] for one in found["features"]] == ["A"]
    book = openpyxl.load_workbook(io.BytesIO(ask(viewer, "?format=xlsx&q=乙区").data))
    assert book.worksheets[0].max_row == 2
    about = dict(book.worksheets[-1].iter_rows(min_row=2, max_col=2, values_only=True))
    assert about["选取条件 Selection"] == "q: 乙区"
    assert about["要素数 Features"] == 1
    with site.database.reading() as session:
        query = select(AuditEntry.actor, AuditEntry.action, AuditEntry.details)
        who, action, details = session.execute(query.order_by(AuditEntry.number.desc())).first()
    assert (who, action, details["selection"]) == ("viewer", "layer-exported", "q: 乙区")


def test_the_form_stands_on_the_page_of_the_layer_for_those_who_may(
    client: FlaskClient, viewer: FlaskClient
) -> None:
    assert 'action="/layers/zones/export"' in viewer.get("/layers/zones").text
    assert 'action="/layers/zones/export"' not in client.get("/layers/zones").text
    assert client.get(f"{EXPORT}?format=gpkg").status_code == 303


@pytest.mark.parametrize(
    ("asked", "status"),
    [("format=dwg", 422), ("version=9", 404), ("crs=x", 422), ("f.nothing=1", 404)],
)
def test_what_is_unknown_is_refused(viewer: FlaskClient, asked: str, status: int) -> None:
    assert ask(viewer, f"?{asked}").status_code == status
