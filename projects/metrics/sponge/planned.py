"""What-if of the sponge share: figures from verdicts, plan and goals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np

from geo.figures.said import said, typed
from geo.figures.units import RATIO
from geo.overlay.atoms import Atoms, atoms
from geo.overlay.partition import PartitionResult, partition_region
from projects.metrics.declaration import Computed, Given
from projects.metrics.results import area, listed, note, share, text_or_none
from projects.metrics.rules_in_force import Row, unverified_notes
from projects.metrics.sponge.parts import MET, WORST_FIRST, read_verdicts
from projects.metrics.sponge.plan import Planned, check_zones, plan_of, ticked
from projects.metrics.sponge.sets import Goal, sets_of
from projects.metrics.sponge.what_if_metric import CHEAPEST, SMALLEST
from projects.metrics.sponge.years import Ground, milestones, yes
from projects.sheets.in_force import rows_in_force

STEPS = 4


def compute(given: Given) -> Computed:
    """The share by milestone year, and the sets of zones that would close the gap."""
    zones, built_up = given.frames["zones"], given.frames["built_up"]
    verdicts, notes = read_verdicts(zones, given.layers["zones"])
    outside = given.outside.get("zones", frozenset())
    planned_zones = plan_of(given.sheets.get("plan"))
    plan = {zone: one for zone, one in planned_zones.items() if zone not in outside}
    asked = ticked(given.parameters["zones_met"], plan)
    check_zones([*asked, *plan], zones["key"].to_list(), given.layers["zones"])
    already = _already(zones, verdicts, asked)
    targets, others = _targets(given)
    given.step(0, STEPS)
    ground = Ground(zones, built_up, verdicts)
    now = partition_region(built_up, zones, verdicts, WORST_FIRST)
    given.step(1, STEPS)
    gains = open_ground(zones, built_up, verdicts)
    given.step(2, STEPS)
    planned = {zone: one for zone, one in asked.items() if zone not in already}
    years = milestones(ground, now, planned, [*targets, *_own_line(given)])
    given.step(3, STEPS)
    sets = sets_of(ground, now, gains, _goals(given, targets), plan)
    given.step(STEPS, STEPS)
    return Computed(
        {
            "total": _total(now, years, sets),
            "milestones": years,
            "sets": sets,
            "zones": _zones(ground, now, gains, planned, plan),
            "notes": [
                *notes,
                *unverified_notes(given.sheets["targets"], targets, "year", "area"),
                *_elsewhere(given, others),
                *_notes(already, ground, plan, sets),
            ],
        }
    )


def open_ground(
    zones: gpd.GeoDataFrame, built_up: gpd.GeoDataFrame, verdicts: Sequence[str]
) -> Atoms:
    """Built-up ground that is not met, by the zones (positions) that all have to be met for it."""
    open_ = np.array([at for at, verdict in enumerate(verdicts) if verdict != MET], dtype=int)
    found = atoms(built_up, zones.iloc[open_])
    return {frozenset(int(open_[at]) for at in atom): m2 for atom, m2 in found.items()}


def _already(
    zones: gpd.GeoDataFrame, verdicts: Sequence[str], asked: Mapping[str, Planned]
) -> list[str]:
    met = {key for key, verdict in zip(zones["key"], verdicts, strict=True) if verdict == MET}
    return sorted(met & asked.keys())


def _targets(given: Given) -> tuple[list[Row], list[Row]]:
    """The lines that are set for every city, and those that are set for one smaller area only: the
    layers are not known to be of that area, but where a target has cut them to its own."""
    rows = rows_in_force(given.sheets["targets"], given.parameters["rules_on"])
    rows = sorted(rows, key=lambda row: (row["year"], row["area"]))
    general = [row for row in rows if row["level"] in GENERAL]
    return general, [row for row in rows if row not in general]


def _own_line(given: Given) -> list[Row]:
    """The line that the policy target itself sets for its ground."""
    target = given.target
    if target is None or target.value is None or target.year is None:
        return []
    return [{"year": target.year, "share": target.value / 100}]


def _elsewhere(given: Given, others: Sequence[Row]) -> list[dict[str, Any]]:
    """That lines of smaller areas were not looked at; with a target its own one was."""
    if given.target is not None or not others:
        return []
    lines = [
        f"{row['area']} {typed(row['year'])} {said(row['share'], RATIO, exact=True).zh}"
        for row in others
    ]
    return [note("line-of-another-area", *ANOTHER_AREA, lines=listed(lines))]


def _goals(given: Given, targets: Sequence[Row]) -> list[Goal]:
    """The share asked for, the policy target, or else every line of the rule."""
    goals = []
    if given.target is not None and given.target.value is not None:
        goals.append(Goal(given.target.id, given.target.value / 100))
    if given.parameters["wanted_share"] is not None:
        wanted = float(given.parameters["wanted_share"])
        goals.append(Goal(said(wanted, RATIO, exact=True).zh, wanted))
    return goals or [
        Goal(
            f"{typed(row['year'])} {row['area']} {said(row['share'], RATIO, exact=True).zh}",
            row["share"],
        )
        for row in targets
    ]


def _total(now: PartitionResult, years: list[Row], sets: list[Row]) -> dict[str, Any]:
    """Of the goals the first that is not reached yet stands here."""
    last = years[-1]
    lacking = [row for row in sets if row["gap_m2"] > 0] or sets
    goal = lacking[0]["goal"] if lacking else None
    first = {row["way"]: row for row in lacking if row["goal"] == goal}
    smallest, least = first.get(SMALLEST, {}), first.get(CHEAPEST, {})
    return {
        "built_up_m2": area(now.region_m2),
        "met_m2": area(now.class_m2[MET]),
        "share": share(now.class_m2[MET], now.region_m2),
        "planned_zones": sum(row["zones"] for row in years),
        "planned_met_m2": last["met_m2"],
        "planned_share": last["share"],
        "goal": smallest.get("goal"),
        "gap_m2": smallest.get("gap_m2"),
        "smallest_zones": smallest.get("zones"),
        "smallest_reached": smallest.get("reached"),
        "cheapest_wan_yuan": least.get("cost_wan_yuan"),
        "cheapest_reached": least.get("reached"),
    }


def _zones(
    ground: Ground,
    now: PartitionResult,
    gains: Atoms,
    planned: Mapping[str, Planned],
    plan: Mapping[str, Planned],
) -> list[Row]:
    keys, names = ground.zones["key"], ground.zones["name"]
    rows = []
    for at, (key, name, verdict) in enumerate(zip(keys, names, ground.verdicts, strict=True)):
        shared = sum(m2 for atom, m2 in gains.items() if at in atom and len(atom) > 1)
        one = planned.get(key, plan.get(key, Planned(key)))
        rows.append(
            {
                "key": key,
                "name": text_or_none(name),
                "verdict": verdict,
                "built_up_m2": area(now.zone_region_m2[at]),
                "gain_m2": area(gains.get(frozenset((at,)), 0.0)),
                "shared_m2": area(shared),
                "ticked": yes(key in planned),
                "due_on": one.due_on,
                "cost_wan_yuan": one.cost,
            }
        )
    return rows


def _notes(
    already: Sequence[str], ground: Ground, plan: Mapping[str, Planned], sets: Sequence[Row]
) -> list[dict[str, Any]]:
    notes = []
    if already:
        notes.append(note("zone-already-met", *ALREADY, count=len(already), keys=listed(already)))
    priced = {zone for zone, one in plan.items() if one.cost is not None}
    keys = ground.zones["key"]
    without = [
        key
        for key, verdict in zip(keys, ground.verdicts, strict=True)
        if verdict != MET and key not in priced
    ]
    if priced and without:
        notes.append(note("zone-without-cost", *NO_COST, count=len(without), keys=listed(without)))
    unproven = [row["key"] for row in sets if row["proven"] == "no" and row["reached"] == "yes"]
    if unproven:
        notes.append(note("set-not-proven", *NOT_PROVEN, sets=listed(unproven)))
    return notes


GENERAL = frozenset({"province", "city"})
"""Levels of the lines that apply to any built-up area of a city."""
ANOTHER_AREA = (
    "这些目标线只适用于所写区域，图层没有限定在该区域以内，未使用：{lines}。"
    "填写政策目标，即只计目标所属范围，并用它的目标线。",
    "These lines apply to the area named only; the layers are not cut to it, so they were not "
    "used: {lines}. With a policy target only its own ground counts, and its line is used.",
)
ALREADY = (
    "{count} 个所选分区已经达标，不再计入：{keys}。",
    "{count} of the zones chosen are met already and change nothing: {keys}.",
)
NO_COST = (
    "{count} 个未达标分区没有投资数，投资最省的组合不考虑它们：{keys}。",
    "{count:zone|zones} that {count:~is|are} not met {count:~has|have} no cost; the cheapest set "
    "cannot choose {count:~it|them}: {keys}.",
)
NOT_PROVEN = (
    "这些组合能达到目标，但分区重叠太多，未能证明是最优：{sets}。",
    "These sets reach the goal, but zones overlap too much to prove that none is better: {sets}.",
)
