"""`ecoatlas layers diff|rollback`: what changed between two versions, and going back to one."""

from __future__ import annotations

from pathlib import Path

import click

from geo.errors import EcoAtlasError
from geo.words import BETWEEN_CLAUSES, Language, Text, listed
from layers.catalogue import SECRECY_GRADES, resolve
from layers.export.errors import UNKNOWN_FORMAT
from layers.kinds import get_kind
from layers.system.progress import STEPS
from layers.versions.diff import CHANGES, Change, FieldChange, LayerDiff, diff, export_diff
from layers.versions.diff import as_json as diff_json
from layers.versions.diff.wording import measured
from layers.versions.publishing import Published, tiles_at_once
from projects.work.versions import make_live
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.private_files import OutFile

SHOWN = 50
BETWEEN = Text("图层 {layer}：第 {a} 版 → 第 {b} 版", "Layer {layer}: version {a} → version {b}")
COUNT = Text("  {what}：{count}", "  {what}: {count}")
UNCHANGED = Text("未变", "Unchanged")
SETTLED = Text("  其中坐标差不到 1 毫米：{count}", "  of them within a millimetre: {count}")
SCHEMA = {
    "added": Text(
        "  新增字段 {title}（{field}）：{filled} 个有值",
        "  Field {title} ({field}) added: {filled:value|values}",
    ),
    "removed": Text(
        "  删除字段 {title}（{field}）：原有 {filled} 个值",
        "  Field {title} ({field}) removed: it had {filled:value|values}",
    ),
    "retyped": Text("  字段 {title}（{field}）类型改变", "  Field {title} ({field}): type changed"),
}
SAID = Text("  {title}：{old} → {new}", "  {title}: {old} → {new}")
FIRST = Text(
    "只列出前 {shown} 处，共 {total} 处；全部内容请用 --json 或 --out。",
    "The first {shown} of {total:change|changes}; --json or --out give all.",
)
WRITTEN = Text("差异表：{path}", "Written: {path}")
LIVE = Text(
    "图层 {layer} 的现行版本已从第 {old} 版改为第 {new} 版。",
    "Layer {layer}: version {new} is live now instead of version {old}.",
)
LIVE_ALREADY = Text(
    "图层 {layer} 的现行版本本来就是第 {new} 版。", "Layer {layer}: version {new} is live already."
)
version_number = click.IntRange(1, 2**31 - 1)


@click.command("diff", help="两个版本的差异 / what changed between two versions")
@click.argument("layer")
@click.argument("a", type=version_number)
@click.argument("b", type=version_number)
@click.option(
    "--out",
    type=OutFile(),
    help="写成 .xlsx 或 .json 文件 / write an .xlsx or .json file",
)
@json_option
@pass_office
def diff_(office: Office, layer: str, a: int, b: int, out: Path | None, as_json: bool) -> None:
    # A name that says no format is refused before the work and not after it.
    format_ = None if out is None else _format(out)
    with office.database.reading() as session:
        first, second = (resolve(session, f"{layer}@{number}") for number in (a, b))
    with office.terminal.progress(STEPS) as progress:
        found = diff(office.store, first, second, progress)
        if out is not None and format_ is not None:
            export_diff(office.outgoing, found, format_, out, office.actor, progress)
    if as_json:
        office.terminal.json(diff_json(found, limit=len(found.table)))
        return
    print_diff(office, found)
    if out is not None:
        office.terminal.say(WRITTEN, path=out)


def _format(out: Path) -> str:
    format_ = out.suffix.lower().removeprefix(".")
    if format_ not in ("json", "xlsx"):
        raise EcoAtlasError(UNKNOWN_FORMAT, format=format_ or out.name, known="json, xlsx")
    return format_


def print_diff(office: Office, found: LayerDiff) -> None:
    """Counts, what is said of the versions, and the first changes one by one."""
    say, language = office.terminal.say, office.language
    say(BETWEEN, layer=found.a.layer_id, a=found.a.number, b=found.b.number)
    counts = found.counts()
    for what, title in CHANGES.items():
        say(COUNT, what=title, count=counts[what])
    say(COUNT, what=UNCHANGED, count=counts["unchanged"])
    if found.settled:
        say(SETTLED, count=found.settled)
    for one in found.schema:
        say(SCHEMA[one.what], title=one.title, field=one.field, filled=one.filled)
    for said in found.said:
        say(SAID, title=said.title, old=_told(said.name, said.old), new=_told(said.name, said.new))
    changes = found.changes(limit=SHOWN)
    if changes:
        columns = [Column(Text("编号", "key")), Column(Text("名称", "name"))]
        columns += [Column(Text("变化", "change")), Column(Text("内容", "what"))]
        rows = [_row(change, language, found.b.kind) for change in changes]
        office.terminal.table(columns, rows)
    if len(found.table) > len(changes):
        office.terminal.note(FIRST, shown=len(changes), total=len(found.table))


def _told(name: str, value: object) -> object:
    """What is said of a version; its grade in words."""
    grade = SECRECY_GRADES.get(str(value)) if name == "secrecy" else None
    return grade or _shown(value)


def _row(change: Change, language: Language, kind: str) -> tuple[str, str, str, str]:
    happened = listed(CHANGES[what] for what in change.what).in_(language)
    return change.key, change.name, happened, _content(change, language, kind)


def _content(change: Change, language: Language, kind: str) -> str:
    said = [one.in_(language) for one in measured(change)]
    fields = [_field(one, language, kind) for one in change.fields]
    return BETWEEN_CLAUSES.in_(language).join([*said, *fields])


def _field(one: FieldChange, language: Language, kind: str) -> str:
    """A value before and after; codes of the kind in words."""
    field = get_kind(kind).field(one.field)
    codes = [field.code(str(value)) if field else None for value in (one.old, one.new)]
    old, new = (
        code.title.in_(language) if code else _shown(value)
        for code, value in zip(codes, (one.old, one.new), strict=True)
    )
    return f"{one.title.in_(language)}: {old} → {new}"


def _shown(value: object) -> str:
    return "—" if value is None else str(value)


@click.command("rollback", help="让以前的版本重新成为现行版本 / make a version live again")
@click.argument("layer")
@click.argument("version", type=version_number)
@click.option(
    "--accept",
    multiple=True,
    metavar="CODE",
    help="确认某类问题，可多次 / accept problems of this code, may be repeated",
)
@json_option
@pass_office
def rollback(
    office: Office, layer: str, version: int, accept: tuple[str, ...], as_json: bool
) -> None:
    with office.terminal.progress(STEPS) as progress:
        # The map needs them, and a version that was never shown may have none.
        tiles = tiles_at_once(office.database, office.store, progress)
        done = make_live(office.services, office.asker, layer, version, accept=accept, tiles=tiles)
    if as_json:
        office.terminal.json(_rolled_back(done))
        return
    sentence = LIVE if done.changed else LIVE_ALREADY
    office.terminal.say(sentence, layer=layer, old=done.previous, new=done.version.number)


def _rolled_back(done: Published) -> dict[str, object]:
    return {
        "ok": True,
        "layer": done.version.layer_id,
        "version": done.version.number,
        "sha256": done.version.sha256,
        "previous": done.previous,
        "changed": done.changed,
    }
