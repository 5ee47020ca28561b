"""Declaration of the hits inside protected zones; `ban_zones` computes them."""

from __future__ import annotations

from dataclasses import replace

from geo.words import Text
from layers.kinds.codes import PROTECTION_GRADES
from layers.kinds.controls import ENTERPRISE, OUTFALL
from layers.kinds.model import titles_of
from layers.kinds.required import PROTECTED_WATER
from projects.metrics.cards import Card
from projects.metrics.declaration import (
    COUNT,
    NO_UNIT,
    SQUARE_METRES,
    Check,
    Column,
    Metric,
    Role,
    SheetRole,
    Table,
)
from projects.metrics.families import PROTECTED_WATERS
from projects.metrics.parameters import DAY, limit
from projects.metrics.roles import OUTFALLS, PLANTS
from projects.metrics.waters import ban_columns as shared
from projects.sheets.rules_water import SUBJECTS

GRADE = Column(
    "grade",
    Text("保护级别", "Grade"),
    NO_UNIT,
    "code",
    titles_of(PROTECTION_GRADES),
)
HITS = Column("hits", Text("命中", "Hits"), COUNT, sums=True)
TOLERANCE = limit(
    "tolerance_m2",
    Text("重叠容差", "Tolerance of overlap"),
    Text("重叠面积不大于它的面不算命中。", "Polygons that share no more are no hit."),
    1.0,
    SQUARE_METRES,
    1e6,
)

PROTECTED_ZONE_HITS = Metric(
    id="protected_zone_hits",
    version=2,
    family=PROTECTED_WATERS,
    place=7,
    title=Text("保护区内的设施与项目", "What lies in protected zones"),
    summary=Text(
        "饮用水水源保护区和湖泊“三线”内的排污口、污水厂、企业和项目用地，逐条列出规则、"
        "条款和日期，待核查。",
        "Outfalls, plants, enterprises and sites in source protection zones and lake lines, each "
        "with rule, article and date, to review.",
    ),
    formula=Text(
        "命中：点、线与保护区相交，或面与保护区重叠面积 > 容差。"
        "规则对已有设施同样适用，或开工不早于规则生效日和保护区批准日：待核查；早于任一日：备查；"
        "日期不全：日期不明。",
        "hit: a point or line meets a zone, or a polygon shares more than the tolerance with it. "
        "To review where the rule covers what was there, or the start is not before rule and "
        "approval "
        "of the zone; there before either: for information; dates missing: date unknown.",
    ),
    source=Text(
        "《水污染防治法》（2017）第六十四至六十七条；保护区以省级政府批准的图斑为准，"
        "不由公式推求。",
        "Water Pollution Prevention Law (2017), articles 64–67; zones are the polygons approved by "
        "the province, never drawn by formula.",
    ),
    unit=COUNT,
    headline="hits",
    inputs=(
        Role(
            "zones",
            Text("保护水体与水源保护区", "Protected waters and zones"),
            Text("带有级别的保护区。", "Zones with their grade."),
            kinds=(PROTECTED_WATER.id,),
            fields=("grade",),
            wanted=("approved_on",),
        ),
        replace(OUTFALLS, wanted=("started_on",), optional=True),
        replace(PLANTS, wanted=("commissioned_on",), optional=True),
        replace(shared.ENTERPRISES, wanted=("started_on",)),
        replace(shared.SITES, wanted=("started_on",)),
    ),
    sheets=(
        SheetRole(
            "rules",
            Text("保护区规定", "Rules of the zones"),
            Text("各级别对各类对象的规定。", "What holds for whom in which grade."),
            "protected_zone_rules",
        ),
    ),
    parameters=(TOLERANCE, DAY),
    total=(
        HITS,
        Column("features", Text("待核查要素", "Features to review"), COUNT),
        *shared.STATE_COUNTS,
        Column("outfalls_1_2", Text("一、二级区内排污口", "Outfalls in grades 1 and 2"), COUNT),
        Column("outfalls_quasi", Text("准保护区内排污口", "Outfalls in quasi zones"), COUNT),
    ),
    tables=(
        Table(
            "hits",
            Text("命中清单", "Hits"),
            (
                Column("subject", Text("对象", "Subject"), NO_UNIT, "code", dict(SUBJECTS)),
                shared.LAYER,
                shared.FEATURE,
                Column("zone", Text("保护区编号", "Zone"), NO_UNIT, "text"),
                Column("zone_name", Text("保护区", "Name of the zone"), NO_UNIT, "text"),
                GRADE,
                shared.OVERLAP,
                shared.STARTED,
                Column("approved_on", Text("保护区批准日期", "Zone approved on"), NO_UNIT, "text"),
                shared.VALID_FROM,
                shared.TIMING,
                shared.STATE,
                shared.ARTICLE,
                shared.SAYS,
                shared.RULE,
                shared.SOURCE,
            ),
            places=shared.PLACES,
        ),
        Table(
            "zones",
            Text("保护区", "Zones"),
            (GRADE, HITS, *shared.STATE_COUNTS),
            role="zones",
        ),
    ),
    nulls=Text(
        "日期为空的命中标为日期不明，不作先后判断；规则表没有规定的级别照列备查。",
        "Hits without dates are marked date unknown; grades without a rule are listed for "
        "information.",
    ),
    computed_by="waters.ban_zones:compute",
    card=Card(),
    checks=(
        Check("SC-OUTFALL-IN-DWSPZ", needs=(OUTFALL.id,)),
        Check("SC-EXCLUSION", needs=(ENTERPRISE.id,)),
        Check("SC-LAKE-LINES", needs=(ENTERPRISE.id,)),
    ),
)
