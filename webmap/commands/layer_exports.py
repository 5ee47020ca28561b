"""`ecoatlas layers export`: a version as a file that other programs read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from geo.words import Text
from layers.catalogue import resolve
from layers.export.crs import OWN_ZONE
from layers.export.features import Beside
from layers.export.registry import FORMATS
from layers.export.writing import export as export_version
from layers.system.progress import STEPS
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.private_files import OutFile, require_suffix
from webmap.map.counted import counted

EXPORTED = Text(
    "已导出 {counted}（EPSG:{epsg}）：{path}",
    "{counted} exported (EPSG:{epsg}): {path}",
)


class ExportCrs(click.ParamType[str | int]):
    """An EPSG code, written with or without `EPSG:`, or `gk` for the zone of the data."""

    name = "epsg"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> str | int:
        said = str(value).upper().removeprefix("EPSG:")
        if said.lower() == OWN_ZONE:
            return OWN_ZONE
        if not (said.isascii() and said.isdigit()):
            self.fail(f"{value}: EPSG:4547, {OWN_ZONE}", param, ctx)
        return int(said)


def _beside(office: Office, name: str) -> Beside:
    from projects.records.queries.responsible import units_beside

    with office.database.reading() as session:
        ref = resolve(session, name)
    return units_beside(office.database, office.store, ref)


@click.command(help="导出一个版本 / export a version")
@click.argument("layer")
@click.option("--version", type=int, help="版本号，默认现行 / version, default the live one")
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), required=True)
@click.option("--out", type=OutFile(), required=True)
@click.option(
    "--crs",
    type=ExportCrs(),
    help="坐标系：EPSG 编号，或 gk（数据所在三度带）；默认 EPSG:4490 / "
    "EPSG code, or gk for the zone of the data",
)
@click.option(
    "--encoding", default="UTF-8", help="shapefile 文字编码，如 GB18030 / encoding of text"
)
@click.option(
    "--units", is_flag=True, help="加一列责任单位 / with a column of the responsible unit"
)
@json_option
@pass_office
def export(
    office: Office,
    layer: str,
    version: int | None,
    format_: str,
    out: Path,
    crs: str | int | None,
    encoding: str,
    units: bool,
    as_json: bool,
) -> None:
    require_suffix(out, *(f".{one}" for one in FORMATS[format_].suffixes))
    name = f"{layer}@{version}" if version else layer
    with office.terminal.progress(STEPS) as progress:
        done = export_version(
            office.outgoing, office.store, name, format_, out, crs, encoding,
            by=office.actor, progress=progress, beside=_beside(office, name) if units else None,
        )  # fmt: skip
    if as_json:
        notes = [note.message.in_(office.language) for note in done.notes]
        office.terminal.json({"ok": True, "file": str(done.path), "notes": notes})
        return
    for note in done.notes:
        office.terminal.note(note.message)
    taken = counted(done.version.kind, done.version.features)
    office.terminal.say(EXPORTED, counted=taken, epsg=done.epsg, path=done.path)
