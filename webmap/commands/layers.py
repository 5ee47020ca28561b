"""`ecoatlas layers`: check a file, import it as a new version, look at and export what is there."""

from __future__ import annotations

import click

from geo.words import Text
from layers import catalogue
from layers.system.china_time import minute
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.later import LaterGroup
from webmap.commands.layer_answers import version_json

FIELD = Text("{title}：{value}", "{title}: {value}")


@click.group(
    cls=LaterGroup,
    later={
        "check": "layer_files:check",
        "content": "layer_content:content",
        "diff": "layer_versions:diff_",
        "export": "layer_exports:export",
        "import": "layer_files:import_",
        "rollback": "layer_versions:rollback",
    },
)
def layers() -> None: ...


@layers.command("list", help="列出图层 / list the layers")
@json_option
@pass_office
def list_(office: Office, as_json: bool) -> None:
    with office.database.reading() as session:
        found = catalogue.live_versions(session)
    if as_json:
        office.terminal.json({"layers": [version_json(ref) for ref in found]})
        return
    columns = [
        Column(Text("编号", "id")),
        Column(Text("标题", "title")),
        Column(Text("种类", "kind")),
        Column(Text("版本", "version"), numeric=True),
        Column(Text("要素/类别", "features/classes"), numeric=True),
    ]
    office.terminal.table(
        columns,
        [(r.layer_id, r.title.in_(office.language), r.kind, r.number, r.features) for r in found],
    )


@layers.command(help="一个图层的现行版本与清单 / the live version of a layer and its manifest")
@click.argument("layer")
@json_option
@pass_office
def show(office: Office, layer: str, as_json: bool) -> None:
    with office.database.reading() as session:
        ref = catalogue.resolve(session, layer)
    answer = version_json(ref) | {"manifest": office.store.manifest(ref.sha256)}
    if as_json:
        office.terminal.json(answer)
        return
    for name, value in version_json(ref).items():
        shown = value.get(office.language) if isinstance(value, dict) else value
        office.terminal.say(FIELD, title=name, value="" if shown is None else shown)


@layers.command(help="一个图层的全部版本 / every version of a layer")
@click.argument("layer")
@json_option
@pass_office
def versions(office: Office, layer: str, as_json: bool) -> None:
    with office.database.reading() as session:
        found = catalogue.versions(session, layer)
    if as_json:
        office.terminal.json({"layer": layer, "versions": [version_json(ref) for ref in found]})
        return
    columns = [
        Column(Text("版本", "version"), numeric=True),
        Column(Text("现行", "live")),
        Column(Text("要素/类别", "features/classes"), numeric=True),
        Column(Text("导入时间", "imported")),
        Column(Text("内容", "content")),
    ]
    office.terminal.table(
        columns,
        [
            (
                r.number,
                "●" if r.live else "",
                r.features,
                minute(r.created_at),
                r.sha256[:12],
            )
            for r in found
        ],
    )
