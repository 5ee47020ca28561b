"""Computing a statement again from the stored versions that it names, and from those of today."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.storage.store import Store
from layers.system.database import Database
from projects.metrics.declaration import Progress
from projects.metrics.jurisdiction.areas import AREA_ODD
from projects.metrics.jurisdiction.judged import in_a_place
from projects.metrics.ordering import Order, area_apart_shipped, place_order
from projects.metrics.run import compute
from projects.sheets import ref_as_used

METRIC_CHANGED = Text(
    "指标“{metric}”现行第 {new} 版，核算单用的是第 {old} 版，不能按原定义重算。",
    "Version {new} of “{metric}” is declared now, the statement used version {old}: it cannot be "
    "computed by the old definition.",
)
INPUTS_CHANGED = Text(
    "所用的规则或政策目标此后有改动，不能按原样重算。",
    "A rule or the policy target has changed since: it cannot be computed as it was.",
)


@dataclass(frozen=True, slots=True)
class Recomputed:
    """The result computed again, or the reason why it could not be."""

    result: Mapping[str, Any] | None
    why: Text | None = None


def recompute(
    database: Database,
    store: Store,
    content: Mapping[str, Any],
    progress: Progress | None = None,
) -> Recomputed:
    """Compute from the same versions, rules and parameters; nothing that was kept is used."""
    try:
        with database.reading() as session:
            order = order_again(session, store, content)
        metric = content["metric"]
        if order.metric.version != metric["version"]:
            values = {"old": metric["version"], "new": order.metric.version}
            return Recomputed(None, METRIC_CHANGED.format(metric=order.metric.title, **values))
        if order.input_hash != content["computed"]["input_hash"]:
            return Recomputed(None, INPUTS_CHANGED)
        again = json.loads(compute(order, store, progress=progress).text)
        return Recomputed(_in_the_same_words(again, content["result"]))
    except EcoAtlasError as error:
        return Recomputed(None, error.message)


def _in_the_same_words(again: Mapping[str, Any], kept: Mapping[str, Any]) -> Mapping[str, Any]:
    """A note is its code and its values: told better today, it is the same note.

    Where code and values are those of the statement, the note stands in the words it had there;
    what is said otherwise is told as it is now, and so is found to differ.
    """
    before, after = (one.get("notes") or [] for one in (kept, again))
    if not any(one["code"] == AREA_ODD for one in before):
        # Boundaries were not looked at when the statement was made: it is what it was.
        after = [one for one in after if one["code"] != AREA_ODD]
        again = {**again, "notes": after} if "notes" in again else again
    if not before or len(before) != len(after):
        return again
    pairs = zip(after, before, strict=True)
    notes = [old if _bare(new) == _bare(old) else new for new, old in pairs]
    return {**again, "notes": notes}


def _bare(note: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in note.items() if name not in ("zh", "en")}


def order_again(
    session: Session, store: Store, content: Mapping[str, Any], *, live: bool = False
) -> Order:
    """What was asked for then; `live` asks for the versions of today instead.

    A target that was judged before jurisdictions were known, or before layers were declared, is
    judged so again, unless it is asked for today.
    """
    inputs = {
        one["role"]: one["layer"] if live else f"{one['layer']}@{one['version']}"
        for one in content["inputs"]
    }
    inputs |= {one["role"]: one["sheet"] if live else ref_as_used(one) for one in content["sheets"]}
    asked = content["result"]["parameters"]
    parameters = {name: value for name, value in asked.items() if value is not None}
    as_before = not live and not in_a_place(content["result"])
    as_believed = not live and not any("holds" in one for one in content["result"]["inputs"])
    return place_order(
        session, store, content["metric"]["id"], inputs, parameters,
        as_before=as_before, as_believed=as_believed,
        area_apart=None if live else content["result"].get("area_apart") or area_apart_shipped(),
    )  # fmt: skip
