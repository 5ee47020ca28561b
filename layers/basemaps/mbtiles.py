"""MBTiles 1.3: a SQLite file with a table or view `tiles`, rows counted from the south."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from geo.words import Text
from layers.basemaps.addresses import Place
from layers.basemaps.declared import held_zooms
from layers.basemaps.pictures import LARGEST_TILE, TOO_LARGE, UnreadableError, VectorError

MBTILES = b"SQLite format 3\x00"
VECTOR = "pbf"
STEPS = 1000
MOST_TURNS = 5_000
"""So many thousand steps of SQLite a question: one tile by index takes a few dozen steps."""
NO_TABLE = Text("没有 tiles 表", "it has no table tiles")
DAMAGED = Text("数据库已损坏", "the database is damaged")
SLOW = Text("查一块瓦片要太久，tiles 缺少索引", "one tile takes too long, tiles has no index")
COLUMNS = {"zoom_level", "tile_column", "tile_row", "tile_data"}


class MBTiles:
    """An MBTiles file, opened to be read; raises `UnreadableError`, `VectorError`."""

    def __init__(self, path: Path) -> None:
        # Immutable: no lock and no file beside it, on a disk that is read-only too.
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._file = sqlite3.connect(address, uri=True, check_same_thread=False)
        self._turns = 0
        self._file.set_progress_handler(self._is_too_long, STEPS)
        try:
            self._file.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_TILE)
            self._all("PRAGMA trusted_schema=OFF")
            self._look()
        except BaseException:
            self.close()
            raise

    def _look(self) -> None:
        if not {str(row[1]) for row in self._all("PRAGMA table_info(tiles)")} >= COLUMNS:
            raise UnreadableError(NO_TABLE)
        about = self._about()
        if about.get("format", "").lower() == VECTOR:
            raise VectorError
        self.zooms = self._zooms(about)
        self.bounds = _bounds(about.get("bounds", ""))

    def _about(self) -> dict[str, str]:
        if not self._all("SELECT 1 FROM sqlite_master WHERE name = 'metadata'"):
            return {}
        return {str(name): str(value) for name, value in self._all(
            "SELECT name, value FROM metadata WHERE name IN "
            "('format', 'minzoom', 'maxzoom', 'bounds')"
        )}  # fmt: skip

    def _zooms(self, about: dict[str, str]) -> tuple[int, int]:
        try:
            least, most = int(about["minzoom"]), int(about["maxzoom"])
        except (KeyError, ValueError):
            found = self._all("SELECT min(zoom_level), max(zoom_level) FROM tiles")
            least, most = (int(one or 0) for one in found[0])
        return held_zooms(least, most)

    def tile(self, place: Place) -> bytes | None:
        zoom, x, y = place
        return self._picture(
            "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?",
            (zoom, x, 2**zoom - 1 - y),
        )

    def first(self) -> bytes | None:
        return self._picture("SELECT tile_data FROM tiles LIMIT 1", ())

    def _picture(self, query: str, values: tuple[int, ...]) -> bytes | None:
        found = self._all(query, values)
        if not found or found[0][0] is None:
            return None
        if not isinstance(found[0][0], bytes):
            raise UnreadableError(DAMAGED)
        return found[0][0]

    def _all(self, query: str, values: tuple[int, ...] = ()) -> list[Any]:
        self._turns = 0
        try:
            with closing(self._file.execute(query, values)) as rows:
                return rows.fetchmany(10)
        except sqlite3.OperationalError as error:
            slow = error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT
            raise UnreadableError(SLOW if slow else DAMAGED) from None
        except (sqlite3.DataError, OverflowError):
            raise UnreadableError(TOO_LARGE) from None
        except sqlite3.DatabaseError:
            raise UnreadableError(DAMAGED) from None

    def _is_too_long(self) -> bool:
        self._turns += 1
        return self._turns > MOST_TURNS

    def close(self) -> None:
        self._file.close()


def _bounds(written: str) -> tuple[float, float, float, float] | None:
    try:
        west, south, east, north = (float(one) for one in written.split(","))
    except ValueError:
        return None
    inside = -180 <= west < east <= 180 and -90 <= south < north <= 90
    return (west, south, east, north) if inside else None
