"""`ecoatlas statements show`: a kept statement in words."""

from __future__ import annotations

import click

from geo.words import Text, in_language
from layers.system.china_time import minute
from projects.statements.figures import texts_in
from projects.statements.kept import find_statement
from projects.statements.since import newer_inputs
from projects.statements.words import ON_POINT, STEPS
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.statements_review import say_state
from webmap.statements.told import statement_json

NEWER = Text(
    "{title}（{name}）：核算单用第 {then} 版，现行第 {now} 版",
    "{title} ({name}): version {then} in the statement, {now} now",
)


@click.command(help="查看一份核算单 / show a statement")
@click.argument("statement")
@json_option
@pass_office
def show(office: Office, statement: str, as_json: bool) -> None:
    with office.database.reading() as session:
        found = find_statement(session, statement)
        newer = newer_inputs(session, found)
    if as_json:
        told = statement_json(found) | {
            "content": found.content,
            "text": in_language(texts_in(found.content), office.language),
        }
        office.terminal.json(told | {"newer": [one.name for one in newer]})
        return
    say_state(office, found, as_json)
    points = {one.event_number: one.number for one in found.points}

    def point(number: int) -> str:
        return ON_POINT.format(number=points[number]).in_(office.language)

    for event in found.events:
        where = f" [{event.table} {event.row}]" if event.row else ""
        where += f" → {point(event.to)}" if event.to else ""
        step = STEPS[event.action].title.in_(office.language)
        at = minute(event.moment)
        named = f"{point(event.number)} · " if event.number in points else ""
        who = office.person(event.by).in_(office.language)
        said = f"  {named}{step} · {who} · {at}{where} {event.body or ''}"
        office.terminal.say(Text("{said}", "{said}"), said=said.rstrip())
    for one in newer:
        office.terminal.note(
            NEWER, title=one.title, name=one.name, then=one.then, now=one.now or "—"
        )
