"""`ecoatlas layers`: check a file, import it as a new version, look at and export what is there."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers import catalogue
from layers.catalogue import SECRECY_GRADES, Description
from layers.export import FORMATS
from layers.export import export as export_version
from layers.importing import import_file
from layers.kinds import get_kind
from layers.progress import STEPS
from layers.reading import Limits, check_file
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.layer_answers import imported_json, print_report, version_json

NOT_A_DATE = declare(
    "not-a-date",
    "error",
    Text("“{value}”不是日期。", "“{value}” is not a date."),
    Text("请写成 2025-06-30。", "Write it as 2025-06-30."),
)
NOT_A_MAPPING = declare(
    "not-a-mapping",
    "error",
    Text("--map 的写法不对：“{value}”。", "--map was not understood: “{value}”."),
    Text(
        "请写成 --map 本系统字段=文件字段，例如 --map code=编号。",
        "Write --map OURS=THEIRS, for example --map code=编号.",
    ),
)
IMPORTED = Text(
    "已导入图层 {layer} 第 {number} 版，{features} 个要素。",
    "Layer {layer}: version {number} imported, {features} features.",
)
UNCHANGED = Text(
    "内容与图层 {layer} 第 {number} 版相同，未建新版本（{features} 个要素）。",
    "Layer {layer}: the content is that of version {number}; no new one ({features} features).",
)
EXPORTED = Text("已导出 {count} 个要素：{path}", "{count} features exported: {path}")
FIELD = Text("{title}：{value}", "{title}: {value}")


class EpsgCode(click.ParamType[int]):
    """An EPSG code, written with or without `EPSG:`."""

    name = "epsg"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        digits = str(value).upper().removeprefix("EPSG:")
        if not digits.isdigit():
            self.fail(f"{value}: EPSG:4547", param, ctx)
        return int(digits)


EPSG = EpsgCode()

file_argument = click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, resolve_path=True, path_type=Path)
)


def reading_options(command: Any) -> Any:
    """The options that `check` and `import` share: what a person says about the file."""
    for option in reversed(
        [
            click.option(
                "--encoding", help="属性表编码，如 GB18030 / encoding of the attribute table"
            ),
            click.option("--crs", help="坐标系，如 EPSG:4526 / coordinate reference system"),
            click.option("--key", help="唯一编号字段 / key field, theirs or ours"),
            click.option(
                "--map",
                "mapping",
                multiple=True,
                metavar="OURS=THEIRS",
                help="字段对应，可多次 / field mapping, may be repeated",
            ),
            click.option(
                "--accept",
                multiple=True,
                metavar="CODE",
                help="确认某类问题，可多次 / accept problems of this code, may be repeated",
            ),
            click.option(
                "--source-layer", "layer_name", help="文件内的图层名 / which layer inside the file"
            ),
        ]
    ):
        command = option(command)
    return command


def mapping_of(pairs: tuple[str, ...]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        ours, sign, theirs = pair.partition("=")
        if not (sign and ours.strip() and theirs.strip()):
            raise EcoAtlasError(NOT_A_MAPPING, value=pair)
        mapping[ours.strip()] = theirs.strip()
    return mapping


@click.group(help="图层：检查、导入、查看、导出 / layers: check, import, look at, export")
def layers() -> None: ...


@layers.command(help="检查文件，不保存 / diagnose a file, store nothing")
@file_argument
@click.option("--kind", help="图层种类 / kind of layer")
@reading_options
@json_option
@pass_office
def check(office: Office, /, file: Path, kind: str | None, as_json: bool, **how: Any) -> None:
    if kind is not None:
        get_kind(kind)
    report = check_file(file, kind=kind, **reading(office, how))
    if as_json:
        office.terminal.json(report.as_json(office.language))
    else:
        print_report(office, report)
    if not report.ok:
        raise click.exceptions.Exit(1)


@layers.command("import", help="导入为新版本 / import as a new version")
@file_argument
@click.option("--layer", "layer_id", required=True, help="图层编号 / layer id")
@click.option("--kind", required=True, help="图层种类 / kind of layer")
@click.option("--title", help="图层标题 / title")
@click.option("--title-en", help="英文标题 / English title")
@click.option("--source", help="数据来源 / source of the data")
@click.option("--date", help="数据日期，如 2025-06-30 / date of the data")
@click.option("--licence", help="使用许可 / licence")
@click.option(
    "--secrecy",
    type=click.Choice(list(SECRECY_GRADES)),
    default="internal",
    show_default=True,
    help="密级 / secrecy grade",
)
@click.option("--note", help="版本说明 / note on this version")
@reading_options
@json_option
@pass_office
def import_(
    office: Office,
    /,
    file: Path,
    layer_id: str,
    kind: str,
    title: str | None,
    title_en: str | None,
    as_json: bool,
    **said: Any,
) -> None:
    said["date"] = date_of(said["date"])
    about = ("source", "date", "licence", "secrecy", "note")
    description = Description(**{name: said.pop(name) for name in about})
    with office.terminal.progress(STEPS) as progress:
        result = import_file(
            office.database,
            office.store,
            file,
            layer_id=layer_id,
            kind=kind,
            title=titles(title, title_en),
            description=description,
            by=office.actor,
            progress=progress,
            **reading(office, said),
        )
    if as_json:
        office.terminal.json(imported_json(office, result))
        return
    print_report(office, result.report)
    for note in result.notes:
        office.terminal.note(note.message)
    office.terminal.say(
        IMPORTED if result.created else UNCHANGED,
        layer=result.layer_id,
        number=result.number,
        features=result.features,
    )


@layers.command("list", help="列出图层 / list the layers")
@json_option
@pass_office
def list_(office: Office, as_json: bool) -> None:
    with office.database.reading() as session:
        found = catalogue.live_versions(session)
    if as_json:
        office.terminal.json({"layers": [version_json(ref) for ref in found]})
        return
    columns = [
        Column(Text("编号", "id")),
        Column(Text("标题", "title")),
        Column(Text("种类", "kind")),
        Column(Text("版本", "version"), numeric=True),
        Column(Text("要素", "features"), numeric=True),
    ]
    office.terminal.table(
        columns,
        [(r.layer_id, r.title.in_(office.language), r.kind, r.number, r.features) for r in found],
    )


@layers.command(help="一个图层的现行版本与清单 / the live version of a layer and its manifest")
@click.argument("layer")
@json_option
@pass_office
def show(office: Office, layer: str, as_json: bool) -> None:
    with office.database.reading() as session:
        ref = catalogue.resolve(session, layer)
    answer = version_json(ref) | {"manifest": office.store.manifest(ref.sha256)}
    if as_json:
        office.terminal.json(answer)
        return
    for name, value in version_json(ref).items():
        shown = value.get(office.language) if isinstance(value, dict) else value
        office.terminal.say(FIELD, title=name, value="" if shown is None else shown)


@layers.command(help="一个图层的全部版本 / every version of a layer")
@click.argument("layer")
@json_option
@pass_office
def versions(office: Office, layer: str, as_json: bool) -> None:
    with office.database.reading() as session:
        found = catalogue.versions(session, layer)
    if as_json:
        office.terminal.json({"layer": layer, "versions": [version_json(ref) for ref in found]})
        return
    columns = [
        Column(Text("版本", "version"), numeric=True),
        Column(Text("现行", "live")),
        Column(Text("要素", "features"), numeric=True),
        Column(Text("导入时间", "imported")),
        Column(Text("内容", "content")),
    ]
    office.terminal.table(
        columns,
        [
            (
                r.number,
                "●" if r.live else "",
                r.features,
                f"{r.created_at.astimezone():%Y-%m-%d %H:%M}",
                r.sha256[:12],
            )
            for r in found
        ],
    )


@layers.command(help="导出一个版本 / export a version")
@click.argument("layer")
@click.option("--version", type=int, help="版本号，默认现行 / version, default the live one")
@click.option("--format", "format_", type=click.Choice(FORMATS), required=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--crs", type=EPSG, help="坐标系，默认 EPSG:4490 / reference system")
@click.option(
    "--encoding", default="UTF-8", help="shapefile 文字编码，如 GB18030 / encoding of text"
)
@json_option
@pass_office
def export(
    office: Office,
    layer: str,
    version: int | None,
    format_: str,
    out: Path,
    crs: int | None,
    encoding: str,
    as_json: bool,
) -> None:
    name = f"{layer}@{version}" if version else layer
    done = export_version(
        office.database, office.store, name, format_, out, crs, encoding, by=office.actor
    )
    if as_json:
        notes = [note.message.in_(office.language) for note in done.notes]
        office.terminal.json({"ok": True, "file": str(done.path), "notes": notes})
        return
    for note in done.notes:
        office.terminal.note(note.message)
    office.terminal.say(EXPORTED, count=done.version.features, path=done.path)


def reading(office: Office, how: dict[str, Any]) -> dict[str, Any]:
    """What a person said about the file, with the limits and the district of this office."""
    settings = office.settings
    return how | {
        "mapping": mapping_of(how["mapping"]),
        "district": (settings.district_lon, settings.district_lat),
        "limits": Limits.of(settings),
    }


def titles(zh: str | None, en: str | None) -> Text | None:
    return Text(zh or en or "", en or zh or "") if zh or en else None


def date_of(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise EcoAtlasError(NOT_A_DATE, value=value) from None
