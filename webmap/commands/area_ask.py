"""`ecoatlas area ask`: coverage, counts and hits in a box, in the shapes of a file, around them."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import Any

import click

from geo.errors import EcoAtlasError
from geo.figures.said import said
from geo.figures.units import SQUARE_METRES
from geo.words import Text, in_language
from projects.asking.answering import Answer, answer_to
from projects.asking.area import AreaAsked, feature_named, place_of_file
from projects.asking.rules import rules_at
from projects.asking.taking import require_format, take
from projects.sites.limits import place_limits_on
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.private_files import OutFile

WRITTEN = Text("已写出：{path}", "Written: {path}")
AREA = Text("范围面积 {area}", "Area: {area}")
HEADS = {
    "title": Text("图层", "layer"),
    "number": Text("个数", "features"),
    "size": Text("面积或长度", "area or length"),
    "share": Text("占范围", "share"),
    "problem": Text("说明", "note"),
}
RULES = {
    "check": Text("管控", "rule"),
    "verdict": Text("结论", "verdict"),
    "why": Text("情况", "finding"),
    "name": Text("要素", "feature"),
}
CHARGE = {
    "water": Text("水体", "water"),
    "level": Text("级别", "level"),
    "post": Text("河湖长", "chief"),
    "unit": Text("责任单位", "unit that answers"),
}
NO_RULES = Text("管控要求没有列出：{why}", "Rules are not listed: {why}")


@click.command(help="查一个范围里有什么：文件、矩形、坐标或要素 / what lies at a place")
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--bbox", default="", metavar="W,S,E,N", help="矩形，度 / a rectangle in degrees")
@click.option("--place", default="", help="坐标、WKT 或 GeoJSON / points, WKT or GeoJSON")
@click.option(
    "--feature", "chosen", multiple=True, metavar="LAYER/KEY", help="要素，可多次 / a feature"
)
@click.option(
    "--within", type=click.FloatRange(min=0), metavar="M", help="周边多少米以内 / metres around it"
)
@click.option("--crs", default="", help="坐标系，如 EPSG:4547 / reference system of the file")
@click.option("--hits", is_flag=True, help="列出管控要求 / list the rules that it meets")
@click.option(
    "--out", type=OutFile(), metavar="F.xlsx|F.gpkg", help="写出要素 / write the features out"
)
@json_option
@pass_office
def ask(
    office: Office,
    file: Path | None,
    bbox: str,
    place: str,
    chosen: tuple[str, ...],
    within: float | None,
    crs: str,
    hits: bool,
    out: Path | None,
    as_json: bool,
) -> None:
    if sum(map(bool, (file, bbox, place, chosen))) != 1:
        raise click.UsageError("FILE / --bbox / --place / --feature")
    format_ = "" if out is None else out.suffix.removeprefix(".").lower()
    if out is not None:
        require_format(format_)
    if file is not None:
        place, crs = _outline(office, file, crs), ""
    named = tuple(feature_named(one) for one in chosen)
    asked = AreaAsked(place, crs, bbox, named, within)
    found = answer_to(office.services, asked)
    rules = _rules(office, asked) if hits else None
    if out is not None:
        take(office.services, found, format_, out, office.actor)
    if as_json:
        told = found.as_dict() | ({} if rules is None else {"rules": rules})
        office.terminal.json(in_language(told, office.language))
        return
    _tell(office, found, rules)
    if out is not None:
        office.terminal.say(WRITTEN, path=out)


def _rules(office: Office, asked: AreaAsked) -> dict[str, Any]:
    """What applies at the place; of a place that no site may be the reason, and no rows."""
    try:
        return rules_at(office.services, asked)
    except EcoAtlasError as error:
        if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise
        return {"sentence": NO_RULES.format(why=error.message), "notes": [], "rows": []}


def _outline(office: Office, file: Path, crs: str) -> str:
    with office.database.reading() as session:
        most = place_limits_on(session).asked_area_m2
    return place_of_file(file, office.settings, crs or None, most)


def _tell(office: Office, found: Answer, rules: dict[str, Any] | None) -> None:
    language, terminal = office.language, office.terminal
    terminal.say(found.sentence)
    if found.area_m2 is not None:
        terminal.say(AREA, area=said(found.area_m2, SQUARE_METRES))
    told = in_language(found.as_dict(), language)
    rows = [
        (one["title"], one["number"], one["size"] or "", one["share_text"] or "", one["problem"])
        for one in told["layers"]
    ]
    terminal.table([Column(title) for title in HEADS.values()], rows)
    lines = [
        (water["name"], one["level_title"], one["post"], one["unit"] or "")
        for water in told["chiefs"]
        for one in water["chiefs"]
    ]
    if lines:
        terminal.table([Column(title) for title in CHARGE.values()], lines)
    if rules is not None:
        said_ = in_language(rules, language)
        terminal.say(rules["sentence"])
        lines = [
            (one["check"], one["verdict_title"], one["why"], one["name"] or one["key"])
            for one in said_["rows"]
        ]
        terminal.table([Column(title) for title in RULES.values()], lines)
    for note in found.notes:
        terminal.note(note)
