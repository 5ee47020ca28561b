"""`ecoatlas layers`: check a file, import it as a new version, look at and export what is there."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers import catalogue
from layers.catalogue import Description, VersionRef
from layers.export import FORMATS, export_version
from layers.importing import ImportResult, import_file
from layers.kinds import get_kind
from layers.reading import CheckReport, check_file
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office

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
    Text("请写成 --map 本系统字段=文件字段，例如 --map code=编号。",
         "Write --map OURS=THEIRS, for example --map code=编号."),
)
SEVERITY_MARK = {"error": "✗", "warning": "!", "info": "·"}

file_argument = click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, resolve_path=True, path_type=Path)
)


def reading_options(command: Any) -> Any:
    """The options that `check` and `import` share: what a person says about the file."""
    for option in reversed([
        click.option("--encoding", help="属性表编码，如 GB18030 / encoding of the attribute table"),
        click.option("--crs", help="坐标系，如 EPSG:4526 / coordinate reference system"),
        click.option("--key", help="唯一编号字段 / key field, theirs or ours"),
        click.option("--map", "mapping", multiple=True, metavar="OURS=THEIRS",
                     help="字段对应，可多次 / field mapping, may be repeated"),
        click.option("--accept", multiple=True, metavar="CODE",
                     help="确认某类问题，可多次 / accept problems of this code, may be repeated"),
        click.option("--source-layer", help="文件内的图层名 / which layer inside the file"),
    ]):
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
def check(office: Office, file: Path, kind: str | None, mapping: tuple[str, ...],
          as_json: bool, **how: Any) -> None:
    if kind is not None:
        get_kind(kind)
    report = check_file(file, kind=kind, mapping=mapping_of(mapping), **reading(office, how))
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
@click.option("--date", "dated", help="数据日期 / date of the data")
@click.option("--licence", help="使用许可 / licence")
@click.option("--secrecy", type=click.Choice(list(catalogue.SECRECY_GRADES)), default="internal",
              help="密级 / secrecy grade", show_default=True)
@click.option("--note", help="版本说明 / note on this version")
@reading_options
@json_option
@pass_office
def import_(office: Office, file: Path, layer_id: str, kind: str, title: str | None,
            title_en: str | None, mapping: tuple[str, ...], as_json: bool, **rest: Any) -> None:
    description = Description(
        source=rest.pop("source"), date=date_of(rest.pop("dated")), licence=rest.pop("licence"),
        secrecy=rest.pop("secrecy"), note=rest.pop("note"),
    )
    with office.terminal.progress() as progress:
        result = import_file(
            office.database, office.store, file, layer_id=layer_id, kind=get_kind(kind).id,
            title=Text(title or title_en or "", title_en or title or "") if title or title_en else None,
            mapping=mapping_of(mapping), description=description, progress=progress,
            **reading(office, rest),
        )
    if as_json:
        office.terminal.json(imported_json(office, result))
        return
    print_report(office, result.report)
    said = IMPORTED if result.created else UNCHANGED
    office.terminal.say(said, layer=result.layer_id, number=result.number,
                        features=result.features, sha=result.sha256[:12])
