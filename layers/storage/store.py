"""The version store: immutable contents under their SHA-256, in a folder or behind an fsspec URL.

    <sha256[:2]>/<sha256>/data.parquet      features, EPSG:4490, Hilbert order, bbox column
                          tiles.pmtiles     vector tiles for the map
                          original.<ext>    the file as it was handed in
                          tiles.json        what the tiles hold and what was thinned
                          manifest.json     where it came from and what was decided; written last
                          files.json        size and SHA-256 of each of these files
                          tile-files.json   the same of the tiles

A content is there when its manifest is there. In a folder it appears by one rename; elsewhere the
manifest goes last. What a killed process leaves behind is therefore never seen, and is removed at
the next start. Tiles may follow later, they too by one rename: a version is of use before them.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

import fsspec
import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.faults.object_stores import is_outside
from layers.storage.arrow_parts import table_of
from layers.storage.content import Content
from layers.storage.data_file import (
    CHECKED,
    Positions,
    column_bytes,
    read_data,
    read_parts,
    read_rows,
    read_schema,
    write_data,
)
from layers.storage.feature_table import GEOMETRY, FeatureTable
from layers.storage.file_record import (
    DIFFERS,
    RECORD,
    TILE_RECORD,
    UNREADABLE,
    FileMark,
    damaged,
    mark_of,
    marks_in,
    read_record,
    write_record,
)
from layers.storage.filesystems import file_system, has_folders, is_disk
from layers.system.scratch import kept_folder, remove_abandoned

DATA, MANIFEST = "data.parquet", "manifest.json"
TILES, TILE_REPORT = "tiles.pmtiles", "tiles.json"

# Tags by which stores that are not disks tell one writing from another.
REMOTE = ("ETag", "LastModified")
# What readers raise over bytes that are not as they were written.
ILLEGIBLE = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    pa.ArrowException,
    shapely.errors.ShapelyError,
)

CONTENT_MISSING = declare(
    "content-missing",
    "error",
    Text("版本库中没有内容 {sha256}。", "The version store does not hold the content {sha256}."),
    Text(
        "请检查 ECOATLAS_STORE_URL 是否指向原来的版本库，或从备份恢复。",
        "Check that ECOATLAS_STORE_URL points to the right store, or restore it from a backup.",
    ),
    status=500,
)


class Store:
    """Contents by hash. `url` is a folder, or anything fsspec knows (memory://, s3://bucket/x)."""

    def __init__(self, url: str | Path, **options: Any) -> None:
        self._url, self._options = str(url), options
        self._fs, self.root = file_system(self._url, **options)
        self._opened_by = os.getpid()
        self.local = Path(self.root) if is_disk(self.fs) else None
        if self.local is not None:
            remove_abandoned(self.local / ".unfinished")

    @property
    def fs(self) -> fsspec.AbstractFileSystem:
        """Opened anew in a copy of the process: connections are not shared by two."""
        if self._opened_by != os.getpid():
            self._fs, _ = file_system(self._url, **self._options)
            self._opened_by = os.getpid()
        return self._fs

    def has(self, sha256: str) -> bool:
        return bool(self.fs.exists(self.path(sha256, MANIFEST)))

    def is_empty(self) -> bool:
        """Whether there is nothing, but for what lies hidden in the folder of the store."""
        if not self.fs.exists(self.root):
            return True
        names = (PurePosixPath(path).name for path in self.fs.ls(self.root, detail=False))
        return all(name.startswith(".") for name in names)

    def put(
        self,
        content: Content,
        *,
        files: Mapping[str, Path] | None = None,
        manifest: Mapping[str, Any] | None = None,
        over: bool = False,
    ) -> str:
        """Store a content with its other files and manifest; storing it again changes nothing,
        unless it is `over` a damaged one."""
        if over or not self.has(content.sha256):
            with self.workspace() as folder:
                write_data(content, folder / DATA)
                for name, file in (files or {}).items():
                    shutil.copyfile(file, folder / name)
                self.adopt(content.sha256, folder, manifest or {}, over=over)
        return content.sha256

    @contextmanager
    def workspace(self) -> Iterator[Path]:
        """A local folder to build a content in, on the store's own disk if it has one."""
        if self.local is None:
            with tempfile.TemporaryDirectory() as folder:
                yield Path(folder)
        else:
            with kept_folder(self.local / ".unfinished") as place:
                yield place

    def adopt(
        self, sha256: str, folder: Path, manifest: Mapping[str, Any], *, over: bool = False
    ) -> None:
        """Make a finished folder the content `sha256`, with its manifest and the record of its
        files; whoever comes second changes nothing, unless it is `over` a damaged one."""
        text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
        (folder / MANIFEST).write_text(text, encoding="utf-8")
        write_record(folder / RECORD, marks_in(folder))
        (self.replace if over else self.settle)(sha256, folder)

    def settle(self, sha256: str, folder: Path) -> None:
        """The same with a folder that has both."""
        if self.local is None:
            self._upload(sha256, folder)
        else:
            _rename(folder, self.local / _relative(sha256))

    def replace(self, sha256: str, folder: Path) -> None:
        """Put a whole folder in the place of a content that is damaged."""
        if self.local is None:
            self._upload(sha256, folder)
            return
        target = self.local / _relative(sha256)
        aside = folder.with_name(f"{folder.name}.damaged")
        if target.exists():
            target.replace(aside)
        _rename(folder, target)
        shutil.rmtree(aside, ignore_errors=True)

    def _upload(self, sha256: str, folder: Path) -> None:
        if has_folders(self.fs):
            self.fs.makedirs(self.path(sha256), exist_ok=True)
        for file in sorted(folder.iterdir(), key=lambda file: file.name == MANIFEST):
            self.fs.put_file(str(file), self.path(sha256, file.name))

    def add_tiles(self, sha256: str, folder: Path) -> None:
        """Add tiles and their report, made in a workspace of this store, to a content.

        The report comes first: where there are tiles, there is their report. The record of both
        comes last: while it is not there the tiles are being made.
        """
        write_record(folder / TILE_RECORD, marks_in(folder, (TILES, TILE_REPORT)))
        for name in (TILE_REPORT, TILES, TILE_RECORD):
            self.add_file(sha256, name, folder / name)

    def drop_tiles(self, sha256: str) -> None:
        """Take tiles away that are to be made again; the record goes first."""
        there = self.files(sha256)
        for name in (TILE_RECORD, TILES, TILE_REPORT):
            if name in there:
                self.fs.rm_file(self.path(sha256, name))

    def add_file(self, sha256: str, name: str, file: Path) -> None:
        """Add a file made later to a content; `file` lies in a workspace of this store."""
        self._require(sha256)
        if self.local is None:
            self.fs.put_file(str(file), self.path(sha256, name))
        else:
            _sync(file.parent)
            file.replace(self.local / _relative(sha256) / name)

    def frame(
        self,
        sha256: str,
        *,
        bbox: tuple[float, float, float, float] | None = None,
        columns: Sequence[str] | None = None,
    ) -> gpd.GeoDataFrame:
        """Features in EPSG:4490; `bbox` (degrees) keeps those whose own box meets it."""
        wanted = None if columns is None else [c for c in dict.fromkeys(columns) if c != GEOMETRY]
        if bbox is None:
            with self._legible(sha256), self.open_file(sha256, DATA) as file:
                return read_data(file, wanted)
        path = self.path(sha256, DATA)
        named = None if wanted is None else [*wanted, GEOMETRY]
        with self._legible(sha256):
            return gpd.read_parquet(path, filesystem=self.fs, bbox=bbox, columns=named, **CHECKED)

    def table(self, sha256: str) -> FeatureTable:
        """All features; the shapes of many do not stay in memory."""
        return table_of(self.parts(sha256, [*self.columns(sha256), GEOMETRY]))

    def schema(self, sha256: str) -> pa.Schema:
        """Types of the attributes, then `geometry` (WKB); with the metadata of GeoParquet."""
        with self._legible(sha256), self.open_file(sha256, DATA) as file:
            return read_schema(file)

    def column_bytes(self, sha256: str) -> dict[str, int]:
        """How large each column is, as the foot of the file tells; no feature is read."""
        with self._legible(sha256), self.open_file(sha256, DATA) as file:
            return column_bytes(file)

    def parts(self, sha256: str, columns: Sequence[str]) -> Iterator[pa.Table]:
        """Some columns in stored order, some thousand rows at a time; `geometry` is WKB."""
        with self._legible(sha256), self.open_file(sha256, DATA) as file:
            yield from read_parts(file, columns)

    def rows(self, sha256: str, columns: Sequence[str], rows: Positions) -> Iterator[pa.Table]:
        """The same of the features at these positions, which ascend."""
        with self._legible(sha256), self.open_file(sha256, DATA) as file:
            yield from read_rows(file, columns, rows)

    def features(self, sha256: str, key_field: str, keys: Sequence[str]) -> gpd.GeoDataFrame:
        """The features of these keys, with all attributes, EPSG:4490."""
        path = self.path(sha256, DATA)
        chosen = [(key_field, "in", list(keys) or [""])]
        with self._legible(sha256):
            return gpd.read_parquet(path, filesystem=self.fs, filters=chosen, **CHECKED)

    def attributes(self, sha256: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Attributes without geometry, in stored order."""
        return cast(pd.DataFrame, self.attribute_table(sha256, columns).to_pandas())

    def attribute_table(self, sha256: str, columns: Sequence[str] | None = None) -> pa.Table:
        """The same as an Arrow table."""
        path = self.path(sha256, DATA)
        wanted = self.columns(sha256) if columns is None else list(columns)
        with self._legible(sha256):
            return pq.read_table(path, filesystem=self.fs, columns=wanted, **CHECKED)

    def columns(self, sha256: str) -> list[str]:
        """Names of the attributes."""
        with self._legible(sha256):
            schema = pq.read_schema(self.path(sha256, DATA), filesystem=self.fs)
        return [name for name in schema.names if name not in (GEOMETRY, "bbox")]

    def open_tiles(self, sha256: str) -> IO[bytes]:
        """The PMTiles archive, open for reading anywhere in it."""
        self._require(sha256)
        return cast(IO[bytes], self.fs.open(self.path(sha256, TILES), "rb"))

    def has_tiles(self, sha256: str) -> bool:
        return bool(self.fs.exists(self.path(sha256, TILES)))

    def tile_report(self, sha256: str) -> dict[str, Any] | None:
        """What the tiles hold; None while there are none."""
        return self._json(sha256, TILE_REPORT) if self.has_tiles(sha256) else None

    def manifest(self, sha256: str) -> dict[str, Any]:
        return self._json(sha256, MANIFEST)

    def _json(self, sha256: str, name: str) -> dict[str, Any]:
        text = self.read(sha256, name)
        try:
            return cast(dict[str, Any], json.loads(text))
        except ValueError as error:
            raise damaged(sha256, name, UNREADABLE) from error

    def size(self, sha256: str) -> int:
        """Bytes of the features of a content as they are stored."""
        self._require(sha256)
        return int(self.fs.size(self.path(sha256, DATA)))

    def files(self, sha256: str) -> list[str]:
        """Names of the files of a content."""
        self._require(sha256)
        found = self.fs.ls(self.path(sha256), detail=False)
        return sorted(PurePosixPath(path).name for path in found)

    def open_file(self, sha256: str, name: str) -> IO[bytes]:
        """One file of a content, open for reading."""
        self._require(sha256)
        return cast(IO[bytes], self.fs.open(self.path(sha256, name), "rb"))

    def read(self, sha256: str, name: str) -> bytes:
        """One file of a content, whole; raises `content-damaged` where it is not as recorded."""
        self._require(sha256)
        found = self._bytes(sha256, name)
        mark = self.marks(sha256).get(name)
        if mark is not None and mark != mark_of(io.BytesIO(found)):
            raise damaged(sha256, name, DIFFERS)
        return found

    def marks(self, sha256: str) -> dict[str, FileMark]:
        """What is on record of the files of a content, by name; raises `content-damaged`.

        Nothing of what was stored before there were records, nor of tiles that are being made.
        """
        self._require(sha256)
        return self._record(sha256, RECORD) | self._record(sha256, TILE_RECORD)

    def _record(self, sha256: str, name: str) -> dict[str, FileMark]:
        try:
            return read_record(self._bytes(sha256, name))
        except FileNotFoundError:
            return {}
        except ValueError as error:
            raise damaged(sha256, name, DIFFERS) from error

    def _bytes(self, sha256: str, name: str) -> bytes:
        return cast(bytes, self.fs.cat_file(self.path(sha256, name)))

    def stamp(self, sha256: str, name: str) -> tuple[Any, ...]:
        """What changes when a file is written: size, times, number on the disk or tag."""
        about = self.fs.info(self.path(sha256, name))
        return tuple(about.get(one) for one in ("size", "mtime", "created", "ino", *REMOTE))

    @contextmanager
    def _legible(self, sha256: str) -> Iterator[None]:
        """Raises `content-damaged` where features cannot be read as they were written."""
        self._require(sha256)
        try:
            yield
        except ILLEGIBLE as error:
            if is_outside(error):
                raise
            raise damaged(sha256, DATA, UNREADABLE) from error

    def _require(self, sha256: str) -> None:
        if not self.has(sha256):
            raise EcoAtlasError(CONTENT_MISSING, sha256=sha256)

    def path(self, sha256: str, name: str = "") -> str:
        """Where a file of a content lies in the file system of the store."""
        return str(PurePosixPath(self.root, _relative(sha256), name))


def _relative(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


def _rename(folder: Path, target: Path) -> None:
    """One rename makes the content visible, whole. A half-made folder in its place goes away.

    What lies there is looked at only when it is in the way: another process may have put the whole
    content there a moment ago.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _sync(folder)
    try:
        folder.replace(target)
    except OSError:
        if (target / MANIFEST).exists():
            return
        aside = folder.with_name(f"{folder.name}.half")
        target.replace(aside)
        folder.replace(target)
        shutil.rmtree(aside, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Have the files on the disk before the rename: a power cut must not leave empty ones."""
    for file in folder.iterdir():
        with file.open("rb") as opened:
            os.fsync(opened.fileno())
