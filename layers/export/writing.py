"""A version as a file that other programs read, in one of the formats of `layers.export.registry`.

Every file says what it is: layer, version, hash, source, date, licence and secrecy grade travel
with it, in the place its format has for such things.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, Problem
from layers.audit import Actor, record
from layers.catalogue import VersionRef, resolve
from layers.export.crs import choose_crs
from layers.export.features import Beside, features_of
from layers.export.formats.about import about_version
from layers.export.formats.declaration import ExportFormat
from layers.export.formats.geotiff import NOT_A_RASTER, ONLY_GEOTIFF, own_system, write_raster
from layers.export.formats.job import Job
from layers.export.formats.shapefile import known_encoding
from layers.export.names import stem_of
from layers.export.registry import get_format
from layers.export.selection import Selection
from layers.storage.integrity import require_whole
from layers.storage.raster_store import holds_raster
from layers.storage.store import Store
from layers.system.atomic_file import appearing
from layers.system.database import Database
from layers.system.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class Exported:
    """A written file in the reference system `epsg`; `notes` say what it could not carry."""

    path: Path
    version: VersionRef
    epsg: int
    notes: tuple[Problem, ...] = ()


def export(
    database: Database,
    store: Store,
    ref: str | VersionRef,
    format: str,
    out: Path,
    crs: int | str | None = None,
    encoding: str = "UTF-8",
    *,
    accept: Collection[str] = (),
    by: Actor | None = None,
    chosen: Selection | None = None,
    beside: Beside | None = None,
    progress: Progress = silent,
) -> Exported:
    """Write a version (`ID` or `ID@V`) to `out`, in EPSG:4490 or the CRS asked for.

    crs: an EPSG code, or `gk` for the 3-degree Gauss-Krüger zone of the data. encoding: of a
    shapefile's text (UTF-8, GB18030, GBK). accept: `export-old-datum`. chosen: some features
    instead of all. beside: a column that stands in no
    layer, which a raster has not. progress: what it raises ends the export.

    Raises `unknown-layer`, `unknown-version`, `unknown-export-format`,
    `content-damaged`, `export-nothing-selected`, what `choose_crs` raises,
    `export-crs-out-of-reach`, and for shapefiles `unknown-export-encoding`, `mixed-geometry`,
    `not-encodable` and `shapefile-too-large`; nothing is left at `out` then.
    """
    version = ref if isinstance(ref, VersionRef) else _resolve(database, ref)
    with appearing(out, out.suffix or f".{format}") as written:
        wanted = Wanted(format, crs, encoding, frozenset(accept))
        taken = write_version(store, version, written, wanted, chosen, beside, progress)
        with database.transaction() as session:
            # Recorded before the file is there: nothing leaves unrecorded.
            record_taken(session, by, version, format, taken.epsg, chosen)
    return replace(taken, path=out)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a version is asked for: `crs` and `accept` as in `export`."""

    format: str
    crs: int | str | None = None
    encoding: str = "UTF-8"
    accept: frozenset[str] = frozenset()


def write_version(
    store: Store,
    version: VersionRef,
    out: Path,
    wanted: Wanted,
    chosen: Selection | None = None,
    beside: Beside | None = None,
    progress: Progress = silent,
) -> Exported:
    """Write it to `out`; nothing is recorded. Raises what `export` raises."""
    asked = get_format(wanted.format)
    known_encoding(wanted.encoding)
    _refuse_form(version, asked)
    # Before its system, which a raster tells itself: what is damaged is named by its layer.
    require_whole(store, version.sha256, version.label)
    epsg, told = system_of(store, version, wanted)
    if asked.write is None:
        write_raster(store, version, out, wanted.crs, chosen)
        return Exported(out, version, epsg)
    features = features_of(store, version, epsg, chosen, beside)
    about = _about(version, epsg, features.count, chosen)
    job = Job(
        features, stem_of(version.layer_id), version.kind, version.title, about, out,
        wanted.encoding, told, progress, version.created_at,
    )  # fmt: skip
    return Exported(out, version, epsg, (*told, *asked.write(job)))


def system_of(store: Store, version: VersionRef, wanted: Wanted) -> tuple[int, tuple[Problem, ...]]:
    """The EPSG code of the file, and what is to be said of it.

    Raises what `export` raises of a format, an encoding, or a system.
    """
    asked = get_format(wanted.format)
    known_encoding(wanted.encoding)
    _refuse_form(version, asked)
    if asked.write is None:
        return own_system(store, version, wanted.crs), ()
    system = choose_crs(wanted.crs, version, asked, wanted.accept)
    return system.epsg, system.notes


def record_taken(
    session: Session,
    by: Actor | None,
    version: VersionRef,
    format: str,
    epsg: int,
    chosen: Selection | None = None,
    part: str = "",
) -> None:
    """Note in the audit log that a version was taken along; part: the bytes of it, if not all."""
    details = {
        "format": format,
        "crs": f"EPSG:{epsg}",
        "sha256": version.sha256,
        "secrecy": version.secrecy,
    }
    details |= {"selection": chosen.said} if chosen else {}
    details |= {"part": part} if part else {}
    record(session, by, "layer-exported", version.label, details=details)


def _refuse_form(version: VersionRef, asked: ExportFormat) -> None:
    """Cells are no features, and features no cells; the table of classes is a table."""
    raster = holds_raster(version)
    if raster and not asked.of_raster:
        raise EcoAtlasError(ONLY_GEOTIFF, layer=version.layer_id, format=asked.id)
    if not raster and asked.write is None:
        raise EcoAtlasError(NOT_A_RASTER, layer=version.layer_id)


def _about(
    version: VersionRef, epsg: int, features: int, chosen: Selection | None
) -> dict[str, Any]:
    about = about_version(version, epsg)
    return about if chosen is None else about | {"features": features, "selection": chosen.said}


def _resolve(database: Database, ref: str) -> VersionRef:
    with database.reading() as session:
        return resolve(session, ref)
