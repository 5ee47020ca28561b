"""Length of works by status beside a target in km: 216 km of river works, 146 km of routes."""

from __future__ import annotations

from typing import Any

import geopandas as gpd

from geo.figures.units import Measure
from geo.lines.lengths import Lengths, length_by_class
from geo.patches.clipped_lines import lines_inside
from geo.words import Text
from layers.kinds.tasks import WORKS
from projects.metrics.declaration import (
    COUNT,
    METRES,
    NO_UNIT,
    RATIO,
    Check,
    Column,
    Computed,
    Given,
    Metric,
    Role,
    Sum,
    Table,
)
from projects.metrics.families import TASKS
from projects.metrics.parameters import same_place, subject_parameter, target_parameter
from projects.metrics.results import length, length_amount, note, share, text_or_none
from projects.metrics.roles import BOUNDARY, REGION
from projects.metrics.targets import Target, quantity_block
from projects.metrics.unknown import judged_over, span_of
from projects.metrics.works.status import (
    CHOSEN,
    COUNTS,
    FEATURES,
    STATUS_COLUMN,
    Standing,
    class_name,
    counts_code,
    standing,
    standing_notes,
    status_parameters,
)

CHECK = "SC-LINE-LENGTH"
SUBJECTS = ("river_works", "green_lines", "motorways", "slow_traffic", "utility_tunnels")


def compute(given: Given) -> Computed:
    """Lengths by status, each place once; what counts first keeps a place that several claim."""
    found = standing(given, "lines")
    region = given.frames.get("region")
    lines, reference = found.frame, given.frames.get("reference")
    if region is not None:
        lines = inside(lines, region)
        reference = None if reference is None else inside(reference, region)
    measured = length_by_class(
        lines,
        found.classes,
        found.order,
        tolerance_m=given.parameters["tolerance_m"],
        reference=reference,
    )
    counted_m = sum(measured.class_m.get(name, 0.0) for name in found.counted)
    target = given.target
    result = {
        "total": _total(measured, counted_m, len(found.frame)),
        "statuses": status_rows(found, measured),
        "lines": _lines(found, measured),
        "target": None if target is None else _target(target, found, measured, counted_m),
        "notes": standing_notes(found) + length_notes(measured),
    }
    return Computed(result)


def _target(target: Target, found: Standing, measured: Lengths, counted_m: float) -> dict[str, Any]:
    """A length beside its length, a percentage beside the share of all of it."""
    most_m = counted_m + sum(measured.class_m.get(name, 0.0) for name in found.may_count)
    least = of_length(counted_m, measured.total_m)
    span = span_of(target, least, of_length(most_m, measured.total_m), found.unknown)
    return judged_over(target, quantity_block(target, least), span)


def of_length(part_m: float, whole_m: float) -> dict[Measure, float | None]:
    """A length and its share of the whole, by measure."""
    return {"length": part_m, "share": share(part_m, whole_m)}


def inside(lines: gpd.GeoDataFrame, region: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    clipped = lines_inside(lines, region)
    return lines.set_geometry(gpd.GeoSeries(clipped.to_numpy(), index=lines.index, crs=clipped.crs))


def _total(measured: Lengths, counted_m: float, features: int) -> dict[str, Any]:
    reference = measured.reference_m
    return {
        "features": features,
        "total_m": length(measured.total_m),
        "counted_m": length(counted_m),
        "share": share(counted_m, measured.total_m),
        "reference_m": None if reference is None else length(reference),
        "reference_share": share(counted_m, reference or 0.0),
        "twice_m": length(measured.twice_m),
        "off_reference_m": length(measured.off_reference_m),
    }


def status_rows(found: Standing, measured: Lengths) -> list[dict[str, Any]]:
    """One row a class that occurs."""
    return [
        {
            "key": name,
            "name": class_name(name),
            "features": found.rows_of(name),
            "length_m": length(measured.class_m[name]),
            "counts": counts_code(found, name),
        }
        for name in found.order
        if found.rows_of(name)
    ]


def _lines(found: Standing, measured: Lengths) -> list[dict[str, Any]]:
    return [
        {
            "key": key,
            "name": text_or_none(name),
            "status": status,
            "length_m": length(m),
        }
        for key, name, status, m in zip(
            found.frame["key"],
            found.frame["name"],
            found.classes,
            measured.row_m.tolist(),
            strict=True,
        )
    ]


def length_notes(measured: Lengths) -> list[dict[str, Any]]:
    """What was counted once only, and what is not beside the reference."""
    notes = []
    if measured.twice_m >= LEAST_M:
        notes.append(
            note(
                "lengths-drawn-twice",
                "有 {length_m} 与排在前面的线重合，只计一次。",
                "{length_m} lie on an earlier line and count once.",
                length_m=length_amount(measured.twice_m),
            )
        )
    if measured.off_reference_m >= LEAST_M:
        notes.append(
            note(
                "lengths-off-reference",
                "有 {length_m} 离参照线超过容差，未计入。",
                "{length_m} are farther from the reference than the tolerance and do not count.",
                length_m=length_amount(measured.off_reference_m),
            )
        )
    return notes


LEAST_M = 1.0
LENGTH = Column("length_m", Text("长度", "Length"), METRES, sums=True)
COUNTING = Column("counts", Text("是否计入", "Counts"), NO_UNIT, "code", COUNTS)

REFERENCE = Role(
    "reference",
    Text("参照线", "Reference line"),
    Text(
        "给出时沿参照线计长：两岸或重复绘制的只计一次。",
        "If given, lengths are those of this line: works on both banks or drawn twice count once.",
    ),
    geometry=("line",),
    optional=True,
    decides=True,
)

LENGTH_BY_STATUS = Metric(
    id="length_by_status",
    version=4,
    family=TASKS,
    place=10,
    title=Text("按状态汇总长度", "Length by status"),
    summary=Text(
        "线状工程按状态汇总的长度，重复处只计一次，与以千米计的目标比较。",
        "Length of line works by status, each place once, beside a target in km.",
    ),
    formula=Text(
        "完成长度 = Σ椭球面长度（状态计为完成的线，重合处只计一次）；"
        "有参照线时 = 参照线上两侧容差内有完成工程的长度。",
        "length done = Σ length on the ellipsoid of lines whose status counts, each place once; "
        "with a reference, the length of it that has such a line within the tolerance.",
    ),
    source=Text(
        "政策台账核算方式 SC-LINE-LENGTH（如十堰2018：汉江干流重点河段216公里）。",
        "Check SC-LINE-LENGTH of the policy register (for example Shiyan 2018: 216 km of the Han).",
    ),
    unit=METRES,
    headline="counted_m",
    inputs=(
        Role(
            "lines",
            Text("线状工程", "Line works"),
            Text("带状态字段的线图层。", "A layer of lines with a field of status."),
            geometry=("line",),
            chosen=CHOSEN,
            within="cut",
        ),
        REFERENCE,
        REGION,
        BOUNDARY,
    ),
    parameters=(
        *status_parameters(),
        same_place(1.0),
        subject_parameter(*SUBJECTS),
        target_parameter("length", "share"),
    ),
    total=(
        Column("features", Text("要素数", "Features"), COUNT),
        Column("total_m", Text("总长度", "Length, all"), METRES),
        Column("counted_m", Text("完成长度", "Length done"), METRES),
        Column("share", Text("完成比例", "Share done"), RATIO),
        Column("reference_m", Text("参照线长度", "Length of the reference"), METRES),
        Column("reference_share", Text("占参照线", "Share of the reference"), RATIO),
        Column("twice_m", Text("重合未计", "Drawn twice"), METRES),
        Column("off_reference_m", Text("参照线以外", "Off the reference"), METRES),
    ),
    tables=(
        Table("statuses", Text("状态", "Status"), (FEATURES, LENGTH, COUNTING)),
        Table("lines", Text("线", "Lines"), (STATUS_COLUMN, LENGTH), role="lines"),
    ),
    nulls=Text(
        "没有状态、或完成而没有日期的单列，情况不明，可能改变结论的不判定；没有图形的要素须先改正；"
        "没有线时比例为空。",
        "Without a status, or done without a date, a line stands apart as unknown, and there is no "
        "verdict while such lines could change it; without geometry it is refused; without lines "
        "there is no share.",
    ),
    compute=compute,
    checks=(Check(CHECK, about=(WORKS.id,)), Check("SC-LENGTH-SHARE", about=(WORKS.id,))),
    sums=(Sum("total_m", ("length_m",), rows="statuses"),),
    subjects=SUBJECTS,
)
