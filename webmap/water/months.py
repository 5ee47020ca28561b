"""A month of sections, as the map and what is taken along of it draw them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from layers.system.china_time import today
from projects.sections.flowing import Place, districts_of, flows_of
from projects.sections.gathering import overview
from projects.sections.places import sections_seen
from projects.water.classing import CLASS_COLOURS, class_name
from projects.work.services import Services


def month_of_sections(office: Services, month: str | None) -> dict[str, Any]:
    """Class of each section in a month (the newest), whether it meets its target, which way the
    water goes there and from which district to which. No sections where none was measured.

    `classes` have colours, wordings stay in both languages.
    """
    with office.reading() as session:
        found = overview(session, office.store, month, today())
        placed = sections_seen(session, office.store)
        flows = flows_of(session, office.store, placed)
        districts = districts_of(session, office.store, placed.by_key.values())
    sections = [
        {
            "layer": one.section.layer,
            "key": one.section.key,
            "name": one.section.name,
            "class": one.grade,
            "class_title": class_name(one.grade),
            "target": one.section.target,
            "met": one.met,
            "upstream": one.section.upstream,
            "downstream": one.section.downstream,
            "upstream_at": _at(districts, one.section.upstream),
            "downstream_at": _at(districts, one.section.downstream),
            "flow": flows.get(one.section.key),
        }
        for one in found.states
    ]
    measured = any(one.grade for one in found.states)
    classes = [
        {"class": grade, "label": class_name(grade), "colour": colour}
        for grade, colour in CLASS_COLOURS.items()
    ]
    return {"month": found.month, "classes": classes, "sections": sections if measured else []}


def _at(districts: Mapping[str, Place], name: str | None) -> dict[str, str] | None:
    """Where a district lies, if a layer of divisions has it."""
    place = districts.get(name or "")
    return None if place is None else {"layer": place[0], "key": place[1]}
