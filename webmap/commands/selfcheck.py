"""`ecoatlas selfcheck`: is everything here that the service needs, and is the store whole?"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from geo.errors import EcoAtlasError
from geo.words import Text
from layers import catalogue
from layers.reading import check_file
from webmap.browser_assets import is_current as browser_files_are_current
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office

CANARY = '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, '
CANARY += '"geometry": {"type": "Point", "coordinates": [114.0, 30.5]}}]}'


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `trouble` is None when it is well."""

    id: str
    about: Text
    trouble: Text | None


def database(office: Office) -> Text | None:
    _ = office.database  # opening it migrates it and loads the policy register
    return None


def contents(office: Office) -> Text | None:
    with office.database.reading() as session:
        versions = [
            version
            for layer in catalogue.list_layers(session)
            for version in catalogue.versions(session, layer.id)
        ]
    missing = [v.label for v in versions if not office.store.has(v.sha256)]
    if not missing:
        return None
    listed = ", ".join(missing)
    return Text(f"版本库缺少：{listed}", f"missing from the store: {listed}")


def reading(_office: Office) -> Text | None:
    """The reading process starts, its guards hold, and it reads a point."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "point.geojson")
        path.write_text(CANARY)
        found = [p for p in check_file(path).problems if p.kind.severity == "error"]
    return found[0].message if found else None


def browser(_office: Office) -> Text | None:
    if browser_files_are_current():
        return None
    return Text("缺少或已过期，请运行 make install", "missing or outdated; run make install")


CHECKS: tuple[tuple[str, Text, Callable[[Office], Text | None]], ...] = (
    ("database", Text("数据库与政策台账", "Database and policy register"), database),
    ("contents", Text("各图层版本的内容", "Content of every version"), contents),
    ("reading", Text("读取文件的隔离进程", "The process that reads files"), reading),
    ("browser", Text("网页组件", "Browser files"), browser),
)


def findings(office: Office) -> Iterator[Finding]:
    for id_, about, look in CHECKS:
        try:
            yield Finding(id_, about, look(office))
        except EcoAtlasError as error:
            yield Finding(id_, about, error.message)


@click.command(help="自检 / check the installation")
@json_option
@pass_office
def selfcheck(office: Office, as_json: bool) -> None:
    language = office.language
    found = list(findings(office))
    well = all(finding.trouble is None for finding in found)
    if as_json:
        checks = [
            {"id": f.id, "ok": f.trouble is None, "trouble": f.trouble and f.trouble.in_(language)}
            for f in found
        ]
        office.terminal.json({"ok": well, "checks": checks})
    else:
        columns = [Column(Text("项目", "check")), Column(Text("结果", "result"))]
        rows = [
            (f.about.in_(language), "✗ " + f.trouble.in_(language) if f.trouble else "✓")
            for f in found
        ]
        office.terminal.table(columns, rows)
    if not well:
        raise click.exceptions.Exit(1)
