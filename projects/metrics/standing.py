"""Whether the office can compute a metric, and how each spatial check of the register stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo.words import Text
from layers.catalogue import VersionRef, live_versions
from layers.kinds import KINDS
from projects.metrics.declaration import Metric, Role, SheetRole
from projects.metrics.inputs import kinds_for
from projects.metrics.register import METRICS
from projects.sheets import SheetInfo, get_sheet_kind, list_sheets


@dataclass(frozen=True, slots=True)
class Family:
    """Metrics that belong together, known by the kinds of layer, checks and ids they begin with."""

    id: str
    title: Text
    kinds: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()

    def holds(self, metric: Metric) -> bool:
        return (
            metric.id.startswith(self.ids or ("\0",))
            or any(check.startswith(self.checks or ("\0",)) for check in metric.checks)
            or any(set(role.kinds) & set(self.kinds) for role in metric.inputs)
        )


FAMILIES = (
    Family(
        "sponge",
        Text("海绵城市", "Sponge city"),
        ("sponge_zone", "sponge_facility"),
        ("SC-SPONGE",),
        ("sponge", "design_rain"),
    ),
    Family(
        "sewage",
        Text("污水收集与处理", "Sewage"),
        ("sewage_plant", "sewage_service_area"),
        ("SC-SEWAGE", "SC-TOWNSHIP"),
        ("sewage", "effluent", "township"),
    ),
    Family(
        "corridor",
        Text("廊道与斑块", "Corridors and patches"),
        ("ecological_corridor", "habitat_patch"),
        ("SC-CORRIDOR", "SC-SYNERGY"),
        ("corridor",),
    ),
    Family(
        "water",
        Text("保护水体与禁限区", "Protected waters and bans"),
        ("protected_water", "outfall", "river_bank", "ecological_redline", "lake"),
        ("SC-OUTFALL", "SC-BUFFER", "SC-EXCLUSION", "SC-REDLINE", "SC-LAKE", "SC-SHORELINE"),
        ("shoreline", "lake"),
    ),
    Family("other", Text("其他", "Others")),
)


def family_of(metric: Metric) -> Family:
    """The first family that holds the metric, or the last, which is for the rest."""
    return next((one for one in FAMILIES if one.holds(metric)), FAMILIES[-1])


@dataclass(frozen=True, slots=True)
class Need:
    """A layer or a sheet that a metric takes, and what of it the office has."""

    role: Role | SheetRole
    layers: Sequence[VersionRef] = ()
    sheets: Sequence[SheetInfo] = ()

    @property
    def met(self) -> bool:
        return bool(self.layers or self.sheets)

    @property
    def lacking(self) -> bool:
        """Whether nothing can be computed without it."""
        return not self.met and not self.role.optional

    @property
    def kinds(self) -> tuple[Text, ...]:
        """The kinds that may take the role; nothing where every kind may."""
        if isinstance(self.role, SheetRole):
            return (get_sheet_kind(self.role.kind).title,)
        return tuple(map(kind_title, self.role.kinds))


def needs_of(session: Session, metric: Metric) -> list[Need]:
    """What a metric takes, in declared order, with the live layers and present sheets that fit."""
    live = live_versions(session)
    needs = [Need(role, layers=fitting(live, role)) for role in metric.inputs]
    for role in metric.sheets:
        needs.append(Need(role, sheets=list_sheets(session, role.kind)))
    return needs


def fitting(live: Iterable[VersionRef], role: Role) -> list[VersionRef]:
    allowed = kinds_for(role)
    return [one for one in live if one.kind in allowed]


WAITS_FOR: dict[str, tuple[str, ...]] = {
    "SC-SPONGE-AREA": ("sponge_zone", "built_up_area"),
    "SC-SEWAGE-LOAD": ("sewage_plant",),
    "SC-SEWAGE-1A": ("sewage_plant",),
    "SC-SEWAGE-GAP": ("built_up_area", "sewage_service_area"),
    "SC-OUTFALL-DIRECT": ("outfall", "built_up_area"),
    "SC-OUTFALL-INVENTORY": ("outfall", "river_bank"),
    "SC-OUTFALL-IN-DWSPZ": ("outfall", "protected_water"),
    "SC-BLACKODOR": ("black_odorous_water", "built_up_area"),
    "SC-BUFFER-1KM": ("river_bank", "enterprise"),
    "SC-EXCLUSION": ("protected_water", "enterprise"),
    "SC-REDLINE": ("ecological_redline",),
    "SC-SECTION-CLASS": ("monitoring_section",),
    "SC-SECTION-CROSS": ("monitoring_section",),
    "SC-RESERVOIR-CLASS2": ("monitoring_section",),
    "SC-CORRIDOR-LEN": ("ecological_corridor",),
    "SC-CORRIDOR-WIDTH": ("ecological_corridor",),
    "SC-CORRIDOR-CONT": ("ecological_corridor",),
    "SC-TOWNSHIP-COVER": ("admin_division",),
    "SC-SHORELINE": ("shoreline_function_zone",),
    "SC-LAKE-LINES": ("lake", "protected_water"),
    "SC-ECOFLOW": ("monitoring_section",),
    "SC-SYNERGY-ZONES": ("cooperation_zone", "admin_division"),
}
"""Kinds of layer that a check of the register needs, where no metric declares that yet, or where
its metric takes them as one of several layers that it could do with."""
NOT_YET: dict[str, Text] = {
    "outfall": Text("排污口", "Outfalls"),
    "enterprise": Text("企业和项目用地", "Enterprises and project sites"),
    "black_odorous_water": Text("黑臭水体", "Black and odorous waters"),
    "ecological_redline": Text("生态保护红线", "Ecological redline"),
    "shoreline_function_zone": Text("岸线功能区", "Shoreline function zones"),
    "cooperation_zone": Text("协同区", "Cooperation zones"),
}
"""What layers are called whose kind this version does not declare."""


@dataclass(frozen=True, slots=True)
class CheckStanding:
    """How a spatial check stands: the metrics that compute it, and the kinds of layer it awaits."""

    code: str
    metrics: tuple[Metric, ...]
    awaits: tuple[Text, ...]

    @property
    def ready(self) -> bool:
        return bool(self.metrics) and not self.awaits


def standings(session: Session, codes: Iterable[str]) -> dict[str, CheckStanding]:
    """By code. Of several metrics those that can be computed count first."""
    live = live_versions(session)
    there = {one.kind for one in live}
    return {code: _standing(code, live, there) for code in codes}


def _standing(code: str, live: Sequence[VersionRef], there: set[str]) -> CheckStanding:
    computing = tuple(one for one in METRICS.values() if code in one.checks)
    if not computing:
        return CheckStanding(code, (), _titles(set(WAITS_FOR.get(code, ())) - there))
    lacks = {one.id: _lacks(one, live) for one in computing}
    best = min(computing, key=lambda one: len(lacks[one.id]))
    awaits = dict.fromkeys([*lacks[best.id], *_titles(_optional(best, code) - there)])
    return CheckStanding(code, computing, tuple(awaits))


def _optional(metric: Metric, code: str) -> set[str]:
    """Kinds without which this check says nothing although the metric can do with others."""
    optional = {kind for role in metric.inputs if role.optional for kind in role.kinds}
    return optional & set(WAITS_FOR.get(code, ()))


def _lacks(metric: Metric, live: Sequence[VersionRef]) -> tuple[Text, ...]:
    """Titles of the kinds, or of the role where any kind will do, that the office has not."""
    lacking = [role for role in metric.inputs if not role.optional and not fitting(live, role)]
    return tuple(_wanted(role) for role in lacking)


def _wanted(role: Role) -> Text:
    titles = [kind_title(one) for one in role.kinds] or [role.title]
    return Text(" / ".join(t.zh for t in titles), " / ".join(t.en for t in titles))


def _titles(kinds: Iterable[str]) -> tuple[Text, ...]:
    return tuple(kind_title(one) for one in sorted(kinds))


def kind_title(kind: str) -> Text:
    """What a kind of layer is called, also where this version does not declare it."""
    return KINDS[kind].title if kind in KINDS else NOT_YET.get(kind, Text(kind, kind))
