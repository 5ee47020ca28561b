"""Exports and comparisons too large for a request: jobs, and files for their asker alone."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from layers.artifacts import discard_made
from layers.artifacts.files import made_folder
from layers.audit.tables import AuditEntry
from layers.catalogue import Version
from layers.jobs import ask_cancel, ledger
from layers.jobs.running import Workshop, run_job
from layers.jobs.tables import JobRow
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.database import Database, engine_for, now
from projects.accounts import accounts
from projects.accounts.grants import grant, revoke
from projects.work.kinds import JOB_KINDS
from tests.imported import edit_feature
from webmap.app import create_app

pytestmark = pytest.mark.slow

EXPORT = "/layers/zones/export?format=gpkg"
DIFF = "/layers/zones/diff?from=1&to=2"
API_DIFF = f"/api/v1{DIFF}"


@pytest.fixture(scope="module")
def pattern(
    tmp_path_factory: pytest.TempPathFactory,
    opened: Callable[[Path], Any],
    own_layer: Callable[[Any, Path], None],
) -> Path:
    """The home of an office with two versions of the zones."""
    folder = tmp_path_factory.mktemp("made")
    made = opened(folder / "home")
    own_layer(made, folder)
    changes = {"name": "甲区改（示例）"}
    edit_feature(
        made.database, made.store, "zones", 1, "A", changes, "试验", None, with_tiles=False
    )
    close(made)
    return folder / "home"


@pytest.fixture
def office(pattern: Path, tmp_path: Path) -> Iterator[Any]:
    """An office of the test's own, in which everything is large."""
    shutil.copytree(pattern, tmp_path / "home")
    settings = Settings(home=tmp_path / "home")
    app = create_app(settings)
    database, store = Database(engine_for(settings)), Store(settings.resolved_store_url)
    made = SimpleNamespace(app=app, settings=settings, database=database, store=store)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("layers.artifacts.bound.AT_ONCE_S", 0.0)
        yield made
    close(made)


def close(office: Any) -> None:
    office.app.extensions["ecoatlas"].database.close()
    office.database.close()


@pytest.fixture
def enter(office: Any, signing_in: Callable[..., Any]) -> Callable[[str], FlaskClient]:
    def entered(name: str, role: str = "viewer") -> FlaskClient:
        password = "正确 的马 电池 订书钉 蓝"  # noqa: S105
        with office.database.transaction() as session:
            accounts.add_account(session, name, role, password=password, by=None)
        client: FlaskClient = office.app.test_client()
        assert signing_in(client, name).status_code == 303
        return client

    return entered


def do_jobs(office: Any) -> list[str | None]:
    shop = Workshop(office.settings, office.database, office.store, JOB_KINDS, "w1")
    with office.database.reading() as session:
        waiting = ledger.to_be_done(session, shop.dead_after_s)
    return [run_job(shop, job.id) for job in waiting]


def fetch(client: FlaskClient, address: str) -> Any:
    return client.get(address, buffered=True)


def asked(client: FlaskClient, address: str) -> str:
    """Ask as a program does; the address of the job."""
    answer = client.get(address, headers={"Accept": "application/json"}, buffered=True)
    assert answer.status_code == 202, answer.text
    return str(answer.headers["Location"])


def test_a_large_export_is_made_by_a_job_and_fetched(
    office: Any, enter: Callable[..., FlaskClient]
) -> None:
    client = enter("li")
    page = client.get(EXPORT)
    assert page.status_code == 303
    shown = client.get(page.location).text
    assert "job-progress" in shown
    assert client.get(EXPORT).location == page.location  # asked again it is the same job
    assert do_jobs(office) == ["done"]
    shown = client.get(page.location).text
    address = f"/api/v1{page.location}/file"
    assert address in shown
    fetched = fetch(client, address)
    assert fetched.data.startswith(b"SQLite format 3")
    assert 'filename="zones_v2_EPSG4490.gpkg"' in fetched.headers["Content-Disposition"]
    assert fetched.headers["Cache-Control"] == "no-store"
    with office.database.reading() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.number))
        taken = [(one.actor, one.subject) for one in entries if one.action == "layer-exported"]
    assert taken == [("li", "zones@2")] * 2  # written, and fetched


def test_a_program_gets_202_and_the_address_of_the_job(
    office: Any, enter: Callable[..., FlaskClient]
) -> None:
    client = enter("li")
    place = asked(client, EXPORT)
    assert client.get(place).get_json()["state"] == "waiting"
    assert fetch(client, f"{place}/file").status_code == 409
    do_jobs(office)
    job = client.get(place).get_json()
    assert (job["state"], job["file"]) == ("done", f"{place}/file")
    assert fetch(client, job["file"]).status_code == 200


def test_only_the_asker_may_fetch_what_was_made(
    office: Any, enter: Callable[..., FlaskClient]
) -> None:
    place = asked(enter("li"), EXPORT)
    do_jobs(office)
    for name, role in (("wang", "viewer"), ("root", "admin")):
        assert fetch(enter(name, role), f"{place}/file").status_code == 404
    assert office.app.test_client().get(f"{place}/file").status_code == 401


def test_what_is_no_longer_seen_is_no_longer_fetched(
    office: Any, enter: Callable[..., FlaskClient]
) -> None:
    client = enter("li")
    with office.database.transaction() as session:
        for version in session.scalars(select(Version)):
            version.secrecy = "restricted"
        grant(session, "zones", "li", None)
    place = asked(client, EXPORT)
    do_jobs(office)
    assert fetch(client, f"{place}/file").status_code == 200
    with office.database.transaction() as session:
        revoke(session, "zones", "li", None)
    assert fetch(client, f"{place}/file").status_code == 404
    assert client.get(place.removeprefix("/api/v1")).status_code == 404


def test_a_permission_withdrawn_before_the_job_ran_refuses_it(
    office: Any, enter: Callable[..., FlaskClient]
) -> None:
    client = enter("li")
    with office.database.transaction() as session:
        for version in session.scalars(select(Version)):
            version.secrecy = "restricted"
        grant(session, "zones", "li", None)
    place = asked(client, EXPORT)
    with office.database.transaction() as session:
        revoke(session, "zones", "li", None)
    assert do_jobs(office) == ["refused"]
    assert client.get(place).get_json()["problem"]["code"] == "unknown-layer"


def test_two_large_versions_are_compared_by_a_job_and_shown_page_by_page(
    office: Any, enter: Callable[..., FlaskClient]
) -> None:
    client = enter("li")
    place = client.get(DIFF).location
    assert place.startswith("/jobs/")
    do_jobs(office)
    assert client.get(place).location == DIFF
    page = client.get(DIFF)
    assert page.status_code == 200
    assert "甲区改（示例）" in page.text
    found = client.get(API_DIFF).get_json()
    with pytest.MonkeyPatch.context() as small:
        small.setattr("layers.artifacts.bound.AT_ONCE_S", 1e9)
        assert client.get(API_DIFF).get_json() == found


def test_a_large_comparison_asks_strangers_to_sign_in(
    office: Any, enter: Callable[..., FlaskClient]
) -> None:
    stranger = office.app.test_client()
    assert stranger.get(DIFF).location.startswith("/sign-in?next=/layers/zones/diff")
    assert stranger.get(API_DIFF).status_code == 401


@pytest.mark.parametrize("format_", ["json", "xlsx"])
def test_the_file_of_a_large_comparison_is_made_by_a_job(
    office: Any, enter: Callable[..., FlaskClient], format_: str
) -> None:
    client = enter("li")
    place = asked(client, f"/layers/zones/diff.{format_}?from=1&to=2")
    do_jobs(office)
    fetched = fetch(client, f"{place}/file")
    assert f'filename="zones_v1-v2.{format_}"' in fetched.headers["Content-Disposition"]
    if format_ == "json":
        assert json.loads(fetched.data)["counts"]["changed"] == 1


def test_rows_that_were_chosen_are_all_that_a_job_writes(
    office: Any, enter: Callable[..., FlaskClient]
) -> None:
    client = enter("li")
    place = asked(client, "/layers/zones/export?format=geojson&q=乙区")
    do_jobs(office)
    found = json.loads(fetch(client, f"{place}/file").data)
    assert [one["properties"]["code"] for one in found["features"]] == ["B"]


def test_what_the_form_can_mend_is_said_before_a_job_begins(
    office: Any, enter: Callable[..., FlaskClient]
) -> None:
    answer = enter("li").get("/layers/zones/export?format=gpkg&epsg=999999")
    assert answer.status_code == 422 or answer.status_code == 400
    assert "EPSG:999999" in answer.text
    assert do_jobs(office) == []


def test_a_cancelled_export_leaves_nothing_and_can_be_asked_again(
    office: Any, enter: Callable[..., FlaskClient]
) -> None:
    client = enter("li")
    place = asked(client, EXPORT)
    with office.database.transaction() as session:
        ask_cancel(session, place.rpartition("/")[2])
    assert do_jobs(office) == []
    assert "取消" in client.get(place.removeprefix("/api/v1")).text
    assert asked(client, EXPORT) != place


def test_a_killed_worker_s_export_is_made_whole_by_the_next(
    office: Any, enter: Callable[..., FlaskClient]
) -> None:
    client = enter("li")
    place = asked(client, EXPORT)
    job_id = place.rpartition("/")[2]
    left = made_folder(office.settings, job_id)
    (left / ".export-x").mkdir(parents=True)
    (left / "export.gpkg").write_bytes(b"half")
    with office.database.transaction() as session:
        row = session.get_one(JobRow, job_id)
        row.state, row.worker, row.attempts = "running", "dead", 1
        row.beat_at = now() - dt.timedelta(minutes=5)
    assert do_jobs(office) == ["done"]
    assert fetch(client, f"{place}/file").data.startswith(b"SQLite format 3")
    assert [one.name for one in left.iterdir()] == ["export.gpkg"]


def test_what_was_made_is_swept_after_its_time(
    office: Any, enter: Callable[..., FlaskClient]
) -> None:
    client = enter("li")
    place = asked(client, EXPORT)
    do_jobs(office)
    folder = made_folder(office.settings, place.rpartition("/")[2])
    stray = made_folder(office.settings, "nobodys")
    shutil.copytree(folder, stray)
    with office.database.transaction() as session:
        assert discard_made(session, office.settings) == 1
        assert (folder.exists(), stray.exists()) == (True, False)
        row = session.get_one(JobRow, folder.name)
        row.finished_at = now() - dt.timedelta(hours=25)
    gone = fetch(client, f"{place}/file")
    assert (gone.status_code, gone.get_json()["code"]) == (410, "made-gone")
    with office.database.transaction() as session:
        assert discard_made(session, office.settings) == 1
    assert "过期" in client.get(place.removeprefix("/api/v1")).text
    # What is in it is kept by itself: nobody waits for it once more.
    assert fetch(client, EXPORT).data.startswith(b"SQLite format 3")
    shutil.rmtree(office.settings.resolved_home / "exports")
    assert asked(client, EXPORT) != place


def test_nobody_fills_the_queue_alone(office: Any, enter: Callable[..., FlaskClient]) -> None:
    client = enter("li")
    for format_ in ("gpkg", "shp", "geojson", "parquet", "xlsx"):
        asked(client, f"/layers/zones/export?format={format_}")
    assert client.get("/layers/zones/export?format=kml").status_code == 409
