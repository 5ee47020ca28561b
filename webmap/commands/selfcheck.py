"""`ecoatlas selfcheck`: is everything here that the service needs, and is all of it what it was?

Every stored file is hashed and every kept result compared with its hash. `--quick` only looks
whether contents are there.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from geo.errors import EcoAtlasError
from geo.words import Language, Text
from layers import catalogue
from layers.audit import verify
from layers.reading.files import check_file
from layers.system.progress import Progress
from projects.checking import ContentTrouble, check_contents, check_results
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office
from webmap.edge.browser_assets import is_current as browser_files_are_current

CANARY = '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, '
CANARY += '"geometry": {"type": "Point", "coordinates": [114.0, 30.5]}}]}'
STEPS = {
    "check-contents": Text("核对版本库", "Hashing the version store"),
    "check-results": Text("核对保存的结果", "Checking kept results"),
}
DAMAGED = Text("{count} 个文件损坏或缺失，见下", "{count:file|files} damaged or missing, see below")
ALTERED = Text("{count} 项被改动或损坏，见下", "{count} altered or damaged, see below")
FILE = Text("  {by}  {sha256}  {name} {why}", "  {by}  {sha256}  {name} {why}")
ROW = Text("  {what} {why}", "  {what} {why}")
MEND = Text(
    "取回损坏的内容：ecoatlas restore 备份.tar.zst {named}\n"
    "没有备份时，请重新导入原始文件，内容会按原样重新写入。",
    "Take the damaged contents from a backup: ecoatlas restore BACKUP.tar.zst {named}\n"
    "Without a backup import the original file again: the content is written anew.",
)
MEND_TILES = Text(
    "重做瓦片：ecoatlas selfcheck --tiles", "Build the tiles again: ecoatlas selfcheck --tiles"
)
MEND_ROWS = Text(
    "被改动的指标结果：用同样的输入再计算一次即可改正。其余各项：请从备份恢复数据库。",
    "Metric runs that were altered are put right by computing them again from the same inputs. "
    "For anything else restore the database from a backup.",
)
RECORDED = Text(
    "{count} 份内容在有文件指纹之前入库：今天按要素重算无误后记下了指纹；"
    "无法与导入当日比对：{named}",
    "{count:content|contents} {count:~was|were} stored before files had hashes: worked out from "
    "{count:~its|their} features today, "
    "found whole and put on record; they could not be compared with the day of import: {named}",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the check a person wants."""

    quick: bool = False
    deep: bool = False
    tiles: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `trouble` is None when it is well.

    lines: each single thing that is wrong; mend: what to do about them; note: what to know.
    """

    id: str
    about: Text
    trouble: Text | None
    lines: Sequence[Text] = ()
    mend: Sequence[Text] = ()
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a look at one thing has shown; nothing is well."""

    trouble: Text | None = None
    lines: Sequence[Text] = ()
    mend: Sequence[Text] = ()
    note: Text | None = None


WELL = Found()


def database(office: Office, _asked: Asked, _progress: Progress) -> Found:
    _ = office.database  # opening it migrates it and loads the policy register
    return WELL


def contents(office: Office, asked: Asked, progress: Progress) -> Found:
    if asked.quick:
        return _present(office)
    done = check_contents(
        office.database, office.store, deep=asked.deep, tiles=asked.tiles, progress=progress
    )
    note = None
    if done.recorded:
        note = RECORDED.format(count=len(done.recorded), named=", ".join(done.recorded))
    if not done.troubles:
        return Found(note=note)
    lines = [
        FILE.format(by=one.by, sha256=one.sha256, name=one.name, why=one.why)
        for one in done.troubles
    ]
    return Found(DAMAGED.format(count=len(lines)), lines, _mending(done.troubles), note)


def _present(office: Office) -> Found:
    with office.database.reading() as session:
        versions = [
            version
            for layer in catalogue.list_layers(session)
            for version in catalogue.versions(session, layer.id)
        ]
    missing = [v.label for v in versions if not office.store.has(v.sha256)]
    if not missing:
        return WELL
    listed = ", ".join(missing)
    return Found(Text(f"版本库缺少：{listed}", f"missing from the store: {listed}"))


def _mending(troubles: Sequence[ContentTrouble]) -> list[Text]:
    damaged = [one for one in troubles if not one.tiles_only]
    named = dict.fromkeys(one.by if "@" in one.by else one.sha256 for one in damaged)
    mend = [MEND.format(named=" ".join(f"--only {one}" for one in named))] if named else []
    return mend if len(damaged) == len(troubles) else [*mend, MEND_TILES]


def results(office: Office, asked: Asked, progress: Progress) -> Found:
    if asked.quick:
        return WELL
    troubles = check_results(office.database, progress)
    if not troubles:
        return WELL
    lines = [ROW.format(what=one.what, why=one.why) for one in troubles]
    return Found(ALTERED.format(count=len(lines)), lines, [MEND_ROWS])


def audit(office: Office, asked: Asked, _progress: Progress) -> Found:
    if asked.quick:
        return WELL
    with office.database.reading() as session:
        whole = verify(session).ok
    if whole:
        return WELL
    return Found(Text("不完整，请运行 ecoatlas audit verify", "broken; run ecoatlas audit verify"))


def reading(_office: Office, _asked: Asked, _progress: Progress) -> Found:
    """The reading process starts, its guards hold, and it reads a point."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "point.geojson")
        path.write_text(CANARY)
        found = [p for p in check_file(path).problems if p.kind.severity == "error"]
    return Found(found[0].message) if found else WELL


def browser(_office: Office, _asked: Asked, _progress: Progress) -> Found:
    if browser_files_are_current():
        return WELL
    return Found(Text("缺少或已过期，请运行 make install", "missing or outdated; run make install"))


Look = Callable[[Office, Asked, Progress], Found]
CHECKS: tuple[tuple[str, Text, Look], ...] = (
    ("database", Text("数据库与政策台账", "Database and policy register"), database),
    ("contents", Text("各图层版本的内容", "Content of every version"), contents),
    ("results", Text("保存的结果与核算单", "Kept results and statements"), results),
    ("audit", Text("审计日志", "Audit log"), audit),
    ("reading", Text("读取文件的隔离进程", "The process that reads files"), reading),
    ("browser", Text("网页组件", "Browser files"), browser),
)


def findings(office: Office, asked: Asked, progress: Progress) -> Iterator[Finding]:
    for id_, about, look in CHECKS:
        try:
            found = look(office, asked, progress)
        except EcoAtlasError as error:
            found = Found(error.message, mend=[error.fix])
        yield Finding(id_, about, found.trouble, found.lines, found.mend, found.note)


@click.command
@click.option("--quick", is_flag=True, help="只看内容在不在，不核对 / presence only, no hashing")
@click.option(
    "--deep", is_flag=True, help="再按要素重算每份内容 / work out every content anew as well"
)
@click.option(
    "--tiles", is_flag=True, help="重做缺少或损坏的瓦片 / build missing or damaged tiles again"
)
@json_option
@pass_office
def selfcheck(office: Office, quick: bool, deep: bool, tiles: bool, as_json: bool) -> None:
    if quick and (deep or tiles):
        raise click.UsageError("--quick / --deep / --tiles")
    with office.terminal.progress(STEPS) as progress:
        found = list(findings(office, Asked(quick, deep, tiles), progress))
    well = all(finding.trouble is None for finding in found)
    if as_json:
        checks = [_json(finding, office.language) for finding in found]
        office.terminal.json({"ok": well, "checks": checks})
    else:
        _say(office, found)
    if not well:
        raise click.exceptions.Exit(1)


def _json(finding: Finding, language: Language) -> dict[str, Any]:
    return {
        "id": finding.id,
        "ok": finding.trouble is None,
        "trouble": finding.trouble and finding.trouble.in_(language),
        "faults": [line.in_(language).strip() for line in finding.lines],
        "mend": [line.in_(language) for line in finding.mend],
        "note": finding.note and finding.note.in_(language),
    }


def _say(office: Office, found: Sequence[Finding]) -> None:
    language = office.language
    columns = [Column(Text("项目", "check")), Column(Text("结果", "result"))]
    rows = [
        (f.about.in_(language), "✗ " + f.trouble.in_(language) if f.trouble else "✓") for f in found
    ]
    office.terminal.table(columns, rows)
    for finding in found:
        for line in finding.lines:
            office.terminal.say(line)
        for line in (*finding.mend, *([finding.note] if finding.note else [])):
            office.terminal.note(line)
