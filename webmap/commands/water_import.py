"""`ecoatlas water import`: readings of a file taken in as a batch, or looked at only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from geo.errors import EcoAtlasError, Problem
from geo.words import Text
from projects.water.batches import check_file, take_in
from projects.water.items import items_now
from projects.water.marking import mark_readings
from projects.water.measured import MEASURED
from projects.water.readings import Asked
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.private_files import OutFile, require_suffix
from webmap.commands.water import FILE, asked_of, plants_option, reading_options, tell
from webmap.commands.water_answers import batch_json, problem_json

IMPORTED = Text(
    "批次 {batch}：{values} 个监测值，{readings} 次监测，{what} {sections} 个，{first} 至 {last}。",
    "Batch {batch}: {values:value|values} of {readings:reading|readings}, {what}: {sections}, "
    "{first} to {last}.",
)
CHECKED = Text(
    "检查完成，没有保存：{values} 个监测值，{readings} 次监测，{faults} 处须先处理。",
    "Checked and not kept: {values:value|values} of {readings:reading|readings}, "
    "{faults:fault|faults} to be dealt with.",
)
MARKED = Text(
    "错处已在您的文件里标出：{path}", "The wrong cells are marked in your own file: {path}"
)
NOT_MARKED = Text("只有 xlsx 文件能标出错处。", "Only xlsx files can be marked.")


@click.command("import", help="导入监测值 / take readings in")
@click.argument("file", type=FILE)
@reading_options
@click.option(
    "--standard-units", is_flag=True,
    help="没写单位的列就是标准单位 / units that are not written are the standard ones",
)  # fmt: skip
@plants_option
@click.option("--accept", is_flag=True, help="偏高的值已核对 / doubtful values were looked at")
@click.option("--reason", help="更正已存的值的理由 / why values that are kept change")
@click.option("--dry-run", is_flag=True, help="只检查 / check only")
@click.option(
    "--marked", type=OutFile(), metavar="OUT.xlsx", help="标出错处的副本 / marked copy of the file"
)
@json_option
@pass_office
def import_(
    office: Office, file: Path, layer: str | None, mapping: dict[str, str],
    units: dict[str, str], below: str, standard_units: bool, plants: bool, accept: bool,
    reason: str | None, dry_run: bool, marked: Path | None, as_json: bool,
) -> None:  # fmt: skip
    if marked is not None:
        require_suffix(marked, ".xlsx")
    asked = replace(
        asked_of(layer, mapping, units, below, plants),
        standard_units=standard_units,
        accepted=accept,
    )
    if dry_run:
        found = _check(office, file, asked, as_json=as_json)
        _mark(office, file, marked, found, asked)
        return
    try:
        with office.database.transaction() as session:
            done = take_in(session, office.store, file, asked, office.actor, reason=reason)
            answer = batch_json(done.batch)
    except EcoAtlasError as error:
        _mark(office, file, marked, error.problems, asked)
        raise
    problems = [problem_json(one, office.language) for one in done.problems]
    if as_json:
        more = {"left": done.left, "repeated": done.repeated, "ignored": list(done.ignored)}
        office.terminal.json({"ok": True, **answer, **more, "problems": problems})
        return
    told = {name: answer[name] for name in ("batch", "values", "readings", "sections")}
    what = MEASURED[asked.of].title
    office.terminal.say(
        IMPORTED, **told, what=what, first=answer["first_month"], last=answer["last_month"]
    )
    tell(office, done.problems, done.left, done.repeated)


def _mark(
    office: Office, file: Path, out: Path | None, problems: Sequence[Problem], asked: Asked
) -> None:
    """The marked copy, where one is asked for and something is wrong."""

    if out is None or not problems:
        return
    with office.database.reading() as session:
        items = items_now(session, asked.of)
    said = office.language
    if mark_readings(file, out, problems, said, items=items, mapping=asked.mapping, of=asked.of):
        office.terminal.note(MARKED, path=out)
    else:
        office.terminal.note(NOT_MARKED)


def _check(office: Office, file: Path, asked: Asked, *, as_json: bool) -> Sequence[Problem]:
    """What is wrong with the file."""

    with office.database.reading() as session:
        found = check_file(session, office.store, file, asked).found
    counts: dict[str, Any] = {
        "values": found.readings.count,
        "readings": len(found.readings),
    }
    if as_json:
        problems = [problem_json(one, office.language) for one in found.problems]
        answer = {"ok": not found.refused, **counts, "left": len(found.left)}
        office.terminal.json({**answer, "problems": problems})
        return found.problems
    office.terminal.say(CHECKED, **counts, faults=len(found.refused))
    tell(office, found.problems, len(found.left), 0)
    return found.problems
