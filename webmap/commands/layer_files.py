"""`ecoatlas layers check|import`: a file that somebody sent, diagnosed and made a version."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from geo.errors import EcoAtlasError, Problem, declare
from geo.words import Text
from layers.catalogue import (
    SECRECY_GRADES,
    Description,
    resolve,
    usual_grade,
)
from layers.identity import check_identity
from layers.kinds import get_kind
from layers.reading.files import check_file, read_layer
from layers.reading.report import CheckReport
from layers.system.progress import STEPS
from layers.versions.importing import ImportResult, Wanted
from layers.versions.repaired import (
    MENDED_FORMAT,
    MENDED_NEEDS_KIND,
    WRITERS,
    write_fault_report,
    write_mended,
)
from projects.work.known_ground import known_beside
from projects.work.versions import import_file
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.given_days import day_of
from webmap.commands.layer_answers import imported_json
from webmap.commands.layer_report import print_report
from webmap.commands.private_files import OutFile
from webmap.commands.reading_options import reading, reading_options
from webmap.map.counted import counted_of

REPORT_FORMAT = declare(
    "report-format",
    "error",
    Text("问题报告不能写成“{name}”。", "A fault report cannot be written to “{name}”."),
    Text("请用 .xlsx。", "Use .xlsx."),
)
IMPORTED = Text(
    "已导入图层 {layer} 第 {number} 版，{counted}。",
    "Layer {layer}: version {number} imported, {counted}.",
)
UNCHANGED = Text(
    "内容与图层 {layer} 第 {number} 版相同，未建新版本（{counted}）。",
    "Layer {layer}: the content is that of version {number}; no new one ({counted}).",
)
REPORTED = Text("问题报告：{path}", "Fault report: {path}")
NOT_MENDED = Text(
    "没有写出改正后的数据：请先处理上面的错误和待确认项。",
    "No mended data were written: first mend the errors and confirm what waits above.",
)
MENDED = Text("改正后的数据：{path}", "Mended data: {path}")

file_argument = click.argument(
    "file", type=click.Path(exists=True, resolve_path=True, path_type=Path)
)
out_path = OutFile(resolve_path=True)


@click.command(help="检查文件，不保存 / diagnose a file, store nothing")
@file_argument
@click.option("--kind", help="图层种类 / kind of layer")
@click.option(
    "--layer",
    "layer_id",
    metavar="LAYER",
    help="按这个图层的新版本检查：沿用其种类、编号字段和字段对应"
    " / check as a version of this layer: its kind, key field and mapping",
)
@reading_options
@click.option(
    "--report",
    "report_to",
    type=out_path,
    metavar="OUT.xlsx",
    help="把问题写成 Excel 报告 / write the faults to a workbook",
)
@click.option(
    "--mended",
    "mended_to",
    type=out_path,
    metavar="OUT.gpkg|OUT.zip",
    help="写出改正后的数据 / write the data as they would be imported",
)
@json_option
@pass_office
def check(
    office: Office,
    /,
    file: Path,
    kind: str | None,
    layer_id: str | None,
    report_to: Path | None,
    mended_to: Path | None,
    as_json: bool,
    **said: Any,
) -> None:
    if layer_id is not None:
        kind, said["key"] = _as_version(office, layer_id, kind, said["key"])
    _refuse_outputs(kind, report_to, mended_to)
    if kind is not None:
        get_kind(kind)
    how = reading(office, kind, said)
    how |= known_beside(office.services, layer_id, how["known"])
    report, notes, refusal = _checked(file, kind, mended_to, how)
    if report_to is not None:
        write_fault_report(report, report_to)
    written = {"report": report_to, "mended": None if refusal else mended_to}
    _tell(office, report, {name: path for name, path in written.items() if path}, notes, as_json)
    if refusal is not None:
        _say_why(office, report, refusal)
    if refusal is not None or not report.ok:
        raise click.exceptions.Exit(1)


def _as_version(
    office: Office, layer_id: str, kind: str | None, key: str | None
) -> tuple[str, str]:
    """Kind and key of a version of this layer; raises `unknown-layer`, `kind-changed`."""
    with office.database.reading() as session:
        ref = resolve(session, layer_id)
        check_identity(session, ref.layer_id, kind or ref.kind)
    return ref.kind, key or ref.key_field


def _say_why(office: Office, report: CheckReport, refusal: EcoAtlasError) -> None:
    """What stands in the way has been told already; anything else is told now."""
    if not report.blocking:
        raise refusal
    office.terminal.note(NOT_MENDED)


def _refuse_outputs(kind: str | None, report_to: Path | None, mended_to: Path | None) -> None:
    """What cannot be written is said before anything is read."""
    if report_to is not None and report_to.suffix.lower() != ".xlsx":
        raise EcoAtlasError(REPORT_FORMAT, name=report_to.name)
    if mended_to is not None and mended_to.suffix.lower() not in WRITERS:
        raise EcoAtlasError(MENDED_FORMAT, name=mended_to.name)
    if mended_to is not None and kind is None:
        raise EcoAtlasError(MENDED_NEEDS_KIND)


def _checked(
    file: Path, kind: str | None, mended_to: Path | None, how: dict[str, Any]
) -> tuple[CheckReport, tuple[Problem, ...], EcoAtlasError | None]:
    """The report; with `mended_to` also the data, or the reason why there are none."""
    if kind is None or mended_to is None:
        return check_file(file, kind=kind, **how), (), None
    try:
        read = read_layer(file, kind=kind, **how)
        return read.report, write_mended(read, kind, mended_to), None
    except EcoAtlasError as refusal:
        return check_file(file, kind=kind, **how), (), refusal


def _tell(
    office: Office,
    report: CheckReport,
    written: dict[str, Path],
    notes: tuple[Problem, ...],
    as_json: bool,
) -> None:
    if as_json:
        paths = {name: str(path) for name, path in written.items()}
        office.terminal.json(report.as_json(office.language) | paths)
        return
    print_report(office, report)
    for note in notes:
        office.terminal.note(note.message)
    for name, path in written.items():
        office.terminal.say(REPORTED if name == "report" else MENDED, path=path)


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
    help="密级，默认同现行版本，新图层为 internal / secrecy grade, default that of the live "
    "version, internal for a new layer",
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
    said["date"] = day_of(said["date"])
    about = ("source", "date", "licence", "secrecy", "note")
    with office.database.reading() as session:
        said["secrecy"] = said["secrecy"] or usual_grade(session, layer_id)
    description = Description(**{name: said.pop(name) for name in about})
    how = reading(office, kind, said)
    with office.terminal.progress(STEPS) as progress:
        wanted = Wanted(layer_id, kind, titles(title, title_en), description)
        result = import_file(office.services, office.asker, file, wanted, how, progress=progress)
    _answer_import(office, result, as_json)


def _answer_import(office: Office, result: ImportResult, as_json: bool) -> None:
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
        counted=counted_of(result.report.layers[0].geometry_types, result.features),
    )


def titles(zh: str | None, en: str | None) -> Text | None:
    return Text(zh or en or "", en or zh or "") if zh or en else None
