"""`ecoatlas map export`: the map as a file to take along."""

from __future__ import annotations

from pathlib import Path

import click

from geo.words import Text
from layers.catalogue import SECRECY_GRADES
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.private_files import OutFile, require_suffix

MADE = Text(
    "已写出 {path}：专题“{theme}”，{features} 个要素，{size}，密级“{secrecy}”，轮廓简化不超过 "
    "{far}",
    "{path} written: theme “{theme}”, {features:feature|features}, {size}, {secrecy}, outlines "
    "simplified by at most {far}",
)
LEFT_OUT = Text("未收入：{what}", "Left out: {what}")


@click.group()
def map() -> None:
    pass


@map.command(
    help="带走一份：HTML（断网双击可看）、PDF 或 PNG，按文件名后缀 / HTML that opens without "
    "network, PDF or PNG, by the suffix"
)
@click.argument("out", type=OutFile())
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
    "--grid", type=click.Choice(["km", "degrees"]), default="km", show_default=True,
    help="纸上的坐标网：米、度分秒 / grid on paper: metres of the plane, degrees",
)  # fmt: skip
@json_option
@pass_office
def export(
    office: Office,
    out: Path,
    theme: str | None,
    bbox: str | None,
    secrecy: str | None,
    size: str,
    grid: str,
    as_json: bool,
) -> None:
    from projects.printed_maps.graticule import Grid
    from webmap.meeting.asking import box_of
    from webmap.meeting.choosing import Asked
    from webmap.meeting.making import FORMATS, PAPERS, make, write_out

    require_suffix(out, *(f".{one}" for one in FORMATS))
    format_ = out.suffix.lower().removeprefix(".")
    lines: Grid = "degrees" if grid == "degrees" else "km"
    asked = Asked(theme, box_of(bbox), secrecy, grid=lines)
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
