"""Zones handed to exactextract and its cells taken from it as they are.

As GeoJSON, in which its own readers and writers hand over features, a zone costs more than the
looking for its cells. This module loads exactextract; who may never need it imports it late.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from exactextract import exact_extract
from exactextract.feature import Feature, FeatureSource
from exactextract.raster import NumPyRasterSource
from exactextract.writer import Writer
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Cells = NDArray[np.int64]
CELL, PART = "cell_id", "coverage"


class _Zone(Feature):  # type: ignore[misc]
    """One zone, known by its number among those asked."""

    def __init__(self, number: int, wkb: bytes) -> None:
        super().__init__()
        self._number, self._wkb = number, wkb

    def fields(self) -> list[str]:
        return ["zone"]

    def get(self, _name: str) -> int:
        return self._number

    def geometry(self) -> bytes:
        return self._wkb


class _Zones(FeatureSource):  # type: ignore[misc]
    def __init__(self, forms: list[bytes], srs_wkt: str) -> None:
        super().__init__()
        self._forms, self._srs_wkt = forms, srs_wkt

    def count(self) -> int:
        return len(self._forms)

    def __iter__(self) -> Iterator[_Zone]:
        for number, form in enumerate(self._forms):
            yield _Zone(number, form)

    def srs_wkt(self) -> str:
        return self._srs_wkt


class _Found(Feature):  # type: ignore[misc]
    """What is written of a zone: it falls into the lists of its writer."""

    def __init__(self, lists: dict[str, list[Any]]) -> None:
        super().__init__()
        self._lists = lists

    def set(self, name: str, value: Any) -> None:
        self._lists[name].append(value)

    def set_geometry(self, _form: Any) -> None:
        """Nobody asks for shapes back."""

    def set_geometry_format(self) -> str:
        return "wkb"


class _Lists(Writer):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__()
        self.lists: dict[str, list[Any]] = {"zone": [], CELL: [], PART: []}
        self._found = _Found(self.lists)

    def add_operation(self, _operation: Any) -> None:
        """The lists stand already."""

    def add_column(self, _name: str) -> None:
        """Likewise."""

    def write(self, feature: Any) -> None:
        feature.copy_to(self._found)

    def features(self) -> dict[str, list[Any]]:
        return self.lists


def cell_parts(
    forms: list[bytes], bounds: tuple[float, float, float, float], shape: NDArray[Any], wkt: str,
    most: int,
) -> tuple[Cells, Cells, Floats]:  # fmt: skip
    """Of zones as WKB: the zone by its number, a cell of it (counted row by row), and the part of
    the cell that lies inside.

    bounds: west, south, east, north of the cells; shape: an array as large as they are many, in
    rows and columns; wkt: their CRS; most: so many may be asked at once.
    """
    west, south, east, north = bounds
    source = NumPyRasterSource(shape, xmin=west, ymin=south, xmax=east, ymax=north, srs_wkt=wkt)
    found = exact_extract(
        source, _Zones(forms, wkt), [CELL, PART], include_cols=["zone"], output=_Lists(),
        max_cells_in_memory=most,
    )  # fmt: skip
    counts = [len(cells) for cells in found[CELL]]
    zone = np.repeat(np.array(found["zone"], dtype=np.int64), counts)
    return zone, np.concatenate(found[CELL]).astype(np.int64), np.concatenate(found[PART])
