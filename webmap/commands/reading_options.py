"""What a person says about a file on the command line, and what the office knows beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from geo.crs.known_ground import Boundary
from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.kinds import Field, get_kind
from layers.reading.limits import Limits
from projects.work.known_ground import boundary_in
from webmap.commands.context import Office

NOT_A_MAPPING = declare(
    "not-a-mapping",
    "error",
    Text("--map 的写法不对：“{value}”。", "--map was not understood: “{value}”."),
    Text(
        "请写成 --map 本系统字段=文件字段，例如 --map code=编号；等号后留空表示不导入。",
        "Write --map OURS=THEIRS, for example --map code=编号; nothing after the sign leaves the "
        "field empty.",
    ),
)
NOT_A_VALUE = declare(
    "not-a-value-mapping",
    "error",
    Text("--value 的写法不对：“{value}”。", "--value was not understood: “{value}”."),
    Text(
        "请写成 --value 字段:文件中的词=本系统的代码，例如 --value verdict:基本达标=not_met。",
        "Write --value FIELD:THEIRS=OURS, for example --value verdict:基本达标=not_met.",
    ),
)
VALUE_NEEDS_LIST = declare(
    "value-needs-code-list",
    "error",
    Text("--value 里的“{field}”没有代码表。", "“{field}” in --value has no code list."),
    Text(
        "有代码表的字段：{known}。没有写 --kind 的请加上。",
        "Fields with one: {known}. Give --kind too where it is missing.",
    ),
)
VALUE_UNKNOWN = declare(
    "value-not-in-list",
    "error",
    Text("“{ours}”不在“{field}”的代码表里。", "“{ours}” is not in the code list of “{field}”."),
    Text("可用的值：{known}。", "Use one of: {known}."),
)
NO_BOUNDARY = declare(
    "known-without-polygons",
    "error",
    Text(
        "图层“{layer}”没有面，不能当作已知边界。",
        "The layer “{layer}” has no polygons; it cannot serve as known boundary.",
    ),
    Text("请用 --known 指明行政区划图层。", "Name a layer of divisions with --known."),
)

SHIFT_FILE = declare(
    "shift-file",
    "error",
    Text("读不到参数文件“{name}”。", "The file of parameters “{name}” could not be read."),
    Text(
        "请给出一个文本文件，内容如 dx,dy,dz；# 之后是注释。",
        "Name a text file that holds dx,dy,dz or the seven parameters; a # begins a remark.",
    ),
)
LONGEST_SHIFT = 4000

_OPTIONS = (
    click.option("--encoding", help="属性表编码，如 GB18030 / encoding of the attribute table"),
    click.option(
        "--crs",
        help="坐标系，如 EPSG:4526、GCJ02、BD09 / CRS, or the web map whose shift is undone",
    ),
    click.option(
        "--shift",
        metavar="DX,DY,DZ[,RX,RY,RZ,M,CONVENTION]|@FILE",
        help="1954 北京、1980 西安坐标系的当地三参数或七参数，用后不保存；@文件 从文件读取，"
        "不留在命令历史中 / local parameters of an old datum, never kept; @FILE reads them from a "
        "file, so that no shell history holds them",
    ),
    click.option("--key", help="唯一编号字段 / key field, theirs or ours"),
    click.option(
        "--map",
        "mapping",
        multiple=True,
        metavar="OURS=THEIRS",
        help="字段对应，可多次；OURS= 表示不导入 / field mapping, may be repeated; OURS= "
        "leaves the field empty",
    ),
    click.option(
        "--value",
        "values",
        multiple=True,
        metavar="FIELD:THEIRS=OURS",
        help="代码表以外的词按哪个代码读，可多次 / code for a word of theirs, may be repeated",
    ),
    click.option(
        "--known",
        metavar="LAYER",
        help="用来核对位置的边界图层；默认用本单位全部行政区划"
        " / boundary layer to compare with; all the office's divisions by default",
    ),
    click.option(
        "--accept",
        multiple=True,
        metavar="CODE",
        help="确认某类问题，可多次 / accept problems of this code, may be repeated",
    ),
    click.option(
        "--source-layer", "layer_name", help="文件内的图层名 / which layer inside the file"
    ),
)


def reading_options(command: Any) -> Any:
    """The options that `check` and `import` share: what a person says about the file."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def reading(office: Office, kind: str | None, how: dict[str, Any]) -> dict[str, Any]:
    """What was said, with the limits and the district of this office, and the ground named."""
    settings = office.settings
    return how | {
        "mapping": mapping_of(how["mapping"]),
        "values": values_of(how["values"], kind),
        "shift": shift_of(how["shift"]),
        "known": _known(office, how["known"]) if how["known"] else None,
        "district": (settings.district_lon, settings.district_lat),
        "limits": Limits.of(settings),
    }


def mapping_of(pairs: tuple[str, ...]) -> dict[str, str]:
    """`OURS=THEIRS`, `OURS=` for a field that stays empty; raises `not-a-mapping`."""
    mapping = {}
    for pair in pairs:
        ours, sign, theirs = pair.partition("=")
        if not (sign and ours.strip()):
            raise EcoAtlasError(NOT_A_MAPPING, value=pair)
        mapping[ours.strip()] = theirs.strip()
    return mapping


def shift_of(said: str | None) -> str | None:
    """Local parameters as they are said, or from the file that `@` names; raises `shift-file`.

    Lines of the file are joined; what follows a # is for people.
    """
    if said is None or not said.startswith("@"):
        return said
    path = Path(said[1:]).expanduser()
    try:
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(LONGEST_SHIFT + 1)
    except (OSError, UnicodeDecodeError):
        raise EcoAtlasError(SHIFT_FILE, name=path.name) from None
    lines = [line.partition("#")[0].strip().strip(",") for line in text.splitlines()]
    found = ",".join(line for line in lines if line)
    if not found or len(text) > LONGEST_SHIFT:
        raise EcoAtlasError(SHIFT_FILE, name=path.name)
    return found


def values_of(said: tuple[str, ...], kind: str | None) -> dict[str, dict[str, str]]:
    """`FIELD:THEIRS=OURS` as FIELD -> {THEIRS: OURS}.

    Raises `not-a-value-mapping`, `value-needs-code-list`, `value-not-in-list`, `unknown-kind`.
    """
    fields = get_kind(kind).fields if kind and said else ()
    found: dict[str, dict[str, str]] = {}
    for one in said:
        name, colon, rest = one.replace("：", ":").partition(":")
        theirs, sign, ours = (part.strip() for part in rest.rpartition("="))
        if not (colon and sign and theirs and ours):
            raise EcoAtlasError(NOT_A_VALUE, value=one)
        field = _with_codes(fields, name.strip())
        found.setdefault(field.name, {})[theirs] = _code(field, ours)
    return found


def _with_codes(fields: tuple[Field, ...], name: str) -> Field:
    listed = [field for field in fields if field.codes]
    for field in listed:
        if name in (field.name, field.title.zh, field.title.en):
            return field
    known = ", ".join(field.name for field in listed) or "—"
    raise EcoAtlasError(VALUE_NEEDS_LIST, field=name, known=known)


def _code(field: Field, ours: str) -> str:
    for code in field.codes:
        if ours in (code.value, code.title.zh, code.title.en):
            return code.value
    known = ", ".join(f"{code.value} ({code.title.zh})" for code in field.codes)
    raise EcoAtlasError(VALUE_UNKNOWN, ours=ours, field=field.title, known=known)


def _known(office: Office, asked: str) -> Boundary:
    """The layer asked for; raises `unknown-layer`, `known-without-polygons`."""
    found = boundary_in(office.services, asked, office.language)
    if found is None:
        raise EcoAtlasError(NO_BOUNDARY, layer=asked)
    return found
