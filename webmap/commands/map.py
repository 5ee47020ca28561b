"""`ecoatlas map export`: the map as a file to take along."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.words import Text
from layers.catalogue import SECRECY_GRADES
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.private_files import OutFile, require_suffix

if TYPE_CHECKING:
    from webmap.meeting.choosing import Asked

MADE = Text(
    "已写出 {path}：专题“{theme}”，{features} 个要素，{size}，密级“{secrecy}”，轮廓简化不超过 "
    "{far}",
    "{path} written: theme “{theme}”, {features:feature|features}, {size}, {secrecy}, outlines "
    "simplified by at most {far}",
)
LEFT_OUT = Text("未收入：{what}", "Left out: {what}")


STYLES = {
    "opacity": "不透明度：图层:百分数,… / LAYER:PER CENT,…",
    "order": "绘制次序，自下而上：图层,… / from below upwards: LAYER,…",
    "no-names": "不写名称：图层,… / without names: LAYER,…",
    "look": "着色：图层:字段:方法:级数,… / colours: LAYER:FIELD:METHOD:COUNT,…; "
    "category, quantile, natural, fixed",
    "layer-version": "版本：图层:版本号,… / versions: LAYER:NUMBER,…",
}
"""What the address of the map says of how it looks, each as an option."""


@click.group()
def map() -> None:
    pass


def _styled(command: Callable[..., None]) -> Callable[..., None]:
    for name, said in reversed(STYLES.items()):
        command = click.option(f"--{name}", help=said)(command)
    return command


@map.command(
    help="带走一份：HTML（断网双击可看）、PDF 或 PNG，按文件名后缀；--view 照地图网址里的样子 / "
    "HTML that opens without network, PDF or PNG, by the suffix; --view: as the map shows it"
)
@click.argument("out", type=OutFile())
@click.option(
    "--view",
    help="地图的网址：专题、样式、版本、坐标网 / address of the map: theme, styles, versions, grid",
)
@click.option("--theme", help="专题，默认第一个 / theme, default the first")
@click.option("--bbox", help="西,南,东,北（度），默认全辖区 / W,S,E,N in degrees")
@click.option(
    "--secrecy",
    type=click.Choice(list(SECRECY_GRADES)),
    help="收入到此密级为止 / take what is no more closed than this grade",
)
@click.option(
    "--size", type=click.Choice(["A4", "A3"]), default="A4", help="纸张 / paper", show_default=True
)
@click.option(
    "--grid", type=click.Choice(["km", "degrees"]),
    help="纸上的坐标网，默认 km：米、度分秒 / grid on paper, default km: metres, degrees",
)  # fmt: skip
@click.option("--month", help="断面专题的月份，默认最新 / month of the theme of sections (YYYY-MM)")
@_styled
@json_option
@pass_office
def export(
    office: Office,
    /,
    out: Path,
    view: str | None,
    secrecy: str | None,
    size: str,
    as_json: bool,
    **given: str | None,
) -> None:
    from webmap.meeting.making import FORMATS, PAPERS, make, write_out

    require_suffix(out, *(f".{one}" for one in FORMATS))
    format_ = out.suffix.lower().removeprefix(".")
    asked = _asked(office, view, given | {"grade": secrecy})
    outgoing, paper = office.outgoing, next(one for one in PAPERS if one == size)
    made = make(office.services, asked, format_, office.actor.name, office.language, paper)
    write_out(made, format_, outgoing, out, office.actor)
    if as_json:
        office.terminal.json({"ok": True, "file": str(out)} | made.as_dict(office.language))
        return
    content = made.content
    office.terminal.say(
        MADE,
        path=out,
        theme=content.theme_title,
        features=content.features,
        size=made.size_said,
        secrecy=SECRECY_GRADES[content.secrecy],
        far=content.tolerance_said,
    )
    for one in content.left_out:
        office.terminal.note(LEFT_OUT, what=one)


def _asked(office: Office, view: str | None, given: Mapping[str, str | None]) -> Asked:
    """What the address says, and over it what options say."""
    from webmap.edge.asked import read
    from webmap.map.map_layers import map_layers
    from webmap.meeting.asking import TakeAsked, of_address, require_read
    from webmap.meeting.styles import OPTIONS

    names = {option.replace("-", "_"): name for name, option in OPTIONS.items()}
    said = {names.get(name, name): value for name, value in given.items() if value}
    asked = read(TakeAsked, (of_address(view) if view else {}) | said)
    require_read(asked, {one.id for one in map_layers(office.services)})
    return asked.content
