"""A version as a file that other programs read: gpkg, shp (zipped), geojson, parquet, xlsx.

Every file says what it is: layer, version, hash, source, date, licence and secrecy grade travel
with it, in the place its format has for such things.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyproj

from geo.errors import EcoAtlasError, Problem
from layers.audit import Actor, record
from layers.catalogue import VersionRef, resolve
from layers.content import CGCS2000
from layers.database import Database
from layers.export_errors import GEOJSON_CRS, UNKNOWN_EXPORT_CRS, UNKNOWN_FORMAT
from layers.kinds import get_kind
from layers.shapefile_export import write_shapefile_zip
from layers.store import Store
from layers.table_export import write_xlsx

WGS84 = 4326
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
GEOGRAPHIC = (CGCS2000, WGS84)


@dataclass(frozen=True, slots=True)
class Exported:
    """A written file; `notes` say what its format could not carry."""

    path: Path
    version: VersionRef
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """What is written where."""

    frame: gpd.GeoDataFrame
    version: VersionRef
    about: dict[str, Any]
    out: Path
    encoding: str


def export(
    database: Database,
    store: Store,
    ref: str | VersionRef,
    format: str,
    out: Path,
    crs: int | None = None,
    encoding: str = "UTF-8",
    *,
    by: Actor | None = None,
) -> Exported:
    """Write a version (`ID` or `ID@V`) to `out`, in EPSG:4490 or the CRS asked for.

    `encoding` is that of a shapefile's text. Raises `unknown-layer`, `unknown-version`,
    `unknown-export-format`, `unknown-export-crs`, `geojson-crs`, and for shapefiles
    `mixed-geometry` and `not-encodable`; nothing is left at `out` then.
    """
    if format not in WRITERS:
        raise EcoAtlasError(UNKNOWN_FORMAT, format=format, known=", ".join(WRITERS))
    if format == "geojson" and crs not in (None, *GEOGRAPHIC):
        raise EcoAtlasError(GEOJSON_CRS, crs=crs)
    version = ref if isinstance(ref, VersionRef) else _resolve(database, ref)
    frame = _with_dates(_in_crs(store.frame(version.sha256), crs), version.kind)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".export-") as folder:
        written = Path(folder, f"out{out.suffix or '.' + format}")
        notes = WRITERS[format](Job(frame, version, _about(version, frame), written, encoding))
        with database.transaction() as session:
            record(session, by, "layer-exported", version.label, details=_taken(version, format))
        written.replace(out)
    return Exported(out, version, tuple(notes))


def _taken(version: VersionRef, format: str) -> dict[str, Any]:
    # Recorded before the file is there: nothing leaves unrecorded.
    return {"format": format, "sha256": version.sha256, "secrecy": version.secrecy}


def _resolve(database: Database, ref: str) -> VersionRef:
    with database.reading() as session:
        return resolve(session, ref)


def _in_crs(frame: gpd.GeoDataFrame, crs: int | None) -> gpd.GeoDataFrame:
    if crs is None or crs == CGCS2000:
        return frame
    try:
        return frame.to_crs(crs)
    except pyproj.exceptions.CRSError as error:
        raise EcoAtlasError(UNKNOWN_EXPORT_CRS, crs=crs) from error


def _with_dates(frame: gpd.GeoDataFrame, kind: str) -> gpd.GeoDataFrame:
    """Declared date fields as dates; one that holds only years or months stays text."""
    names = (field.name for field in get_kind(kind).fields if field.type == "date")
    for name in (name for name in names if name in frame.columns):
        texts = frame[name].dropna()
        if texts.map(_is_iso_date).all():
            frame[name] = frame[name].astype(object).map(_date, na_action="ignore")
    return frame


def _is_iso_date(value: object) -> bool:
    return isinstance(value, str) and ISO_DATE.fullmatch(value) is not None


def _date(value: str) -> dt.date:
    return dt.date.fromisoformat(value)


def _about(version: VersionRef, frame: gpd.GeoDataFrame) -> dict[str, Any]:
    said = version.description
    return {
        "layer": version.layer_id,
        "version": version.number,
        "sha256": version.sha256,
        "kind": version.kind,
        "key_field": version.key_field,
        "title": version.title.as_dict(),
        "source": said.source,
        "date": said.date.isoformat() if said.date else None,
        "licence": said.licence,
        "secrecy": said.secrecy,
        "crs": f"EPSG:{frame.crs.to_epsg()}",
    }


def _gpkg(job: Job) -> list[Problem]:
    job.frame.to_file(
        job.out,
        driver="GPKG",
        layer=job.version.layer_id,
        use_arrow=True,
        layer_options={
            "IDENTIFIER": job.version.title.zh,
            "DESCRIPTION": json.dumps(job.about, ensure_ascii=False),
        },
    )
    return []


def _geojson(job: Job) -> list[Problem]:
    # RFC 7946 knows longitude and latitude only; the two systems agree to less than a metre.
    frame = job.frame.set_crs(WGS84, allow_override=True)
    frame.to_file(
        job.out,
        driver="GeoJSON",
        use_arrow=True,
        layer_options={
            "RFC7946": "YES",
            "COORDINATE_PRECISION": "9",
            "DESCRIPTION": json.dumps(job.about, ensure_ascii=False),
        },
    )
    return []


def _parquet(job: Job) -> list[Problem]:
    job.frame.attrs["ecoatlas"] = job.about
    job.frame.to_parquet(job.out, index=False, write_covering_bbox=True, schema_version="1.1.0")
    return []


def _shapefile(job: Job) -> list[Problem]:
    return write_shapefile_zip(job.frame, job.version, job.about, job.out, job.encoding)


def _xlsx(job: Job) -> list[Problem]:
    return write_xlsx(job.frame, job.version, job.about, job.out)


WRITERS: dict[str, Callable[[Job], list[Problem]]] = {
    "gpkg": _gpkg,
    "shp": _shapefile,
    "geojson": _geojson,
    "parquet": _parquet,
    "xlsx": _xlsx,
}
FORMATS = tuple(WRITERS)
