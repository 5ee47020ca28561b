"""Loading the demonstration district: the same import, records and metrics as for any upload.

What is there already stays as it is, so people may change the demonstration and load it again.
"""

from __future__ import annotations

import csv
import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.words import Text
from layers.audit import SYSTEM, Actor, record
from layers.catalogue import Description, Layer
from layers.storage.store import Store
from layers.system.database import Database
from layers.system.progress import Progress
from layers.versions.importing import Wanted, import_file
from layers.versions.publishing import Publishing, tiles_at_once
from projects.accounts.demonstration import demo_people
from projects.demo.pool import load_pool
from projects.demo.project_reports import load_problems, load_reports
from projects.demo.rounds import load_rounds
from projects.demo.target_values import load_target_values
from projects.demo.values import DemoSheet, load_sheets, read_sheet, submit_statement
from projects.demo.water import load_readings
from projects.metrics.run import run_metric
from projects.policy.register import load_policy
from projects.records.changes.records import link
from projects.records.files.importing import import_projects
from projects.records.model.tables import Project
from projects.standing.choosing import layers_of, may_be_set_first, set_figure
from projects.units.register import load_units

DEMO_FOLDER = Path(__file__).resolve().parents[2] / "data" / "demo"

POLICY = "政策台账 / Policy register"
LAYERS = "示范图层 / Layers"
PROJECTS = "示范项目 / Projects"
SHEETS = "示范数值表 / Sheets"
READINGS = "水质监测值 / Water readings"
TARGETS = "目标填报 / Values of targets"
FIGURES = "指标计算 / Figures"
SET_REASON = "示范数据的结果（示例）/ Figure of the demonstration (illustrative)"


@dataclass(frozen=True, slots=True)
class DemoLayer:
    """One layer of the manifest: its file and what a person confirmed for it.

    A raster has no encoding, and its CRS is that of the file.
    """

    id: str
    file: str
    kind: str
    title: Text
    key: str
    encoding: str | None
    crs: str | None
    mapping: Mapping[str, str]
    accept: tuple[str, ...]
    features: int
    illustrative: bool
    source: str
    licence: str
    date: dt.date
    secrecy: str
    note: str

    @property
    def description(self) -> Description:
        return Description(self.source, self.date, self.licence, self.secrecy, self.note)


@dataclass(frozen=True, slots=True)
class DemoMetric:
    """A figure to compute once the layers are there."""

    id: str
    inputs: Mapping[str, str]
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Demo:
    """The manifest of a demonstration, paths resolved."""

    folder: Path
    layers: tuple[DemoLayer, ...]
    sheets: tuple[DemoSheet, ...]
    metrics: tuple[DemoMetric, ...]
    projects: Path
    links: Path
    project_reports: Path
    project_problems: Path
    target_values: Path
    set_values: Path
    water: tuple[Path, ...]
    statement: str  # the metric whose figure a statement is made of


@dataclass(frozen=True, slots=True)
class DemoLoad:
    """What was added; empty when everything was there."""

    layers: tuple[str, ...]
    projects: tuple[str, ...]
    figures: tuple[int, ...]  # ids of the runs of the manifest, new or kept
    sheets: tuple[str, ...] = ()


def read_manifest(folder: Path = DEMO_FOLDER) -> Demo:
    """The manifest as values; a field that is missing or unknown is an error of the data."""
    said = tomllib.loads((folder / "manifest.toml").read_text(encoding="utf-8"))
    return Demo(
        folder=folder,
        layers=tuple(_layer(entry) for entry in said["layer"]),
        sheets=tuple(read_sheet(entry) for entry in said["sheet"]),
        metrics=tuple(DemoMetric(**entry) for entry in said["metric"]),
        projects=folder / said["projects"],
        links=folder / said["links"],
        project_reports=folder / said["project_reports"],
        project_problems=folder / said["project_problems"],
        target_values=folder / said["target_values"],
        set_values=folder / said["set_values"],
        water=tuple(folder / name for name in said["water"]),
        statement=said["statement"],
    )


def _layer(entry: dict[str, Any]) -> DemoLayer:
    title = Text(entry.pop("title_zh"), entry.pop("title_en"))
    accept = tuple(entry.pop("accept", ()))
    silent: dict[str, Any] = {"mapping": {}, "encoding": None, "crs": None}
    return DemoLayer(**{**silent, "title": title, "accept": accept, **entry})


def load_demo(
    database: Database,
    store: Store,
    progress: Progress,
    folder: Path = DEMO_FOLDER,
    *,
    by: Actor | None = None,
) -> DemoLoad:
    """Load the registers of policy and units, layers, projects with their links, sheets, readings
    of water, values of targets, rounds of dispatch, the green pool, figures, and one statement for
    review.

    Each layer is a transaction of its own, so that an interrupted load goes on where it stopped.
    A layer or sheet id that exists is left alone, and so are the projects once any of them exists.
    """
    demo = read_manifest(folder)
    with database.transaction() as session:
        load_policy(session)
        load_units(session)
    progress(POLICY, 1, 1)
    layers = _load_layers(database, store, demo, progress, by)
    with database.transaction() as session:
        projects = _load_projects(session, store, demo, by)
    progress(PROJECTS, 1, 1)
    with database.transaction() as session:
        sheets = load_sheets(session, demo.sheets, folder, by)
    progress(SHEETS, 1, 1)
    with database.transaction() as session:
        batches = load_readings(session, store, demo.water, by)
    progress(READINGS, 1, 1)
    values = load_target_values(database, demo.target_values, demo.set_values)
    progress(TARGETS, 1, 1)
    with database.reading() as session:
        editor, reviewer = demo_people(session, by or SYSTEM)
    with database.transaction() as session:
        # Of projects that somebody has brought in himself nobody is asked by a demonstration.
        rounds = load_rounds(session, editor) if projects else 0
        released = load_pool(session, reviewer) if projects else 0
    figures = _compute(database, store, demo, progress, editor)
    _set_figures(database, figures, reviewer)
    of_metric = dict(zip((metric.id for metric in demo.metrics), figures, strict=True))
    submit_statement(database, store, of_metric[demo.statement], editor)
    with database.transaction() as session:
        added = {"layers": list(layers), "projects": len(projects), "figures": len(figures)}
        added |= {"sheets": list(sheets), "target_values": values, "rounds": rounds}
        added |= {"batches": batches, "released": released}
        record(session, by, "demo-loaded", details=added)
    return DemoLoad(layers, projects, figures, sheets)


def _set_figures(database: Database, runs: Sequence[int], by: Actor) -> None:
    """The figures of the demonstration stand, on its own layers, where nobody has chosen yet."""
    with database.transaction() as session:
        for run in runs:
            if may_be_set_first(session, run):
                set_figure(session, run, SET_REASON, by, own=layers_of(session, run))


def _load_layers(
    database: Database, store: Store, demo: Demo, progress: Progress, by: Actor | None
) -> tuple[str, ...]:
    with database.reading() as session:
        there = set(session.scalars(select(Layer.id)))
    added = []
    for done, layer in enumerate(demo.layers, 1):
        if layer.id not in there:
            _import(database, store, demo.folder / layer.file, layer, by)
            added.append(layer.id)
        progress(LAYERS, done, len(demo.layers))
    return tuple(added)


def _import(
    database: Database, store: Store, path: Path, layer: DemoLayer, by: Actor | None
) -> None:
    wanted = Wanted(layer.id, layer.kind, layer.title, layer.description)
    import_file(
        Publishing(database, store, by, tiles=tiles_at_once(database, store)),
        path,
        wanted,
        key=layer.key,
        encoding=layer.encoding,
        crs=layer.crs,
        mapping=layer.mapping,
        accept=layer.accept,
    )


def _load_projects(session: Session, store: Store, demo: Demo, by: Actor | None) -> tuple[str, ...]:
    links = read_links(demo.links)
    codes = [code for code, _, _ in links]
    if session.scalar(select(Project.code).where(Project.code.in_(codes)).limit(1)):
        return ()
    summary = import_projects(session, demo.projects, by=by)
    for code, layer_id, keys in links:
        link(session, code, layer_id, keys, store=store, by=by)
    load_reports(session, demo.project_reports, by)
    load_problems(session, demo.project_problems, by)
    return summary.added


def read_links(path: Path) -> list[tuple[str, str, list[str]]]:
    """Feature keys by project and layer, in the order of the file."""
    found: dict[tuple[str, str], list[str]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found.setdefault((row["project"], row["layer"]), []).append(row["key"])
    return [(project, layer, keys) for (project, layer), keys in found.items()]


def _compute(
    database: Database, store: Store, demo: Demo, progress: Progress, by: Actor
) -> tuple[int, ...]:
    runs = []
    for done, metric in enumerate(demo.metrics, 1):
        run = run_metric(database, store, metric.id, metric.inputs, metric.parameters, by)
        runs.append(run.id)
        progress(FIGURES, done, len(demo.metrics))
    return tuple(runs)
