"""From a raw raster to a layer: CRS, legend, a table of classes, and the cells as a COG.

Runs in the reading process. The answer has the form of any other reading; the table of classes
stands for the attribute table, and `raster.tif` lies beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import rasterio
import rasterio.shutil
import shapely
from affine import Affine
from numpy.typing import NDArray
from pyproj import CRS

from geo.crs.transform import CGCS2000, is_old_datum
from geo.errors import EcoAtlasError, Problem
from geo.overlay.zonal import Grid, cell_areas_m2
from geo.words import Text, listed
from layers.kinds import get_kind
from layers.kinds.legends import LEGENDS, RasterLegend, fitting
from layers.kinds.rasters import is_raster
from layers.reading import preview
from layers.reading.checked_layer import RASTER
from layers.reading.crs import georeference
from layers.reading.crs.reproject import Carrier
from layers.reading.described import (
    CrsReport,
    EncodingReport,
    FieldReport,
    Finding,
    LayerReport,
    Proposal,
)
from layers.reading.examine import Examined
from layers.reading.fields.errors import FIELDS_REMEMBERED
from layers.reading.formats.geotiff import CLOSED, NO_VALUE, STRIP_CELLS, RawRaster, read_raster
from layers.reading.formats.raster_errors import (
    RASTER_EMPTY_VALUES,
    RASTER_KIND,
    RASTER_LEGEND_MISSING,
    RASTER_LEGEND_UNKNOWN,
    RASTER_NOT_CARRIED,
    RASTER_VALUES_OUTSIDE,
)
from layers.reading.intake.staging import Source
from layers.reading.report import to_wire
from layers.reading.request import Request
from layers.reading.tidy import bounded

LEGEND = "legend"
KEY = "code"
BYTE_EMPTY = 255
VALUES_NAMED = 20
LOOKED_AT = ((KEY, "integer"), ("name", "text"), ("cells", "integer"))
_FITS = Text("全部像元值都在这个图例中", "every value of the cells is in this legend")
_OWN = Text("代码由本单位自定", "the codes are the office's own")
_WEB_MAP = Text("网络地图的偏移只能对矢量消除", "a web map's shift is undone for features only")
_OLD = Text("旧基准（1954 北京、1980 西安）需要当地参数", "an old datum needs its local parameters")


@dataclass(slots=True)
class _Found:
    """What is decided so far; `epsg` or `legend` is None while a person has to decide."""

    raw: RawRaster
    crs: CrsReport
    carrier: Carrier | None
    legend: RasterLegend | None
    problems: list[Problem]

    @property
    def epsg(self) -> int | None:
        return self.crs.used


def raster_answer(source: Source, request: Request) -> dict[str, Any]:
    """Everything found about a raster; the finished layer is left at `request.frame_path`."""
    if request.kind and not is_raster(get_kind(request.kind)):
        kind = get_kind(request.kind)
        raise EcoAtlasError(RASTER_KIND, file=source.file, wanted=kind.title)
    found = _found(read_raster(source), request)
    finished = found.epsg is not None and found.legend is not None
    if finished and request.frame_path is not None:
        _leave(found, request.frame_path)
    if request.preview_path is not None:
        _look_into(found, request.preview_path)
    return {
        "layers": [to_wire(_report(found))],
        "findings": [to_wire(Finding(bounded(p), found.raw.name)) for p in found.problems],
        "decisions": _decisions(found, request),
        "key_field": KEY,
        "frame": finished,
        "raster": finished,
    }


def _found(raw: RawRaster, request: Request) -> _Found:
    west, south, east, north = raw.bounds
    said = georeference.Said(
        request.district, request.crs, request.shift, request.accept, request.known
    )
    x, y = np.array([west, east, east, west]), np.array([south, south, north, north])
    decided = georeference.decide(georeference.declared_by(raw.wkt), said, x, y)
    problems = [*raw.problems, *decided.problems]
    report = decided.report
    stands = _not_carried(decided)
    if stands is not None:
        problems.append(stands)
        report = CrsReport(report.declared, None, report.candidates, report.shifted)
    legend, told = _legend(raw, request)
    problems += told
    if legend is not None:
        problems += _values(raw, legend)
    carrier = decided.carrier if stands is None else None
    return _Found(raw, report, carrier, legend, problems)


def _not_carried(decided: georeference.CrsDecision) -> Problem | None:
    """What a raster cannot have done to it: its cells stay where they are."""
    if decided.report.shifted:
        return Problem(RASTER_NOT_CARRIED, {"why": _WEB_MAP})
    if decided.used is not None and is_old_datum(decided.used):
        return Problem(RASTER_NOT_CARRIED, {"why": _OLD})
    return None


def _legend(raw: RawRaster, request: Request) -> tuple[RasterLegend | None, list[Problem]]:
    """The legend that was said, or the one of the layer's live version; never a guess."""
    said, before = request.mapping.get(LEGEND), request.remembered.get(LEGEND)
    asked = said or before
    known = listed(LEGENDS)
    if asked is None:
        candidates = fitting(tuple(raw.counts))
        values = {
            "values": _listed(raw.counts),
            "candidates": listed(candidates),
            "first": candidates[0],
        }
        return None, [Problem(RASTER_LEGEND_MISSING, values)]
    if asked not in LEGENDS:
        return None, [Problem(RASTER_LEGEND_UNKNOWN, {LEGEND: asked, "known": known})]
    kept = Problem(FIELDS_REMEMBERED, {"pairs": f"{LEGEND} = {asked}"})
    return LEGENDS[asked], [] if said else [kept]


def _values(raw: RawRaster, legend: RasterLegend) -> list[Problem]:
    """Values that the legend lacks, and cells without any; those the legend empties are emptied."""
    for value in legend.empty:
        if raw.counts.pop(value, 0):
            raw.cells[raw.cells == value] = NO_VALUE
    problems = []
    strange = [value for value in raw.counts if legend.lacks(value)]
    if strange:
        about = {
            LEGEND: legend.title,
            "values": _listed(strange),
            "cells": sum(raw.counts[value] for value in strange),
        }
        problems.append(Problem(RASTER_VALUES_OUTSIDE, about))
    empty = raw.cells.size - sum(raw.counts.values())
    if empty:
        problems.append(Problem(RASTER_EMPTY_VALUES, {"cells": empty}))
    return problems


def _listed(values: Iterable[int]) -> Text:
    return listed(sorted(values), VALUES_NAMED)


def _report(found: _Found) -> LayerReport:
    return LayerReport(
        name=found.raw.name,
        features=len(found.raw.counts),
        geometry_types=("Raster",),
        encoding=EncodingReport(),
        crs=found.crs,
        fields=tuple(_choices(found)),
    )


def _choices(found: _Found) -> list[FieldReport]:
    """The legends, as what a person maps `legend` to."""
    fits = fitting(tuple(found.raw.counts))
    chosen = found.legend.id if found.legend else None
    return [
        FieldReport(
            one,
            LEGEND,
            LEGEND if one == chosen else None,
            (Proposal(LEGEND, 0.9 if one != "own" else 0.1, _FITS if one != "own" else _OWN),)
            if one in fits and chosen is None
            else (),
        )
        for one in LEGENDS
    ]


def _look_into(found: _Found, path: Path) -> None:
    """The outline of the raster on a map, and its values as a table."""
    raw, legend = found.raw, found.legend
    values = sorted(raw.counts)
    names = [legend.named(value).title.zh if legend else None for value in values]
    west, south, east, north = raw.bounds
    sample = preview.Sample(
        layer=raw.name,
        features=len(values),
        columns=[{"name": name, "type": type_} for name, type_ in LOOKED_AT],
        table=[[v, name, raw.counts[v]] for v, name in zip(values, names, strict=True)],
        encoding=None,
        samples={},
        shapes=np.array([shapely.box(west, south, east, north)], dtype=object),
        rows=np.array([1], dtype=np.int64),
        centres=np.array([[(west + east) / 2, (south + north) / 2]]),
        detail=0.0,
    )
    examined = Examined(_report(found), found.problems, carrier=found.carrier)
    preview.leave(sample, examined, path)


def _decisions(found: _Found, request: Request) -> dict[str, Any]:
    crs = found.crs
    return {
        "file": request.file,
        "source_layer": found.raw.name,
        "crs": {"declared": crs.declared, "used": crs.used, "told": request.crs},
        "mapping": {LEGEND: found.legend.id} if found.legend else {},
        "key_field": KEY,
        "accepted": sorted(request.accept),
        "raster": found.raw.about,
        "versions": {"gdal": rasterio.__gdal_version__},
    }


def _leave(found: _Found, frame_path: Path) -> None:
    """The table of classes, and the cells as a cloud-optimised GeoTIFF beside it."""
    raw, epsg, legend = found.raw, found.epsg, found.legend
    if epsg is None or legend is None:
        return
    areas = class_areas_m2(raw, epsg)
    footprint = placed_box(raw.bounds, epsg)
    values = sorted(raw.counts)
    table = {
        KEY: [str(value) for value in values],
        "name": [legend.named(value).title.zh for value in values],
        LEGEND: [legend.id] * len(values),
        "cells": [raw.counts[value] for value in values],
        "area_m2": [round(areas[value], 3) for value in values],
    }
    frame = gpd.GeoDataFrame(table, geometry=[footprint] * len(values), crs=CGCS2000)
    frame.to_feather(frame_path, compression="uncompressed")
    write_cog(raw, epsg, frame_path.with_name(RASTER))


def class_areas_m2(raw: RawRaster, epsg: int) -> Mapping[int, float]:
    """m² of the ellipsoid by value, strip by strip."""
    summed = np.zeros(NO_VALUE + 1)
    rows = max(1, STRIP_CELLS // raw.cells.shape[1])
    for first in range(0, len(raw.cells), rows):
        strip = raw.cells[first : first + rows]
        north = raw.north - first * raw.height
        areas = cell_areas_m2(Grid(strip, raw.west, north, raw.width, raw.height, epsg))
        summed += np.bincount(strip.ravel(), weights=areas, minlength=NO_VALUE + 1)
    return {value: float(summed[value]) for value in raw.counts}


def placed_box(bounds: tuple[float, float, float, float], epsg: int) -> Any:
    """The outline of a raster in degrees (EPSG:4490), its straight edges followed."""
    west, south, east, north = bounds
    outline = gpd.GeoSeries([shapely.box(west, south, east, north)], crs=epsg)
    step = max(east - west, north - south) / 16
    return outline.segmentize(step).to_crs(CGCS2000).iloc[0]


def write_cog(raw: RawRaster, epsg: int, path: Path) -> None:
    """Whole cells in blocks of 512, with overviews by the class that most cells have."""
    cells, empty = _smallest(raw.cells, max(raw.counts))
    profile = {
        "driver": "GTiff",
        "width": cells.shape[1],
        "height": cells.shape[0],
        "count": 1,
        "dtype": cells.dtype.name,
        "nodata": empty,
        "crs": CRS.from_epsg(epsg).to_wkt(),
        "transform": Affine(raw.width, 0.0, raw.west, 0.0, -raw.height, raw.north),
        "tiled": True,
        "blockxsize": 512,
        "blockysize": 512,
        "compress": "deflate",
    }
    partial = path.with_name("plain.tif")
    with rasterio.Env(**CLOSED):
        with rasterio.open(partial, "w", **profile) as out:
            out.write(cells, 1)
        rasterio.shutil.copy(
            partial, path, driver="COG", compress="DEFLATE", overview_resampling="MODE"
        )
    partial.unlink()


def _smallest(cells: NDArray[np.uint16], highest: int) -> tuple[NDArray[Any], int]:
    """One byte for each cell where the values fit, with the value that stands for none."""
    if highest >= BYTE_EMPTY:
        return cells, NO_VALUE
    return np.where(cells == NO_VALUE, BYTE_EMPTY, cells).astype(np.uint8), BYTE_EMPTY
