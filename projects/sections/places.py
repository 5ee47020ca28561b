"""Sections and waters of lakes: target, control, districts, as layers and the sheet of names say.

A section that stands in no layer is known by its name alone; it is there once it has readings, and
only for whom no layer is hidden: its name might be that of a feature nobody else knows of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from layers.catalogue import VersionRef, live_versions
from layers.kinds.required import MONITORING_SECTION
from layers.storage.store import Store
from projects.metrics.results import text_or_none
from projects.water.limits import GRADES
from projects.water.months import of_sections
from projects.water.placed import Section, Sections
from projects.water.sections import Sections as Spelt
from projects.water.sections import sections_of
from projects.water.tables import WaterMonth

FIELDS = (
    "name",
    "river",
    "upstream_district",
    "downstream_district",
    "target_class",
    "control_code",
)


def sections_seen(session: Session, store: Store) -> Sections:
    found: dict[str, Section] = {}
    for layer in live_versions(session, MONITORING_SECTION.id):
        for one in _features(store, layer):
            found.setdefault(one.key, one)
    spelt = sections_of(session, store)
    found = {key: _with_target(one, spelt) for key, one in found.items()}
    if session.info["sight"].everything:
        for one in _nowhere(session, spelt, found):
            found[one.key] = one
    return Sections(found, lambda name: _key(spelt, name))


def _with_target(section: Section, spelt: Spelt) -> Section:
    """The sheet of names may know the target and the water of a section that its layer does not."""
    known = spelt.by_key(section.key)
    if known is None:
        return section
    target = section.target or (known.target if known.target in GRADES else None)
    return replace(section, target=target, lake=section.lake or known.lake)


def _key(spelt: Spelt, name: str) -> str | None:
    found = spelt.named(name)
    return found[0].key if len(found) == 1 else None


def _features(store: Store, layer: VersionRef) -> Iterable[Section]:
    there = store.columns(layer.sha256)
    wanted = [one for one in (*FIELDS, "is_lake") if one in there]
    columns = list(dict.fromkeys([layer.key_field, *wanted]))
    for row in store.attribute_table(layer.sha256, columns).to_pylist():
        yield _section(layer, row)


def _section(layer: VersionRef, row: Mapping[str, Any]) -> Section:
    text = {name: text_or_none(row.get(name)) for name in FIELDS}
    key, target = str(row[layer.key_field]), text["target_class"]
    return Section(
        layer.layer_id,
        key,
        text["name"] or key,
        text["river"],
        text["upstream_district"],
        text["downstream_district"],
        target if target in GRADES else None,
        text["control_code"],
        bool(row.get("is_lake")),
    )


def _nowhere(session: Session, spelt: Spelt, there: Mapping[str, Section]) -> Iterable[Section]:
    """Sections with readings that no layer has."""
    query = select(WaterMonth.section, WaterMonth.name, WaterMonth.lake)
    query = query.where(of_sections()).distinct()
    for key, name, lake in session.execute(query.order_by(WaterMonth.section)):
        if key not in there:
            known = spelt.by_key(key)
            target = known.target if known else None
            yield Section(
                None, key, name, None, None, None, target if target in GRADES else None, None, lake
            )
