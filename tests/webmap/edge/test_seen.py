"""Answers that several people are given: read once, never older than the last write, never shared
by two people who see different things."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, text

from layers.system import commit_cache
from tests.webmap.conftest import add_role

pytestmark = pytest.mark.slow

FEATURE = "/api/v1/layers/zones/features/A"
PLACES = ("/", "/layers", "/projects", "/policy", FEATURE)


@contextmanager
def queries(site: Any) -> Iterator[list[str]]:
    asked: list[str] = []
    engine = site.app.extensions["ecoatlas"].database.engine

    def note(*call: Any) -> None:
        asked.append(call[2])

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def office(empty_site: Any, own_layer: Callable[[Any, Path], None], tmp_path: Path) -> Any:
    own_layer(empty_site, tmp_path)
    return empty_site


def set_grade(office: Any, grade: str) -> None:
    with office.database.transaction() as session:
        session.execute(text("UPDATE layer_version SET secrecy = :grade"), {"grade": grade})


def test_what_nobody_has_changed_is_read_once(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commit_cache, "HOLDS_S", 1e9)
    client: FlaskClient = office.app.test_client()
    for place in PLACES:
        first = client.get(place)
        assert first.status_code == 200
        with queries(office) as asked:
            again = client.get(place)
        assert again.status_code == 200
        assert len(again.data) == len(first.data)
        assert asked == []


def test_a_layer_that_is_closed_is_gone_at_once_and_stays_for_those_who_may(
    office: Any, signing_in: Callable[..., Any]
) -> None:
    stranger, admin = office.app.test_client(), office.app.test_client()
    assert signing_in(admin, add_role(office, "admin")).status_code == 303
    assert stranger.get(FEATURE).status_code == 200
    assert "/layers/zones" in stranger.get("/layers").text
    set_grade(office, "restricted")
    for _ in range(2):
        # What the one is shown is not what the other one is given, in whatever order they ask.
        assert admin.get(FEATURE).status_code == 200
        assert "/layers/zones" in admin.get("/layers").text
        assert stranger.get(FEATURE).status_code == 404
        assert "/layers/zones" not in stranger.get("/layers").text
        assert "zones" not in stranger.get("/").text.partition("<script")[2]
    set_grade(office, "public")
    assert stranger.get(FEATURE).status_code == 200
