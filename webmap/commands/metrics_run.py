"""`ecoatlas metrics run`: computing one and storing the run. Options come from the declaration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from geo.words import Text, in_language, listed
from projects.metrics.aging import aged
from projects.metrics.declaration import Column as FigureColumn
from projects.metrics.declaration import Metric
from projects.metrics.figured import Reading, texts_of
from projects.metrics.registry import METRICS
from projects.metrics.ways import way_said
from projects.sheets import get_sheet_kind
from projects.statements.words import NO, OPEN, YES
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.private_files import OutFile

KEPT = Text(
    "已存为第 {run} 号计算。制作核算单：ecoatlas statements make {run}",
    "Kept as run {run}. A statement on it: ecoatlas statements make {run}",
)
WAY = Text("面积算法：{way}", "How areas were found: {way}")
TARGET = Text("目标 {target}：{said}", "Target {target}: {said}")
MET = {True: YES, False: NO, None: OPEN}
MEASURED = Text("实际 {value}", "measured {value}")
WARNING = Text("请注意：{said}", "Please note: {said}")
GAP = Text("差 {value}", "{value} short")
STATEMENT_WRITTEN = Text("已导出核算单 {code}：{path}", "Statement {code} written: {path}")


@click.group(help="计算一个指标并存档 / compute a metric and store the run")
def run() -> None: ...


def run_command(metric: Metric) -> click.Command:
    """One sub-command per metric; its options are the declared roles and parameters."""

    @pass_office
    def compute(office: Office, /, as_json: bool, out: Path | None, **given: Any) -> None:
        from projects.metrics.run import run_metric

        if out is not None:
            from projects.statements.faces.exporting import require_face

            require_face(_face_of(out))  # before anything is computed
        names = [role.name for role in metric.inputs] + [sheet.name for sheet in metric.sheets]
        inputs = {name: given[name] for name in names if given[name] is not None}
        parameters = {p.name: given[p.name] for p in metric.parameters if given[p.name] is not None}
        with office.terminal.progress() as progress:
            stored = run_metric(
                office.database,
                office.store,
                metric.id,
                inputs,
                parameters,
                by=office.actor,
                progress=lambda done, of: progress(metric.title.in_(office.language), done, of),
            )
        with office.database.reading() as session:
            found = aged(session, stored)
        if as_json:
            text = in_language(texts_of(metric, stored.result), office.language)
            notes = list(found.notes)
            told = {"run": stored.id, "text": text, "warnings": notes, "way": stored.way}
            office.terminal.json(stored.result | told)
        else:
            print_result(office, metric, stored.result)
            for said in found.said:
                office.terminal.say(WARNING, said=said)
            way = way_said(stored.way)
            if way is not None:
                office.terminal.say(WAY, way=way)
            office.terminal.say(KEPT, run=stored.id)
        if out is not None:
            write_statement(office, stored.id, out)

    command = click.Command(
        metric.id,
        params=_options(metric),
        callback=compute,
        help=f"{metric.title.zh} / {metric.title.en}",
    )
    return json_option(command)


def _options(metric: Metric) -> list[click.Parameter]:
    """One for each role, sheet and parameter, and where a statement shall be written."""
    options: list[click.Parameter] = [
        click.Option(
            [option_name(role.name)],
            required=not role.optional,
            metavar="ID[@V]",
            help=f"{role.title.zh} / {role.title.en}",
        )
        for role in metric.inputs
    ]
    options += [
        click.Option(
            [option_name(sheet.name)],
            required=not sheet.optional and get_sheet_kind(sheet.kind).group == "series",
            metavar="SHEET[@V]",
            help=f"{sheet.title.zh} / {sheet.title.en}",
        )
        for sheet in metric.sheets
    ]
    options += [
        click.Option(
            [option_name(p.name)], required=p.required, help=f"{p.title.zh} / {p.title.en}"
        )
        for p in metric.parameters
    ]
    options.append(
        click.Option(
            ["--out"],
            type=OutFile(),
            help="同时写成核算单：.xlsx .docx .pdf .gpkg .json / also write a statement",
        )
    )
    return options


def write_statement(office: Office, run: int, out: Path) -> None:
    """The statement on a run as the file that the name of `out` asks for.

    What draws it is loaded here: whoever asks for the figure alone does not wait for it.
    """
    from projects.statements.faces.exporting import export_statement
    from projects.statements.making import statement_for
    from projects.statements.office_key import find_key

    with office.database.transaction() as session:
        found = statement_for(session, office.store, run, office.actor)
    key = find_key(office.settings)
    export_statement(
        office.outgoing,
        office.store,
        found.id,
        _face_of(out),
        out,
        office.language,
        office.actor,
        key,
    )
    office.terminal.note(STATEMENT_WRITTEN, code=found.code, path=out)


def _face_of(out: Path) -> str:
    return out.suffix.lower().lstrip(".")


def option_name(name: str) -> str:
    return "--" + name.replace("_", "-")


def print_result(office: Office, metric: Metric, result: dict[str, Any]) -> None:
    columns = [Column(Text("指标", "figure")), Column(Text("数值", "value"), numeric=True)]
    reading = Reading.of(result)
    rows = [
        (c.title.in_(office.language), _told(metric, reading, c).in_(office.language))
        for c in metric.total
    ]
    office.terminal.table(columns, rows)
    if reading.demanded is not None:
        office.terminal.say(TARGET, target=reading.target["id"], said=_judged(reading))
    if reading.unjudged is not None:
        office.terminal.say(reading.unjudged)


def _told(metric: Metric, reading: Reading, column: FigureColumn) -> Text:
    """The headline as it is told by itself, the others as they are."""
    total = reading.result["total"]
    if column.name == metric.headline:
        return reading.told(column, total)
    return reading.figure(column, total).text


def _judged(reading: Reading) -> Text:
    """What is asked, whether it is met, the figure judged and what is missing."""
    met = MET[reading.target["met"]]
    value = reading.spanned or reading.measured
    measured = value and MEASURED.format(value=value)
    gap = reading.gap and GAP.format(value=reading.gap)
    said = [one for one in (reading.demanded, met, measured, gap) if one]
    return listed(said, between=Text("，", ", "))


for declared in METRICS.values():
    run.add_command(run_command(declared))
