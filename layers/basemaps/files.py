"""Files of pictures in the office's own folder: MBTiles and PMTiles, read a tile at a time.

A file may be larger than the memory and come from anywhere: nothing of it is read whole, and
nothing in it is believed before a picture was seen.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.basemaps.addresses import Place
from layers.basemaps.errors import (
    FILE_DAMAGED,
    FILE_MISSING,
    FILE_NAME,
    FILE_TAKEN,
    FILE_UNKNOWN,
    FILE_VECTOR,
)
from layers.basemaps.mbtiles import MBTILES, MBTiles
from layers.basemaps.pictures import UnreadableError, VectorError, media_type
from layers.basemaps.pmtiles_pictures import PMTILES, PMTilesPictures
from layers.settings import Settings
from layers.system.atomic_file import appearing

SUFFIXES = (".mbtiles", ".pmtiles")
Bounds = tuple[float, float, float, float]
NO_PICTURE = Text("里面没有图片", "there is no picture in it")


class PictureFile(Protocol):
    """An opened file: `zooms` that it has, `bounds` in degrees where it says so."""

    zooms: tuple[int, int]
    bounds: Bounds | None

    def tile(self, place: Place) -> bytes | None:
        """The picture at (zoom, column, row from the north); None where there is none."""

    def first(self) -> bytes | None:
        """Any picture."""

    def close(self) -> None: ...


def folder_of(settings: Settings) -> Path:
    return settings.resolved_shared / "basemaps"


def files_in(settings: Settings) -> list[str]:
    """Names of the files that can be chosen."""
    folder = folder_of(settings)
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(one.name for one in found if one.suffix.lower() in SUFFIXES and one.is_file())


def path_of(settings: Settings, name: str) -> Path:
    """Where the file of this name lies. Raises `basemap-file-name`, `basemap-file-missing`."""
    folder = folder_of(settings)
    plain = Path(name).name == name and not name.startswith(".") and "\\" not in name
    if not plain or Path(name).suffix.lower() not in SUFFIXES:
        raise EcoAtlasError(FILE_NAME, name=name[:100], folder=folder)
    path = folder / name
    if not path.is_file():
        raise EcoAtlasError(FILE_MISSING, name=name)
    if path.resolve().parent != folder.resolve():
        raise EcoAtlasError(FILE_NAME, name=name, folder=folder)
    return path


def open_pictures(path: Path) -> PictureFile:
    """Raises `basemap-file-unknown`, `-vector` and `-damaged`; close it again."""
    with path.open("rb") as file:
        head = file.read(16)
    try:
        if head.startswith(MBTILES):
            return MBTiles(path)
        if head.startswith(PMTILES):
            return PMTilesPictures(path)
    except VectorError:
        raise EcoAtlasError(FILE_VECTOR, name=path.name) from None
    except UnreadableError as error:
        raise _damaged(path, error.why) from None
    raise EcoAtlasError(FILE_UNKNOWN, name=path.name)


def checked_file(path: Path) -> tuple[int, int]:
    """The zooms of a file in which a picture was seen. Raises what `open_pictures` raises."""
    with _reading(path) as pictures:
        if picture := pictures.first():
            media_type(picture)
            return pictures.zooms
    raise _damaged(path, NO_PICTURE)


def picture_at(path: Path, place: Place) -> bytes | None:
    """Raises what `open_pictures` raises: one tile that is a picture vouches for no other."""
    with _reading(path) as pictures:
        if picture := pictures.tile(place):
            media_type(picture)
        return picture


@contextmanager
def _reading(path: Path) -> Iterator[PictureFile]:
    """Raises what `open_pictures` raises, of what is found later too."""
    pictures = open_pictures(path)
    try:
        yield pictures
    except VectorError:
        raise EcoAtlasError(FILE_VECTOR, name=path.name) from None
    except UnreadableError as error:
        raise _damaged(path, error.why) from None
    finally:
        pictures.close()


def mark_of(path: Path) -> str:
    """What tells a file from another one of the same name, without reading it."""
    stat = path.stat()
    return f"{stat.st_size:x}-{stat.st_mtime_ns:x}"


def take_in(settings: Settings, path: Path) -> str:
    """Put a file that was checked into the folder, under its own name; gives the name.

    Raises `basemap-file-name`, `basemap-file-taken`, and what `checked_file` raises.
    """
    folder = folder_of(settings)
    if path.suffix.lower() not in SUFFIXES or path.name.startswith("."):
        raise EcoAtlasError(FILE_NAME, name=path.name, folder=folder)
    checked_file(path)
    kept = folder / path.name
    if kept.exists():
        if not kept.samefile(path):
            raise EcoAtlasError(FILE_TAKEN, name=path.name)
        return path.name
    folder.mkdir(parents=True, exist_ok=True)
    with appearing(kept) as written:
        shutil.copyfile(path, written)
    return path.name


def _damaged(path: Path, why: Text) -> EcoAtlasError:
    return EcoAtlasError(FILE_DAMAGED, name=path.name, why=why)
