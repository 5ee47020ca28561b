"""Parameters that several metrics ask for, each declared once: day of the rules, limits, target."""

from __future__ import annotations

from dataclasses import replace

from geo.figures.units import YEAR, Measure, Unit
from geo.words import Text
from layers.kinds.codes import DIVISION_LEVELS
from projects.metrics.declaration import METRES, RATIO, Choice, Parameter
from projects.policy.subjects import SUBJECTS

NO_STANDARD = Text("EcoAtlas 默认值，无标准规定", "EcoAtlas default; no standard says")
YEAR_TITLE = Text("年份", "Year")
BY_THE_USER = Text("由使用者给出", "Given by the user")

RULES_ON = Parameter(
    "rules_on",
    Text("规则日期", "Rules as of"),
    Text(
        "用这一天有效的规则；不填则用没有失效日期的。",
        "Rules that hold on this day; if empty those without an end.",
    ),
    "date",
    origin=Text("默认用现行规则", "Rules in force by default"),
)
DAY = replace(RULES_ON, name="day")
"""The same under the name that hits and loads of plants have had from the start."""
CAPTURE_RATIO = Parameter(
    "ratio",
    Text("年径流总量控制率", "Capture ratio"),
    Text("想要的控制率。", "The ratio that is wanted."),
    "number",
    origin=Text("国办发〔2015〕75号：70%", "State Council Office [2015] No. 75: 70 %"),
    default=0.70,
    unit=RATIO,
    low=0.01,
    high=0.99,
)


def year_parameter(
    summary: Text, name: str = "year", title: Text | None = None, *, required: bool = True
) -> Parameter:
    """A year, as years are written."""
    return Parameter(
        name,
        title or YEAR_TITLE,
        summary,
        "number",
        BY_THE_USER,
        required=required,
        unit=YEAR,
        low=2000,
        high=2100,
    )


def limit(
    name: str, title: Text, summary: Text, default: float, unit: Unit, high: float, low: float = 0.0
) -> Parameter:
    """A number that no standard gives, with the default of EcoAtlas, from `low` to `high`."""
    return Parameter(
        name,
        title,
        summary,
        "number",
        origin=NO_STANDARD,
        default=default,
        unit=unit,
        low=low,
        high=high,
    )


def distance(
    name: str, title: Text, summary: Text, default: float, high: float, low: float = 0.0
) -> Parameter:
    """A distance in metres that no standard gives."""
    return limit(name, title, summary, default, METRES, high, low)


def same_place(default: float) -> Parameter:
    """How far apart lines may be that are one place, in metres."""
    return distance(
        "tolerance_m",
        Text("容差", "Tolerance"),
        Text(
            "相距不超过它的线算同一处；有参照线时，离参照线不超过它的才计入。",
            "Lines nearer than this are one place; with a reference only what is this near counts.",
        ),
        default,
        10_000.0,
    )


def division_level(title: Text, summary: Text, default: str) -> Parameter:
    """Which level of the administrative divisions is looked at."""
    of = next(code.title for code in DIVISION_LEVELS if code.value == default)
    return Parameter(
        "level",
        title,
        summary,
        "choice",
        origin=of,
        default=default,
        choices=tuple(Choice(code.value, code.title) for code in DIVISION_LEVELS),
    )


def target_parameter(*measures: Measure) -> Parameter:
    """A target of a subject that the metric measures, in one of these measures."""
    return Parameter(
        "target",
        Text("政策目标", "Policy target"),
        Text(
            "与结果比较的目标编号；只计目标所属行政区以内的部分。",
            "Id of the target the result is compared with; only what lies in its division counts.",
        ),
        "target",
        origin=Text("政策台账", "Policy register"),
        measures=measures,
    )


def subject_parameter(*subjects: str) -> Parameter:
    """What the user takes the layer for; a verdict rests on what the layer is declared to hold."""
    return Parameter(
        "subject",
        Text("图层内容", "What the layer holds"),
        Text(
            "可不填：目标只按图层页上的内容声明判定；填了的须与目标的对象一致。",
            "May be left out: a target is judged only by what the layer is declared to hold on its "
            "page; where it is given it has to be the subject of the target.",
        ),
        "choice",
        origin=BY_THE_USER,
        choices=tuple(Choice(one, SUBJECTS[one].title) for one in subjects),
        later=True,
    )
