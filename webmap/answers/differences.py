"""The difference of two versions as pages and the interface ask for it; computed once."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy.orm import Session

from layers.catalogue import VersionRef, resolve, versions
from layers.diff import LayerDiff, diff
from layers.store import Store
from webmap.answers.services import Services


def difference(services: Services, layer: str, first: int, second: int) -> LayerDiff:
    """From version `first` to `second`; raises `unknown-layer`, `unknown-version`."""
    with services.reading() as session:
        a, b = (resolve(session, f"{layer}@{number}") for number in (first, second))
    return _diff(services.store, a, b)


@lru_cache(maxsize=3)
def _diff(store: Store, a: VersionRef, b: VersionRef) -> LayerDiff:
    """Kept while somebody turns pages: versions never change, so neither does this."""
    return diff(store, a, b)


def two_versions(
    session: Session, layer: str, first: int | None, second: int | None
) -> tuple[list[VersionRef], int | None, int]:
    """Every version seen, the newest first, and which two to compare.

    Without numbers the live one with the one before it; the first is None where there is no other.
    Raises `unknown-layer`.
    """
    every = versions(session, layer)
    live = resolve(session, layer).number
    second = second or live
    if first is None:
        others = [ref.number for ref in every if ref.number != second]
        earlier = [number for number in others if number < second]
        first = max(earlier) if earlier else (min(others) if others else None)
    return every, first, second
