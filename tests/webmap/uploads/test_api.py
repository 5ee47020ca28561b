"""Uploads through the JSON interface, with a worker that does their jobs in this process."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import geopandas as gpd
import pytest
import shapely
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from geo.errors import EcoAtlasError
from layers import catalogue, jobs
from layers.audit import Actor
from layers.catalogue import resolve
from layers.jobs.errors import QUEUE_UNREACHABLE
from layers.jobs.running import Workshop, run_job
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.database import Database, engine_for, now
from layers.uploads import receiving
from layers.uploads.tables import UploadRow
from projects.accounts.accounts import add_account, get_account
from projects.accounts.tokens import make_token
from projects.work.kinds import JOB_KINDS
from tests.databases import make_tables
from webmap.app import create_app
from webmap.jobs import api as api_jobs

pytestmark = pytest.mark.slow

PEOPLE = {"li": "editor", "zhao": "editor", "wang": "admin", "sun": "viewer"}
DEMO = Path(__file__).parents[3] / "data" / "demo"
UPLOADS = "/api/v1/uploads"
PASSWORD = "seven otters juggle lanterns"  # noqa: S105


class Office:
    """An office over one home; `again()` is the same after a restart of the server."""

    def __init__(self, home: Path) -> None:
        self.settings = Settings(home=home, upload_mb=40)
        engine = engine_for(self.settings)
        make_tables(engine)
        self.database = Database(engine)
        self.store = Store(self.settings.resolved_store_url)
        self.app: Flask = create_app(self.settings)
        self.sessions: dict[str, str] = {}

    def again(self) -> Office:
        sessions = self.sessions
        self.close()
        office = Office(self.settings.home)
        office.sessions = sessions
        return office

    def close(self) -> None:
        self.app.extensions["ecoatlas"].database.close()
        self.database.close()

    def add_people(self) -> None:
        with self.database.transaction() as session:
            for name, role in PEOPLE.items():
                add_account(session, name, role, must_change=False, by=None)
                account = get_account(session, name)
                self.sessions[name] = make_token(
                    session, account, "test", role, 9, Actor(name, "-")
                ).token

    def ask(self, who: str, method: str, path: str, **more: Any) -> TestResponse:
        token = self.sessions.get(who, who)
        headers = {"Authorization": f"Bearer {token}"} | more.pop("headers", {})
        client = self.app.test_client()
        return client.open(path, method=method, headers=headers, buffered=True, **more)

    def work(self, job: str) -> str | None:
        shop = Workshop(self.settings, self.database, self.store, JOB_KINDS, "w1")
        return run_job(shop, job)


@pytest.fixture
def office(private_home: Path) -> Iterator[Office]:
    made = Office(private_home)
    made.add_people()
    yield made
    made.close()


def announced(office: Office, files: dict[str, bytes], who: str = "li") -> str:
    listed = [{"name": name, "size": len(data)} for name, data in files.items()]
    made = office.ask(who, "POST", UPLOADS, json={"files": listed})
    assert made.status_code == 201, made.text
    return str(made.get_json()["id"])


def send(
    office: Office, upload: str, number: int, offset: int, data: bytes, who: str = "li"
) -> TestResponse:
    path = f"{UPLOADS}/{upload}/files/{number}?offset={offset}"
    return office.ask(who, "PUT", path, data=data, content_type="application/octet-stream")


def sent(office: Office, files: dict[str, bytes], who: str = "li") -> str:
    upload = announced(office, files, who)
    for number, data in enumerate(files.values()):
        assert send(office, upload, number, 0, data, who).status_code == 200
    return upload


def do(office: Office, upload: str, what: str, who: str = "li") -> dict[str, Any]:
    """Ask for a job, have it done, and look at it."""
    asked = office.ask(who, "POST", f"{UPLOADS}/{upload}/{what}", json={})
    assert asked.status_code == 202, asked.text
    job = asked.get_json()["id"]
    office.work(job)
    return dict(office.ask(who, "GET", f"/api/v1/jobs/{job}").get_json())


def zones() -> dict[str, bytes]:
    return {"分区.zip": (DEMO / "sponge_zones.zip").read_bytes()}


def test_a_zip_becomes_a_layer(office: Office) -> None:
    upload = sent(office, zones())
    checked = do(office, upload, "check")
    assert checked["state"] == "done"
    choices = {"kind": "sponge_zone", "layer_id": "zones", "key": "分区编号", "title": "分区"}
    assert office.ask("li", "PATCH", f"{UPLOADS}/{upload}", json=choices).status_code == 200
    made = do(office, upload, "import")
    assert made["state"] == "done", made
    assert made["result"]["version"] == "zones@1"
    office.work(made["result"]["tiles_job"])
    layers = office.ask("li", "GET", "/api/v1/layers").get_json()["layers"]
    assert [(one["id"], one["features"]) for one in layers] == [("zones", 47)]
    assert layers[0]["tiles"] is not None


def checked(office: Office, **choices: Any) -> str:
    """The demonstration's zones, sent and checked with these choices."""
    upload = sent(office, zones())
    if choices:
        assert office.ask("li", "PATCH", f"{UPLOADS}/{upload}", json=choices).status_code == 200
    assert do(office, upload, "check")["state"] == "done"
    return upload


def test_a_name_longer_than_files_may_be_called_is_read_all_the_same(office: Office) -> None:
    """90 Chinese characters are 270 bytes: a name on the sender's machine, none on ours."""
    name = "武汉市" * 30
    (data,) = zones().values()
    upload = sent(office, {f"{name}.zip": data})
    assert do(office, upload, "check")["state"] == "done"
    several = sent(office, {f"{name}.csv": b"code,name,lon,lat\n1,x,114.3,30.5\n", "b.txt": b"x"})
    assert do(office, several, "check")["state"] == "done"


def test_what_is_live_is_done_also_when_it_was_cancelled_in_that_moment(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cancelled while the transaction is under way: it was said that nothing was stored."""
    upload = checked(office, **READY)
    job = office.ask("li", "POST", f"{UPLOADS}/{upload}/import", json={}).get_json()["id"]
    real = catalogue.make_live

    def cancelled(session: Session, *given: Any) -> Any:
        jobs.ask_cancel(session, job)
        return real(session, *given)

    monkeypatch.setattr(catalogue, "make_live", cancelled)
    assert office.work(job) == "done"
    said = office.ask("li", "GET", f"/api/v1/jobs/{job}").get_json()
    assert (said["state"], said["problem"]) == ("done", None)
    assert said["result"]["version"] == "zones@1"


READY = {"kind": "sponge_zone", "layer_id": "zones", "key": "分区编号"}


def test_what_a_check_found_is_taken_home_as_a_workbook(office: Office) -> None:
    upload = sent(office, zones())
    early = office.ask("li", "GET", f"{UPLOADS}/{upload}/faults.xlsx")
    assert (early.status_code, early.get_json()["code"]) == (404, "upload-nothing-to-take")
    do(office, upload, "check")
    taken = office.ask("li", "GET", f"{UPLOADS}/{upload}/faults.xlsx")
    name = unquote(taken.headers["Content-Disposition"].partition("UTF-8''")[2])
    assert name == "分区_检查报告.xlsx"
    rows = list(load_workbook(BytesIO(taken.data)).worksheets[0].values)
    assert "geometry-repaired" in {row[1] for row in rows}
    assert office.ask("zhao", "GET", f"{UPLOADS}/{upload}/faults.xlsx").status_code == 404


@pytest.mark.parametrize("format_", ["gpkg", "zip"])
def test_mended_data_are_written_by_a_job_and_taken_home(
    office: Office, format_: str, tmp_path: Path
) -> None:
    upload = checked(office, **READY)
    address = f"{UPLOADS}/{upload}/mended"
    assert office.ask("li", "GET", f"{address}.{format_}").status_code == 404
    asked = office.ask("li", "POST", address, json={"format": format_})
    assert asked.status_code == 202, asked.text
    busy = office.ask("li", "POST", f"{UPLOADS}/{upload}/check", json={})
    assert busy.get_json()["code"] == "upload-busy"
    assert office.work(asked.get_json()["id"]) == "done"
    taken = office.ask("li", "GET", f"{address}.{format_}")
    assert unquote(taken.headers["Content-Disposition"]).endswith(f"分区_改正后.{format_}")
    path = tmp_path / f"mended.{format_}"
    path.write_bytes(taken.data)
    frame = gpd.read_file(path)
    assert (len(frame), frame.geometry.is_valid.all()) == (47, True)
    assert office.ask("zhao", "GET", f"{address}.{format_}").status_code == 404
    said = office.ask("li", "GET", f"{UPLOADS}/{upload}").get_json()["mended"]
    assert (said["state"], said["result"]["format"]) == ("done", format_)


def test_mended_data_need_to_know_the_kind_and_nothing_in_the_way(office: Office) -> None:
    upload = checked(office)
    address = f"{UPLOADS}/{upload}/mended"
    without = office.ask("li", "POST", address, json={"format": "gpkg"})
    assert without.get_json()["code"] == "upload-incomplete"
    office.ask("li", "PATCH", f"{UPLOADS}/{upload}", json={**READY, "key": "没有这个字段"})
    asked = office.ask("li", "POST", address, json={"format": "gpkg"}).get_json()["id"]
    assert office.work(asked) == "refused"
    assert office.ask("li", "GET", f"{address}.gpkg").status_code == 404


def test_an_upload_is_compared_with_the_boundary_that_its_owner_sees(
    office: Office, tmp_path: Path
) -> None:
    """Two boundaries: one far in the west, public, and one that only the administrator sees."""
    for layer, name, west, secrecy in (
        ("ground", "西界", 113.0, "public"),
        ("a-secret", "密界", 114.0, "restricted"),
    ):
        path = tmp_path / f"{layer}.geojson"
        table = {"code": ["1"], "name": [name], "level": ["county"]}
        shape = [shapely.box(west, 30.0, west + 0.5, 31.0)]
        gpd.GeoDataFrame(table, geometry=shape, crs=4490).to_file(path)
        upload = sent(office, {path.name: path.read_bytes()}, "wang")
        about = {"kind": "admin_division", "layer_id": layer, "title": name, "crs": "EPSG:4490"}
        office.ask("wang", "PATCH", f"{UPLOADS}/{upload}", json={**about, "secrecy": secrecy})
        made = do(office, upload, "import", "wang")
        assert made["state"] == "done", made
    seen = office.ask("li", "GET", "/api/v1/ground").get_json()["features"]
    assert [one["properties"]["title"] for one in seen] == ["西界"]
    every = office.ask("wang", "GET", "/api/v1/ground").get_json()["features"]
    assert {one["properties"]["title"] for one in every} == {"西界", "密界"}
    report = office.ask("li", "GET", f"{UPLOADS}/{checked(office, **READY)}").get_json()["report"]
    found = {one["code"]: one["message"] for one in report["layers"][0]["problems"]}
    assert "西界" in found["layer-outside-district"]


def test_a_page_of_an_upload_offers_no_layer_that_its_owner_does_not_see(
    office: Office, signing_in: Callable[..., TestResponse]
) -> None:
    secret = checked(office, **READY)
    office.ask(
        "li", "PATCH", f"{UPLOADS}/{secret}", json={"secrecy": "restricted", "title": "密层"}
    )
    assert do(office, secret, "import")["state"] == "done"
    with office.database.transaction() as session:
        for name, role in (("qin", "editor"), ("admin", "admin")):
            add_account(session, name, role, password=PASSWORD, by=None)
    editor, admin = (office.app.test_client() for _ in range(2))
    for client, name in ((editor, "qin"), (admin, "admin")):
        assert signing_in(client, name, PASSWORD).status_code == 303
    for path in ("/upload", "/upload?layer=zones"):
        assert editor.get(path).status_code == 200
        assert "密层" not in editor.get(path).text
    assert editor.get(f"/upload/{secret}").status_code == 404
    assert "密层" in admin.get("/upload?layer=zones").text
    with office.database.transaction() as session:
        name = [("a.zip", 1)]
        own = receiving.start_upload(session, office.settings, name, Actor("qin", "-")).id
    assert editor.get(f"/upload/{own}").status_code == 200
    assert "密层" not in editor.get(f"/upload/{own}").text
    assert "密层" in admin.get(f"/upload/{own}").text


def test_what_nobody_touches_goes_while_the_worker_runs(office: Office) -> None:
    """A server that is never started again would keep every upload that was left."""
    left, fresh = sent(office, zones()), sent(office, zones())
    with office.database.transaction() as session:
        row = session.get(UploadRow, left)
        assert row is not None
        row.touched_at = now() - dt.timedelta(days=receiving.KEPT_DAYS + 1)
    assert do(office, fresh, "check")["state"] == "done"
    assert office.ask("li", "GET", f"{UPLOADS}/{left}").status_code == 404
    assert not receiving.folder(office.settings, left).exists()


def test_a_queue_that_is_away_only_makes_a_job_wait(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Redis was not there when the first job was asked for; the worker finds it in the ledger."""

    def away(_settings: Settings) -> None:
        raise EcoAtlasError(QUEUE_UNREACHABLE, why="ConnectionError")

    monkeypatch.setattr(api_jobs, "Jobs", away)
    upload = sent(office, zones())
    asked = office.ask("li", "POST", f"{UPLOADS}/{upload}/check", json={})
    assert (asked.status_code, asked.get_json()["state"]) == (202, "waiting")


def test_what_was_checked_is_imported_without_reading_the_file_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = sent(office, zones())
    choices = {"kind": "sponge_zone", "layer_id": "zones", "key": "分区编号"}
    office.ask("li", "PATCH", f"{UPLOADS}/{upload}", json=choices)
    do(office, upload, "check")
    kept = office.settings.resolved_home / "uploads" / upload / "layer"
    assert kept.is_dir()

    def again(*_given: object, **_said: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr("layers.uploads.work.read_layer", again)
    made = do(office, upload, "import")
    assert made["state"] == "done", made
    assert not kept.exists()


def test_what_was_kept_of_another_check_is_not_imported(office: Office) -> None:
    """A check that is killed may leave what its report does not tell."""
    upload = sent(office, zones())
    choices = {"kind": "sponge_zone", "layer_id": "zones", "key": "分区编号"}
    office.ask("li", "PATCH", f"{UPLOADS}/{upload}", json=choices)
    do(office, upload, "check")
    about = office.settings.resolved_home / "uploads" / upload / "layer" / "about.json"
    about.write_text(about.read_text(encoding="utf-8").replace("sponge_zone", "other"), "utf-8")
    assert do(office, upload, "import")["state"] == "done"
    with office.database.reading() as session:
        assert resolve(session, "zones").kind == "sponge_zone"
