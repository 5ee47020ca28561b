"""Readings from another system: kept as a file of them is, with the same checks, as a batch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, Problem
from layers.audit import Actor
from projects.water.batches import TakenIn, take_in, would_take
from projects.water.readings import Asked
from projects.water.typed import FIRST_ROW, TypedRow, write_rows

if TYPE_CHECKING:
    from layers.storage.store import Store

NAME = "接口 {key}.csv"
ROWS_OF = ("row", "first")
"""What names rows in the sentence of a fault."""
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Tried:
    """What would be taken in."""

    readings: int
    values: int
    sections: int


def keep_sent(
    session: Session,
    store: Store,
    folder: Path,
    rows: Sequence[TypedRow],
    by: Actor,
    key: str,
    *,
    accepted: bool = False,
    reason: str | None = None,
) -> TakenIn:
    """Keep rows, numbered from 1, as a batch; all of them or none.

    accepted: values far above what is found were looked at. reason: why values that are kept
    already are given otherwise. Raises `water-grid-wrong` and as `take_in`; rows are told from 1.
    """
    asked = Asked(standard_units=True, accepted=accepted)
    name = NAME.format(key=key[:40])

    def do() -> TakenIn:
        path = write_rows(session, folder, [_moved(one) for one in rows])
        return take_in(session, store, path, asked, by, name=name, reason=reason)

    return _counted(do)


def try_sent(
    session: Session,
    store: Store,
    folder: Path,
    rows: Sequence[TypedRow],
    *,
    accepted: bool = False,
    reason: str | None = None,
) -> Tried:
    """The same without keeping anything."""
    asked = Asked(standard_units=True, accepted=accepted)

    def do() -> Tried:
        path = write_rows(session, folder, [_moved(one) for one in rows])
        readings = would_take(session, store, path, asked, path.name, reason).readings
        return Tried(len(readings), readings.count, len(readings.sections))

    return _counted(do)


def _moved(row: TypedRow) -> TypedRow:
    """The row of the file: below its heads."""
    return replace(row, number=row.number + FIRST_ROW - 1)


def _counted(do: Callable[[], Done]) -> Done:
    """Faults by the rows that were sent instead of those of the file."""
    try:
        return do()
    except EcoAtlasError as error:
        values = _back(error.problem.values)
        problems = tuple(
            Problem(one.kind, _back(one.values), one.feature and one.feature - 1, one.field)
            for one in error.problems
        )
        raise EcoAtlasError(error.problem.kind, problems=problems, **values) from None


def _back(values: Mapping[str, Any]) -> dict[str, Any]:
    moved = {n: values[n] - 1 for n in ROWS_OF if isinstance(values.get(n), int)}
    return {**values, **moved}
