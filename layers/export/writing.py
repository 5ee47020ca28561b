"""A version as a file that other programs read: gpkg, shp (zipped), geojson, parquet, xlsx, kml.

Every file says what it is: layer, version, hash, source, date, licence and secrecy grade travel
with it, in the place its format has for such things.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.errors import EcoAtlasError, Problem
from layers.audit import Actor, record
from layers.catalogue import VersionRef, resolve
from layers.export.crs import choose_crs
from layers.export.errors import UNKNOWN_FORMAT
from layers.export.features import features_of
from layers.export.formats.about import about_version
from layers.export.formats.geojson import write_geojson
from layers.export.formats.geopackage import write_geopackage
from layers.export.formats.job import Job
from layers.export.formats.kml import write_kml
from layers.export.formats.parquet import write_parquet
from layers.export.formats.shapefile import known_encoding, write_shapefile
from layers.export.formats.workbook import write_workbook
from layers.export.names import stem_of
from layers.export.raster import FORMAT as RASTER_FORMAT
from layers.export.raster import NOT_A_RASTER, ONLY_GEOTIFF, write_raster
from layers.export.selection import Selection
from layers.storage.integrity import require_whole
from layers.storage.raster_store import holds_raster
from layers.storage.store import Store
from layers.system.atomic_file import appearing
from layers.system.database import Database
from layers.system.progress import Progress, silent

WRITERS: dict[str, Callable[[Job], list[Problem]]] = {
    "gpkg": write_geopackage,
    "shp": write_shapefile,
    "geojson": write_geojson,
    "parquet": write_parquet,
    "xlsx": write_workbook,
    "kml": write_kml,
}
FORMATS = (*WRITERS, RASTER_FORMAT)


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
    progress: Progress = silent,
) -> Exported:
    """Write a version (`ID` or `ID@V`) to `out`, in EPSG:4490 or the CRS asked for.

    crs: an EPSG code, or `gk` for the 3-degree Gauss-Krüger zone of the data. encoding: of a
    shapefile's text (UTF-8, GB18030, GBK). accept: `export-old-datum`. chosen: some features
    instead of all. progress: what it raises ends the export.

    Raises `unknown-layer`, `unknown-version`, `unknown-export-format`,
    `content-damaged`, `export-nothing-selected`, what `choose_crs` raises,
    `export-crs-out-of-reach`, and for shapefiles `unknown-export-encoding`, `mixed-geometry`,
    `not-encodable` and `shapefile-too-large`; nothing is left at `out` then.
    """
    if format not in FORMATS:
        raise EcoAtlasError(UNKNOWN_FORMAT, format=format, known=", ".join(FORMATS))
    known_encoding(encoding)
    version = ref if isinstance(ref, VersionRef) else _resolve(database, ref)
    _refuse_form(version, format)
    require_whole(store, version.sha256, version.label)
    if format == RASTER_FORMAT:
        return _raster(database, store, version, out, crs, chosen, by)
    system = choose_crs(crs, version, format, accept)
    features = features_of(store, version, system.epsg, chosen)
    with appearing(out, out.suffix or f".{format}") as written:
        about = _about(version, system.epsg, features.count, chosen)
        name = stem_of(version.layer_id)
        job = Job(
            features, name, version.kind, version.title, about, written, encoding, system.notes,
            progress,
        )  # fmt: skip
        notes = (*system.notes, *WRITERS[format](job))
        with database.transaction() as session:
            # Recorded before the file is there: nothing leaves unrecorded.
            details = _taken(version, format, system.epsg, chosen)
            record(session, by, "layer-exported", version.label, details=details)
    return Exported(out, version, system.epsg, notes)


def _refuse_form(version: VersionRef, format: str) -> None:
    """Cells are no features, and features no cells; the table of classes is a table."""
    raster = holds_raster(version)
    if raster and format not in (RASTER_FORMAT, "xlsx"):
        raise EcoAtlasError(ONLY_GEOTIFF, layer=version.layer_id, format=format)
    if not raster and format == RASTER_FORMAT:
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
            details = _taken(version, RASTER_FORMAT, epsg, None)
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
