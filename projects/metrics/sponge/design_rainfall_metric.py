"""Declaration of the metric “design rainfall from daily rain”; `design_rainfall` computes it."""

from __future__ import annotations

from geo.figures.units import DAYS, MILLIMETRES, YEARS
from geo.words import Text
from projects.metrics.columns import YES_NO
from projects.metrics.declaration import (
    COUNT,
    NO_UNIT,
    RATIO,
    Choice,
    Column,
    Metric,
    Parameter,
    SheetRole,
    Table,
)
from projects.metrics.families import SPONGE
from projects.metrics.parameters import BY_THE_USER, CAPTURE_RATIO

REFUSE, TELL = "refuse", "tell"


RATIO_COLUMN = Column("ratio", Text("年径流总量控制率", "Capture ratio"), RATIO)


DEPTH_COLUMN = Column("depth_mm", Text("设计降雨量", "Design rainfall"), MILLIMETRES)


DESIGN_RAINFALL_METRIC = Metric(
    id="design_rainfall",
    version=2,
    family=SPONGE,
    place=50,
    title=Text("设计降雨量推求", "Design rainfall from daily rain"),
    summary=Text(
        "由当地不少于 30 年的逐日降雨按雨量（体积）推求各年径流总量控制率对应的设计降雨量。",
        "The design rainfall of each capture ratio from at least 30 years of local daily rain, by "
        "volume.",
    ),
    formula=Text(
        "扣除不大于 2 毫米的降雨和降雪后，α(H) = Σmin(Xᵢ, H) ÷ ΣXᵢ；"
        "设计降雨量 H 满足 α(H) = 控制率，相邻两雨量之间 α 为直线，直接求解。按体积，不按频次。",
        "Without days of 2 mm or less and without snowfall α(H) = Σmin(Xᵢ, H) ÷ ΣXᵢ; the design "
        "rainfall H is where α(H) equals the ratio, solved exactly, α being straight between two "
        "rains. By volume, never by frequency.",
    ),
    source=Text(
        "GB 50014-2021《室外排水设计标准》附录 A.0.1；公式由其符号说明和 GB/T 51345-2018 得出。",
        "GB 50014-2021, Standard for design of outdoor wastewater engineering, A.0.1; the formula "
        "after its list of symbols and GB/T 51345-2018.",
    ),
    unit=MILLIMETRES,
    headline="depth_mm",
    inputs=(),
    sheets=(
        SheetRole(
            "rain",
            Text("逐日降雨量", "Daily rain"),
            Text(
                "一个雨量站的逐日降雨量，无雨日填 0，降雪日标为“雪”。",
                "Daily rain at one gauge; dry days are 0, days of snowfall marked.",
            ),
            "daily_rain",
        ),
    ),
    parameters=(
        CAPTURE_RATIO,
        Parameter(
            "depth_mm",
            Text("已知设计降雨量", "Known depth"),
            Text("给出时，反算它对应的控制率。", "If given, the ratio it captures is told."),
            "number",
            origin=BY_THE_USER,
            unit=MILLIMETRES,
            low=0.1,
            high=1000.0,
        ),
        Parameter(
            "first_day",
            Text("起始日期", "First day"),
            Text("只用这一天及以后的降雨。", "Only rain from this day on."),
            "date",
            origin=Text("默认用全部资料", "The whole record by default"),
        ),
        Parameter(
            "last_day",
            Text("截止日期", "Last day"),
            Text("只用这一天及以前的降雨。", "Only rain up to this day."),
            "date",
            origin=Text("默认用全部资料", "The whole record by default"),
        ),
        Parameter(
            "missing_days",
            Text("一年允许缺测天数", "Missing days of a complete year"),
            Text(
                "缺测超过这么多天的年份不计入 30 年。",
                "A year that lacks more days does not count for the 30.",
            ),
            "number",
            origin=Text(
                "EcoAtlas 默认值 10 天，标准未作规定",
                "EcoAtlas default of 10 days; the standard says nothing",
            ),
            default=10.0,
            unit=DAYS,
            low=0.0,
            high=366.0,
        ),
        Parameter(
            "short_record",
            Text("不足 30 年时", "Below 30 years"),
            Text("拒绝计算，或试算并注明。", "Refuse, or compute as a trial and say so."),
            "choice",
            origin=Text("GB 50014-2021 附录 A.0.1：不少于 30 年", "GB 50014-2021, A.0.1: 30 years"),
            default=REFUSE,
            choices=(
                Choice(REFUSE, Text("拒绝计算", "Refuse")),
                Choice(TELL, Text("试算并注明", "Compute as a trial")),
            ),
        ),
    ),
    total=(
        RATIO_COLUMN,
        DEPTH_COLUMN,
        Column("given_depth_mm", Text("已知设计降雨量", "Known depth"), MILLIMETRES),
        Column("given_depth_ratio", Text("它的控制率", "Ratio it captures"), RATIO),
        Column("first_day", Text("首日", "First day"), NO_UNIT, "text"),
        Column("last_day", Text("末日", "Last day"), NO_UNIT, "text"),
        Column("years", Text("完整年份", "Complete years"), YEARS),
        Column("enough_years", Text("满 30 年", "30 years or more"), NO_UNIT, "code", YES_NO),
        Column("days", Text("有资料的天数", "Days with a value"), DAYS),
        Column("missing_days", Text("缺测天数（按整年）", "Days missing of whole years"), DAYS),
        Column("used_days", Text("参与计算的降雨日", "Days that count"), DAYS),
        Column("light_days", Text("扣除的小雨日（≤2 毫米）", "Light days left out (≤ 2 mm)"), DAYS),
        Column("snow_days", Text("扣除的降雪日", "Snow days left out"), DAYS),
        Column("used_mm", Text("参与计算的雨量", "Rain that counts"), MILLIMETRES),
    ),
    tables=(
        Table(
            "ratios", Text("控制率与设计降雨量", "Ratios and depths"), (RATIO_COLUMN, DEPTH_COLUMN)
        ),
        Table(
            "years",
            Text("逐年资料", "Years"),
            (
                Column("days", Text("有资料的天数", "Days with a value"), COUNT, sums=True),
                Column("missing_days", Text("缺测天数", "Days missing"), COUNT, sums=True),
                Column("rain_mm", Text("全部降水量", "All precipitation"), MILLIMETRES, sums=True),
                Column(
                    "used_mm", Text("参与计算的雨量", "Rain that counts"), MILLIMETRES, sums=True
                ),
                Column("light_days", Text("小雨日", "Light days"), COUNT, sums=True),
                Column("snow_days", Text("降雪日", "Snow days"), COUNT, sums=True),
                Column("complete", Text("完整", "Complete"), NO_UNIT, "code", YES_NO),
            ),
        ),
        Table(
            "gaps",
            Text("缺测时段", "Gaps"),
            (
                Column("last_day", Text("至", "To"), NO_UNIT, "text"),
                Column("days", Text("天数", "Days"), DAYS, sums=True),
            ),
        ),
    ),
    nulls=Text(
        "没有记录的日子是缺测，不当作无雨；缺测按整年计（首年 1 月 1 日至末年 12 月 31 日），"
        "逐段列出，合计与逐年之和一致。标为雪而降水量为 0 的日子不算降雪日。",
        "A day without a row is missing, not dry; missing days are those of whole years, from 1 "
        "January of the first to 31 December of the last, listed by gap, and add up. A day marked "
        "snow with 0 mm is no snow day.",
    ),
    computed_by="sponge.design_rainfall:compute",
)
