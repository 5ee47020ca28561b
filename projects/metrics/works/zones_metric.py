"""Declaration of the metric “ecological cooperation zones”; `zones` computes it."""

from __future__ import annotations

from dataclasses import replace

from geo.words import Text
from layers.kinds.required import PROTECTED_WATER
from layers.kinds.supporting import LAKE, RIVER
from layers.kinds.tasks import COOPERATION_ZONE
from projects.metrics.columns import YES_NO
from projects.metrics.declaration import (
    COUNT,
    NO_UNIT,
    SQUARE_METRES,
    Check,
    Column,
    Metric,
    Role,
    Table,
)
from projects.metrics.families import OTHER
from projects.metrics.parameters import distance, division_level, target_parameter
from projects.metrics.roles import BOUNDARY, DIVISIONS
from projects.metrics.stands import YES_IS_MET

CHECK = "SC-SYNERGY-ZONES"


YES, NO, UNKNOWN = "yes", "no", "unknown"


COOPERATION_ZONES = Metric(
    id="cooperation_zones",
    version=3,
    family=OTHER,
    place=20,
    title=Text("跨市生态协同区", "Ecological cooperation zones"),
    summary=Text(
        "每个协同区是否同时与两市相接，并列出区内水体。",
        "Whether each zone touches both of its cities, and the waters inside.",
    ),
    formula=Text(
        "协同区与一市的距离不大于容差即相接；与不少于两市、并与其注明的各市相接的算成立。",
        "A zone touches a city at most the tolerance away; it joins when it touches two cities or "
        "more, and all of those it names.",
    ),
    source=Text(
        "政策台账核算方式 SC-SYNERGY-ZONES（武汉2023：武孝、武鄂、武咸、武仙四大生态协同区）。",
        "Check SC-SYNERGY-ZONES of the policy register (Wuhan 2023: four cooperation zones).",
    ),
    unit=COUNT,
    headline="joining",
    inputs=(
        Role(
            "zones",
            Text("协同区", "Zones"),
            Text("“涉及城市”写两市名称。", "`cities` names the two cities."),
            kinds=(COOPERATION_ZONE.id,),
            wanted=("cities",),
            within="touching",
        ),
        replace(
            DIVISIONS,
            name="cities",
            title=Text("市界", "City boundaries"),
            summary=Text("带级别的行政区划。", "Divisions with their level."),
        ),
        Role(
            "waters",
            Text("水体", "Waters"),
            Text("给出时列出各区内的水体。", "If given, waters inside the zones are listed."),
            kinds=(LAKE.id, RIVER.id, PROTECTED_WATER.id),
            optional=True,
        ),
        BOUNDARY,
    ),
    parameters=(
        division_level(
            Text("市的级别", "Level of the cities"),
            Text("按哪一级行政区判断。", "Which divisions are the cities."),
            "city",
        ),
        distance(
            "tolerance_m",
            Text("相接容差", "Tolerance"),
            Text("离市界不超过它算相接。", "A city this near is touched."),
            100.0,
            10_000.0,
        ),
        target_parameter("count"),
    ),
    total=(
        Column("zones", Text("协同区", "Zones"), COUNT),
        Column("joining", Text("成立", "Joining two cities"), COUNT),
        Column("not_joining", Text("不成立", "Not joining"), COUNT),
        Column("unknown", Text("不明", "Unknown"), COUNT),
        Column("waters", Text("区内水体", "Waters inside"), COUNT),
    ),
    tables=(
        Table(
            "zones",
            Text("协同区", "Zones"),
            (
                Column(
                    "joins",
                    Text("是否成立", "Joins"),
                    NO_UNIT,
                    "code",
                    {**YES_NO, UNKNOWN: Text("不明", "unknown")},
                    stands=YES_IS_MET,
                ),
                Column("touches", Text("相接的市", "Touches"), NO_UNIT, "text"),
                Column("missing", Text("注明而未相接", "Named, not touched"), NO_UNIT, "text"),
                Column("waters", Text("水体数", "Waters"), COUNT),
                Column(
                    "water_m2",
                    Text("水体面积（同一处只计一次）", "Water, each place once"),
                    SQUARE_METRES,
                    sums=True,
                ),
            ),
            role="zones",
        ),
        Table(
            "waters",
            Text("区内水体", "Waters inside"),
            (
                Column("zone", Text("协同区", "Zone"), NO_UNIT, "text"),
                Column("water", Text("水体编号", "Water"), NO_UNIT, "text"),
                Column("area_m2", Text("区内面积", "Area inside"), SQUARE_METRES),
            ),
        ),
    ),
    nulls=Text(
        "没有注明城市的协同区只要与两市相接；有关的市不在市界图层里的，情况不明，可能改变结论的不判定；"
        "没有图形的要素须先改正。",
        "A zone that names no cities has to touch two; where a city that would decide is not in "
        "the layer it is unknown, and there is no verdict while such zones could change it; one "
        "without geometry is refused.",
    ),
    computed_by="works.zones:compute",
    checks=(Check(CHECK),),
    subjects=("synergy_zones",),
)
