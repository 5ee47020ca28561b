"""What is otherwise in a check of a site than in the one before: rows, layers, rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo.figures.said import said
from geo.figures.units import METRES
from geo.words import Text
from projects.sites.keeping import Kept
from projects.sites.rows import VERDICTS

MOVED_M = 0.01
GONE = Text("没有这一条", "no such row")
LAYER = Text("{layer}：第 {before} 版 → 第 {after} 版", "{layer}: version {before} → {after}")
ADDED = Text("{layer}：新参与（第 {after} 版）", "{layer}: took part (version {after})")
LEFT = Text("{layer}：不再参与", "{layer}: took part no longer")
SHEET = Text("规则表 {before} → {after}", "rules {before} → {after}")


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that says something else: what it is about, and both sayings."""

    about: Text
    before: Text
    after: Text


def differences(before: Kept, after: Kept) -> tuple[list[Difference], list[Text]]:
    """Rows that differ in verdict or distance, and layers and rules of another version."""
    old = {row["key"]: row for row in before.rows}
    new = {row["key"]: row for row in after.rows}
    rows = [
        Difference(_about(new.get(key) or old[key]), _told(old.get(key)), _told(new.get(key)))
        for key in dict.fromkeys((*new, *old))
        if _differ(old.get(key), new.get(key))
    ]
    return rows, [*_layers(before, after), *_sheets(before, after)]


def _differ(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    if one is None or other is None:
        return True
    if one["verdict"] != other["verdict"]:
        return True
    away = [row["distance_m"] for row in (one, other)]
    return (away[0] is None) != (away[1] is None) or (
        away[0] is not None and abs(away[0] - away[1]) > MOVED_M
    )


def _about(row: Mapping[str, Any]) -> Text:
    title, about = Text(**row["check_title"]), Text(**row["about"])
    name = row["name"] or row["feature"]
    end = f" · {name}" if name else ""
    return Text(f"{title.zh} · {about.zh}{end}", f"{title.en} · {about.en}{end}")


def _told(row: Mapping[str, Any] | None) -> Text:
    if row is None:
        return GONE
    verdict = VERDICTS[row["verdict"]]
    if row["distance_m"] is None:
        return verdict
    away = said(row["distance_m"], METRES)
    return Text(f"{verdict.zh}（{away.zh}）", f"{verdict.en} ({away.en})")


def _layers(before: Kept, after: Kept) -> list[Text]:
    old, new = _versions(before), _versions(after)
    told = []
    for layer in dict.fromkeys((*new, *old)):
        if layer not in new:
            told.append(LEFT.format(layer=layer))
        elif layer not in old:
            told.append(ADDED.format(layer=layer, after=new[layer]))
        elif old[layer] != new[layer]:
            told.append(LAYER.format(layer=layer, before=old[layer], after=new[layer]))
    return told


def _versions(kept: Kept) -> dict[str, int]:
    return {one["layer"]: one["version"] for one in kept.result["layers"]}


def _sheets(before: Kept, after: Kept) -> list[Text]:
    pairs = zip(before.result["sheets"], after.result["sheets"], strict=False)
    return [SHEET.format(before=one, after=other) for one, other in pairs if one != other]
