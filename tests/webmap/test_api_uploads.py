"""Uploads through the JSON interface, with a worker that does their jobs in this process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from layers.audit import Actor
from layers.database import Database, engine_for
from layers.jobs.running import Workshop, run_job
from layers.settings import Settings
from layers.store import Store
from projects import migrations
from projects.accounts.accounts import add_account, get_account
from projects.accounts.tokens import make_token
from webmap.app import create_app
from webmap.job_kinds import JOB_KINDS

PEOPLE = {"li": "editor", "zhao": "editor", "wang": "admin", "sun": "viewer"}
DEMO = Path(__file__).parents[2] / "data" / "demo"
UPLOADS = "/api/v1/uploads"


class Office:
    """An office over one home; `again()` is the same after a restart of the server."""

    def __init__(self, home: Path) -> None:
        self.settings = Settings(home=home, upload_mb=40)
        engine = engine_for(self.settings)
        migrations.upgrade(engine)
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
        return self.app.test_client().open(path, method=method, headers=headers, **more)

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
