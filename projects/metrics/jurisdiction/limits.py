"""The part of the measured layers that lies in the jurisdiction of a target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.coverage.sharing import Source
from geo.errors import EcoAtlasError
from geo.figures.said import degrees
from geo.figures.units import RATIO
from geo.figures.writing import written
from geo.overlay.located import NOWHERE, first_holding
from geo.patches.clipped import amounts, clipped
from geo.plane.shapes import plane_of
from geo.words import Text, listed
from layers.kinds.supporting import ADMIN_DIVISION
from layers.storage.store import Store
from projects.metrics.declaration import Given, Metric, Role
from projects.metrics.divisions import of_level
from projects.metrics.errors import WRONG_JURISDICTION
from projects.metrics.jurisdiction.areas import area_notes
from projects.metrics.jurisdiction.boundary import (
    Boundary,
    Jurisdiction,
    divisions_in,
    names_of,
)
from projects.metrics.jurisdiction.cutting import NOTHING, cut_at, cut_rows
from projects.metrics.jurisdiction.judged import INSIDE, WITHOUT_BOUNDARY, WITHOUT_PLACE
from projects.metrics.results import fingerprint, note, text_or_none
from projects.metrics.results import share as share_of
from projects.metrics.rules_in_force import Row, unverified_notes
from projects.metrics.targets import Target
from projects.policy.divisions import is_part_of
from projects.sheets import SheetInfo
from projects.sheets.in_force import rows_in_force
from projects.sheets.rules_judging import COVERED as UNITS_COVERED
from projects.sheets.rules_judging import JUDGING_LIMITS
from projects.sheets.shipped import shipped_rows

NAMES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Measured:
    """How much of a layer counts: `share` of its area, length or number; none of an empty one."""

    role: Role
    layer: str
    share: float | None
    left_out: int
    covered: float | None = None
    """Of units that are counted: how much of the ground they cover (0–1)."""
    least: float = 0.0
    """How much they must cover to be all of them; streets may be left out of townships."""

    @property
    def sparse(self) -> bool:
        return self.covered is not None and self.covered < self.least

    @property
    def nothing(self) -> bool:
        return self.share is not None and self.share < NOTHING


@dataclass(frozen=True, slots=True)
class Limited:
    """Frames, sources and hashes by role as they go into the computation, and what was left
    outside."""

    frames: Mapping[str, gpd.GeoDataFrame]
    sources: Mapping[str, Source]
    hashes: Mapping[str, str]
    measured: tuple[Measured, ...]
    outside: Mapping[str, frozenset[str]]
    ground_m2: float = 0.0
    """The area of the boundary; 0 where there is none."""


def limited(
    store: Store, metric: Metric, given: Given, target: Target, place: Jurisdiction
) -> Limited:
    """What lies inside the boundary, as each role declares. Without a boundary all of it.

    A limited layer has a hash of its own, so that nothing kept of the whole one is used for it.
    Raises `wrong-jurisdiction` where nothing of the layer that is measured lies inside.
    """
    frames, hashes, boundary = given.frames, given.hashes, place.boundary
    if boundary is None:
        return Limited(frames, given.sources, hashes, (), {})
    ground = boundary.ground(store)
    inside = {"boundary": boundary.version.sha256, "keys": list(boundary.keys)}
    found, marks, measured = dict(frames), dict(hashes), list[Measured]()
    sources = dict(given.sources)
    outside: dict[str, frozenset[str]] = {}
    for role in metric.inputs:
        if role.within == "beside" or role.name not in {*frames, *sources}:
            continue
        marks[role.name] = fingerprint({"layer": hashes[role.name], **inside})
        if role.name in sources:
            cut = cut_at(sources[role.name], ground)
            sources[role.name] = cut.source
            measured.append(Measured(role, given.layers[role.name], cut.share, cut.left_out))
            continue
        answers = _divisions_of(store, boundary, place) if role.within == "answering" else ()
        kept, share = _inside(frames[role.name], ground, role.within, answers)
        found[role.name] = kept
        outside[role.name] = frozenset(frames[role.name]["key"]) - frozenset(kept["key"])
        left_out = len(outside[role.name])
        covered = _covered(role, kept, ground, given.parameters.get("level"))
        least = 0.0 if covered is None else _limit(given)["value"]
        measured.append(Measured(role, given.layers[role.name], share, left_out, covered, least))
    if measured and measured[0].nothing:
        frame = frames[measured[0].role.name]
        raise EcoAtlasError(
            WRONG_JURISDICTION,
            target=target.id,
            division=place.name,
            layer=measured[0].layer,
            where=_where(store, boundary, frame),
        )
    ground_m2 = float(amounts(ground, plane_of(ground)).sum())
    return Limited(found, sources, marks, tuple(measured), outside, ground_m2)


def _divisions_of(store: Store, boundary: Boundary, place: Jurisdiction) -> tuple[str, ...]:
    """The names of the divisions that lie in the place, as the layer of its boundary has them."""
    every = divisions_in(store, boundary.version)
    codes = [str(code).strip() for code in every["code"]]
    inside = [any(is_part_of(code, whole) for whole in place.divisions) for code in codes]
    return tuple(name for one in every["name"][inside] if (name := text_or_none(one)))


def _inside(
    frame: gpd.GeoDataFrame, ground: gpd.GeoDataFrame, within: str, answers: tuple[str, ...]
) -> tuple[gpd.GeoDataFrame, float | None]:
    """The rows that count, cut or whole, with the share of the layer that they are.

    answers: names of divisions whose sections count though they stand beside the border.
    """
    if within in ("units", "answering"):
        held = first_holding(frame, ground) != NOWHERE
        if answers:
            held |= frame["upstream_district"].isin(answers).to_numpy()
        return frame[held].reset_index(drop=True), share_of(int(held.sum()), len(frame))
    cut = cut_rows(frame, ground)
    if within == "touching":
        touched = cut.touched
        return frame[touched].reset_index(drop=True), share_of(int(touched.sum()), len(frame))
    share = share_of(float(cut.there[cut.touched].sum()), float(cut.whole.sum()))
    return cut.kept, share


def _covered(
    role: Role, units: gpd.GeoDataFrame, ground: gpd.GeoDataFrame, level: Any
) -> float | None:
    """How much of the ground the divisions of the level cover; none of what is no division."""
    if role.within != "units" or role.kinds != (ADMIN_DIVISION.id,):
        return None
    counted = of_level(units, str(level))
    if not len(counted):
        return None
    plane, inside = plane_of(counted, ground), clipped(ground, counted).to_frame("geometry")
    whole, there = amounts(ground, plane), amounts(inside, plane)
    return share_of(float(there.sum()), float(whole.sum()))


def _limit(given: Given) -> Row:
    """The row of the rule that says how much all units must cover; a metric that counts divisions
    declares the rule. Of an office's version without such a row the shipped one."""
    rule = _rule(given)
    rows = [*rows_in_force(rule, None), *(dict(row) for row in shipped_rows(rule.kind.id))]
    return next(row for row in rows if row["limit"] == UNITS_COVERED)


def _rule(given: Given) -> SheetInfo:
    return next(one for one in given.sheets.values() if one.kind is JUDGING_LIMITS)


def boundary_notes(place: Jurisdiction, kept: Limited, most_apart: float) -> list[dict[str, Any]]:
    """That the boundary is not as large as its divisions are, where it is not."""
    if place.boundary is None:
        return []
    label = place.boundary.version.label
    return area_notes(place.divisions, place.name, label, kept.ground_m2, most_apart)


def limit_notes(given: Given, measured: tuple[Measured, ...]) -> list[dict[str, Any]]:
    """That nobody has checked the limit, where one was looked at."""
    if all(one.covered is None for one in measured):
        return []
    return unverified_notes(_rule(given), [_limit(given)], "limit")


def _where(store: Store, boundary: Boundary, frame: gpd.GeoDataFrame) -> Text:
    """In which divisions of the layer of boundaries the data lies, else between which degrees."""
    every = divisions_in(store, boundary.version)
    shapes = every.geometry.to_numpy()
    box = shapely.box(*frame.total_bounds)
    near = np.flatnonzero(shapely.intersects(shapes, box))
    data = shapely.GeometryCollection(list(frame.geometry.dropna()))
    names = [text_or_none(every["name"].iloc[at]) for at in near if shapes[at].intersects(data)]
    said = [Text(name, name) for name in names if name]
    if said:
        return listed(said[:NAMES_SHOWN])
    west, south, east, north = frame.total_bounds
    spans = ((west, east, "°E"), (south, north, "°N"))
    return listed(f"{degrees(low, 2)}–{degrees(high, 2)}{axis}" for low, high, axis in spans)


def judged_in(
    figures: Mapping[str, Any], place: Jurisdiction, measured: tuple[Measured, ...]
) -> dict[str, Any]:
    """The result with the jurisdiction of its target: what lies inside, and no verdict without the
    boundary. A metric that only takes a target as its goal has no block of it."""
    notes = [_note(place, measured), *figures.get("notes", ())]
    found = {**figures, "notes": notes}
    if found.get("target") is None:
        return found
    boundary = place.boundary
    target = dict(figures["target"])
    target["jurisdiction"] = {
        "divisions": list(place.divisions),
        "name": place.name.as_dict(),
        "boundary": boundary and boundary.version.label,
        "features": list(boundary.keys) if boundary else [],
        "inside": [_measured(one) for one in measured],
    }
    if boundary is None and place.located:
        target = unjudged(target, MISSING.format(name=names_of(place.missing)))
    for one in measured:
        if one.sparse and target["met"] is not None and not _surely_missed(target):
            share, least = (written(end, RATIO).text for end in (one.covered, one.least))
            target = unjudged(
                target, SPARSE.format(layer=one.layer, name=place.name, share=share, least=least)
            )
    return {**found, "target": target}


def _surely_missed(target: Mapping[str, Any]) -> bool:
    """Whether units that are not in the layer change nothing: all are to have it, one has not."""
    return target["met"] is False and (target["value"], target["unit"]) == (100, "%")


def unjudged(target: Mapping[str, Any], reason: Text) -> dict[str, Any]:
    """The block of a target without a verdict, and why there is none."""
    gaps = {name: None for name in target if name.startswith("gap")}
    return {**target, **gaps, "met": None, "reason": reason.as_dict()}


MISSING = Text(
    "不能判定：缺少{name}的边界，无法知道数据是否属于该范围。请导入含该行政区的“行政区划”图层。",
    "Cannot be judged: the boundary of {name} is missing, so nobody can say whether the data is of "
    "that place. Import a layer of administrative divisions that has it.",
)
SPARSE = Text(
    "不能判定：图层“{layer}”中按此级别计数的单元只覆盖{name}的 {share}（界限 {least}），"
    "其余单元不在图层里。"
    "请导入包含全部单元的行政区划图层。",
    "Cannot be judged: the units of this level in layer “{layer}” cover only {share} of {name} "
    "(limit {least}); the others are not in the layer. Import a layer of divisions that has all "
    "of them.",
)


def _measured(one: Measured) -> dict[str, Any]:
    return {
        "role": one.role.name,
        "layer": one.layer,
        "share": one.share,
        "left_out": one.left_out,
    }


def _note(place: Jurisdiction, measured: tuple[Measured, ...]) -> dict[str, Any]:
    name = {"name": place.name.zh, "name_en": place.name.en}
    if not place.located:
        return note(
            WITHOUT_PLACE,
            "所用清单没有位置，是否只含{name}的内容由清单的编制者负责。",
            "The list that was used has no place: that it holds only what is of {name_en} is for "
            "its makers to say.",
            **name,
        )
    if place.boundary is None:
        return note(
            WITHOUT_BOUNDARY,
            "没有{name}的边界，以下为所给图层的全部，不限于该范围。",
            "There is no boundary of {name_en}: the figures are of all that the layers hold, "
            "inside or not.",
            **name,
        )
    shares = [
        Text(f"{one.role.title.zh} {_said(one).zh}", f"{one.role.title.en} {_said(one).en}")
        for one in measured
    ]
    return note(
        INSIDE,
        "只计目标所属的{name}范围以内（边界：{boundary}）；各图层在界内的部分：{shares}。",
        "Only what lies inside {name_en}, whose target it is, counts (boundary: {boundary}). "
        "Inside it lies: {shares_en}.",
        boundary=place.boundary.version.label,
        shares=listed(shares).zh,
        shares_en=listed(shares).en,
        **name,
    )


def _said(one: Measured) -> Text:
    return written(one.share, RATIO).text
