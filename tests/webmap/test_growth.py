"""Pages ask the database as often for much as for little, and lists come in pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, insert, select

from layers.catalogue import Layer, Version
from layers.system.database import now
from layers.uploads.tables import UploadRow
from projects.accounts import accounts
from projects.records.model.tables import LEAD, Project, ProjectUnit
from projects.units.tables import Unit
from webmap.uploads.api import AT_ONCE

PASSWORD = "seven otters juggle lanterns"  # noqa: S105
PAGES = (
    "/upload",
    "/api/v1/uploads",
    "/projects",
    "/api/v1/projects",
    "/metrics",
    "/dashboard",
    "/pool",
    "/projects/orphans",
)
FEW, MANY = 3, 120


def fill(site: Any, first: int, after: int) -> None:
    """Layers, projects and uploads with the numbers from `first` to `after`."""
    numbers = range(first, after)
    with site.database.transaction() as session:
        layers = [
            {"id": f"g{n}", "kind": "lake", "title_zh": f"湖{n}（示例）", "title_en": f"Lake {n}",
             "key_field": "code", "live_version": 1}
            for n in numbers
        ]  # fmt: skip
        versions = [
            {"layer_id": f"g{n}", "number": 1, "sha256": f"{n:064x}", "features": 1, "manifest": {},
             "bbox": [114, 30, 115, 31], "crs": "EPSG:4490", "secrecy": "public"}
            for n in numbers
        ]  # fmt: skip
        projects = [
            {"code": f"G-{n:04}", "name": f"项目{n}（示例）", "status": "building",
             "kind": "restoration", "investment_wan_yuan": n + 1}
            for n in numbers
        ]  # fmt: skip
        unit = session.scalars(select(Unit.code)).first()
        units = [
            {"project_code": f"G-{n:04}", "role": LEAD, "unit_code": unit, "position": 0}
            for n in numbers
        ]
        uploads = [
            {"id": f"{n:032x}", "owner": "li", "files": [{"name": f"{n}.zip", "size": 10}],
             "choices": {}, "created_at": now()}
            for n in numbers
        ]  # fmt: skip
        parts = (
            (Layer, layers),
            (Version, versions),
            (Project, projects),
            (ProjectUnit, units),
            (UploadRow, uploads),
        )
        for table, rows in parts:
            session.execute(insert(table), rows)


@pytest.fixture
def grown(
    tmp_path: Path, opened: Callable[[Path], Any], signing_in: Callable[..., Any]
) -> Iterator[tuple[Any, FlaskClient]]:
    """An office with a few of each, and its administrator."""
    site = opened(tmp_path / "home")
    with site.database.transaction() as session:
        accounts.add_account(session, "li", "admin", password=PASSWORD, by=None)
    fill(site, 0, FEW)
    client = site.app.test_client()
    assert signing_in(client, "li", PASSWORD).status_code == 303
    yield site, client
    site.app.extensions["ecoatlas"].database.close()
    site.database.close()


@pytest.mark.slow
def test_a_page_asks_the_database_as_often_for_much_as_for_little(
    grown: tuple[Any, FlaskClient],
) -> None:
    site, client = grown
    asked: list[str] = []
    engine = site.app.extensions["ecoatlas"].database.engine
    event.listen(engine, "before_cursor_execute", lambda *about: asked.append(about[2]))

    def queries(first: int, after: int) -> dict[str, int]:
        """Of each page after a write: nothing that was answered before it counts."""
        found = {}
        for address in PAGES:
            client.get(address)
        fill(site, first, after)
        for address in PAGES:
            asked.clear()
            assert client.get(address).status_code == 200
            found[address] = len(asked)
        return found

    few, many = queries(FEW, FEW + 1), queries(FEW + 1, MANY)
    assert many == few
    assert many["/upload"] < 20
    assert many["/api/v1/projects"] <= 5


def test_a_long_list_comes_in_pages(grown: tuple[Any, FlaskClient]) -> None:
    site, client = grown
    fill(site, FEW, MANY)
    first, last = client.get("/projects").text, client.get("/projects?page=99").text
    assert first.count("/projects/G-") == 50
    assert "page=2" in first
    assert last.count("/projects/G-") == MANY - 100
    assert str(MANY) in first
    assert "status=building&amp;page=2" in client.get("/projects?status=building").text
    pool = client.get("/pool?page=2").text
    assert pool.count('href="/projects/G-') == 50
    assert pool.index("G-0069") < pool.index("G-0068")
    assert f"{MANY}" in pool
    assert client.get("/pool?page=99").text.count('href="/projects/G-') == MANY - 100
    found = client.get("/api/v1/uploads?page=3").json
    assert len(found["uploads"]) == MANY - 2 * AT_ONCE
    assert (found["total"], found["page"], found["pages"]) == (MANY, 3, 3)
    assert client.get("/api/v1/uploads?page=x").status_code == 422
    assert "page=2" in client.get("/upload").text


def test_what_is_unfinished_is_told_wherever_it_stands_in_the_list(
    grown: tuple[Any, FlaskClient],
) -> None:
    site, client = grown
    fill(site, FEW, MANY)
    text = client.get("/upload?page=2").text
    assert all(f"{number}.zip" in text for number in range(MANY))
