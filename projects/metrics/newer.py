"""That a layer has a newer version than the one a figure was computed on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from geo.words import Text
from layers.catalogue import VersionRef, live_versions

NEWER = Text(
    "按“{title}”第 {then} 版计算，图层已有第 {now} 版。",
    "Computed on version {then} of “{title}”; version {now} is live now.",
)


def newer_versions(session: Session, inputs: Iterable[Mapping[str, Any]]) -> list[Text]:
    """One sentence for each layer of a figure whose live version is another one."""
    live = {one.layer_id: one for one in live_versions(session)}
    used = {one["layer"]: one["version"] for one in inputs}
    return [newer(then, live[layer]) for layer, then in used.items()
            if layer in live and live[layer].number != then]  # fmt: skip


def newer(then: int, now: VersionRef) -> Text:
    return NEWER.format(title=now.title, then=then, now=now.number)
