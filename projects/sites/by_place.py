"""What a site lies in or beside, where no rule of a sheet judges it: corridors, drainage zones,
service areas, waters, the section downstream, and who is in charge."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from geo.figures.said import said
from geo.figures.units import METRES, RATIO
from geo.overlay.around import around_site
from geo.words import Text, listed
from layers.kinds.codes import CORRIDOR_STATUS, VERDICTS
from layers.kinds.model import titles_of
from layers.kinds.required import (
    ECOLOGICAL_CORRIDOR,
    MONITORING_SECTION,
    SPONGE_ZONE,
)
from layers.kinds.supporting import LAKE, RIVER, SEWAGE_SERVICE_AREA
from projects.metrics.declaration import Role
from projects.metrics.results import text_or_none
from projects.sites.asked import Asked
from projects.sites.by_zone import NO_SUCH_LAYER, Near, nearest, nearest_or_none
from projects.sites.rows import APPLIES, NO_LAYER, NOT, REVIEW, Row
from projects.units.finding import plain_name

NO_RULE = Text("规则表没有占用廊道的规定，须人工研判", "no sheet has a rule; a person decides")
CORRIDOR = Text("用地占用{status}廊道；{rule}", "takes ground of a corridor ({status}); {rule}")
ZONE = Text(
    "位于该分区：年径流总量控制率目标 {target}，现状{verdict}",
    "lies in it: capture ratio wanted {target}; the zone is {verdict}",
)
SERVED = Text("在该厂服务范围内，污水应接入", "lies in it: its sewage belongs to this plant")
NOT_SERVED = Text(
    "不在任何污水服务范围内，排水去向须说明",
    "lies in no service area; where its sewage goes has to be told",
)
ON_WATER = Text("用地占用水面或压着河线", "the site lies on the water or on the river line")
SECTION = Text(
    "{river}在{district}的考核断面（上游责任区为{district}，据此在下游；河流数据没有流向）",
    "section of the {river} by which {district} is judged, hence downstream; rivers have no "
    "direction of flow",
)
SECTION_OPEN = Text(
    "{river}上最近的断面；选址所在区不是已填的上游区，河流数据没有流向，上下游须人工判断",
    "nearest section of the {river}; it does not judge the district of the site and rivers have no "
    "direction of flow: a person decides whether it is downstream",
)
NO_SECTION = Text(
    "最近水体{river}没有考核断面在册", "no section is known on the nearest water, {river}"
)
NO_WATER = Text("附近没有水体，不涉及断面", "no water is near, so no section is concerned")
CHIEF = Text("{water}（相距 {away}）：{posts}", "{water}, {away} away: {posts}")
NO_CHIEF = Text("名录中没有{water}", "the list does not have {water}")
NO_LIST = Text("没有河湖长名录", "there is no list of chiefs")
NO_WATER_NEAR = Text("{reach} 以内没有水体", "no water within {reach}")


def _role(name: str, kind: Any, *wanted: str) -> Role:
    return Role(
        name,
        kind.title,
        kind.description,
        geometry=kind.geometry,
        kinds=(kind.id,),
        wanted=wanted,
    )


CORRIDORS = _role("corridors", ECOLOGICAL_CORRIDOR, "status")
ZONES = _role("zones", SPONGE_ZONE, "capture_target", "verdict")
AREAS = _role("service_areas", SEWAGE_SERVICE_AREA, "plant_code")
RIVERS, LAKES = _role("rivers", RIVER), _role("lakes", LAKE)
SECTIONS = _role("sections", MONITORING_SECTION, "river", "upstream_district")
STATUS, ZONE_VERDICTS = titles_of(CORRIDOR_STATUS), titles_of(VERDICTS)


def corridors(asked: Asked) -> Iterator[Row]:
    yield from _lying(
        asked,
        Row("corridors", ECOLOGICAL_CORRIDOR.title, NO_LAYER, NO_SUCH_LAYER),
        CORRIDORS,
        lambda one: (REVIEW, _corridor(one)),
    )


def _corridor(one: Any) -> Text:
    status = STATUS.get(text_or_none(one["status"]) or "", Text("（未填状态）", "status not given"))
    return CORRIDOR.format(status=status, rule=NO_RULE)


def sponge_zones(asked: Asked) -> Iterator[Row]:
    yield from _lying(
        asked,
        Row("sponge_zones", SPONGE_ZONE.title, NO_LAYER, NO_SUCH_LAYER),
        ZONES,
        lambda one: (APPLIES, _zone(one)),
    )


def _zone(one: Any) -> Text:
    unknown = Text("未评估", "not assessed")
    verdict = ZONE_VERDICTS.get(text_or_none(one["verdict"]) or "", unknown)
    return ZONE.format(target=said(one["capture_target"], RATIO), verdict=verdict)


def service_areas(asked: Asked) -> Iterator[Row]:
    empty = Row("service_areas", SEWAGE_SERVICE_AREA.title, NO_LAYER, NO_SUCH_LAYER)
    for row in _lying(asked, empty, AREAS, lambda _one: (APPLIES, SERVED)):
        outside = row.verdict == NOT
        yield replace(row, verdict=REVIEW, why=NOT_SERVED) if outside else row


def waters(asked: Asked) -> Iterator[Row]:
    for role, kind in ((RIVERS, RIVER), (LAKES, LAKE)):
        empty = Row("waters", kind.title, NO_LAYER, NO_SUCH_LAYER)
        yield from _lying(asked, empty, role, lambda _one: (REVIEW, ON_WATER))


def _lying(
    asked: Asked, empty: Row, role: Role, judge: Callable[[Any], tuple[str, Text]]
) -> Iterator[Row]:
    """A row for each feature that the site meets; without one what is nearest."""
    near: Near = [(one, asked.near(one, role)) for one in asked.of(role.kinds[0])]
    met = [row for version, frame in near for row in _met(asked, empty, version, frame, judge)]
    yield from met or [nearest_or_none(asked, empty, role.kinds[0], near)]


def _met(
    asked: Asked, empty: Row, version: Any, frame: Any, judge: Callable[[Any], tuple[str, Text]]
) -> Iterator[Row]:
    frame = asked.at_site(frame)
    found = around_site(asked.site.frame, frame)
    areal = asked.site.area_m2 is not None
    for at in range(len(frame)):
        one = frame.iloc[at]
        ground = one.geometry is not None and one.geometry.area > 0
        # Areas that only touch share no ground: a neighbour is not what a site lies in.
        if found.distance_m[at] > 0 or (areal and ground and found.area_m2[at] <= 1.0):
            continue
        verdict, why = judge(one)
        row = replace(empty, verdict=verdict, why=why)
        row = row.measured(0.0, float(found.area_m2[at]), asked.site.area_m2)
        yield row.at(version, one["key"], one["name"])


@dataclass(frozen=True, slots=True)
class Water:
    version: Any
    key: str
    name: str | None
    distance_m: float

    @property
    def called(self) -> Text:
        return Text(self.name or self.key, self.name or self.key)


def nearest_water(asked: Asked, *roles: Role) -> Water | None:
    """The nearest river or lake within reach, or of one of them."""
    wanted = roles or (RIVERS, LAKES)
    near: Near = [
        (one, asked.near(one, role)) for role in wanted for one in asked.of(role.kinds[0])
    ]
    found = nearest(asked, near)
    if found is None:
        return None
    version, one, away = found
    return Water(version, str(one["key"]), text_or_none(one["name"]), away)


def sections(asked: Asked) -> Iterator[Row]:
    """The section by which the district of the site is judged, on the nearest river; without one
    on the nearest lake."""
    empty = Row("sections", MONITORING_SECTION.title, NO_LAYER, NO_SUCH_LAYER)
    versions = asked.of(MONITORING_SECTION.id)
    if not versions:
        yield empty
        return
    water = nearest_water(asked, RIVERS) or nearest_water(asked, LAKES)
    if water is None:
        yield replace(empty, verdict=NOT, why=NO_WATER).at(versions[0])
        return
    reach = asked.limits.section_reach_m
    near = [(one, _on(asked.near(one, SECTIONS, reach), water)) for one in versions]
    districts = [plain_name(name) for _, name in asked.divisions]
    own = [(one, frame[_judging(frame, districts)]) for one, frame in near]
    for found, verdict, template in (
        (_nearest_section(asked, own), APPLIES, SECTION),
        (_nearest_section(asked, near), REVIEW, SECTION_OPEN),
    ):
        if found is not None:
            version, one, away = found
            district = one["upstream_district"] or "—"
            why = template.format(river=water.called, district=district)
            row = replace(empty, verdict=verdict, why=why).measured(away)
            yield row.at(version, one["key"], one["name"])
            return
    yield replace(empty, verdict=NOT, why=NO_SECTION.format(river=water.called)).at(versions[0])


def _on(frame: Any, water: Water) -> Any:
    name = plain_name(water.name or "—")
    mine = [plain_name(text_or_none(river) or "") == name for river in frame["river"]]
    return frame[mine].reset_index(drop=True)


def _judging(frame: Any, districts: list[str]) -> list[bool]:
    return [plain_name(text_or_none(one) or "—") in districts for one in frame["upstream_district"]]


def _nearest_section(asked: Asked, near: Near) -> tuple[Any, Any, float] | None:
    found = [
        (float(away), version, frame.iloc[at])
        for version, frame in near
        if len(frame)
        for at, away in enumerate(around_site(asked.site.frame, frame).distance_m)
    ]
    if not found:
        return None
    away, version, one = min(found, key=lambda each: each[0])
    return version, one, away


def chiefs(asked: Asked) -> Iterator[Row]:
    """Who is in charge of the water that the site is at."""
    empty = Row("chiefs", Text("河湖长", "River and lake chiefs"), NO_LAYER, NO_LIST)
    if not asked.chiefs.every:
        yield empty
        return
    if not (asked.of(RIVER.id) or asked.of(LAKE.id)):
        yield replace(empty, why=NO_SUCH_LAYER)
        return
    water = nearest_water(asked)
    if water is None or water.distance_m > asked.chiefs_reach_m:
        reach = said(asked.chiefs_reach_m, METRES, exact=True)
        row = replace(empty, verdict=NOT, why=NO_WATER_NEAR.format(reach=reach))
        yield (
            row
            if water is None
            else row.measured(water.distance_m).at(water.version, water.key, water.name)
        )
        return
    posts = asked.chiefs.of_water(key=water.key, name=water.name)
    row = empty.measured(water.distance_m).at(water.version, water.key, water.name)
    if not posts:
        yield replace(row, verdict=REVIEW, why=NO_CHIEF.format(water=water.called))
        return
    named = listed(Text(f"{one.post}", f"{one.post}") for one in posts)
    away = said(water.distance_m, METRES)
    why = CHIEF.format(water=water.called, away=away, posts=named)
    yield replace(row, verdict=APPLIES, why=why)
