"""Declaration of the guarantee rate of ecological base flow; `base_flow` computes it."""

from __future__ import annotations

from dataclasses import replace

from geo.words import Text
from projects.metrics.declaration import (
    COUNT,
    NO_UNIT,
    RATIO,
    Check,
    Column,
    Metric,
    SheetRole,
    Sum,
    Table,
)
from projects.metrics.families import PROTECTED_WATERS
from projects.metrics.parameters import target_parameter, year_parameter
from projects.metrics.roles import BOUNDARY
from projects.metrics.stands import YES_IS_MET
from projects.metrics.waters.base_flow import FLOW, STATES, SUBJECTS
from projects.metrics.waters.section_layers import PLACES

MEASURED = Column("measured", Text("有流量的天数", "Days with flow"), COUNT, against=("days",))
DAYS = Column("days", Text("全年天数", "Days of the year"), COUNT)
COMPLETE = Column(
    "complete", Text("数据完整率", "Share of days with flow"), RATIO, of=("measured", "days")
)

BASE_FLOW = Metric(
    id="base_flow",
    version=1,
    family=PROTECTED_WATERS,
    place=97,
    title=Text("生态基流保证率", "Guarantee rate of base flow"),
    summary=Text(
        "一年内各控制断面日均流量不低于生态基流的天数占有流量天数的比例，并说明数据是否完整。",
        "Share of the days of a year with flow on which it was not below the base flow of the "
        "control section, with how complete the data are.",
    ),
    formula=Text(
        "保证率 = 日均流量 ≥ 生态基流的天数 ÷ 有流量的天数。判定按全年天数：没有流量的日子"
        "可能达到也可能没有，只有两种情形结论相同才判定。生态基流及要求的保证率按各断面的核定文件。",
        "rate = days with a mean flow ≥ the base flow ÷ days with flow. Verdicts are of all days "
        "of the year: a day without flow may have been either, and a verdict is given only where "
        "both say the same. Base flow and rate asked are those of the document of each section.",
    ),
    source=Text("政策台账核算方式 SC-ECOFLOW。", "Check SC-ECOFLOW of the register."),
    unit=RATIO,
    headline="least_share",
    inputs=(replace(PLACES, within="answering"), BOUNDARY),
    sheets=(
        SheetRole(
            "flows",
            Text("断面日均流量", "Daily flow at sections"),
            Text("每个断面每天一行。", "One row for each section and day."),
            "daily_flows",
        ),
        SheetRole(
            "bases",
            Text("断面生态基流", "Base flows of sections"),
            Text("各断面的生态基流和核定文件。", "Base flows with their documents."),
            "base_flows",
        ),
    ),
    parameters=(
        year_parameter(Text("计算的年份。", "The year that is told.")),
        target_parameter("share"),
    ),
    total=(
        Column("sections", Text("断面", "Sections"), COUNT),
        Column("controlled", Text("有生态基流的断面", "With a base flow"), COUNT),
        Column("without", Text("没有生态基流的断面", "Without a base flow"), COUNT),
        Column("least_share", Text("最低的断面保证率", "Smallest rate of a section"), RATIO),
        DAYS,
        MEASURED,
        COMPLETE,
        Column("attained", Text("保证率达到要求的断面", "Sections that attain"), COUNT),
        Column("missed", Text("未达到要求的断面", "Sections that do not"), COUNT),
        Column("untold", Text("不能判定的断面", "Sections that cannot be judged"), COUNT),
    ),
    tables=(
        Table(
            "sections",
            Text("断面", "Sections"),
            (
                Column("state", Text("结论", "State"), NO_UNIT, "code", STATES,
                       stands=YES_IS_MET),
                Column("river", Text("河流", "River"), NO_UNIT, "text"),
                Column("base_m3_s", Text("生态基流", "Base flow"), FLOW),
                Column("met", Text("达到的天数", "Days at or above"), COUNT, against=("measured",)),
                MEASURED,
                DAYS,
                Column("share", Text("保证率", "Rate"), RATIO, against=("rate",),
                       of=("met", "measured")),
                COMPLETE,
                Column("rate", Text("要求的保证率", "Rate asked"), RATIO),
                Column("document", Text("核定文件", "Document"), NO_UNIT, "text"),
            ),
            role="places",
        ),
    ),
    sums=(
        Sum("sections", ("controlled", "without")),
        Sum("controlled", ("attained", "missed", "untold")),
    ),
    nulls=Text(
        "没有生态基流的断面不计并列出；没有流量的断面没有保证率。",
        "Sections without a base flow are listed and not counted; one without flows has no rate.",
    ),
    computed_by="waters.base_flow:compute",
    checks=(Check("SC-ECOFLOW"),),
    subjects=SUBJECTS,
)  # fmt: skip
