"""`ecoatlas metrics current`, `set-current`, `lift-current`: which run is the office's figure."""

from __future__ import annotations

import click

from geo.words import Text
from projects.standing.choosing import lift_figure, set_figure
from projects.standing.figures import StandingFigure, purpose_title, standing
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office
from webmap.metrics.standing import basis, figure_json, mark_of_figure, standing_json, withdrawal
from webmap.metrics.standing_words import STANDING

DONE = Text("{purpose}：第 {run} 号计算已设为现行。", "{purpose}: run {run} stands now.")
GONE = Text("{purpose}：{said}", "{purpose}: {said}")
LIFTED = Text("第 {run} 号计算不再是现行数字。", "Run {run} stands no longer.")
reason_option = click.option(
    "--reason", required=True, help="理由，写入审计日志 / why; kept in the audit log"
)


@click.command(
    "current", help="列出现行数字：哪次计算、是否签署 / the figures that stand, signed or not"
)
@json_option
@pass_office
def current(office: Office, as_json: bool) -> None:
    with office.database.reading() as session:
        found = standing(session)
    if as_json:
        office.terminal.json(standing_json(found))
        return
    heads = [("目标", "target"), ("指标", "figure"), ("数值", "value"), ("计算", "run")]
    heads += [("状态", "state"), ("依据", "on what")]
    rows = [
        (
            one.target_id or "—",
            one.run.metric.title.in_(office.language),
            one.text and one.text.in_(office.language),
            one.run_id,
            _state(one).in_(office.language),
            basis(one, office.person(one.set_by)).in_(office.language),
        )
        for one in found.figures.values()
    ]
    if rows:
        office.terminal.table([Column(Text(*head)) for head in heads], rows)
    else:
        office.terminal.note(STANDING["standing_none"])
        office.terminal.note(STANDING["standing_none_next"])
    for one in found.withdrawn.values():
        title, said = purpose_title(one.purpose), withdrawal(one, found)
        office.terminal.note(GONE, purpose=title, said=said)


def _state(figure: StandingFigure) -> Text:
    """Signed or not, and why its verdict counts no longer."""
    said = mark_of_figure(figure).text
    if figure.run.outdated is None:
        return said
    why = figure.run.outdated.short
    return Text(f"{said.zh}，{why.zh}", f"{said.en}, {why.en}")


@click.command("set-current", help="把一次计算设为现行数字 / make a run the office's figure")
@click.argument("run", type=int)
@reason_option
@click.option(
    "--own",
    multiple=True,
    metavar="LAYER",
    help="认定为本单位正式数据的图层，可多次 / a layer that is the office's own; repeatable",
)
@json_option
@pass_office
def set_current(office: Office, run: int, reason: str, own: tuple[str, ...], as_json: bool) -> None:
    with office.database.transaction() as session:
        figure = set_figure(session, run, reason, office.actor, own=own)
    if as_json:
        office.terminal.json(figure_json(figure))
    else:
        office.terminal.note(DONE, purpose=purpose_title(figure.purpose), run=run)


@click.command("lift-current", help="取消现行数字 / let a run that was set stand no longer")
@click.argument("run", type=int)
@reason_option
@json_option
@pass_office
def lift_current(office: Office, run: int, reason: str, as_json: bool) -> None:
    with office.database.transaction() as session:
        lift_figure(session, run, reason, office.actor)
        found = standing(session)
    if as_json:
        office.terminal.json(standing_json(found))
    else:
        office.terminal.note(LIFTED, run=run)
