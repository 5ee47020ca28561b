"""The page of a project with much of everything on its ground asks no more than one with little."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from shapely.geometry import Point, box
from sqlalchemy import event

from layers.system.row_access import EVERYTHING
from projects.accounts import accounts
from projects.metrics.hits.hits import decide
from projects.metrics.kept import get_run
from projects.metrics.run import run_metric
from projects.records.changes.attachments import add_files
from projects.records.changes.clause_links import answer_clauses
from projects.records.changes.records import link
from projects.sites import deciding
from projects.sites.keeping import check_and_keep
from projects.sites.pasted import read_pasted
from projects.sites.site import Planned, Site
from projects.standing.choosing import set_figure
from projects.work.services import Services
from tests.webmap.hits.test_hits import put
from tests.webmap.projects.test_project_pages import LI, PASSWORD, fill

pytestmark = pytest.mark.slow

WEST, SOUTH = 499_000.0, 3_380_000.0
MANY = 12
QUERIES = 36
"""Of the page with features, hits, checks of sites and targets; without them it is fewer."""
CLAUSES = ("WEDZ-2023-09-03", "WEDZ-2023-05-03")
PLOT = "114.00,30.53\n114.01,30.53\n114.01,30.54\n114.00,30.54"


def ground(site: Any) -> int:
    """A protected water with many outfalls in it; answers the run that stands."""
    shape = box(WEST, SOUTH, WEST + 3000, SOUTH + 900)
    put(site, "protected", "protected_water", code="Z1", name="区", grade="source_1", shape=shape)
    keys = [f"W{at}" for at in range(MANY)]
    places = [Point(WEST + 100 + 100 * at, SOUTH + 100) for at in range(MANY)]
    put(site, "outfalls", "outfall", code=keys, name=keys, shape=places)
    inputs = {"zones": "protected", "outfalls": "outfalls"}
    day = {"day": "2026-08-15"}
    done = run_metric(site.database, site.store, "protected_zone_hits", inputs, day)
    with site.database.transaction() as session:
        set_figure(session, done.id, "年报采用", LI, own=["protected", "outfalls"])
        for key in keys:
            decide(
                session, get_run(session, done.id), f"outfalls/{key}/Z1", "justified", "批复", LI
            )
    return int(done.id)


def build(site: Any, folder: Path, code: str, many: int) -> None:
    """A project that stands on `many` features with as many reports, files and checked sites."""
    files = {f"{code}-{at}.pdf": folder / f"{code}-{at}.pdf" for at in range(many)}
    for name, path in files.items():
        path.write_bytes(b"%PDF-1.7\n" + name.encode())
    with site.database.transaction() as session:
        fill(session, code, min(many, 9))
        link(session, code, "outfalls", [f"W{at}" for at in range(many)], store=site.store, by=LI)
        answer_clauses(session, [(code, item) for item in CLAUSES], by=LI)
        add_files(session, site.store, code, files, by=LI)
    services = Services(site.settings, site.database, site.store, EVERYTHING)
    read = read_pasted(PLOT)
    for at in range(many):
        plot = Site(f"地块{at}（示例）", read.shape, Planned(), read.origin, project=code)
        kept = check_and_keep(services, plot, LI)
        with site.database.transaction() as session:
            deciding.decide(session, kept, kept.rows[0]["key"], "confirmed", "属实", LI)


@pytest.fixture
def office(
    tmp_path: Path, opened: Callable[[Path], Any], signing_in: Callable[..., Any]
) -> Iterator[tuple[Any, FlaskClient]]:
    site = opened(tmp_path / "home")
    with site.database.transaction() as session:
        accounts.add_account(session, "li", "editor", password=PASSWORD, by=None)
    ground(site)
    build(site, tmp_path, "Q-1", 1)
    build(site, tmp_path, "Q-2", MANY)
    client = site.app.test_client()
    assert signing_in(client, "li", PASSWORD).status_code == 303
    yield site, client
    site.app.extensions["ecoatlas"].database.close()
    site.database.close()


def part(page: str, first: str, after: str) -> str:
    """A page from one section to the next."""
    return page.partition(f'id="{first}"')[2].partition(f'id="{after}"')[0]


def test_a_full_page_asks_no_more_than_one_with_little(office: Any) -> None:
    site, client = office
    asked: list[str] = []
    engine = site.app.extensions["ecoatlas"].database.engine
    event.listen(engine, "before_cursor_execute", lambda *about: asked.append(about[2]))
    client.get("/projects/Q-1")
    counts = []
    for code, many in (("Q-1", 1), ("Q-2", MANY)):
        asked.clear()
        page = client.get(f"/projects/{code}").text
        counts.append(len(asked))
        told = {
            "features": page.count("<tr data-key="),
            "hits": page.partition('id="hits"')[2].partition('id="sites"')[0].count("<li>"),
            "sites": page.partition('id="sites"')[2]
            .partition('id="files"')[0]
            .count('href="/sites/'),
            "files": page.count(f"/projects/{code}/files/"),
        }
        assert told == dict.fromkeys(told, many)
    assert counts[0] == counts[1] <= QUERIES
