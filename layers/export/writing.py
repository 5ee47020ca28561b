"""A version as a file that other programs read, in one of the formats of `layers.export.registry`.

Every file says what it is: layer, version, hash, source, date, licence and secrecy grade travel
with it, in the place its format has for such things.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.errors import EcoAtlasError, Problem
from layers.audit import Actor, record
from layers.catalogue import VersionRef, resolve
from layers.export.crs import choose_crs
from layers.export.features import Beside, features_of
from layers.export.formats.about import about_version
from layers.export.formats.declaration import ExportFormat
from layers.export.formats.geotiff import GEOTIFF_FORMAT, NOT_A_RASTER, ONLY_GEOTIFF, write_raster
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
    asked = get_format(format)
    known_encoding(encoding)
    version = ref if isinstance(ref, VersionRef) else _resolve(database, ref)
    _refuse_form(version, asked)
    require_whole(store, version.sha256, version.label)
    if asked.write is None:
        return _raster(database, store, version, out, crs, chosen, by)
    system = choose_crs(crs, version, asked, accept)
    features = features_of(store, version, system.epsg, chosen, beside)
    with appearing(out, out.suffix or f".{format}") as written:
        about = _about(version, system.epsg, features.count, chosen)
        name = stem_of(version.layer_id)
        job = Job(
            features, name, version.kind, version.title, about, written, encoding, system.notes,
            progress,
        )  # fmt: skip
        notes = (*system.notes, *asked.write(job))
        with database.transaction() as session:
            # Recorded before the file is there: nothing leaves unrecorded.
            details = _taken(version, format, system.epsg, chosen)
            record(session, by, "layer-exported", version.label, details=details)
    return Exported(out, version, system.epsg, notes)


def _refuse_form(version: VersionRef, asked: ExportFormat) -> None:
    """Cells are no features, and features no cells; the table of classes is a table."""
    raster = holds_raster(version)
    if raster and not asked.of_raster:
        raise EcoAtlasError(ONLY_GEOTIFF, layer=version.layer_id, format=asked.id)
    if not raster and asked.write is None:
        raise EcoAtlasError(NOT_A_RASTER, layer=version.layer_id)


def _raster(
    database: Database,
    store: Store,
    version: VersionRef,
    out: Path,
    crs: int | str | None,
    chosen: Selection | None,
    by: Actor | None,
) -> Exported:
    with appearing(out, ".tif") as written:
        epsg = write_raster(store, version, written, crs, chosen)
        with database.transaction() as session:
            details = _taken(version, GEOTIFF_FORMAT.id, epsg, None)
            record(session, by, "layer-exported", version.label, details=details)
    return Exported(out, version, epsg)


def _about(
    version: VersionRef, epsg: int, features: int, chosen: Selection | None
) -> dict[str, Any]:
    about = about_version(version, epsg)
    return about if chosen is None else about | {"features": features, "selection": chosen.said}


def _taken(version: VersionRef, format: str, epsg: int, chosen: Selection | None) -> dict[str, Any]:
    details = {
        "format": format,
        "crs": f"EPSG:{epsg}",
        "sha256": version.sha256,
        "secrecy": version.secrecy,
    }
    return details if chosen is None else details | {"selection": chosen.said}


def _resolve(database: Database, ref: str) -> VersionRef:
    with database.reading() as session:
        return resolve(session, ref)
