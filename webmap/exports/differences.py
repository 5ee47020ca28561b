"""The difference of two versions as pages and the interface ask for it; computed once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from threading import Lock

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.artifacts import is_large, kept_comparison
from layers.artifacts.bound import COMPARISON
from layers.artifacts.files import made_folder
from layers.artifacts.stored_diff import load
from layers.catalogue import VersionRef, resolve, versions
from layers.storage.store import Store
from layers.versions.diff import LayerDiff, diff
from projects.work.services import Services

# Two versions of 300,000 polygons of 12 vertices took 0.9 GB, and it grows with their number.
MOST_FEATURES = 600_000
# One at a time: whoever asks for the same meanwhile finds it ready, and memory stays bounded.
_computing = Lock()

DIFF_TOO_LARGE = declare(
    "diff-too-large",
    "error",
    Text(
        "版本有 {count} 个要素，超过网页上可比较的 {most} 个。",
        "A version has {count:feature|features}; {most} can be compared here at most.",
    ),
    Text(
        "请管理员在服务器上运行 ecoatlas layers diff {layer} {a} {b} --out 差异.json。",
        "Ask the administrator to run on the server: "
        "ecoatlas layers diff {layer} {a} {b} --out diff.json",
    ),
    status=422,
)


def difference(
    services: Services, layer: str, first: int, second: int, asker: str | None
) -> LayerDiff | None:
    """From version `first` to `second`; None where a job has to compare them first.

    What a job has found is found for its asker. Raises `unknown-…`, `diff-too-large`.
    """
    a, b = pair_of(services, layer, first, second)
    if not is_large(services.store, (a, b), COMPARISON):
        with _computing:
            return _diff(services.store, a, b)
    with services.reading() as session:
        job = kept_comparison(session, services.settings, a, b, asker) if asker else None
    return _kept(made_folder(services.settings, job.id), a, b) if job else None


def pair_of(
    services: Services, layer: str, first: int, second: int
) -> tuple[VersionRef, VersionRef]:
    """Two versions that can be compared here; raises `unknown-…`, `diff-too-large`."""
    with services.reading() as session:
        a, b = (resolve(session, f"{layer}@{number}") for number in (first, second))
    largest = max(a.features, b.features)
    if largest > MOST_FEATURES:
        raise EcoAtlasError(
            DIFF_TOO_LARGE, layer=layer, a=first, b=second, count=largest, most=MOST_FEATURES
        )
    return a, b


@lru_cache(maxsize=3)
def _diff(store: Store, a: VersionRef, b: VersionRef) -> LayerDiff:
    """Kept while somebody turns pages: versions never change, so neither does this."""
    return diff(store, a, b)


@lru_cache(maxsize=2)
def _kept(folder: Path, a: VersionRef, b: VersionRef) -> LayerDiff:
    return load(folder, a, b)


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
