"""Columns and roles that the tables of hits share."""

from __future__ import annotations

from geo.words import Text
from layers.kinds import GeometryFamily
from layers.kinds.controls import ENTERPRISE
from projects.metrics.declaration import COUNT, NO_UNIT, SQUARE_METRES, Column, Role
from projects.metrics.waters.ban_dates import STANDING, STATES, TIMINGS

LAYER = Column("layer", Text("图层", "Layer"), NO_UNIT, "text", refers=True)
FEATURE = Column("feature", Text("要素编号", "Feature"), NO_UNIT, "text")
PLACES = (LAYER.name, FEATURE.name)
"""A hit is where the feature lies that is hit."""
OVERLAP = Column("overlap_m2", Text("重叠面积", "Overlap"), SQUARE_METRES)
STARTED = Column("started_on", Text("开工或设置日期", "Started on"), NO_UNIT, "text")
VALID_FROM = Column("valid_from", Text("规则生效", "Rule in force from"), NO_UNIT, "text")
TIMING = Column("timing", Text("与规则先后", "Before or after the rule"), NO_UNIT, "code", TIMINGS)
STATE = Column("state", Text("情况", "State"), NO_UNIT, "code", STATES, stands=STANDING)
ARTICLE = Column("article", Text("条款", "Article"), NO_UNIT, "text")
SAYS = Column("says", Text("要求", "What it says"), NO_UNIT, "text")
RULE = Column("rule", Text("规则行", "Row of the rule"), NO_UNIT, "text", inner=True)
SOURCE = Column("source", Text("出处", "Source"), NO_UNIT, "text", refers=True)

REVIEWS = Column("review", Text("待核查", "To review"), COUNT)
UNKNOWNS = Column("date_unknown", Text("日期不明，待核查", "Date unknown, to review"), COUNT)
EXISTEDS = Column("existed", Text("早于规则，备查", "There before the rule"), COUNT)
STATE_COUNTS = (REVIEWS, UNKNOWNS, EXISTEDS)

ANY_GEOMETRY: tuple[GeometryFamily, ...] = ("point", "line", "polygon")
ENTERPRISES = Role(
    "enterprises",
    Text("企业与项目用地", "Enterprises"),
    Text("位置或用地范围，带开工日期。", "Places or sites, with the day they started."),
    geometry=("point", "polygon"),
    kinds=(ENTERPRISE.id,),
    wanted=("started_on", "activity"),
    optional=True,
)
SITES = Role(
    "sites",
    Text("其他项目用地", "Other project sites"),
    Text("任何类型的图层均可。", "A layer of any kind."),
    geometry=ANY_GEOMETRY,
    wanted=("started_on", "activity"),
    optional=True,
)
