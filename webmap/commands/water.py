"""`ecoatlas water`: readings of sections in, classes and months out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.errors import EcoAtlasError, Problem, declare
from geo.words import Text
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.later import LaterGroup
from webmap.commands.water_answers import (
    batch_json,
    classed_json,
    line_json,
    problem_json,
    said_class,
)

if TYPE_CHECKING:
    from projects.water.measured import Of
    from projects.water.readings import Asked

NOT_A_PAIR = declare(
    "water-not-a-pair",
    "error",
    Text("{option} 的写法不对：“{value}”。", "{option} was not understood: “{value}”."),
    Text(
        "--map 写 项目=列名，如 --map NH3-N=氨氮浓度；--unit 写 项目=单位，如 --unit TP=mg/L。",
        "Write --map ITEM=HEAD, such as --map NH3-N=氨氮浓度; --unit ITEM=UNIT, as --unit TP=mg/L.",
    ),
)
LEFT = Text("没有监测值的行：{count}。", "Rows without a value: {count}.")
REPEATED = Text("重复的监测值只计一次：{count}。", "Values given twice count once: {count}.")
WITHDRAWN = Text(
    "批次 {batch} 已撤回：{values} 个监测值不再计入；原文件仍可查。",
    "Batch {batch} is taken back: its {values:value|values} count no more; its file is kept.",
)
CORRECTED = Text(
    "已更正：{section} {time} {item} 由 {first} 改为 {value}（批次 {batch} 第 {row} 行）。",
    "Corrected: {item} of {section} at {time} is {value}, was {first} (batch {batch}, row {row}).",
)
NONE_COUNTS = Text("不计", "not counted")
MONTH = Text(
    "{month}：有数据 {measured} 个断面，缺 {missing} 个。",
    "{month}: {measured:section|sections} measured, {missing} missing.",
)
STATES = {
    "complete": Text("完整", "complete"),
    "partial": Text("不完整", "partial"),
    "missing": Text("缺测", "missing"),
}
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(
    cls=LaterGroup,
    later={
        "assess": "water_assess:assess",
        "bulletin": "water_bulletin:bulletin",
        "import": "water_import:import_",
        "keep": "water_assess:keep",
        "warnings": "water_warnings:warnings",
    },
)
def water() -> None: ...


def _pairs(_ctx: Any, param: click.Parameter, written: Sequence[str]) -> dict[str, str]:
    found = {}
    for one in written:
        name, sign, value = one.partition("=")
        if not (name.strip() and sign and value.strip()):
            raise EcoAtlasError(NOT_A_PAIR, option=param.opts[0], value=one[:60])
        found[name.strip()] = value.strip()
    return found


def reading_options(command: Any) -> Any:
    """What a person says of a file of readings."""
    options = (
        click.option("--layer", metavar="SECTIONS", help="断面图层 / layer of sections"),
        click.option(
            "--map", "mapping", multiple=True, callback=_pairs, metavar="ITEM=HEAD",
            help="哪一列是什么（section、time、项目代码）/ which column is what",
        ),
        click.option(
            "--unit", "units", multiple=True, callback=_pairs, metavar="ITEM=UNIT",
            help="某项目的单位 / the unit of an item",
        ),
        click.option(
            "--below", type=click.Choice(["half", "zero", "limit"]), default="half",
            show_default=True, help="未检出按检出限的一半、零或检出限计 / what is not detected",
        ),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def asked_of(
    layer: str | None, mapping: Mapping[str, str], units: Mapping[str, str], below: Any,
    plants: bool = False,
) -> Asked:  # fmt: skip
    from projects.water.readings import Asked

    return Asked(mapping=mapping, units=units, below=below, layer=layer, of=of(plants))


def of(plants: bool) -> Of:
    """What a command is about."""
    return "plants" if plants else "sections"


plants_option = click.option(
    "--plants", is_flag=True, help="污水处理厂的进水、出水 / influent and effluent of sewage plants"
)


def tell(office: Office, problems: Sequence[Problem], left: int, repeated: int) -> None:
    for problem in problems:
        office.terminal.note(Text("· {said}", "· {said}"), said=problem.message)
        office.terminal.note(Text("  {fix}", "  {fix}"), fix=problem.fix)
    if left:
        office.terminal.note(LEFT, count=left)
    if repeated:
        office.terminal.note(REPEATED, count=repeated)


@water.command(help="逐行评价类别，不保存 / the class of each reading, nothing is kept")
@click.argument("file", type=FILE)
@reading_options
@click.option("--lake", is_flag=True, help="全部按湖库评价 / judge all as lakes")
@click.option("--river", is_flag=True, help="全部按河流评价 / judge all as rivers")
@json_option
@pass_office
def classify(
    office: Office, file: Path, layer: str | None, mapping: dict[str, str],
    units: dict[str, str], below: str, lake: bool, river: bool, as_json: bool,
) -> None:  # fmt: skip
    from projects.water.classify import classify_file
    from projects.water.items import items_now

    asked = replace(asked_of(layer, mapping, units, below), guess=True)
    water_kind = True if lake else False if river else None
    with office.database.reading() as session:
        items = items_now(session)
        found = classify_file(session, office.store, file, asked, lake=water_kind)
    if as_json:
        readings = [classed_json(one, office.language) for one in found.readings]
        problems = [problem_json(one, office.language) for one in found.problems]
        office.terminal.json({"readings": readings, "problems": problems})
        return
    columns = (
        Column(Text("行", "row"), numeric=True), Column(Text("断面", "section")),
        Column(Text("时间", "time")), Column(Text("类别", "class")),
        Column(Text("依据", "on")), Column(Text("定类项目", "worst")),
    )  # fmt: skip
    rows = [
        (
            one.row, one.section, one.time, *said_class(one.judged, office.language),
            "、".join(items[item].title.in_(office.language) for item in one.judged.worst),
        )
        for one in found.readings
    ]  # fmt: skip
    office.terminal.table(columns, rows)
    told = [problem for one in found.readings for problem in one.problems]
    tell(office, [*found.problems, *told][:50], 0, 0)


@water.command(help="一个月各断面的均值与类别 / means and classes of a month")
@click.argument("month", metavar="YYYY-MM")
@json_option
@pass_office
def month(office: Office, month: str, as_json: bool) -> None:
    from projects.water.items import items_now
    from projects.water.months import known_month, month_lines

    wanted = known_month(month)
    with office.database.reading() as session:
        items = items_now(session)
        lines = month_lines(session, office.store, wanted)
    measured = [one for one in lines if one.judged is not None]
    if as_json:
        missing = [one.section.key for one in lines if one.judged is None]
        sections = [line_json(one) for one in measured]
        office.terminal.json({"month": wanted, "sections": sections, "missing": missing})
        return
    office.terminal.say(
        MONTH, month=wanted, measured=len(measured), missing=len(lines) - len(measured)
    )
    columns = (
        Column(Text("断面", "section")), Column(Text("类别", "class")),
        Column(Text("依据", "on")), Column(Text("定类项目", "worst")),
        Column(Text("次数", "readings"), numeric=True),
        Column(Text("应有", "expected"), numeric=True),
        Column(Text("状态", "state")),
    )  # fmt: skip
    rows = []
    for one in lines:
        grade = said_class(one.judged, office.language) if one.judged else ("", "")
        worst = one.judged.worst if one.judged else ()
        names = "、".join(items[item].title.in_(office.language) for item in worst)
        state = STATES[one.month.state].in_(office.language)
        rows.append(
            (one.section.name, *grade, names, one.month.readings, one.month.expected, state)
        )
    office.terminal.table(columns, rows)


@water.command(help="监测值批次 / batches of readings")
@json_option
@pass_office
def batches(office: Office, as_json: bool) -> None:
    from projects.water.kept import list_batches

    with office.database.reading() as session:
        found = [batch_json(one) for one in list_batches(session)]
    if as_json:
        office.terminal.json({"batches": found})
        return
    columns = (
        Column(Text("批次", "batch"), numeric=True), Column(Text("文件", "file")),
        Column(Text("监测值", "values"), numeric=True),
        Column(Text("断面", "sections"), numeric=True), Column(Text("从", "from")),
        Column(Text("到", "to")), Column(Text("撤回理由", "taken back")),
    )  # fmt: skip
    names = ("batch", "file", "values", "sections", "first_month", "last_month", "withdrawn_why")
    office.terminal.table(columns, [tuple(one[name] for name in names) for one in found])


@water.command(help="把一个批次整批撤回 / take a batch back as a whole")
@click.argument("batch", type=int)
@click.option("--reason", required=True, help="理由 / why")
@json_option
@pass_office
def withdraw(office: Office, batch: int, reason: str, as_json: bool) -> None:
    from projects.water.batches import withdraw as take_back

    with office.database.transaction() as session:
        answer = batch_json(take_back(session, office.store, batch, reason, office.actor))
    if as_json:
        office.terminal.json({"ok": True, **answer})
        return
    office.terminal.say(WITHDRAWN, batch=batch, values=answer["values"])


@water.command(help="更正一个监测值，写明理由 / correct a value, with a reason")
@click.argument("section")
@click.argument("time")
@click.argument("item")
@click.argument("value")
@click.option("--reason", required=True, help="理由 / why")
@plants_option
@json_option
@pass_office
def correct(
    office: Office, section: str, time: str, item: str, value: str, reason: str, plants: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """VALUE `-`: no value counts there any more."""
    from projects.water.correcting import correct as put_right
    from projects.water.measured import code_of

    number = None if value.strip() in ("-", "--", "*") else _number(value)
    with office.database.transaction() as session:
        done = put_right(
            session, office.store, section, time, item, number, reason, office.actor, of(plants)
        )
        told: dict[str, Any] = {
            "section": code_of(done.section), "time": done.moment.replace("T", " "),
            "item": done.item,
            "first": done.first, "value": done.value, "batch": done.batch_id, "row": done.row,
        }  # fmt: skip
    if as_json:
        office.terminal.json({"ok": True, **told})
        return
    office.terminal.say(CORRECTED, **told | {"value": NONE_COUNTS if number is None else number})


def _number(written: str) -> float:
    try:
        return float(written)
    except ValueError as error:
        raise click.BadParameter(written) from error


@water.command(help="一个断面一个月已存的值 / what is kept of a section in a month")
@click.argument("section")
@click.argument("month", metavar="YYYY-MM")
@plants_option
@json_option
@pass_office
def values(office: Office, section: str, month: str, plants: bool, as_json: bool) -> None:
    from projects.water.correcting import kept_values, section_key
    from projects.water.measured import code_of
    from projects.water.months import known_month

    with office.database.reading() as session:
        key = section_key(session, office.store, section, of(plants))
        found = kept_values(session, office.store, key, known_month(month))
    if as_json:
        rows = [
            {"time": one.moment.replace("T", " "), "item": one.item, "value": one.value,
             "batch": one.batch, "row": one.row}
            for one in found
        ]  # fmt: skip
        office.terminal.json({"section": code_of(key), "month": month, "values": rows})
        return
    columns = (
        Column(Text("时间", "time")), Column(Text("项目", "item")),
        Column(Text("值", "value"), numeric=True), Column(Text("批次", "batch"), numeric=True),
        Column(Text("行", "row"), numeric=True),
    )  # fmt: skip
    office.terminal.table(
        columns,
        [(one.moment.replace("T", " "), one.item, one.value, one.batch, one.row) for one in found],
    )
