"""Declaration of the metric “share of natural shoreline”; `shoreline` computes it."""

from __future__ import annotations

from dataclasses import replace

from geo.words import Text
from layers.kinds.supporting import RIVER_BANK
from layers.kinds.tasks import SHORELINE
from projects.metrics.cards import Card
from projects.metrics.columns import YES_NO
from projects.metrics.declaration import (
    METRES,
    NO_UNIT,
    RATIO,
    Check,
    Column,
    Metric,
    Parameter,
    Role,
    Sum,
    Table,
)
from projects.metrics.families import PROTECTED_WATERS
from projects.metrics.parameters import same_place, target_parameter
from projects.metrics.roles import BOUNDARY, REGION

CHECK = "SC-SHORELINE"


ALL = Column("all_m", Text("岸线总长", "Shoreline, all"), METRES)


SHARE = Column("share", Text("自然岸线保有率", "Natural share"), RATIO)


KINDS = (SHORELINE.id, RIVER_BANK.id)


FIELD = Parameter(
    "nature_field",
    Text("岸线性质字段", "Field of the nature"),
    Text("写明自然或人工的字段。", "The field that says natural or artificial."),
    "text",
    origin=Text("图层类型“水体岸线分段”的字段", "field of the kind “shoreline”"),
    default="nature",
)


def _role(name: str, title: Text, summary: Text) -> Role:
    return Role(name, title, summary, ("line",), KINDS, chosen=(FIELD.name,), within="cut")


NATURAL_SHORELINE = Metric(
    id="natural_shoreline",
    version=4,
    family=PROTECTED_WATERS,
    place=70,
    title=Text("自然岸线保有率", "Share of natural shoreline"),
    summary=Text(
        "前后两期自然岸线长度占比及其变化。",
        "Share of natural shoreline at two dates, and its change.",
    ),
    formula=Text(
        "保有率 = 自然岸线长度 ÷ 岸线总长（每处只计一次，重合处人工优先）；变化 = 后期 − 前期。",
        "share = length natural ÷ length all, each place once (artificial where both are drawn); "
        "change = after − before.",
    ),
    source=Text(
        "政策台账核算方式 SC-SHORELINE（武汉2023：提升城市水体自然岸线保有率，未给数值）。",
        "Check SC-SHORELINE of the policy register (Wuhan 2023: the share is to rise; no number).",
    ),
    unit=RATIO,
    headline="share_after",
    inputs=(
        _role(
            "before",
            Text("前期岸线", "Shoreline before"),
            Text("前一期的岸线分段，图层或其旧版本（编号@版本）。", "Segments then (ID@VERSION)."),
        ),
        _role(
            "after",
            Text("后期岸线", "Shoreline after"),
            Text("后一期的岸线分段，来源和比例尺应与前期相同。", "Segments now, same source."),
        ),
        replace(
            REGION,
            summary=Text("给出时只计范围以内的岸线。", "If given, only shoreline inside counts."),
        ),
        BOUNDARY,
    ),
    parameters=(
        FIELD,
        Parameter(
            "natural_values",
            Text("算自然的值", "Values that are natural"),
            Text("多个用顿号或逗号分开。", "Several are parted by commas."),
            "text",
            origin=Text("代码 natural（自然岸线）", "the code natural"),
            default="natural",
        ),
        same_place(1.0),
        target_parameter("share"),
    ),
    total=(
        Column("share_before", Text("前期保有率", "Share before"), RATIO),
        Column("share_after", Text("后期保有率", "Share after"), RATIO),
        Column("change", Text("变化", "Change"), RATIO),
        Column(
            "risen",
            Text("是否提高", "Has risen"),
            NO_UNIT,
            "code",
            {**YES_NO, "unknown": Text("不明", "unknown")},
        ),
        Column("before_m", Text("前期岸线总长", "Shoreline before"), METRES),
        Column("after_m", Text("后期岸线总长", "Shoreline after"), METRES),
    ),
    tables=(
        Table(
            "dates",
            Text("两期", "Dates"),
            (
                Column("natural_m", Text("自然岸线", "Natural"), METRES),
                Column("artificial_m", Text("人工岸线", "Artificial"), METRES),
                Column("unknown_m", Text("性质不明", "Unknown"), METRES),
                ALL,
                SHARE,
            ),
        ),
    ),
    nulls=Text(
        "没有填写性质的岸线计入总长，情况不明，可能改变结论的不判定；某期没有岸线时保有率和变化为空。",
        "Segments that do not say what they are count in the whole only, and there is no verdict "
        "while they could change it; without shoreline at a date there is no share and no change.",
    ),
    computed_by="works.shoreline:compute",
    card=Card(),
    checks=(Check(CHECK),),
    sums=(Sum("all_m", ("natural_m", "artificial_m", "unknown_m"), places=("dates",)),),
    subjects=("natural_shoreline",),
)
