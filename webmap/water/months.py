"""A month of sections, as the map and what is taken along of it draw them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.words import Text
from layers.system.china_time import today
from projects.sections.flowing import Place, districts_of, flows_of
from projects.sections.gathering import months_told, overview
from projects.sections.places import sections_seen
from projects.water.class_words import CLASS_COLOURS, class_name
from projects.water.overview import State
from projects.work.services import Services

WORDS: dict[str, Text] = {
    "graded_month": Text("{month} 的水质", "water quality of {month}"),
    "graded_met": Text("达标", "target met"),
    "graded_missed": Text("未达标", "target missed"),
    "graded_target": Text("目标 {target}", "target: {target}"),
    "graded_untold": Text("没有目标或数据", "no target or no readings"),
    "graded_none": Text("没有监测结果", "no readings"),
    "graded_flow": Text("水流方向", "which way the water goes"),
    "between_upstream": Text("上游区", "Upstream district"),
    "between_downstream": Text("下游区", "Downstream district"),
    "month_shown": Text("水质月份", "Month of water quality"),
    "month_earlier": Text("前一个有监测值的月份", "Earlier month with readings"),
    "month_later": Text("后一个有监测值的月份", "Later month with readings"),
}
"""They come with the month: the page of the map is loaded without them."""


def month_of_sections(services: Services, month: str | None) -> dict[str, Any]:
    """`sections` are empty where nothing was measured; `months` are those that can be chosen, the
    newest last. None: the newest. Raises `water-month-invalid`."""
    with services.reading() as session:
        found = overview(session, services.store, month, today())
        placed = sections_seen(session, services.store)
        flows = flows_of(session, services.store, placed)
        districts = districts_of(session, services.store, placed.by_key.values())
        months = months_told(session, today())
    measured = any(one.grade for one in found.states)
    sections = [_section(one, flows.get(one.section.key), districts) for one in found.states]
    return {
        "month": found.month,
        "months": months,
        "words": WORDS,
        "classes": [
            {"class": grade, "label": class_name(grade), "colour": colour}
            for grade, colour in CLASS_COLOURS.items()
        ],
        "sections": sections if measured else [],
    }


def _section(one: State, flow: float | None, districts: Mapping[str, Place]) -> dict[str, Any]:
    return {
        "layer": one.section.layer,
        "key": one.section.key,
        "name": one.section.name,
        "class": one.grade,
        "class_title": class_name(one.grade),
        "target": one.section.target,
        "target_title": class_name(one.section.target),
        "met": one.met,
        "upstream": one.section.upstream,
        "downstream": one.section.downstream,
        "upstream_at": _at(districts, one.section.upstream),
        "downstream_at": _at(districts, one.section.downstream),
        "flow": flow,
    }


def _at(districts: Mapping[str, Place], name: str | None) -> dict[str, str] | None:
    """Where a district lies, if a layer of divisions has it."""
    place = districts.get(name or "")
    return None if place is None else {"layer": place[0], "key": place[1]}
