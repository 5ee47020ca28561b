"""The cells of a raster on their way from the reading process to the store."""

from __future__ import annotations

import shutil
import stat
import tempfile
import weakref
from pathlib import Path

from geo.errors import EcoAtlasError
from layers.reading.checked_layer import RASTER
from layers.reading.intake.file_errors import DAMAGED


class RasterCells:
    """A cloud-optimised GeoTIFF that lies at `path` for as long as this object is held."""

    def __init__(self, path: Path) -> None:
        self.path = path


def taken(folder: Path, prefix: str) -> RasterCells:
    """Move the raster of a reading folder to one of its own, removed with the last holder.

    The reading process is not trusted: what is no plain file is refused.
    """
    made = folder / RASTER
    if not made.exists() or not stat.S_ISREG(made.lstat().st_mode):
        raise EcoAtlasError(DAMAGED, file=RASTER, where="GeoTIFF")
    place = Path(tempfile.mkdtemp(prefix=f".{prefix}"))
    cells = RasterCells(Path(shutil.move(made, place / RASTER)))
    weakref.finalize(cells, shutil.rmtree, place, True)
    return cells
