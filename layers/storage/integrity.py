"""Whether a stored content is what its name says: asked before anything made of it leaves us.

What is on record of its files is compared byte for byte. A content stored before there were records
is worked out again from its features; where it is whole, its record is written then, and says so
(docs/decisions/0018-content-verified-where-it-is-used.md).
"""

from __future__ import annotations

import io
import json
import time
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.kinds import KINDS
from layers.kinds.rasters import is_raster
from layers.storage.arrow_parts import ABOUT
from layers.storage.content import CGCS2000, canonical
from layers.storage.feature_table import GEOMETRY
from layers.storage.file_record import (
    CONTENT_DAMAGED,
    DIFFERS,
    EVIDENCE,
    MISSING,
    RECORD,
    TILE_RECORD,
    UNREADABLE,
    FileMark,
    damaged,
    mark_of,
    write_record,
)
from layers.storage.pmtiles_archive import header, stored_bytes, stored_tiles, unpack
from layers.storage.raster_store import RASTER, stored_sha256
from layers.storage.store import DATA, ILLEGIBLE, MANIFEST, TILE_REPORT, TILES, Store

# A file found right is not read again for so long, as long as it is the same file to the disk.
REMEMBERED_S = 3600.0
# The clock of a disk stands still for some milliseconds: what was written just now may be written
# again without a sign of it.
SETTLED_S = 2.0
# The key of contents whose manifest does not name it: shapes that a metric has computed.
SHAPES_KEY = "key"
TILE_FILES = (TILES, TILE_REPORT)

_seen: dict[tuple[str, str, str], tuple[tuple[Any, ...], FileMark, float]] = {}


@dataclass(frozen=True, slots=True)
class Fault:
    """A file of a content that is not what it was, and in which way."""

    name: str
    why: Text


@dataclass(frozen=True, slots=True)
class Examined:
    """What is wrong with a content, if anything; `recorded`: its record was written just now."""

    faults: tuple[Fault, ...]
    recorded: bool = False


def require_whole(store: Store, sha256: str, of: str = "", *, deep: bool = False) -> None:
    """Raises `content-damaged` where a file of a content is not what it was, `content-missing`.

    of: whose content it is, for the message, such as `ID@V`.
    """
    for fault in examine(store, sha256, deep=deep).faults:
        raise damaged(sha256, fault.name, fault.why, of)


def is_whole(store: Store, sha256: str) -> bool:
    """Whether a content is there, and all of it what it was."""
    return store.has(sha256) and not examine(store, sha256).faults


def examine(store: Store, sha256: str, *, deep: bool = False) -> Examined:
    """Every file of a content; raises `content-missing`.

    deep: its name is worked out from its features too, whatever is on record.
    """
    try:
        marks, there = store.marks(sha256), store.files(sha256)
    except EcoAtlasError as error:
        return Examined((_told(error),))
    found = list(_against_record(store, sha256, marks, there))
    old = [name for name in there if name not in (*marks, *TILE_FILES, RECORD, TILE_RECORD)]
    old = old if RECORD not in there else []
    drawn = list(TILE_FILES) if TILES in there and TILES not in marks else []
    if not found and (deep or (old and not _all_remembered(store, sha256, old))):
        found += _content(store, sha256, there)
    if not found and drawn and not _all_remembered(store, sha256, drawn):
        found += _tiles(store, sha256)
    if found:
        return Examined(tuple(found))
    done = [_record(store, sha256, RECORD, old), _record(store, sha256, TILE_RECORD, drawn)]
    return Examined((), any(done))


def _told(error: EcoAtlasError) -> Fault:
    if error.code != CONTENT_DAMAGED.code:
        raise error
    return Fault(error.problem.values["name"], error.problem.values["why"])


def _against_record(
    store: Store, sha256: str, marks: dict[str, FileMark], there: Iterable[str]
) -> Iterator[Fault]:
    for name, mark in marks.items():
        if name not in there:
            yield Fault(name, MISSING)
        elif _mark(store, sha256, name) != mark:
            yield Fault(name, DIFFERS)


def _mark(store: Store, sha256: str, name: str) -> FileMark:
    """What the file is now, or was when it was last read and has not been written since."""
    key, stamp = (store.root, sha256, name), store.stamp(sha256, name)
    known = _remembered(store, sha256, name)
    if known is not None:
        return known
    with store.open_file(sha256, name) as file:
        mark = mark_of(file)
    _seen[key] = (stamp, mark, time.time())
    return mark


def _remembered(store: Store, sha256: str, name: str) -> FileMark | None:
    known = _seen.get((store.root, sha256, name))
    if known is None or known[0] != store.stamp(sha256, name):
        return None
    written = max((at for at in known[0] if isinstance(at, float)), default=0.0)
    settled = known[2] - written > SETTLED_S
    return known[1] if settled and time.time() - known[2] < REMEMBERED_S else None


def forget() -> None:
    """Read everything again from now on."""
    _seen.clear()


def _all_remembered(store: Store, sha256: str, names: Iterable[str]) -> bool:
    return all(_remembered(store, sha256, name) is not None for name in names)


def _record(store: Store, sha256: str, record: str, names: list[str]) -> bool:
    """Write down what was found whole, where there is no record yet and it can be written."""
    marks = {name: _mark(store, sha256, name) for name in names}
    if not marks:
        return False
    with suppress(OSError), store.workspace() as folder:
        write_record(folder / record, marks, later=True)
        store.add_file(sha256, record, folder / record)
        return True
    return False


def _content(store: Store, sha256: str, there: list[str]) -> Iterator[Fault]:
    """The name worked out from the features and cells; the original by the manifest."""
    try:
        about = store.manifest(sha256)
        kind, key_field = str(about["kind"]), str(about.get("key_field", SHAPES_KEY))
    except (EcoAtlasError, KeyError, TypeError, AttributeError):
        yield Fault(MANIFEST, UNREADABLE)
        return
    if kind == EVIDENCE:
        yield from _whole_file(store, sha256, there)
        return
    raster = kind in KINDS and is_raster(KINDS[kind])
    yield from _named(store, sha256, kind, key_field, raster=raster)
    yield from _original(store, sha256, about.get("original") or {}, there)


def _whole_file(store: Store, sha256: str, there: list[str]) -> Iterator[Fault]:
    kept = next((name for name in there if name.startswith(f"{EVIDENCE}.")), None)
    if kept is None:
        yield Fault(EVIDENCE, MISSING)
    elif _mark(store, sha256, kept).sha256 != sha256:
        yield Fault(kept, DIFFERS)


def _named(
    store: Store, sha256: str, kind: str, key_field: str, *, raster: bool
) -> Iterator[Fault]:
    name = DATA
    try:
        again = canonical(store.table(sha256), kind=kind, key_field=key_field).sha256
        right = _placed(store, sha256)
        if raster:
            name, again = RASTER, stored_sha256(store, sha256, kind)
    except EcoAtlasError as error:
        yield _told(error)
    except (AttributeError, CRSError, *ILLEGIBLE) as error:
        if isinstance(error, OSError) and error.errno:
            raise  # the disk or its rights, not what is on it
        yield Fault(name, UNREADABLE)
    else:
        if again != sha256 or not right:
            yield Fault(name, DIFFERS)


def _placed(store: Store, sha256: str) -> bool:
    """What no hash of features covers: the system they are said to be in, and their boxes."""
    about = json.loads(store.schema(sha256).metadata[ABOUT])
    if CRS.from_json_dict(about["columns"][GEOMETRY]["crs"]) != CRS.from_epsg(CGCS2000):
        return False
    parts = store.parts(sha256, [GEOMETRY, "bbox"])
    return all(_boxed(part) for part in parts)


def _boxed(part: pa.Table) -> bool:
    shapes = shapely.from_wkb(part[GEOMETRY].to_numpy())
    told = part["bbox"].combine_chunks().flatten()
    boxes = np.column_stack([one.to_numpy(zero_copy_only=False) for one in told])
    return np.array_equal(boxes, shapely.bounds(shapes), equal_nan=True)


def _original(store: Store, sha256: str, said: dict[str, Any], there: list[str]) -> Iterator[Fault]:
    """A single file by its hash; several were packed together when they were stored."""
    kept = next((name for name in there if name.startswith("original.")), None)
    if kept is None:
        if said:
            yield Fault("original", MISSING)
    elif len(said.get("parts", ())) == 1:
        if _mark(store, sha256, kept).sha256 != said.get("sha256"):
            yield Fault(kept, DIFFERS)
    else:
        with store.open_file(sha256, kept) as file:
            if not _unpacks(file.read()):
                yield Fault(kept, UNREADABLE)


def _unpacks(packed: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            return archive.testzip() is None
    except (zipfile.BadZipFile, zlib.error, *ILLEGIBLE):
        return False


def _tiles(store: Store, sha256: str) -> Iterator[Fault]:
    """Tiles without a record: each is packed with a checksum of its own; and their report."""
    count = 0
    try:
        report = store.tile_report(sha256) or {}
        with store.open_tiles(sha256) as archive:
            zooms = [header(archive)[edge] for edge in ("min_zoom", "max_zoom")]
            for tile in stored_tiles(archive):
                unpack(stored_bytes(archive, tile))
                count += 1
    except EcoAtlasError as error:
        yield _told(error)
    except Exception:  # whatever the reader of the archive makes of it
        yield Fault(TILES, UNREADABLE)
    else:
        if [report.get(one) for one in ("min_zoom", "max_zoom", "tiles")] != [*zooms, count]:
            yield Fault(TILE_REPORT, DIFFERS)
