"""A closed office for the pages of accounts, and what a person sees of a page."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from layers.catalogue import Layer, Version, make_live
from layers.settings import Settings
from layers.system.database import Database, engine_for
from projects.accounts import accounts
from tests.databases import make_tables
from webmap.app import create_app

PASSWORD = "seven otters juggle lanterns"  # noqa: S105
PEOPLE = {"wang": "admin", "zhao": "viewer", "li.na": "editor", "qian": "reviewer"}
FAULT = re.compile(r'<p class="form-fault" id="([\w-]+)-fault">.*?<span>(.*?)</span>', re.S)
FOCUSED = re.compile(r"<(?:input|select|div|section)[^>]*\bautofocus\b[^>]*>")


@dataclass
class Seen:
    """An answer as a person sees it."""

    answer: TestResponse

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def location(self) -> str:
        return self.answer.headers["Location"]

    @property
    def headers(self) -> Any:
        return self.answer.headers

    @property
    def text(self) -> str:
        return self.answer.text

    @property
    def once(self) -> str:
        """What is shown this once, on a page that no cache keeps."""
        found = re.search(r'<code id="once-secret">([^<]+)</code>', self.text)
        assert found is not None
        assert self.headers["Cache-Control"] == "no-store"
        return found[1]

    @property
    def faults(self) -> dict[str, str]:
        """What stands at each field that is wrong."""
        return {name.split("-")[-1]: unescape(text) for name, text in FAULT.findall(self.text)}

    @property
    def cursor(self) -> list[str]:
        """Ids of what takes the cursor when the page opens."""
        tags = FOCUSED.findall(self.text)
        return [(re.search(r'id="([^"]+)"', tag) or ["", "summary"])[1] for tag in tags]


@dataclass
class Desk:
    """One browser of the office: a client that fills in forms."""

    client: FlaskClient

    def get(self, address: str, **more: Any) -> Seen:
        return Seen(self.client.get(address, **more))

    def post(self, address: str, **fields: str) -> Seen:
        form = {**fields, "csrf_token": self.token()}
        return Seen(self.client.post(address, data=form))

    def sign_in(self, name: str, password: str = PASSWORD, to: str = "/account") -> Seen:
        return self.post(f"/sign-in?next={to}", name=name, password=password)

    def token(self) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/sign-in").text)
        assert found is not None
        return found[1]


@dataclass
class Office:
    """A closed office: wang is its administrator, and there is one person of each other role."""

    app: Flask
    database: Database

    def desk(self, name: str | None = None) -> Desk:
        desk = Desk(self.app.test_client())
        if name:
            assert desk.sign_in(name).status == 303
        return desk


@pytest.fixture(scope="module")
def office_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of the office, made once."""
    home = tmp_path_factory.mktemp("office") / "home"
    database = Database(engine_for(Settings(home=home)))
    make_tables(database.engine)
    with database.transaction() as session:
        for name, role in PEOPLE.items():
            accounts.add_account(session, name, role, password=PASSWORD, by=None)
    database.close()
    return home


@pytest.fixture
def office(office_home: Path, tmp_path: Path) -> Iterator[Office]:
    settings = Settings(home=shutil.copytree(office_home, tmp_path / "office"))
    made = Office(create_app(settings), Database(engine_for(settings)))
    yield made
    made.app.extensions["ecoatlas"].database.close()
    made.database.close()


@pytest.fixture
def add_layer(office: Office) -> Callable[[str, str], None]:
    """Adds a catalogue entry of a secrecy grade, without content."""

    def add(name: str, secrecy: str) -> None:
        layer = Layer(id=name, kind="lake", title_zh=name, title_en=name, key_field="code")
        version = Version(
            sha256=f"{name:0<64}", features=1, bbox=[114.0, 30.0, 114.1, 30.1],
            crs="EPSG:4490", secrecy=secrecy, manifest={},
        )  # fmt: skip
        with office.database.transaction() as session:
            make_live(session, layer, version)

    return add
