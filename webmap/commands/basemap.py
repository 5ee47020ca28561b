"""`ecoatlas basemap`: entering, listing and removing basemaps, as the administrator's page does."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from geo.words import Text
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office

ADDED = Text("已添加底图 {id}：{title}", "Basemap {id} added: {title}")
REMOVED = Text("已删除底图 {id}：{title}", "Basemap {id} removed: {title}")
FILE_STAYS = Text(
    "文件 {name} 仍在 {folder}，不用时请自行删除。",
    "The file {name} still lies in {folder}; delete it when it is not needed.",
)
OPEN_AGAIN = Text(
    "打开着的地图要重新打开，才能选它。", "A map that is open has to be opened again to offer it."
)
KEY = Text("天地图密钥（tk）", "Key of Tianditu (tk)")
HEADS = {
    "id": Text("编号", "id"),
    "title": Text("名称", "title"),
    "source": Text("来源", "source"),
    "from": Text("图片来自", "pictures from"),
    "zooms": Text("级别", "zooms"),
    "secrecy": Text("谁能看", "for"),
    "attribution": Text("标注", "attribution"),
}


@click.group()
def basemap() -> None: ...


@basemap.command(
    help="添加底图：天地图、网址模板或本机文件 / add a basemap: Tianditu, an address or a file"
)
@click.argument("title")
@click.option("--attribution", required=True, help="来源标注、审图号 / maker, approval number")
@click.option(
    "--tianditu",
    type=click.Choice(["vec", "img", "ter"]),
    help="天地图：矢量、影像、地形 / Tianditu: vector, imagery, terrain",
)
@click.option("--address", help="XYZ 或 WMTS 模板 / template: https://host/{z}/{x}/{y}.png")
@click.option(
    "--file",
    "path",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="MBTiles 或 PMTiles 文件，复制到数据文件夹 / file, copied into the data folder",
)
@click.option(
    "--grid",
    type=click.Choice(["web", "gcj02", "degrees"]),
    default="web",
    show_default=True,
    help="模板的坐标：3857、GCJ-02、经纬度瓦片 / how tiles of an address lie",
)
@click.option("--zooms", default="", help="模板的级别，如 1-18 / zooms of an address")
@click.option(
    "--opacity",
    type=click.IntRange(10, 100),
    default=100,
    show_default=True,
    help="不透明度（%） / opacity, per cent",
)
@click.option(
    "--secrecy",
    type=click.Choice(["public", "internal"]),
    default="public",
    show_default=True,
    help="谁能看：能看地图的人、登录的人 / whoever sees the map, or whoever is signed in",
)
@click.option(
    "--key-stdin", is_flag=True,
    help="脚本用：天地图密钥是标准输入的第一行 / the key is the first line of standard input",
)  # fmt: skip
@json_option
@pass_office
def add(
    office: Office,
    title: str,
    attribution: str,
    tianditu: str | None,
    address: str | None,
    path: Path | None,
    grid: str,
    zooms: str,
    opacity: int,
    secrecy: str,
    key_stdin: bool,
    as_json: bool,
) -> None:
    from layers.basemaps.files import take_in
    from projects.basemaps.keeping import Given, add_basemap

    if sum(one is not None for one in (tianditu, address, path)) != 1:
        raise click.UsageError(
            "--tianditu、--address、--file 任选其一 / give one of --tianditu, --address, --file"
        )
    given = Given(
        title=title,
        source="tianditu" if tianditu else "address" if address is not None else "file",
        attribution=attribution,
        layer=tianditu or "",
        key=_key(office, key_stdin) if tianditu else "",
        template=address or "",
        file=take_in(office.settings, path) if path else "",
        grid=grid,  # type: ignore[arg-type]
        zooms=zooms,
        opacity=opacity,
        secrecy=secrecy,  # type: ignore[arg-type]
    )
    with office.database.transaction() as session:
        new = add_basemap(session, office.settings, given, office.actor)
    if as_json:
        office.terminal.json({"ok": True, "basemap": new.told()})
        return
    office.terminal.say(ADDED, id=new.id, title=new.title)
    office.terminal.note(OPEN_AGAIN)


def _key(office: Office, from_stdin: bool) -> str:
    """Never an argument: those are seen by everybody who lists the processes of the machine."""
    if from_stdin:
        return sys.stdin.readline().strip()
    return str(click.prompt(KEY.in_(office.language), hide_input=True, err=True))


@basemap.command("list", help="列出底图 / list the basemaps")
@json_option
@pass_office
def list_(office: Office, as_json: bool) -> None:
    from layers.basemaps.declared import SOURCES
    from layers.catalogue import SECRECY_GRADES
    from projects.basemaps.keeping import basemaps

    with office.database.reading() as session:
        found = basemaps(session)
    if as_json:
        office.terminal.json({"basemaps": [one.told() for one in found]})
        return
    language = office.language
    rows = [
        (
            one.id,
            one.title,
            SOURCES[one.source].in_(language),
            one.layer or one.file or one.told()["template"],
            f"{one.zooms[0]}-{one.zooms[1]}",
            SECRECY_GRADES[one.secrecy].in_(language),
            one.attribution,
        )
        for one in found
    ]
    office.terminal.table([Column(title) for title in HEADS.values()], rows)


@basemap.command(help="删除底图，文件留在原处 / remove a basemap; its file stays")
@click.argument("basemap")
@json_option
@pass_office
def remove(office: Office, basemap: str, as_json: bool) -> None:
    from layers.basemaps.files import folder_of
    from projects.basemaps.keeping import remove_basemap

    with office.database.transaction() as session:
        gone = remove_basemap(session, basemap, office.actor)
    if as_json:
        office.terminal.json({"ok": True, "basemap": gone.told()})
        return
    office.terminal.say(REMOVED, id=gone.id, title=gone.title)
    if gone.file:
        office.terminal.note(FILE_STAYS, name=gone.file, folder=folder_of(office.settings))
