"""Two offices that differ in one thing: in one of them there are layers that few may see.

The plain office is made first. Its home is copied, and in the copy, the guarded office, restricted
layers are added, with a project built on them and figures computed from them. Everything about
them is a canary: a text or a number that stands nowhere else.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse, create_environ, run_wsgi_app
from werkzeug.wrappers import Request

from geo.words import Text
from layers.audit import SYSTEM
from layers.catalogue import Description, Layer, resolve
from layers.search import drop_unused, ensure_indexed, not_indexed
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.database import Database, engine_for
from layers.system.row_access import EVERYTHING
from projects.accounts.accounts import add_account, get_account
from projects.accounts.grants import grant
from projects.accounts.options import set_anonymous_viewing
from projects.accounts.sessions import open_session
from projects.metrics.run import run_metric
from projects.policy.register import load_policy
from projects.records.changes.records import add_project, link
from projects.records.model.tables import ProjectLink
from projects.sites.keeping import check_again, check_and_keep
from projects.sites.pasted import read_pasted
from projects.sites.site import Planned
from projects.sites.site import Site as SiteCheck
from projects.standing.choosing import layers_of, set_figure
from projects.standing.figures import standing
from projects.statements.making import statement_for
from projects.units.register import load_units
from projects.work.services import Services
from tests.databases import make_tables
from tests.imported import import_file
from tests.webmap.sight.same_content import made_once
from webmap.app import create_app
from webmap.edge import refused_requests
from webmap.edge.cookies import NAME, SessionCookie

Headers = Mapping[str, str]

HIDDEN, HIDDEN_BOUNDARY = "kanarie-zones", "a-kanarie-boundary"
HIDDEN_KEYS = ("KNR-71", "KNR-72")
SHOWN_KEYS = ("A", "B")
WORDS = {
    "title_zh": "金丝雀分区",
    "title_en": "Kanarie drainage zones",
    "source": "金丝雀测绘院",
    "licence": "Kanarie-Licence-9",
    "note": "金丝雀说明",
    "name": "金丝雀甲片",
    "name_2": "金丝雀乙片",
    "remark": "金丝雀批注",
    "remark_field": "金丝雀字段",
    "boundary_zh": "金丝雀界线",
    "boundary_en": "Kanarie boundary",
    "old_source": "金丝雀旧稿",
}
READING = 8675309.25
# Nobody but `named` is named for the hidden layers.
ROLES = {
    "viewer": "viewer",
    "editor": "editor",
    "reviewer": "reviewer",
    "named": "viewer",
    "admin": "admin",
    "script": "editor",  # whose tokens are used
}
WEST, SOUTH = 114.0013579, 30.4913579


@dataclass(frozen=True)
class Office:
    app: Flask
    database: Database
    store: Store
    home: Path
    cookies: dict[str, str]


@dataclass(frozen=True)
class Offices:
    """`canaries` are what must not be told; `hashes` those among them that name contents."""

    plain: Office
    guarded: Office
    canaries: frozenset[str]
    hashes: tuple[str, ...]


def box(west: float, south: float, size: float) -> dict[str, Any]:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def feature(geometry: dict[str, Any], code: str, name: str, **more: Any) -> dict[str, Any]:
    properties = {"code": code, "name": name, **more}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def add_layer(
    office: Office, layer_id: str, kind: str, title: Text, features: list[Any], **about: Any
) -> None:
    path = office.home.parent / f"{layer_id}.geojson"
    collection = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")
    import_file(
        office.database, office.store, path, layer_id=layer_id, kind=kind, title=title, key="code",
        crs="EPSG:4490", accept=("crs-missing",), description=Description(**about),
    )  # fmt: skip


def open_office(home: Path) -> Office:
    settings = Settings(home=home)
    engine = engine_for(settings)
    make_tables(engine)
    store = Store(settings.resolved_store_url)
    return Office(create_app(settings), Database(engine), store, home, {})


def fill(office: Office) -> None:
    """What both offices have: three public layers, an internal one, a project and a figure."""
    with office.database.transaction() as session:
        load_policy(session)
        load_units(session)
        set_anonymous_viewing(session, True, None)
        for name, role in ROLES.items():
            add_account(session, name, role, must_change=False, by=None)
    title = Text("行政区划（试验区）", "Test district")
    border = [feature(box(113.98, 30.46, 0.08), "4201-WEDZ", "试验区", level="county")]
    add_layer(office, "boundary", "admin_division", title, border, secrecy="public")
    title = Text("建成区（示例）", "Built-up area (illustrative)")
    built = [feature(box(114.0, 30.48, 0.04), "J1", "建成区（示例）", year=2024)]
    add_layer(office, "built_up", "built_up_area", title, built, secrecy="public")
    add_layer(office, "zones", "sponge_zone", ZONES, shown_zones(), secrecy="public")
    plant = {"type": "Point", "coordinates": [114.05, 30.53]}
    title = Text("污水处理厂", "Sewage plants")
    plants = [feature(plant, "P1", "试验厂", capacity_m3_d=50000)]
    add_layer(office, "plants", "sewage_plant", title, plants, secrecy="internal")
    record = {"code": "XM-1", "name": "甲区改造", "status": "building", "lead_unit": "区住建局"}
    with office.database.transaction() as session:
        add_project(session, {**record, "action_item_id": "WEDZ-2023-09-03"})
        link(session, "XM-1", "zones", ["A"], store=office.store)
    compute(office, "zones")
    check_and_keep(_services(office), _square(), SYSTEM)


def _services(office: Office) -> Services:
    return Services(Settings(home=office.home), office.database, office.store, EVERYTHING)


def _square() -> SiteCheck:
    read = read_pasted("114.005 30.495\n114.02 30.495\n114.02 30.51\n114.005 30.51")
    return SiteCheck("一块地", read.shape, Planned(), read.origin)


ZONES = Text("排水分区（示例）", "Drainage zones (illustrative)")


def shown_zones() -> list[dict[str, Any]]:
    return [
        feature(box(114.0, 30.48, 0.02), "A", "甲区（示例）", verdict="met", capture_target=0.7),
        feature(box(114.02, 30.48, 0.02), "B", "乙区（示例）", verdict="not_met"),
    ]


def compute(office: Office, zones: str) -> dict[str, Any]:
    inputs = {"zones": zones, "built_up": "built_up"}
    parameters = {"target": "WEDZ-2023-T22"}
    run = run_metric(office.database, office.store, "sponge_coverage", inputs, parameters)
    with office.database.transaction() as session:
        statement_for(session, office.store, run.id)
        if standing(session).of_run(run.id) is None:
            reason = "示例" if zones == "zones" else WORDS["remark"]
            set_figure(session, run.id, reason, SYSTEM, own=layers_of(session, run.id))
    return run.result


def hide(office: Office) -> tuple[frozenset[str], tuple[str, ...]]:
    """Add what few may see; answers its canaries and the hashes of its contents."""
    about = {"source": WORDS["source"], "licence": WORDS["licence"], "note": WORDS["note"]}
    first, second = HIDDEN_KEYS
    more = {WORDS["remark_field"]: WORDS["remark"], "reading": READING}
    hidden = [
        feature(box(WEST, SOUTH, 0.0135791), first, WORDS["name"], verdict="met", **more),
        feature(box(WEST + 0.0135791, SOUTH, 0.01), second, WORDS["name_2"], verdict="not_met"),
    ]
    title = Text(WORDS["title_zh"], WORDS["title_en"])
    # Version 1 was internal; version 2, which is live, is restricted: so the whole layer is.
    add_layer(office, HIDDEN, "sponge_zone", title, hidden[:1], **about, secrecy="internal")
    add_layer(office, HIDDEN, "sponge_zone", title, hidden, **about, secrecy="restricted")
    title = Text(WORDS["boundary_zh"], WORDS["boundary_en"])
    border = [feature(box(113.9013579, 30.4013579, 0.2), "KNR-9", WORDS["name"], level="county")]
    add_layer(office, HIDDEN_BOUNDARY, "admin_division", title, border, secrecy="restricted")
    # A restricted draft of a public layer, which was rolled back.
    draft = [*shown_zones(), feature(box(WEST, 30.5, 0.01), "KNR-73", WORDS["name"], verdict="met")]
    old = {"source": WORDS["old_source"], "secrecy": "restricted"}
    add_layer(office, "zones", "sponge_zone", ZONES, draft, **old)
    # Of the site that both offices know a second check, in which hidden layers took part.
    check_again(_services(office), 1, SYSTEM)
    check_and_keep(_services(office), replace(_square(), name=WORDS["name"]), SYSTEM)
    results = [compute(office, HIDDEN), compute(office, f"{HIDDEN}@1"), compute(office, "zones@2")]
    with office.database.transaction() as session:
        session.get_one(Layer, "zones").live_version = 1
        for layer_id, key in ((HIDDEN, first), (HIDDEN_BOUNDARY, "KNR-9")):
            session.add(ProjectLink(project_code="XM-1", layer_id=layer_id, feature_key=key))
        for layer_id in (HIDDEN, HIDDEN_BOUNDARY, "zones"):
            grant(session, layer_id, "named", None)
    with office.database.reading() as session:
        waiting = not_indexed(session)
    assert [ensure_indexed(office.database, office.store, one) for one in waiting] == [True]
    assert drop_unused(office.database) == 1
    hashes = contents(office)
    return frozenset([*texts(), *numbers(results), *hashes, *(h[:12] for h in hashes)]), hashes


def contents(office: Office) -> tuple[str, ...]:
    named = (HIDDEN, f"{HIDDEN}@1", HIDDEN_BOUNDARY, "zones@2")
    with office.database.reading() as session:
        return tuple(resolve(session, name).sha256 for name in named)


def texts() -> list[str]:
    return [HIDDEN, HIDDEN_BOUNDARY, "KNR-", *WORDS.values(), "8675309", "8,675,309", "013579"]


def numbers(results: list[dict[str, Any]]) -> set[str]:
    """Figures of the hidden runs that tell something: long ones, as JSON writes them."""
    found = {str(value) for result in results for value in result["total"].values()}
    found |= {str(value) for result in results for z in result["zones"] for value in z.values()}
    return {text for text in found if "." in text and len(text) > 9}


@pytest.fixture(scope="module", autouse=True)
def same_content() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        made_once(patched)
        yield


@pytest.fixture(scope="session")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Offices]:
    folder = tmp_path_factory.mktemp("offices")
    plain = open_office(folder / "plain" / "home")
    fill(plain)
    plain.database.close()
    plain.app.extensions["ecoatlas"].database.close()
    shutil.copytree(folder / "plain", folder / "guarded")
    plain, guarded = (open_office(folder / name / "home") for name in ("plain", "guarded"))
    canaries, hashes = hide(guarded)
    told = figures_of(plain)
    for office in (plain, guarded):
        sign_in_all(office)
    yield Offices(plain, guarded, canaries - told, hashes)
    for office in (plain, guarded):
        office.database.close()
        office.app.extensions["ecoatlas"].database.close()


def sign_in_all(office: Office) -> None:
    signing = SessionCookie().get_signing_serializer(office.app)
    assert signing is not None
    with office.database.transaction() as session:
        for name in ROLES:
            account = get_account(session, name)
            token = open_session(session, account, "127.0.0.1", "test")
            # The token of forms too, as in the cookie of whoever has seen a page before.
            known = {"_user_id": token, "_fresh": True, "csrf_token": secrets.token_hex(20)}
            signed = signing.dumps(known)
            office.cookies[name] = f"{NAME}={signed}"


def figures_of(office: Office) -> set[str]:
    """Figures that the plain office tells too, such as the area that is built up."""
    return numbers([compute(office, "zones")])


@cache
def said(path: str, method: str) -> dict[str, Any]:
    """A question as it reaches the application; ten people ask the same."""
    return create_environ(path, method=method, environ_base={"REMOTE_ADDR": "127.0.0.1"})


@pytest.fixture
def ask(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> Callable[..., TestResponse]:
    """Ask an office as one of its accounts, or as `anonymous`, who has none; patiently.

    More is refused than an office records one by one: what was read is kept meanwhile, as there.
    """
    for office in (offices.plain, offices.guarded):
        office.app.extensions["ecoatlas_limits"].storage.reset()
    monkeypatch.setattr(refused_requests.limits, "may_record_refusal", lambda address: False)

    def asked(
        office: Office,
        who: str,
        path: str,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
    ) -> TestResponse:
        environ = {**said(path, method), "wsgi.input": BytesIO()}
        if who in ROLES:
            environ["HTTP_COOKIE"] = office.cookies[who]
        for name, value in (headers or {}).items():
            environ[f"HTTP_{name.upper().replace('-', '_')}"] = value
        answer = run_wsgi_app(office.app, environ, buffered=True)
        return TestResponse(*answer, request=Request(environ))

    return asked
