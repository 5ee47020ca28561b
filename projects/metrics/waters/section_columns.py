"""Columns and sentences that the figures of sections share, of a month as of a year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from geo.words import Text
from projects.metrics.declaration import COUNT, NO_UNIT, RATIO, Column, Table
from projects.metrics.results import note
from projects.metrics.stands import YES_IS_MET
from projects.metrics.waters.section_layers import NAMED
from projects.water.class_words import CLASS_TITLES

GRADE = dict(CLASS_TITLES)
MET_TITLES = {"yes": Text("达标", "met"), "no": Text("未达标", "missed")}

SECTIONS = Column("sections", Text("断面", "Sections"), COUNT)
MEASURED = Column("measured", Text("有监测结果", "With readings"), COUNT)
MISSING = Column("missing", Text("没有监测结果", "Without readings"), COUNT)
GOOD = Column("good", Text("Ⅰ–Ⅲ类", "Classes I–III"), COUNT, against=("measured",))
TARGETS = Column("targets", Text("有目标又有结果", "With target and readings"), COUNT)
MET = Column("met", Text("达标", "Met"), COUNT, against=("targets",))
MISSED = Column("missed", Text("未达标", "Missed"), COUNT)
MET_SHARE = Column("met_share", Text("达标比例", "Share met"), RATIO, of=("met", "targets"))
JUDGED = (TARGETS, MET, MISSED, MET_SHARE)
"""How many sections meet their targets, in a total."""

DISTRICT = Column("district", Text("责任区", "District"), NO_UNIT, "text")
TARGET = Column("target", Text("目标", "Target"), NO_UNIT, "code", GRADE)
VERDICT = Column("met", Text("是否达标", "Met"), NO_UNIT, "code", MET_TITLES, stands=YES_IS_MET)
DISTRICTS = Table(
    "districts",
    Text("各区排名", "Districts"),
    (
        Column("place", Text("名次", "Place"), COUNT),
        SECTIONS,
        MEASURED,
        GOOD,
        TARGETS,
        MET,
        MET_SHARE,
    ),
)
NULLS = Text(
    "没有监测结果的断面没有类别，不计入任何比例；没有目标的不判达标；缺项的湖库没有指数。",
    "Sections without readings have no class and are in no share; those without a target are "
    "not judged; a lake that lacks an item has no index.",
)


def without_readings(names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The note on sections that have no readings, where there are any."""
    if names:
        yield note(
            "sections-without-readings",
            "{count} 个断面没有监测结果，不计入比例：{names}。",
            "{count:section|sections} without readings, in no share: {names}.",
            count=len(names), names="、".join(names[:NAMED]),
        )  # fmt: skip
