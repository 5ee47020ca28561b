"""The contents of the version store that a backup holds, each checked before it is taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from layers.catalogue import Version
from layers.storage.file_record import mark_of
from layers.storage.integrity import require_whole
from layers.storage.store import Store
from projects.backup.manifest import GRADES, FileEntry, Grade
from projects.evidence.tables import EvidenceFile
from projects.metrics.tables import MetricRunRow
from projects.water.tables import WaterBatch


@dataclass(frozen=True, slots=True)
class Named:
    """A content that the database names, and who does: `ID@V`, a metric run, a file."""

    sha256: str
    by: str


def contents_named(connection: Connection) -> list[Named]:
    """Every content of a version, of a metric run, of evidence and of water readings, once."""
    query = select(Version.sha256, Version.layer_id, Version.number).order_by(
        Version.sha256, Version.layer_id, Version.number
    )
    found: dict[str, Named] = {}
    for sha256, layer, number in connection.execute(query):
        found.setdefault(sha256, Named(sha256, f"{layer}@{number}"))
    runs = select(MetricRunRow.id, MetricRunRow.shapes).order_by(MetricRunRow.id)
    for run, shapes in connection.execute(runs):
        for sha256 in shapes.values():
            found.setdefault(sha256, Named(sha256, f"metric run {run}"))
    evidence = select(EvidenceFile.sha256, EvidenceFile.name).order_by(EvidenceFile.sha256)
    for sha256, name in connection.execute(evidence):
        found.setdefault(sha256, Named(sha256, name))
    batches = select(WaterBatch.sha256, WaterBatch.original, WaterBatch.name)
    for sha256, original, name in connection.execute(batches.order_by(WaterBatch.id)):
        found.setdefault(sha256, Named(sha256, name))
        found.setdefault(original, Named(original, name))
    return list(found.values())


def highest_grade(connection: Connection) -> Grade:
    """The highest secrecy grade of all versions."""
    grades = set(connection.scalars(select(Version.secrecy).distinct()))
    return next((grade for grade in reversed(GRADES) if grade in grades), "public")


def files_of(store: Store, content: Named) -> Iterator[FileEntry]:
    """Size and hash of each file of a content, after it was found to be what its name says.

    Raises `content-missing`, `content-damaged`.
    """
    require_whole(store, content.sha256, content.by, deep=True)
    for name in store.files(content.sha256):
        with store.open_file(content.sha256, name) as file:
            seen = mark_of(file)
        path = f"store/{content.sha256}/{name}"
        yield FileEntry(name=path, bytes=seen.bytes, sha256=seen.sha256)
