"""A small district that can be checked in the head, stored once through the real import.

boundary    113.98–114.06 E, 30.46–30.54 N
built-up    114.00–114.04 E, 30.48–30.52 N, in four equal cells:
            NW not assessed   NE no zone
            SW met            SE not met
plant       114.05 E, 30.53 N
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from playwright.sync_api import Browser, expect, sync_playwright
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from geo.words import Text
from layers.audit import SYSTEM
from layers.catalogue import Description
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.database import Database, engine_for
from projects.accounts import accounts, options
from projects.metrics.run import run_metric
from projects.policy.register import load_policy
from projects.records.changes.records import add_project, link
from projects.standing.choosing import layers_of, set_figure
from projects.units.register import load_units
from tests.databases import make_tables, never_wait
from tests.imported import import_file
from tests.webmap.answered import watch
from webmap.app import create_app
from webmap.edge import assets, limit_file

# As patient as all other waiting in a browser: a slow machine is no fault of the page.
# (`wait_for_function` takes functions only: an expression is evaluated anew at each look, which
# the policy of the pages forbids.)
expect.set_options(timeout=30_000)

# Debian's chromium without windows needs a quarter of the processor for the same pages.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
HOSTILE = "<img src=x onerror=alert(1)>丙区（示例）"
TARGET = "WEDZ-2023-T22"
CLAUSE = "WEDZ-2023-09-03"


@dataclass(frozen=True)
class Site:
    """The application over the small district."""

    app: Flask
    settings: Settings
    database: Database
    store: Store


def box(west: float, south: float, size: float) -> dict[str, Any]:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def feature(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


LAYERS: dict[str, tuple[str, Text, list[dict[str, Any]]]] = {
    "boundary": (
        "admin_division",
        Text("行政区划（试验区）", "Test district"),
        [feature(box(113.98, 30.46, 0.08), code="4201-WEDZ", name="试验区", level="county")],
    ),
    "built_up": (
        "built_up_area",
        Text("建成区（示例）", "Built-up area (illustrative)"),
        [feature(box(114.0, 30.48, 0.04), code="J1", name="建成区（示例）", year=2024)],
    ),
    "zones": (
        "sponge_zone",
        Text("排水分区（示例）", "Drainage zones (illustrative)"),
        [
            feature(
                box(114.0, 30.48, 0.02),
                code="A",
                name="甲区（示例）",
                verdict="met",
                capture_target=0.7,
                原文备注="现场已核",
            ),
            feature(box(114.02, 30.48, 0.02), code="B", name="乙区（示例）", verdict="not_met"),
            feature(box(114.0, 30.5, 0.02), code="C", name=HOSTILE, verdict="not_assessed"),
        ],
    ),
    "plants": (
        "sewage_plant",
        Text("污水处理厂", "Sewage plants"),
        [
            feature(
                {"type": "Point", "coordinates": [114.05, 30.53]},
                code="P1",
                name="试验厂",
                capacity_m3_d=50000,
            )
        ],
    ),
}


def store_layer(database: Database, store: Store, folder: Path, layer_id: str) -> None:
    kind, title, features = LAYERS[layer_id]
    path = folder / f"{layer_id}.geojson"
    collection = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")
    about = Description(source="试验数据", secrecy="public")
    import_file(
        database, store, path, layer_id=layer_id, kind=kind, title=title, key="code",
        crs="EPSG:4490", accept=("crs-missing",), description=about,
    )  # fmt: skip


def open_site(home: Path) -> Site:
    settings = Settings(home=home)
    engine = engine_for(settings)
    make_tables(engine)
    database, store = Database(engine), Store(settings.resolved_store_url)
    with database.transaction() as session:
        load_policy(session)
        load_units(session)
        options.set_anonymous_viewing(session, True, None)
    app = create_app(settings)
    watch(app)
    return Site(app, settings, database, store)


def close_site(site: Site) -> None:
    site.app.extensions["ecoatlas"].database.close()
    site.database.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    made = open_site(folder / "home")
    for layer_id in LAYERS:
        store_layer(made.database, made.store, folder, layer_id)
    record = {
        "code": "XM-1",
        "name": "甲区改造（示例）",
        "status": "building",
        "action_item_id": CLAUSE,
        "lead_unit": "区住建局",
        "due_date": "2027-06-30",
        "progress_percent": 40,
    }
    with made.database.transaction() as session:
        add_project(session, record)
        link(session, "XM-1", "zones", ["A"], store=made.store)
    inputs = {"zones": "zones", "built_up": "built_up"}
    run = run_metric(made.database, made.store, "sponge_coverage", inputs, {"target": TARGET})
    stand(made, run.id)
    yield made
    close_site(made)


def stand(site: Site, run: int) -> None:
    """The run is the office's figure, on layers that are its own."""
    with site.database.transaction() as session:
        set_figure(session, run, "示例", SYSTEM, own=layers_of(session, run))


@pytest.fixture(scope="session")
def standing() -> Callable[[Site, int], None]:
    return stand


@pytest.fixture(scope="session")
def opened() -> Callable[[Path], Site]:
    """Opens a fresh installation in a folder; whoever asks for one closes it."""
    return open_site


@pytest.fixture
def empty_site(tmp_path: Path) -> Iterator[Site]:
    """A fresh installation: tables and policy, no layer."""
    made = open_site(tmp_path / "empty")
    yield made
    close_site(made)


class Compiled(BytecodeCache):
    """Templates as they were compiled for another application of this process."""

    def __init__(self) -> None:
        self.of: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.of:
            bucket.bytecode_from_string(self.of[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.of[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session", autouse=True)
def compiled_templates() -> Iterator[None]:
    """Each page is compiled once: hundreds of tests make an application of their own."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(Flask.jinja_options, "bytecode_cache", Compiled())
        yield


@pytest.fixture(scope="session", autouse=True)
def compiled_addresses() -> Iterator[None]:
    """Likewise what writes the addresses of a route, and the stamp of the files that never change
    here: most of the work of making an application."""
    made: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}
    compiling = Rule._compile_builder

    def compiled(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        said = (rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown)
        if said not in made:
            made[said] = compiling(rule, append_unknown)
        return made[said]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Rule, "_compile_builder", compiled)
        patched.setattr(assets, "stamp_of", cache(assets.stamp_of))
        yield


@pytest.fixture(scope="session", autouse=True)
def unwaited_counts(unwaited_disk: None) -> Iterator[None]:
    """Nor until the counts of attempts are on the disk."""
    with pytest.MonkeyPatch.context() as patched:
        never_wait(patched, limit_file)
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_first_start() -> Iterator[None]:
    """What brings an office up to date is tested in `projects`: here the first start is a copy."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("projects.opening.upgrade", make_tables)
        yield


@pytest.fixture(scope="session", autouse=True)
def pictures(drawn_once: None) -> None:
    """Drawn once for all tests of these folders."""


@pytest.fixture
def client(site: Site) -> FlaskClient:
    """Somebody who is not signed in, where the office lets everybody look."""
    return site.app.test_client()


PASSWORD = "正确 的马 电池 订书钉 蓝"  # noqa: S105
FORM_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"|name="csrf" content="([^"]+)"')


def add_role(site: Site, role: str) -> str:
    """An account of this role, named like it."""
    with site.database.transaction() as session:
        if all(one.name != role for one in accounts.list_accounts(session)):
            unit = "区水务湖泊局" if role == "unit" else ""
            accounts.add_account(session, role, role, unit=unit, password=PASSWORD, by=None)
    return role


def form_token(client: FlaskClient, address: str = "/sign-in") -> str:
    """The token that a form of this page carries."""
    found = FORM_TOKEN.search(client.get(address).text)
    assert found is not None
    return found[1] or found[2]


def sign_in(client: FlaskClient, name: str, password: str = PASSWORD) -> TestResponse:
    data = {"name": name, "password": password, "csrf_token": form_token(client)}
    return client.post("/sign-in", data=data)


@pytest.fixture(scope="session")
def own_layer() -> Callable[..., None]:
    """Stores the zones, or another layer, in a site of the test's own."""

    def store(site: Site, folder: Path, layer_id: str = "zones") -> None:
        store_layer(site.database, site.store, folder, layer_id)

    return store


@pytest.fixture(scope="session")
def own_features() -> Callable[[Path, str, str, int], tuple[str, Path]]:
    """Writes the first features of a layer of the district as a file; its kind, and the file."""

    def write(folder: Path, like: str, name: str, some: int) -> tuple[str, Path]:
        kind, _, features = LAYERS[like]
        path = folder / f"{name}.geojson"
        collection = {"type": "FeatureCollection", "features": features[:some]}
        path.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")
        return kind, path

    return write


@pytest.fixture(scope="session")
def token_of_form() -> Callable[..., str]:
    return form_token


@pytest.fixture(scope="session")
def signing_in() -> Callable[..., TestResponse]:
    return sign_in


@pytest.fixture
def changing(site: Site) -> Iterator[Callable[[str], FlaskClient]]:
    """As `client_of`, for tests that change accounts: fresh names, failures forgotten after."""

    def signed_in(role: str) -> FlaskClient:
        name = f"{role}-{secrets.token_hex(4)}"
        with site.database.transaction() as session:
            accounts.add_account(session, name, role, password=PASSWORD, by=None)
        client = site.app.test_client()
        assert sign_in(client, name).status_code == 303
        client.name, client.password = name, PASSWORD  # type: ignore[attr-defined]
        return client

    yield signed_in
    site.app.extensions["ecoatlas_limits"].storage.reset()


@pytest.fixture
def client_of(site: Site) -> Callable[[str], FlaskClient]:
    """Somebody signed in, with an account of the role that is asked for."""

    def signed_in(role: str) -> FlaskClient:
        client = site.app.test_client()
        assert sign_in(client, add_role(site, role)).status_code == 303
        return client

    return signed_in


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests, every host but this machine out of its reach."""
    if not CHROMIUM:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("Debian's chromium is needed")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        # Without a graphics card every frame of a bar that moves is drawn by the processor, and
        # Playwright asks for motion wherever it is not told otherwise.
        for name in ("new_context", "new_page"):
            still = partial(getattr(opened, name), reduced_motion="reduce")
            setattr(opened, name, still)
        yield opened
        opened.close()
