"""`ecoatlas water bulletin`: the bulletin of a month, kept as a statement and written."""

from __future__ import annotations

from pathlib import Path

import click

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.audit import record
from layers.system.atomic_file import appearing
from layers.system.china_time import today
from projects.accounts.profile import office_profile
from projects.sections.bulletin_paper import WRITERS, report_of
from projects.sections.bulletins import export_bulletin, make_bulletin
from projects.sections.errors import NO_LAYER_OF_MONTH
from projects.sections.gathering import overview
from projects.statements.kept import StatementInfo
from projects.statements.office_key import find_key
from projects.statements.words import STATES
from projects.water.items import items_now
from projects.water.months import known_month
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.private_files import OutFile, require_suffix
from webmap.commands.statements_review import actor_of, as_option

WRITTEN = Text(
    "{month} 水质通报（核算单 {code}，{state}）已写出，{missing} 个断面没有监测结果：{path}",
    "Bulletin of {month} (statement {code}, {state}) written, {missing:section|sections} without "
    "readings: {path}",
)
DRAFTED = Text(
    "{month} 水质通报草稿已写出，{missing} 个断面没有监测结果：{path}",
    "Draft of the bulletin of {month} written, {missing:section|sections} without readings: {path}",
)
NOT_KEPT = Text("没有存为核算单：{why}", "Not kept as a statement: {why}")
NEXT = Text(
    "提交复核：ecoatlas statements submit {statement}；审核人签署后再写一次，即为正式通报。",
    "Hand it in: ecoatlas statements submit {statement}; once a reviewer has signed it, write it "
    "again.",
)


@click.command(
    help="编制一个月的水质通报并写成 docx、xlsx 或 pdf / make and write the bulletin of a month"
)
@click.argument("month", metavar="YYYY-MM")
@click.option("--out", required=True, type=OutFile(), metavar="F.docx|.xlsx|.pdf")
@click.option("--layer", metavar="SECTIONS", help="断面图层 / layer of sections")
@click.option("--draft", is_flag=True, help="只写草稿，不存档 / a draft, nothing is kept")
@as_option
@json_option
@pass_office
def bulletin(
    office: Office,
    month: str,
    out: Path,
    layer: str | None,
    draft: bool,
    name: str | None,
    as_json: bool,
) -> None:
    """Where no section of the month may be kept, a draft is written, and that is said."""
    require_suffix(out, *WRITERS)
    asked = known_month(month)
    kept = None if draft else _kept(office, asked, layer, name)
    if kept is None:
        _write_draft(office, asked, out, as_json)
        return
    key = find_key(office.settings)
    form = out.suffix.lower().removeprefix(".")
    export_bulletin(office.services, kept.id, form, out, office.language, office.actor, key)
    missing = kept.content["result"]["total"]["missing"]
    if as_json:
        told = {"statement": kept.id, "code": kept.code, "state": kept.state}
        office.terminal.json({"ok": True, "month": asked, "missing": missing, **told})
        return
    state = STATES[kept.state]
    office.terminal.say(
        WRITTEN, month=asked, code=kept.code, state=state, missing=missing, path=out
    )
    if kept.state == "draft":
        office.terminal.note(NEXT, statement=kept.id)


def _kept(office: Office, month: str, layer: str | None, name: str | None) -> StatementInfo | None:
    try:
        return make_bulletin(office.services, month, actor_of(office, name), layer)
    except EcoAtlasError as error:
        if error.code != NO_LAYER_OF_MONTH.code:
            raise
        office.terminal.note(NOT_KEPT, why=error.message)
        return None


def _write_draft(office: Office, month: str, out: Path, as_json: bool) -> None:
    with office.outgoing.transaction() as session:
        found = overview(session, office.store, month, today())
        items, name = items_now(session), office_profile(session).name
        record(session, office.actor, "water-bulletin-made", month, details={"form": out.suffix})
    report = report_of(found, items, name, today(), office.language)
    with appearing(out) as written:
        written.write_bytes(WRITERS[out.suffix.lower()](report))
    missing = len(found.missing)
    if as_json:
        office.terminal.json({"ok": True, "month": month, "missing": missing, "statement": None})
        return
    office.terminal.say(DRAFTED, month=month, missing=missing, path=out)
