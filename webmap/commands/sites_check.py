"""`ecoatlas sites check`: read a file with one or a few shapes, check it, keep it, write it out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from geo.words import Text, in_language
from layers.kinds.codes import CHANGE_KINDS, ENTERPRISE_SECTORS
from projects.records.changes.records import get_project
from projects.sites.given import site_of_file, site_of_project
from projects.sites.keeping import Kept, check_and_keep
from projects.sites.limits import place_limits_on
from projects.sites.paper import export_check, require_format
from projects.sites.rows import VERDICTS
from projects.sites.site import SUBJECTS, Planned, Site
from projects.statements.office_key import find_key
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.private_files import OutFile

KEPT = Text(
    "已保存：选址 {site} 第 {number} 次研判，校验码 {code}",
    "Kept: site {site}, check {number}, code {code}",
)
WRITTEN = Text("已写出：{path}", "Written: {path}")
HEADS = {
    "check": Text("核查项", "check"),
    "verdict": Text("结论", "verdict"),
    "why": Text("情况", "finding"),
    "where": Text("要素", "feature"),
    "article": Text("条款", "article"),
}


@click.command(help="研判一个选址：文件或项目所在 / check a site: a file, or where a project is")
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--project", metavar="CODE", help="归入的项目；不给文件时取其关联的要素 / its project"
)
@click.option("--name", help="选址名称；默认用文件名 / name of the site; the file's by default")
@click.option("--crs", help="坐标系，如 EPSG:4547 / reference system of the file")
@click.option(
    "--subject",
    type=click.Choice(list(SUBJECTS)),
    default="site",
    show_default=True,
    help="拟建什么 / what is planned",
)
@click.option(
    "--sector",
    type=click.Choice([one.value for one in ENTERPRISE_SECTORS]),
    help="行业；不填则逐条待核 / sector; without it bans are to review",
)
@click.option(
    "--change",
    type=click.Choice([one.value for one in CHANGE_KINDS]),
    help="建设性质 / new, rebuilt or extended",
)
@click.option("--activity", help="活动类型（红线） / kind of activity, for red lines")
@click.option(
    "--starts",
    type=click.DateTime(["%Y-%m-%d"]),
    help="开工日期；默认当日 / day it starts; today by default",
)
@click.option(
    "--out", type=OutFile(), metavar="F.docx", help="写出 docx、pdf 或 json / write it out"
)
@json_option
@pass_office
def check(
    office: Office,
    file: Path | None,
    project: str | None,
    name: str | None,
    crs: str | None,
    subject: str,
    sector: str | None,
    change: str | None,
    activity: str | None,
    starts: object,
    out: Path | None,
    as_json: bool,
) -> None:
    if file is None and project is None:
        raise click.UsageError("FILE / --project")
    format_ = _format(out)
    begins = str(starts)[:10] if starts else None
    planned = Planned(subject, sector, change, activity, begins)
    read = None if file is None else _read(office, file, name, planned, crs)
    if read is not None:
        site = replace(read, project=_known(office, project))
    else:
        with office.database.reading() as session:
            site = site_of_project(session, office.store, str(project), planned)
    kept = check_and_keep(office.services, site, office.actor)
    if out is not None and format_:
        key = find_key(office.settings)
        export_check(office.services, kept, format_, out, office.language, office.actor, key)
    if as_json:
        office.terminal.json(in_language(kept.as_dict(), office.language))
        return
    _tell(office, kept)
    if out is not None:
        office.terminal.say(WRITTEN, path=out)


def _format(out: Path | None) -> str | None:
    """Raises `unknown-export-format` before anything is read."""
    if out is None:
        return None
    format_ = out.suffix.removeprefix(".").lower()
    require_format(format_)
    return format_


def _read(office: Office, file: Path, name: str | None, planned: Planned, crs: str | None) -> Site:
    with office.database.reading() as session:
        most = place_limits_on(session).site_area_m2
    settings = office.settings
    return site_of_file(file, name or file.stem, settings, planned, crs, most_area_m2=most)


def _known(office: Office, project: str | None) -> str | None:
    """Raises `unknown-project`."""
    if project is None:
        return None
    with office.database.reading() as session:
        return get_project(session, project).code


def _tell(office: Office, kept: Kept) -> None:
    language = office.language
    office.terminal.say(kept.sentence)
    rows = [
        (
            row["check_title"][language],
            VERDICTS[row["verdict"]].in_(language),
            f"{row['about'][language]}: {row['why'][language]}",
            row["name"] or row["feature"],
            (row["rule"] or {}).get("article"),
        )
        for row in kept.rows
    ]
    office.terminal.table([Column(title) for title in HEADS.values()], rows)
    for note in kept.notes:
        office.terminal.note(note)
    office.terminal.say(KEPT, site=kept.site_id, number=kept.number, code=kept.code)
