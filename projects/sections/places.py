"""Sections and waters of lakes as the layers have them: target, control, districts, place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from layers.catalogue import VersionRef, live_versions
from layers.kinds.required import MONITORING_SECTION
from layers.storage.store import Store
from projects.metrics.results import text_or_none
from projects.sheets import get_sheet
from projects.sheets.rules_sections import WUHAN_SECTIONS
from projects.units.finding import plain_name
from projects.water.limits import GRADES

BETWEEN_ALIASES = "、"
FIELDS = ("name", "river", "upstream_district", "downstream_district", "target_class")


@dataclass(frozen=True, slots=True)
class Section:
    """A feature of a layer of sections. upstream: the district that answers for it; control: the
    key of the section where the water comes in."""

    layer: str
    key: str
    name: str
    river: str | None
    upstream: str | None
    downstream: str | None
    target: str | None
    control: str | None
    lake: bool


@dataclass(frozen=True, slots=True)
class Sections:
    """Every section that is seen, by key; of a key that two layers have, that of the first."""

    by_key: Mapping[str, Section]
    aliases: Mapping[str, str]

    def named(self, name: str | None) -> Section | None:
        """The section of this key, name or other spelling of it."""
        if name is None:
            return None
        if name in self.by_key:
            return self.by_key[name]
        plain = plain_name(name)
        asked = {plain, self.aliases.get(plain, plain)}
        found = (one for one in self.by_key.values() if self._spelt(one.name) in asked)
        return next(found, None)

    def _spelt(self, name: str) -> str:
        plain = plain_name(name)
        return self.aliases.get(plain, plain)


def sections_seen(session: Session, store: Store) -> Sections:
    found: dict[str, Section] = {}
    for layer in live_versions(session, MONITORING_SECTION.id):
        for one in _sections(store, layer):
            found.setdefault(one.key, one)
    return Sections(found, _aliases(session))


def _sections(store: Store, layer: VersionRef) -> Iterable[Section]:
    there = store.columns(layer.sha256)
    wanted = [one for one in (*FIELDS, "control_code", "is_lake") if one in there]
    frame = store.attributes(layer.sha256, list(dict.fromkeys([layer.key_field, *wanted])))
    for row in frame.to_dict("records"):
        text = {name: text_or_none(row.get(name)) for name in (*FIELDS, "control_code")}
        key, target = str(row[layer.key_field]), text["target_class"]
        yield Section(
            layer.layer_id,
            key,
            text["name"] or key,
            text["river"],
            text["upstream_district"],
            text["downstream_district"],
            target if target in GRADES else None,
            text["control_code"],
            row.get("is_lake") is True,
        )


def _aliases(session: Session) -> dict[str, str]:
    """Other spellings that one notice had for one section."""
    rows = get_sheet(session, WUHAN_SECTIONS.id).rows
    return {
        plain_name(alias): plain_name(row["section"])
        for row in rows
        for alias in (row["aliases"] or "").split(BETWEEN_ALIASES)
        if alias
    }
