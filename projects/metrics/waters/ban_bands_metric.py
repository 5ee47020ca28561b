"""Declaration of the bans beside the bank; `ban_bands` computes them."""

from __future__ import annotations

from dataclasses import replace

from geo.words import Text
from layers.kinds.codes import BANK_LINES, CHANGE_KINDS, ENTERPRISE_SECTORS
from layers.kinds.model import titles_of
from projects.metrics.cards import Card
from projects.metrics.declaration import (
    COUNT,
    METRES,
    NO_UNIT,
    SQUARE_METRES,
    Check,
    Column,
    Metric,
    Parameter,
    SheetRole,
    Table,
)
from projects.metrics.families import PROTECTED_WATERS
from projects.metrics.parameters import DAY
from projects.metrics.roles import BANKS
from projects.metrics.waters import ban_columns as shared
from projects.sheets import rules_water
from projects.sheets.rules_water import BANS, WATERS

RULE = rules_water.BANK_BANS.id
WATER = Column("water", Text("水体", "Water"), NO_UNIT, "code", dict(WATERS))
LIMIT = Column("limit_m", Text("禁令距离", "Distance of the ban"), METRES)
HITS = Column("hits", Text("命中", "Hits"), COUNT)
WITHIN = {
    "yes": Text("范围内", "within"),
    "no": Text("范围外", "outside"),
    "no_line": Text("缺岸线", "no such line"),
}
SHAPES = {"point": Text("点", "point"), "site": Text("用地", "site")}

BANK_BANS = Metric(
    id="bank_bans",
    version=4,
    family=PROTECTED_WATERS,
    place=4,
    title=Text("岸线1公里、3公里禁令", "Bans within 1 km and 3 km of the bank"),
    summary=Text(
        "企业（化工园区、化工项目、尾矿库等）离岸多远，自临水线和外缘线分别量算并列，待核查。",
        "How far enterprises (chemical parks and projects, tailings ponds) lie from the bank, "
        "measured from the water-side and from the outer line side by side, to review.",
    ),
    formula=Text(
        "命中：测地距离(企业, 岸线) < 禁令距离，临水边界线或外缘边界线任一；"
        "开工不早于规则生效日为待核查，"
        "早于者备查，日期不全为日期不明；建设性质不在禁令内的备查。",
        "hit: geodesic distance(enterprise, bank) < distance of the ban from either line; to "
        "review "
        "if not started before the rule, for information if it was, date unknown if no date tells; "
        "a change that the ban does not name is for information.",
    ),
    source=Text(
        "《长江保护法》第二十六条：干支流岸线1公里（化工园区和化工项目），干流3公里、"
        "重要支流1公里（尾矿库）；"
        "地方规定见规则表。从哪条岸线起算，湖北没有明文，两条都算。",
        "Yangtze River Protection Law, article 26: 1 km of main stem and tributaries (chemical "
        "parks "
        "and projects), 3 km of the main stem and 1 km of important tributaries (tailings); local "
        "rules in the sheet. No text of Hubei says which line it starts from: both are measured.",
    ),
    unit=COUNT,
    headline="hits",
    inputs=(
        replace(shared.ENTERPRISES, wanted=("sector", "change", "started_on"), optional=False),
        replace(
            BANKS,
            summary=Text("临水边界线与外缘边界线。", "Water-side and outer lines."),
            wanted=("line", "river", "main_stem"),
        ),
    ),
    sheets=(
        SheetRole(
            "rules",
            Text("岸线禁令", "Bans beside the bank"),
            Text("行业、距离、条款与日期。", "Sectors, distances, articles and dates."),
            RULE,
        ),
    ),
    parameters=(
        Parameter(
            "important",
            Text("重要支流", "Important tributaries"),
            Text("河名，用顿号分开。", "Names of rivers, separated by commas."),
            "text",
            origin=Text(
                "《长江保护法》第九十五条：汉江是重要支流",
                "Yangtze River Protection Law, article 95: the Han River is one",
            ),
            default="汉江",
        ),
        Parameter(
            "area",
            Text("适用地区", "Area"),
            Text("填写后计入该地区的地方规定。", "Rules of this area count too."),
            "text",
            origin=Text("留空，只计全国规定", "empty: national rules only"),
        ),
        DAY,
    ),
    total=(
        Column("enterprises", Text("企业", "Enterprises"), COUNT),
        Column("banned_sectors", Text("属于禁令所列行业", "In sectors that bans name"), COUNT),
        HITS,
        *shared.STATE_COUNTS,
        Column("by_water_edge", Text("自临水线命中", "Hits from the water-side line"), COUNT),
        Column("by_outer_edge", Text("自外缘线命中", "Hits from the outer line"), COUNT),
    ),
    tables=(
        Table(
            "hits",
            Text("命中清单", "Hits"),
            (
                shared.LAYER,
                shared.FEATURE,
                Column(
                    "sector",
                    Text("行业", "Sector"),
                    NO_UNIT,
                    "code",
                    titles_of(ENTERPRISE_SECTORS),
                ),
                Column(
                    "change",
                    Text("建设性质", "Change"),
                    NO_UNIT,
                    "code",
                    titles_of(CHANGE_KINDS),
                ),
                Column("shape", Text("图形", "Shape"), NO_UNIT, "code", SHAPES),
                Column("ban", Text("禁令", "Ban"), NO_UNIT, "text", dict(BANS), refers=True),
                WATER,
                LIMIT,
                Column(
                    "water_edge_m",
                    Text("距临水线", "To the water-side line"),
                    METRES,
                    against=("limit_m",),
                ),
                Column(
                    "outer_edge_m",
                    Text("距外缘线", "To the outer line"),
                    METRES,
                    against=("limit_m",),
                ),
                Column(
                    "by_water_edge", Text("按临水线", "By the water side"), NO_UNIT, "code", WITHIN
                ),
                Column(
                    "by_outer_edge", Text("按外缘线", "By the outer line"), NO_UNIT, "code", WITHIN
                ),
                Column("bank", Text("最近岸线", "Nearest bank"), NO_UNIT, "text"),
                shared.STARTED,
                shared.VALID_FROM,
                shared.TIMING,
                shared.STATE,
                shared.ARTICLE,
                shared.RULE,
                shared.SOURCE,
            ),
            places=shared.PLACES,
        ),
        Table(
            "bands",
            Text("管控带", "Bands"),
            (
                WATER,
                Column(
                    "line",
                    Text("起算线", "Measured from"),
                    NO_UNIT,
                    "code",
                    titles_of(BANK_LINES),
                ),
                LIMIT,
                Column("area_m2", Text("面积", "Area"), SQUARE_METRES),
            ),
            shapes=True,
        ),
    ),
    nulls=Text(
        "没有行业的企业不与禁令比较并说明；建设性质为空按禁令所列处理；"
        "没有岸线类型的岸线不作起算线。"
        "距离在岸线两侧量算，带也在两侧。"
        "企业在岸线围成的环内而没有命中的，说明缺少洲岛岸线。",
        "Enterprises without a sector are compared with no ban and are told; an empty change "
        "counts "
        "as one that the ban names; banks that do not say which line they are are left out. "
        "Distances and bands are on both sides of a line. Enterprises inside the ring of a bank "
        "that are no hit are told: the shores of islands are missing.",
    ),
    computed_by="waters.ban_bands:compute",
    card=Card(note=Text("共核对 {enterprises} 家企业", "{enterprises} enterprises were looked at")),
    checks=(Check("SC-BUFFER-1KM"),),
)
