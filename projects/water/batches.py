"""Batches of readings: taken in whole or not at all, taken back whole, corrected value by value."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, Problem
from geo.figures.said import typed
from layers.audit import Actor, record
from layers.storage.file_record import EVIDENCE, mark_of
from layers.system.database import now
from projects.evidence.files import plain_name, put_file
from projects.water import errors
from projects.water.columns import ROWS_TOLD
from projects.water.effective import ItemValues, counting_batches, values_of
from projects.water.items import Items, items_now
from projects.water.kept import LAYERS
from projects.water.measured import PLANTS, Of
from projects.water.monthly import put_months, remake_months
from projects.water.reading import read_file
from projects.water.readings import Asked, Block, Places, ReadFile, Readings, month_name
from projects.water.sections import sections_of
from projects.water.storing import STORED_AS, write_batch
from projects.water.sums import months_with
from projects.water.tables import WaterBatch, WaterMonth
from projects.water.unlimited import without_limits

if TYPE_CHECKING:
    from layers.storage.store import Store

from projects.water.kept import batch_of

FAULTS_TOLD = 50


TOLD_WITH_BATCH = 200


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A batch that was kept, and what is to be said of its file."""

    batch: WaterBatch
    problems: Sequence[Problem]
    ignored: tuple[str, ...]
    left: int
    repeated: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A file as it would be taken in: `readings` are those of it with each value once."""

    found: ReadFile
    readings: Readings
    repeated: int


def check_file(
    session: Session, store: Store, path: Path, asked: Asked, name: str | None = None
) -> Checked:
    """A file with every fault; what is kept already is not compared. Raises as `read_file`."""
    items = items_now(session, asked.of)
    found = read_file(path, items, sections_of(session, store, asked.layer, asked.of), asked, name)
    readings, repeated, differing = _once_each(found.readings, items)
    limits = without_limits(session, readings, items) if asked.of != PLANTS.of else []
    told = sorted([*found.problems, *differing, *limits], key=lambda one: one.feature or 0)
    return Checked(replace(found, problems=told), readings, repeated)


def would_take(
    session: Session, store: Store, path: Path, asked: Asked, name: str, reason: str | None = None
) -> Checked:
    """Everything that is checked before a file is kept. Raises as `read_file`, and `water-refused`
    with every fault."""
    checked = check_file(session, store, path, asked, name)
    _raise(_refusing(checked.found, asked), name)
    if not (reason and reason.strip()):
        items = items_now(session, asked.of)
        _refuse_other_values(session, store, checked.readings, items, name)
    return checked


def take_in(
    session: Session,
    store: Store,
    path: Path,
    asked: Asked,
    by: Actor,
    *,
    name: str | None = None,
    reason: str | None = None,
) -> TakenIn:
    """Keep the readings of a file as a batch; all of them or none.

    reason: why values that are kept already are given again otherwise. Raises as `read_file`,
    `water-refused` with every fault, `water-batch-twice`.
    """
    called = plain_name(name or path.name)
    original = _hash(path)
    _not_twice(session, original)
    checked = would_take(session, store, path, asked, called, reason)
    found = checked.found
    batch = _keep(
        session, store, path, checked.readings, found, asked, by, called, original, reason
    )
    return TakenIn(batch, found.problems, found.ignored, len(found.left), checked.repeated)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return mark_of(file).sha256


def _not_twice(session: Session, original: str) -> None:
    there = select(WaterBatch.id).where(
        WaterBatch.original == original, WaterBatch.withdrawn_at.is_(None)
    )
    batch = session.scalar(there)
    if batch is not None:
        raise EcoAtlasError(errors.BATCH_TWICE, batch=batch)


def _raise(faults: list[Problem], name: str, count: int | None = None) -> None:
    """count: how many there are, where these are but the first."""
    if faults:
        faults.sort(key=lambda one: one.feature or 0)
        told = tuple(faults[:FAULTS_TOLD])
        many = len(faults) if count is None else count
        raise EcoAtlasError(errors.REFUSED, problems=told, name=name, count=many)


DOUBTS = (errors.UNIT_DOUBTED.code, errors.VALUE_DOUBTED.code, errors.TARGET_WORDED.code)


def _refusing(found: ReadFile, asked: Asked) -> list[Problem]:
    """Faults, and doubts that nobody has looked at."""
    doubts = () if asked.accepted else DOUBTS
    return [one for one in found.problems if one.kind.severity == "error" or one.code in doubts]


def _once_each(readings: Readings, items: Items) -> tuple[Readings, int, list[Problem]]:
    """Readings with one value for each section, time and item; a value that is repeated counts
    once, two that differ are a fault."""
    pairs = np.stack([readings.section, readings.minutes], axis=1)
    _, first, where = np.unique(pairs, axis=0, return_index=True, return_inverse=True)
    where = where.reshape(-1)
    if len(first) == len(readings) and all(_unique(block) for block in readings.blocks):
        return readings, 0, []
    blocks, problems, repeated = [], [], 0
    for block in readings.blocks:
        places = where[block.reading]
        _, kept, back = np.unique(places, return_index=True, return_inverse=True)
        other = block.values != block.values[kept][back]
        repeated += len(block) - len(kept) - int(other.sum())
        problems += _differing(readings, block, kept[back], np.flatnonzero(other), items)
        one = block.at(kept)
        blocks.append(Block(one.item, places[kept], one.values, one.flags, one.rows, one.texts))
    targets = [readings.targets[at] for at in first] if readings.targets else ()
    merged = Readings(
        readings.sections, readings.section[first], readings.at[first], readings.grain,
        readings.rows[first], blocks, targets,
    )  # fmt: skip
    return merged, repeated, problems


def _unique(block: Block) -> bool:
    return len(np.unique(block.reading)) == len(block)


def _differing(
    readings: Readings, block: Block, first: Any, places: Any, items: Items
) -> list[Problem]:
    told = []
    for at in places[:ROWS_TOLD]:
        reading = int(block.reading[at])
        row, before = int(block.rows[at]), int(first[at])
        said = _where(readings, reading, block.item, items)
        values = {"value": typed(float(block.values[at])),
                  "other": typed(float(block.values[before])),
                  "first": int(block.rows[before]), "row": row}  # fmt: skip
        told.append(Problem(errors.VALUES_DIFFER, said | values, row, block.item))
    return told


def _where(readings: Readings, reading: int, item: str, items: Items) -> dict[str, Any]:
    section = readings.sections[int(readings.section[reading])]
    moment = str(readings.at[reading].astype("datetime64[m]")).replace("T", " ")
    return {"section": section.name, "time": moment, "item": items[item].title}


def _refuse_other_values(
    session: Session, store: Store, readings: Readings, items: Items, called: str
) -> None:
    """Raises `water-refused` for values of other batches that are other ones: somebody has to say
    why they are corrected."""
    touched = {section for section, _ in _months_touched(session, readings)}
    if not touched:
        return
    batches = counting_batches(session, touched)
    wanted = [block.item for block in readings.blocks]
    kept = {one.item: one for one in values_of(session, store, batches, touched, wanted)}
    count, told = 0, []
    for block in readings.blocks:
        if block.item in kept:
            at, of = _other_values(readings, block, kept[block.item])
            count += len(at)
            places = np.argsort(block.rows[at], kind="stable")[:FAULTS_TOLD]
            told += [_clash(readings, block, int(at[n]), kept[block.item], int(of[n]), items)
                     for n in places]  # fmt: skip
    _raise(told, called, count)


def _other_values(readings: Readings, block: Block, kept: ItemValues) -> tuple[Places, Places]:
    """Places of values in a block and of those kept of the same section and time, that differ."""
    names, back = np.unique(kept.section.astype(str), return_inverse=True)
    known = {str(name): at for at, name in enumerate(names)}
    codes = np.array([known.get(one.key, -1) for one in readings.sections], dtype=np.int64)
    own = codes[readings.section[block.reading]]
    there = np.flatnonzero(own >= 0)
    minutes = readings.minutes[block.reading]
    first = min(minutes.min(initial=0), kept.minutes.min(initial=0))
    span = max(minutes.max(initial=0), kept.minutes.max(initial=0)) - first + 1
    mine = own[there] * span + (minutes[there] - first)
    theirs = back * span + (kept.minutes - first)
    _, at, of = np.intersect1d(mine, theirs, assume_unique=True, return_indices=True)
    at = there[at]
    differ = block.values[at] != kept.values[of]
    return at[differ], of[differ]


def _clash(
    readings: Readings, block: Block, at: int, kept: ItemValues, of: int, items: Items
) -> Problem:
    row = int(block.rows[at])
    said = _where(readings, int(block.reading[at]), block.item, items) | {
        "row": row, "value": typed(float(block.values[at])),
        "other": typed(float(kept.values[of])), "batch": int(kept.batch[of]),
    }  # fmt: skip
    return Problem(errors.STORED_DIFFERS, said, row, block.item)


def _months_touched(session: Session, readings: Readings) -> set[tuple[str, str]]:
    """Sections and months of readings of which something is kept."""
    own = months_with(readings)
    months = {month for _, month in own}
    query = select(WaterMonth.section, WaterMonth.month).where(
        WaterMonth.month.between(min(months, default=""), max(months, default=""))
    )
    return own & {(section, month) for section, month in session.execute(query)}


def _keep(
    session: Session, store: Store, path: Path, readings: Readings, found: ReadFile,
    asked: Asked, by: Actor, called: str, original: str, reason: str | None,
) -> WaterBatch:  # fmt: skip
    form = path.suffix[1:].lower()[:10] or "csv"
    with store.workspace() as folder:
        values = folder / STORED_AS
        write_batch(readings, values)
        sha256 = hashlib.sha256(values.read_bytes()).hexdigest()
        put_file(store, values, sha256, STORED_AS)
    put_file(store, path, original, f"{EVIDENCE}.{form}")
    months = readings.months
    batch = WaterBatch(
        name=called, sha256=sha256, original=original, original_form=form, layer=asked.layer,
        readings=len(readings), values=readings.count, sections=len(readings.sections),
        first_month=month_name(int(months.min())), last_month=month_name(int(months.max())),
        told=_told(found, asked), reason=reason or None,
        by=by.name, at=now(),
    )  # fmt: skip
    session.add(batch)
    session.flush()
    put_months(session, store, batch, readings)
    details = {"values": batch.values, "sections": batch.sections, "sha256": sha256}
    record(session, by, "water-imported", str(batch.id), details=details | {"file": called})
    return batch


def _told(found: ReadFile, asked: Asked) -> dict[str, Any]:
    problems = [
        {
            "code": one.code,
            "row": one.feature,
            "message": one.message.as_dict(),
            "fix": one.fix.as_dict(),
        }
        for one in found.problems[:TOLD_WITH_BATCH]
    ]
    said = {"of": asked.of, "mapping": dict(asked.mapping), "units": dict(asked.units),
            "below": asked.below, "standard_units": asked.standard_units,
            "accepted": asked.accepted}  # fmt: skip
    layers = sorted({one.layer_id for one in found.readings.sections if one.layer_id})
    return {"asked": said, "problems": problems, "left": len(found.left), LAYERS: layers,
            "ignored": list(found.ignored)}  # fmt: skip


def of_batch(batch: WaterBatch) -> Of:
    """What a batch is of; those of before were of sections."""
    found: Of = "plants" if batch.told["asked"].get("of") == PLANTS.of else "sections"
    return found


def withdraw(session: Session, store: Store, number: int, reason: str, by: Actor) -> WaterBatch:
    """Take a batch back as a whole: its months are made anew without it.

    Its file and its values stay in the store. Raises `water-batch-…`, `water-reason-needed`.
    """
    said = said_reason(reason)
    batch = batch_of(session, number)
    batch.withdrawn_by, batch.withdrawn_at, batch.withdrawn_why = by.name, now(), said
    session.flush()
    remake_months(session, store, batch)
    details = {"reason": said, "values": batch.values, "file": batch.name}
    record(session, by, "water-withdrawn", str(batch.id), details=details)
    return batch


def said_reason(reason: str) -> str:
    """Raises `water-reason-needed`."""
    said = " ".join(reason.split())
    if not said:
        raise EcoAtlasError(errors.REASON_NEEDED)
    return said[:500]
