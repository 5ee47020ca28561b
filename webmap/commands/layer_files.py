"""`ecoatlas layers check|import`: a file that somebody sent, diagnosed and made a version."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.catalogue import SECRECY_GRADES, Description
from layers.importing import import_file
from layers.kinds import get_kind
from layers.progress import STEPS
from layers.reading import Limits, check_file
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.layer_answers import imported_json, print_report

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
REPORTED = Text("问题报告：{path}", "Fault report: {path}")
MENDED = Text("改正后的数据：{path}", "Mended data: {path}")

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


@click.command(help="检查文件，不保存 / diagnose a file, store nothing")
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


@click.command("import", help="导入为新版本 / import as a new version")
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
