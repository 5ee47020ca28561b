"""`ecoatlas layers content`: what a version of a layer is declared to hold, and declaring it."""

from __future__ import annotations

import click

from geo.words import Text
from layers.catalogue import resolve
from layers.system.china_time import minute
from projects.holdings.confirming import Confirmation, confirm, in_force, words_on
from projects.holdings.vouching import (
    EVERY_TERM,
    Holding,
    declare_holding,
    holdings_of,
    take_back,
)
from projects.metrics.declarable import declarable_subjects
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.given_days import day_of

DECLARED = Text(
    "第 {number} 号声明：图层 {layer} 装的是“{subject}”。",
    "Declaration {number}: layer {layer} holds “{subject}”.",
)
TAKEN_BACK = Text("已撤销第 {number} 号声明。", "Declaration {number} was taken back.")


@click.command("content", help="图层内容声明：查看、声明、撤销 / what a layer is declared to hold")
@click.argument("layer")
@click.option("--subject", help="声明装的是哪个对象 / the subject that it holds")
@click.option(
    "--basis", default="", help="依据，或撤销的理由 / the ground, or why it is taken back"
)
@click.option("--term", multiple=True, metavar="NAME=VALUE",
              help=f"范围与口径 / rows and words: {', '.join(EVERY_TERM)}")  # fmt: skip
@click.option("--take-back", "number", type=click.IntRange(1, 2**31 - 1),
              help="撤销这一号声明 / take this declaration back")  # fmt: skip
@click.option(
    "--confirmed",
    metavar="DATE",
    help="状况核实至这一天，须写依据 / still right as of this day, with the ground",
)
@json_option
@pass_office
def content(
    office: Office,
    layer: str,
    subject: str | None,
    basis: str,
    term: tuple[str, ...],
    number: int | None,
    confirmed: str | None,
    as_json: bool,
) -> None:
    if number is not None:
        with office.database.transaction() as session:
            take_back(session, number, basis, office.actor)
        office.terminal.note(TAKEN_BACK, number=number)
    elif (day := day_of(confirmed)) is not None:
        with office.database.transaction() as session:
            confirm(session, resolve(session, layer), day, basis, office.actor)
    elif subject is not None:
        given = dict(one.partition("=")[::2] for one in term)
        with office.database.transaction() as session:
            made = declare_holding(
                session, office.store, resolve(session, layer), subject, given, basis,
                office.actor, among=declarable_subjects(),
            )  # fmt: skip
        office.terminal.note(DECLARED, number=made.id, layer=layer, subject=made.title)
    with office.database.reading() as session:
        live = resolve(session, layer)
        found = holdings_of(session, live)
        looked = in_force(words_on(session, [(layer, live.number)]).get((layer, live.number), ()))
    if as_json:
        declared = [_json(one) for one in found]
        office.terminal.json({"layer": layer, "declared": declared, "confirmed": _looked(looked)})
        return
    if looked is not None:
        office.terminal.note(looked.said)
    columns = [
        Column(Text("编号", "No."), numeric=True),
        Column(Text("对象", "subject")),
        Column(Text("范围与口径", "rows and words")),
        Column(Text("依据", "ground")),
        Column(Text("时间", "when")),
        Column(Text("声明人", "by")),
    ]
    office.terminal.table(columns, [_row(one, office) for one in found])


def _looked(one: Confirmation | None) -> dict[str, object] | None:
    if one is None:
        return None
    return {"day": one.day.isoformat(), "basis": one.basis, "at": one.at.isoformat(), "by": one.by}


def _row(one: Holding, office: Office) -> tuple[object, ...]:
    terms = " ".join(f"{name}={value}" for name, value in one.terms.items())
    said = one.title.in_(office.language)
    by = office.person(one.by).in_(office.language)
    return one.id, said, terms, one.basis, minute(one.at), by


def _json(one: Holding) -> dict[str, object]:
    return {
        "id": one.id,
        "version": one.number,
        "subject": one.subject,
        "title": one.title,
        "terms": dict(one.terms),
        "basis": one.basis,
        "at": one.at.isoformat(),
        "by": one.by,
    }
