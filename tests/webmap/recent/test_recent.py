"""What changed since a day: nothing missing, nothing that the reader may not see."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import event, select, update

from layers.audit import SYSTEM, Actor, record
from layers.catalogue import Version
from layers.system.china_time import today
from layers.system.database import now
from projects.policy.tables import PolicyTarget
from projects.recent.changes import QUERIES, recent_changes
from projects.records.changes.progress import Report, report_progress
from projects.records.changes.records import add_project
from projects.targets.changing import change_of
from projects.targets.ledger import Eyes
from projects.targets.tables import TargetValueRow

pytestmark = pytest.mark.slow

LONG_AGO = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def office(opened: Any, own_layer: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("recent")
    site = opened(folder / "home")
    own_layer(site, folder)
    with site.database.transaction() as session:
        # The layers were there before; the project and what stands is of today.
        session.execute(update(Version).values(created_at=LONG_AGO))
        add_project(session, {"code": "N-1", "name": "新渠（示例）", "status": "在建"})
        report_progress(session, "N-1", 30, Report(today(), text="开挖"), by=SYSTEM)
    yield site
    site.app.extensions["ecoatlas"].database.close()
    site.database.close()


def asked(site: Any, **query: Any) -> dict[str, Any]:
    response = site.app.test_client().get("/api/v1/changes", query_string=query)
    assert response.status_code == 200
    found: dict[str, Any] = response.get_json()
    return found


def test_what_is_of_before_is_not_told_and_what_is_of_today_is(office: Any) -> None:
    found = asked(office, since=str(today()))
    assert found["layers"] == []
    project = next(one for one in found["projects"] if one["code"] == "N-1")
    assert project["actions"] == ["reported", "added"]
    assert found["counted"]["projects"] == len(found["projects"])
    assert {one["layer"] for one in asked(office, since="2025-12-31")["layers"]} >= {"zones"}
    tomorrow = today() + dt.timedelta(days=1)
    assert set(asked(office, since=str(tomorrow))["counted"].values()) == {0}


def test_the_page_tells_values_and_links_to_them(office: Any) -> None:
    page = office.app.test_client().get(f"/changes?since={today()}").text
    assert 'href="/projects/N-1"' in page
    assert "新建" in page
    assert "30" in page
    empty = office.app.test_client().get("/changes?since=2099-01-01&lang=en").text
    assert "Nothing has changed in this time." in empty


@pytest.mark.parametrize("query", ["since=yesterday", "since=1999-12-31"])
def test_what_is_no_day_is_refused(office: Any, query: str) -> None:
    response = office.app.test_client().get(f"/api/v1/changes?{query}")
    assert response.status_code == 422
    assert response.get_json()["code"] == "input-invalid"


def test_programs_ask_on_from_where_they_were(office: Any) -> None:
    """By a moment with its zone; what a list leaves out is said."""
    with pytest.MonkeyPatch.context() as later:  # what falls on that second may come twice
        later.setattr("webmap.recent.pages.now", lambda: now() + dt.timedelta(seconds=1))
        first = asked(office, since="2025-12-31T00:00:00+08:00")
    assert first["complete"]
    assert first["projects"]
    following = asked(office, since=first["until"])
    assert sum(following["counted"].values()) == 0
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("webmap.recent.pages.MOST_IN_FEED", 0)
        assert not asked(office, since="2025-12-31")["complete"]
    for wrong in ("2026-01-01T08:00:00", "1999-12-31T00:00:00Z", "soon"):
        query = {"since": wrong, "lang": "en"}
        refused = office.app.test_client().get("/api/v1/changes", query_string=query)
        assert (refused.status_code, refused.get_json()["code"]) == (422, "input-invalid")


def test_without_a_day_it_is_since_the_last_visit(office: Any) -> None:
    client = office.app.test_client()
    first = client.get("/changes").text
    assert "上次查看" not in first
    yesterday = today() - dt.timedelta(days=1)
    client.set_cookie("ecoatlas_looked", f".{yesterday}")
    # He looks twice today: both times since yesterday.
    for _ in range(2):
        page = client.get("/changes").text
        assert "上次查看" in page
        assert f'value="{yesterday}"' in page
    for broken in ("x", "2026-13-01.2026-13-02", "..", f".{today() + dt.timedelta(days=9)}"):
        client.set_cookie("ecoatlas_looked", broken)
        assert client.get("/changes").status_code == 200


def test_a_draft_is_told_to_whoever_wrote_it_and_to_nobody_else(office: Any) -> None:
    with office.database.transaction() as session:
        target = session.scalars(select(PolicyTarget.id).order_by(PolicyTarget.id)).first()
        row = TargetValueRow(
            target_id=target, unit="420113", period="2026", value=12.5, status="draft",
            written_by="li", at=now(), version=1,
        )  # fmt: skip
        session.add(row)
        session.flush()
        session.add(change_of(row, "draft", Actor("li", "10.0.0.4"), None))
    with office.database.reading() as session:
        told = {
            name: [
                (one.target_id, one.cells)
                for one in recent_changes(session, LONG_AGO, eyes).targets
            ]
            for name, eyes in {"": Eyes(), "li": Eyes("li"), "wu": Eyes("wu")}.items()
        }
    assert told == {"": [], "li": [(target, 1)], "wu": []}


def test_the_number_of_queries_does_not_grow(office: Any) -> None:
    with office.database.transaction() as session:
        for number in range(30):
            add_project(session, {"code": f"Q-{number}", "name": f"项目{number}", "status": "在建"})
    sent: list[str] = []

    def heard(*about: Any) -> None:
        sent.append(str(about[2]))

    with office.database.reading() as session:
        event.listen(office.database.engine, "before_cursor_execute", heard)
        found = recent_changes(session, LONG_AGO, Eyes())
        event.remove(office.database.engine, "before_cursor_execute", heard)
    assert found.counted["projects"] >= 31
    assert len([one for one in sent if one.startswith("SELECT")]) <= QUERIES


def test_a_layer_that_went_back_is_told_though_it_has_no_new_version(office: Any) -> None:
    with office.database.transaction() as session:
        record(session, Actor("li", "10.0.0.4"), "layer-rolled-back", "zones@1", details={})
    told = [
        (one["layer"], one["rolled_back"], one["new_versions"])
        for one in asked(office, since=str(today()))["layers"]
    ]
    assert told == [("zones", True, 0)]
    page = office.app.test_client().get(f"/changes?since={today()}").text
    assert "恢复过旧版本" in page
