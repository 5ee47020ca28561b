"""`ecoatlas water warnings`: what is to be looked at in a year of readings."""

from __future__ import annotations

import click

from geo.figures.said import typed
from geo.words import Text
from projects.metrics.aging import aged
from projects.metrics.hits.hit_tables import DECISIONS
from projects.metrics.hits.hits import Hit, hits_of
from projects.metrics.kept import MetricRun
from projects.metrics.run import run_metric
from projects.metrics.waters.section_warnings_metric import SECTION_WARNINGS, SORTS
from projects.sections.warned import kept_inputs, section_layers
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office
from webmap.hits.told import hit_json

FOUND = Text(
    "{layer}，{year} 年：{count} 条预警，待处理 {open} 条（第 {run} 号计算）。",
    "{layer}, {year}: {count:warning|warnings}, {open} open (run {run}).",
)
DECIDE = Text(
    "逐条处理：ecoatlas metrics decide {run} 序号 --decision 结论 --reason 理由，也可在网页上。",
    "Decide on each: ecoatlas metrics decide {run} NO. --decision D --reason WHY, or on the page.",
)
NO_LAYER = Text("还没有断面图层。", "There is no layer of sections yet.")
HEADS = (
    Column(Text("序号", "no."), numeric=True),
    Column(Text("断面", "section")),
    Column(Text("类型", "sort")),
    Column(Text("项目", "item")),
    Column(Text("时间", "time")),
    Column(Text("数值", "value"), numeric=True),
    Column(Text("对照", "against"), numeric=True),
    Column(Text("处理", "decision")),
)


@click.command(
    help="一年监测值中须核查的，逐条列出 / what is to be looked at in a year of readings"
)
@click.option("--year", required=True, type=click.IntRange(2000, 2100))
@click.option("--layer", metavar="SECTIONS", help="断面图层 / layer of sections")
@json_option
@pass_office
def warnings(office: Office, year: int, layer: str | None, as_json: bool) -> None:
    with office.database.reading() as session:
        layers = [layer] if layer else list(section_layers(session))
    runs = [_run(office, one, year) for one in layers]
    if as_json:
        office.terminal.json({"year": year, "layers": [_json(office, *one) for one in runs]})
        return
    for one, run in runs:
        _print(office, one, year, run)
    if not runs:
        office.terminal.note(NO_LAYER)


def _run(office: Office, layer: str, year: int) -> tuple[str, MetricRun]:
    with office.database.transaction() as session:
        inputs = kept_inputs(session, office.store, layer, year, office.actor)
    given = {"year": float(year)}
    metric = SECTION_WARNINGS.id
    return layer, run_metric(office.database, office.store, metric, inputs, given, by=office.actor)


def _json(office: Office, layer: str, run: MetricRun) -> dict[str, object]:
    with office.database.reading() as session:
        found, told = hits_of(session, run), aged(session, run)
    hits = [hit_json(one, told) for one in found]
    return {"layer": layer, "run": run.id, "hits": hits, "notes": run.result["notes"]}


def _print(office: Office, layer: str, year: int, run: MetricRun) -> None:
    with office.database.reading() as session:
        found = hits_of(session, run)
    still = sum(one.decision == "open" for one in found)
    office.terminal.say(FOUND, layer=layer, year=year, count=len(found), open=still, run=run.id)
    if found:
        office.terminal.table(HEADS, [_cells(office, at, one) for at, one in enumerate(found, 1)])
        office.terminal.note(DECIDE, run=run.id)
    for note in run.result["notes"]:
        office.terminal.note(Text(note["zh"], note["en"]))


def _cells(office: Office, at: int, hit: Hit) -> tuple[object, ...]:
    row, language = hit.row, office.language
    against = "" if row["against"] is None else typed(round(row["against"], 6))
    return (
        at, row["name"], SORTS[row["sort"]].in_(language), row["item"], row["at"],
        typed(round(row["value"], 6)), against, DECISIONS[hit.decision].in_(language),
    )  # fmt: skip
