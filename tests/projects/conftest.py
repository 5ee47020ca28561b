"""What tests of records and metrics share: a database on both systems, a store, layers in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

import projects.metrics.tables
import projects.records.model.tables  # noqa: F401  (their tables must be known before they are made)
from layers.audit import Actor
from layers.catalogue import Layer, Version, VersionRef, make_live, resolve
from layers.storage.content import canonical
from layers.storage.store import Store
from layers.system.database import Base, Database
from projects.holdings.kinds import kinds_holding
from projects.holdings.vouching import EVERY_TERM, declare_holding, holdings_of
from projects.metrics.declarable import declarable_subjects
from projects.metrics.declaration import Metric
from projects.metrics.kept import MetricRun
from projects.metrics.registry import METRICS
from projects.metrics.run import run_metric
from projects.metrics.subjects import is_general
from projects.policy.register import get_target, load_policy
from projects.sheets import save_sheet
from projects.units.register import load_units
from tests.databases import opened
from tests.webmap.answered import misfit
from webmap.metrics.result_answers import result_model

AddLayer = Callable[..., VersionRef]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """Empty tables and the policy register, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_database")
        return
    with opened(request.getfixturevalue("postgresql_copy")(fill)) as made:
        yield made


@pytest.fixture
def sqlite_database(filled_file: Path, tmp_path: Path) -> Iterator[Database]:
    """The same on SQLite only, where the database is not what is tested."""
    own = shutil.copyfile(filled_file, tmp_path / "records.sqlite")
    with opened(f"sqlite:///{own}") as made:
        yield made


@pytest.fixture(scope="session")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database to be copied: hundreds of tests begin with one, and filling it takes longer."""
    path = tmp_path_factory.mktemp("filled") / "records.sqlite"
    fill(f"sqlite:///{path}")
    return path


def fill(url: str) -> None:
    with opened(url) as database:
        Base.metadata.create_all(database.engine)
        with database.transaction() as session:
            load_policy(session)
            load_units(session)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def add_layer(store: Store) -> AddLayer:
    """Put a frame into the store and make it the live version of a layer."""

    def add(database: Database, layer_id: str, kind: str, frame: gpd.GeoDataFrame) -> VersionRef:
        content = canonical(frame, kind=kind, key_field="code")
        store.put(content)
        with database.transaction() as session:
            layer = session.get(Layer, layer_id) or Layer(
                id=layer_id, kind=kind, title_zh=layer_id, title_en=layer_id, key_field="code"
            )
            version = Version(
                sha256=content.sha256,
                features=content.features,
                bbox=list(content.bbox),
                crs=str(frame.crs),
                secrecy="internal",
                manifest={},
            )
            make_live(session, layer, version)
        with database.reading() as session:
            return resolve(session, layer_id)

    return add


EAST, NORTH = 499_000.0, 3_380_000.0
Feature = tuple[str, BaseGeometry | None, Mapping[str, Any]]


class Ground:
    """Shapes from sides and places in km, beside the central meridian 114°E: there lengths and
    areas in EPSG:4547 equal those on the ellipsoid to 1e-7, so figures are sides multiplied."""

    def box(self, west: float, south: float, east: float, north: float) -> BaseGeometry:
        return box(EAST + west * 1e3, NORTH + south * 1e3, EAST + east * 1e3, NORTH + north * 1e3)

    def point(self, x: float, y: float) -> BaseGeometry:
        return Point(EAST + x * 1e3, NORTH + y * 1e3)

    def line(self, *places: tuple[float, float]) -> BaseGeometry:
        return LineString([(EAST + x * 1e3, NORTH + y * 1e3) for x, y in places])


@pytest.fixture(scope="session")
def ground() -> Ground:
    return Ground()


@pytest.fixture
def put(sqlite_database: Database, add_layer: Callable[..., Any]) -> Callable[..., Any]:
    """Features (code, shape, fields) as the live version of a layer of a kind."""

    def of(layer: str, kind: str, features: Sequence[Feature]) -> Any:
        names = dict.fromkeys(name for _, _, fields in features for name in fields)
        columns: dict[str, list[Any]] = {
            "code": [code for code, _, _ in features],
            "name": [f"{code}号" for code, _, _ in features],
        }
        columns |= {name: [fields.get(name) for _, _, fields in features] for name in names}
        frame = gpd.GeoDataFrame(columns, geometry=[shape for _, shape, _ in features], crs=4547)
        return add_layer(sqlite_database, layer, kind, frame)

    return of


@pytest.fixture
def sheet(sqlite_database: Database) -> Callable[..., None]:
    """Rows as the newest version of a sheet."""

    def save(sheet_id: str, rows: Sequence[Mapping[str, Any]], kind: str | None = None) -> None:
        with sqlite_database.transaction() as session:
            save_sheet(session, sheet_id, rows, kind=kind)

    return save


DONE = {"status_field": "status", "counted": "completed"}


@pytest.fixture
def vouch(sqlite_database: Database, store: Store) -> Callable[..., int]:
    """Declare what the live version of a layer holds; by default its status says what is done."""

    def of(layer: str, subject: str, basis: str = "示例：验收名册", **terms: str) -> int:
        with sqlite_database.transaction() as session:
            return declare_holding(
                session, store, resolve(session, layer), subject, terms or DONE, basis,
                Actor("demo-editor", "test"), among=declarable_subjects(),
            ).id  # fmt: skip

    return of


TERRITORY = {
    code: box(113.0, 29.5, 115.0, 31.5)
    for code in ("420100", "420300", "420500", "420700", "4201-WEDZ")
}
"""A boundary for every plan of the register, around all the ground that the tests draw on."""


@pytest.fixture
def territory(sqlite_database: Database, add_layer: AddLayer) -> Callable[[], VersionRef]:
    """Puts the divisions of every target there, as the live version of a layer of their own."""

    def put() -> VersionRef:
        columns = {"code": list(TERRITORY), "name": list(TERRITORY)}
        frame = gpd.GeoDataFrame(columns, geometry=list(TERRITORY.values()), crs=4490)
        return add_layer(sqlite_database, "territory", "admin_division", frame)

    return put


@pytest.fixture
def run(
    sqlite_database: Database, store: Store, territory: Callable[[], VersionRef], vouch: Any
) -> Callable[..., MetricRun]:
    """Runs a metric. For one with a target the boundary is there, and the layers are declared to
    hold what the target asks for, as the parameters say, unless something was declared of them."""

    def compute(metric: str, inputs: Mapping[str, str], **parameters: Any) -> MetricRun:
        if "target" in parameters:
            territory()
            for layer, subject, terms in _to_declare(sqlite_database, metric, inputs, parameters):
                vouch(layer, subject, **terms)
        found = run_metric(sqlite_database, store, metric, inputs, parameters)
        # What programs are told of it is what it is, whatever was put in.
        assert misfit(result_model(METRICS[metric]), found.text.encode()) == ""
        return found

    return compute


def _to_declare(
    database: Database, metric_id: str, inputs: Mapping[str, str], parameters: Mapping[str, Any]
) -> Iterator[tuple[str, str, dict[str, str]]]:
    metric = METRICS[metric_id]
    with database.reading() as session:
        subject = get_target(session, parameters["target"]).subject
        roles = (one for one in metric.inputs if one.within != "beside" or one.decides)
        layers = [inputs[one.name] for one in roles if one.name in inputs]
        for layer in layers if is_general(metric) and subject in metric.subjects else ():
            version = resolve(session, layer)
            if version.kind in kinds_holding(subject) and not holdings_of(session, version):
                yield layer, subject, _terms(metric, parameters)


def _terms(metric: Metric, parameters: Mapping[str, Any]) -> dict[str, str]:
    defaults = {one.name: one.default for one in metric.parameters if one.default}
    asked = {**defaults, **parameters}
    return {name: str(asked[name]) for name in EVERY_TERM if asked.get(name) not in (None, "-")}
