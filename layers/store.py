"""The version store: immutable contents under their SHA-256, in a folder or behind an fsspec URL.

    <sha256[:2]>/<sha256>/data.parquet      features, EPSG:4490, Hilbert order, bbox column
                          tiles.pmtiles     vector tiles for the map
                          original.<ext>    the file as it was handed in
                          tiles.json        what the tiles hold and what was thinned
                          manifest.json     where it came from and what was decided; written last

A content is there when its manifest is there. In a folder it appears by one rename; elsewhere the
manifest goes last. What a killed process leaves behind is therefore never seen, and is removed at
the next start. Tiles may follow later, they too by one rename: a version is of use before them.
"""

from __future__ import annotations

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

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.arrow_parts import table_of
from layers.content import Content
from layers.data_file import read_data, read_parts, read_schema, write_data
from layers.feature_table import GEOMETRY, FeatureTable
from layers.scratch import kept_folder, remove_abandoned

DATA, MANIFEST = "data.parquet", "manifest.json"
TILES, TILE_REPORT = "tiles.pmtiles", "tiles.json"

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
        self.fs, self.root = fsspec.url_to_fs(str(url), **options)
        self.local = Path(self.root) if "file" in _protocols(self.fs) else None
        if self.local is not None:
            remove_abandoned(self.local / ".unfinished")

    def has(self, sha256: str) -> bool:
        return bool(self.fs.exists(self._path(sha256, MANIFEST)))

    def put(
        self,
        content: Content,
        *,
        files: Mapping[str, Path] | None = None,
        manifest: Mapping[str, Any] | None = None,
    ) -> str:
        """Store a content with its other files and manifest; storing it again changes nothing."""
        if not self.has(content.sha256):
            with self.workspace() as folder:
                write_data(content, folder / DATA)
                for name, file in (files or {}).items():
                    shutil.copyfile(file, folder / name)
                self.adopt(content.sha256, folder, manifest or {})
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

    def adopt(self, sha256: str, folder: Path, manifest: Mapping[str, Any]) -> None:
        """Make a finished folder the content `sha256`; whoever comes second changes nothing."""
        text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
        (folder / MANIFEST).write_text(text, encoding="utf-8")
        if self.local is None:
            self._upload(sha256, folder)
        else:
            _rename(folder, self.local / _relative(sha256))

    def _upload(self, sha256: str, folder: Path) -> None:
        self.fs.makedirs(self._path(sha256), exist_ok=True)
        for file in sorted(folder.iterdir(), key=lambda file: file.name == MANIFEST):
            self.fs.put_file(str(file), self._path(sha256, file.name))

    def add_file(self, sha256: str, name: str, file: Path) -> None:
        """Add a file made later to a content; `file` lies in a workspace of this store."""
        self._require(sha256)
        if self.local is None:
            self.fs.put_file(str(file), self._path(sha256, name))
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
            with self.open_file(sha256, DATA) as file:
                return read_data(file, wanted)
        self._require(sha256)
        path = self._path(sha256, DATA)
        named = None if wanted is None else [*wanted, GEOMETRY]
        return gpd.read_parquet(path, filesystem=self.fs, bbox=bbox, columns=named)

    def table(self, sha256: str) -> FeatureTable:
        """All features; the shapes of many do not stay in memory."""
        return table_of(self.parts(sha256, [*self.columns(sha256), GEOMETRY]))

    def schema(self, sha256: str) -> pa.Schema:
        """Types of the attributes, then `geometry` (WKB); with the metadata of GeoParquet."""
        with self.open_file(sha256, DATA) as file:
            return read_schema(file)

    def parts(self, sha256: str, columns: Sequence[str]) -> Iterator[pa.Table]:
        """Some columns in stored order, some thousand rows at a time; `geometry` is WKB."""
        with self.open_file(sha256, DATA) as file:
            yield from read_parts(file, columns)

    def features(self, sha256: str, key_field: str, keys: Sequence[str]) -> gpd.GeoDataFrame:
        """The features of these keys, with all attributes, EPSG:4490."""
        self._require(sha256)
        path = self._path(sha256, DATA)
        chosen = [(key_field, "in", list(keys) or [""])]
        return gpd.read_parquet(path, filesystem=self.fs, filters=chosen)

    def attributes(self, sha256: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Attributes without geometry, in stored order."""
        self._require(sha256)
        path = self._path(sha256, DATA)
        wanted = self.columns(sha256) if columns is None else list(columns)
        table = pq.read_table(path, filesystem=self.fs, columns=wanted)
        return cast(pd.DataFrame, table.to_pandas())

    def attribute_table(self, sha256: str) -> pa.Table:
        """Attributes without geometry as an Arrow table, in stored order."""
        self._require(sha256)
        path = self._path(sha256, DATA)
        return pq.read_table(path, filesystem=self.fs, columns=self.columns(sha256))

    def columns(self, sha256: str) -> list[str]:
        """Names of the attributes."""
        self._require(sha256)
        schema = pq.read_schema(self._path(sha256, DATA), filesystem=self.fs)
        return [name for name in schema.names if name not in (GEOMETRY, "bbox")]

    def open_tiles(self, sha256: str) -> IO[bytes]:
        """The PMTiles archive, open for reading anywhere in it."""
        self._require(sha256)
        return cast(IO[bytes], self.fs.open(self._path(sha256, TILES), "rb"))

    def has_tiles(self, sha256: str) -> bool:
        return bool(self.fs.exists(self._path(sha256, TILES)))

    def tile_report(self, sha256: str) -> dict[str, Any] | None:
        """What the tiles hold; None while there are none."""
        if not self.has_tiles(sha256):
            return None
        return cast(dict[str, Any], json.loads(self.read(sha256, TILE_REPORT)))

    def manifest(self, sha256: str) -> dict[str, Any]:
        self._require(sha256)
        text = self.fs.cat_file(self._path(sha256, MANIFEST))
        return cast(dict[str, Any], json.loads(text))

    def size(self, sha256: str) -> int:
        """Bytes of the features of a content as they are stored."""
        self._require(sha256)
        return int(self.fs.size(self._path(sha256, DATA)))

    def files(self, sha256: str) -> list[str]:
        """Names of the files of a content."""
        self._require(sha256)
        found = self.fs.ls(self._path(sha256), detail=False)
        return sorted(PurePosixPath(path).name for path in found)

    def open_file(self, sha256: str, name: str) -> IO[bytes]:
        """One file of a content, open for reading."""
        self._require(sha256)
        return cast(IO[bytes], self.fs.open(self._path(sha256, name), "rb"))

    def read(self, sha256: str, name: str) -> bytes:
        """One file of a content, whole."""
        self._require(sha256)
        return cast(bytes, self.fs.cat_file(self._path(sha256, name)))

    def _require(self, sha256: str) -> None:
        if not self.has(sha256):
            raise EcoAtlasError(CONTENT_MISSING, sha256=sha256)

    def _path(self, sha256: str, name: str = "") -> str:
        return str(PurePosixPath(self.root, _relative(sha256), name))


def _protocols(fs: fsspec.AbstractFileSystem) -> tuple[str, ...]:
    return (fs.protocol,) if isinstance(fs.protocol, str) else tuple(fs.protocol)


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
