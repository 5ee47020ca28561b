"""Fields that several kinds share, and the two that every kind has."""

from dataclasses import replace

from geo.words import Text
from geo.years import FIRST_YEAR, LAST_YEAR
from layers.kinds.codes import CORRIDOR_STATUS, WATER_CLASSES
from layers.kinds.model import Field

USUAL_YEARS = (float(FIRST_YEAR), float(LAST_YEAR))

CODE = Field(
    "code",
    Text("编号", "Code"),
    required=True,
    aliases=(
        "编码",
        "代码",
        "标识码",
        "唯一编号",
        "要素编号",
        "序号",
        "BH",
        "BM",
        "BSM",
        "DM",
        "ID",
    ),
)
NAME = Field(
    "name",
    Text("名称", "Name"),
    required=True,
    aliases=("名字", "要素名称", "MC", "NAME_CHN", "NAME_ZH", "NAME_CN"),
)


def code_field(*aliases: str) -> Field:
    """The field `code` with a kind's own aliases before the general ones."""
    return replace(CODE, aliases=(*aliases, *CODE.aliases))


def name_field(*aliases: str) -> Field:
    """The field `name` with a kind's own aliases before the general ones."""
    return replace(NAME, aliases=(*aliases, *NAME.aliases))


def day_field(name: str, title: Text, aliases: tuple[str, ...], short_name: str = "") -> Field:
    """A day, a month or a year, of which any outside of the usual years needs a second look."""
    return Field(name, title, "date", aliases=aliases, short_name=short_name, plausible=USUAL_YEARS)


def status_field(*aliases: str) -> Field:
    """How far a corridor, a facility or a work has come."""
    named = ("状态", "建设情况", *aliases, "建设阶段", "JSZT", "ZT")
    title = Text("建设状态", "Status")
    return Field("status", title, "code", aliases=named, codes=CORRIDOR_STATUS)


TARGET_CLASS = Field(
    "target_class",
    Text("水质目标", "Target water class"),
    "code",
    aliases=("目标水质", "水质目标类别", "目标类别", "水质类别目标", "考核目标", "SZMB", "MBSZ"),
    short_name="tgt_class",
    codes=WATER_CLASSES,
)
RIVER_NAME = Field(
    "river",
    Text("所在河流", "River"),
    aliases=("河流", "河流名称", "所属河流", "水体名称", "所在水体", "河湖名称", "HLMC", "SZHL"),
)
DISTRICT = Field(
    "district",
    Text("所在区", "District"),
    aliases=("行政区", "所属区", "区县", "所属行政区", "行政区名称", "XZQ", "XZQMC", "SSQ"),
)
MAIN_STEM = Field(
    "main_stem",
    Text("是否干流", "Main stem"),
    "boolean",
    aliases=("干流", "是干流", "SFGL"),
)
