"""Reading a file that somebody sent: what is in it, what is wrong with it, and the layer itself.

Nothing is guessed silently. Encoding, CRS, axis order, mapping and repairs are found with evidence
and told; what a person has to confirm stands in the way until it is confirmed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict, Unpack

import geopandas as gpd

from geo.crs.known_ground import Boundary
from geo.errors import EcoAtlasError, Problem
from layers.reading import checked_layer as kept
from layers.reading.described import Finding
from layers.reading.formats.raster_handover import RasterCells, taken
from layers.reading.intake.file_errors import CANNOT_IMPORT, NO_SPATIAL_LAYER
from layers.reading.intake.staging import stage
from layers.reading.limits import Limits
from layers.reading.preview import fetch
from layers.reading.report import CheckReport, finding_from_wire, layer_from_wire
from layers.reading.request import Request
from layers.reading.room import blamed_on_room, require_room
from layers.reading.sandbox import run
from layers.reading.shown import shown_name
from layers.storage.arrow_parts import read_arrow
from layers.storage.feature_table import FeatureTable
from layers.system.progress import Progress, silent
from layers.system.scratch import private_folder

SCRATCH_PREFIX = "ecoatlas-read-"


@dataclass(frozen=True, slots=True)
class ReadLayer:
    """A layer ready for the store: EPSG:4490, canonical names first, keys unique text.

    `decisions` holds every choice made between the file and this table, for the manifest. Of a
    raster the table is that of its classes, and `cells` are the cells themselves.
    """

    table: FeatureTable
    key_field: str
    report: CheckReport
    decisions: dict[str, Any]
    cells: RasterCells | None = None

    @property
    def frame(self) -> gpd.GeoDataFrame:
        """All features at once."""
        return self.table.frame()


@dataclass(frozen=True, slots=True)
class Keep:
    """Where a layer is kept, and what was said about its file, as one text."""

    folder: Path
    tag: str


class Said(TypedDict, total=False):
    """What a person says about a file, and what is known beside it; None says nothing.

    layer_name: which layer, of several. key: field that tells features apart, theirs or ours.
    mapping: ours -> theirs. accept: codes that a person accepts. district: lon, lat of the place
    the data are expected at. known: a boundary that is known to lie right; offsets and strays are
    measured against it. remembered: ours -> theirs, the mapping of the layer's live version,
    applied and told. shift: local parameters of an old datum, `dx,dy,dz` in metres, or seven with
    their convention. values: ours -> {theirs: ours}, about words beside the code list.
    """

    layer_name: str | None
    key: str | None
    encoding: str | None
    crs: str | None
    mapping: Mapping[str, str] | None
    accept: Collection[str]
    district: tuple[float, float]
    known: Boundary | None
    remembered: Mapping[str, str] | None
    shift: str | None
    values: Mapping[str, Mapping[str, str]] | None


def check_file(
    path: Path,
    *,
    kind: str | None = None,
    limits: Limits | None = None,
    preview: Path | None = None,
    keep: Keep | None = None,
    progress: Progress = silent,
    **said: Unpack[Said],
) -> CheckReport:
    """Diagnose a file and store nothing; a file that cannot be read gives a report that says why.

    kind: checks fields and geometry types too.
    preview: where to keep a look into the layer, if there is one layer to look into.
    keep: where to keep the layer itself for `kept_layer`, if nothing stands in its way.
    progress: called several times a second; what it raises ends the reading.
    """
    asked = _asked(kind, said)
    try:
        return _read(path, asked, limits or Limits(), progress, preview=preview, keep=keep).report
    except EcoAtlasError as error:
        return CheckReport(shown_name(path.name), (), (Finding(error.problem),), asked["accept"])


def read_layer(
    path: Path,
    *,
    kind: str,
    limits: Limits | None = None,
    progress: Progress = silent,
    **said: Unpack[Said],
) -> ReadLayer:
    """The layer of a file, ready to be stored.

    Raises `EcoAtlasError`: with the one reason, or with `cannot-import` when there are several;
    `.problems` lists all that stands in the way, row by row.
    """
    asked = _asked(kind, said)
    result = _read(path, asked, limits or Limits(), progress, want_frame=True)
    if result.report.blocking or result.table is None or result.key_field is None:
        raise _refusal(result.report)
    return ReadLayer(result.table, result.key_field, result.report, result.decisions, result.cells)


def read_shapes(
    path: Path,
    *,
    most_features: int,
    limits: Limits | None = None,
    progress: Progress = silent,
    **said: Unpack[Said],
) -> tuple[FeatureTable, tuple[Problem, ...]]:
    """The shapes of a small file in EPSG:4490, of whatever kind, to be looked at and not stored.

    With them what was found and does not stand in the way: repairs, parts left out, guesses.

    Raises as `read_layer`, and `more-than-a-few-shapes`.
    """
    asked = _asked(None, said) | {"most_features": most_features}
    result = _read(path, asked, limits or Limits(), progress, want_frame=True)
    if result.report.blocking or result.table is None:
        raise _refusal(result.report)
    return result.table, result.report.problems


def _asked(kind: str | None, said: Said) -> dict[str, Any]:
    """As a `Request` takes it; it has a default for whatever is not said."""
    told = {name: value for name, value in said.items() if value is not None}
    return told | {"kind": kind, "accept": frozenset(said.get("accept", ()))}


def kept_layer(path: Path, keep: Keep, accept: Collection[str] = ()) -> ReadLayer | None:
    """What `check_file` has kept of the file `path` under the same tag; None when it has not."""
    found = kept.find(keep.folder, keep.tag)
    if found is None:
        return None
    table, answer = found
    report = _report(path, answer, frozenset(accept))
    cells = RasterCells(keep.folder / kept.RASTER) if answer.get("raster") else None
    return ReadLayer(table, answer["key_field"], report, answer["decisions"], cells)


@dataclass(frozen=True, slots=True)
class _Result:
    report: CheckReport
    table: FeatureTable | None
    key_field: str | None
    decisions: dict[str, Any]
    cells: RasterCells | None = None


def _read(
    path: Path,
    asked: dict[str, Any],
    limits: Limits,
    progress: Progress,
    *,
    want_frame: bool = False,
    preview: Path | None = None,
    keep: Keep | None = None,
) -> _Result:
    with private_folder(SCRATCH_PREFIX) as folder, blamed_on_room(folder):
        sources = tuple(stage(path, folder, limits))
        frame_path = folder / "frame.feather" if want_frame or keep else None
        request = Request(
            file=shown_name(path.name),
            sources=sources,
            frame_path=frame_path,
            preview_path=folder / "preview.json" if preview else None,
            **asked,
        )
        answer = run(request, folder, limits, progress)
        if preview and request.preview_path:
            fetch(request.preview_path, preview)
        report = _report(path, answer, asked["accept"])
        if report.blocking:
            require_room(folder)
        table, cells = None, None
        if frame_path and answer.get("frame") and not report.blocking:
            if keep:
                kept.keep(frame_path, keep.folder, keep.tag, answer)
            else:
                table = read_arrow(frame_path)
                cells = taken(folder, SCRATCH_PREFIX) if answer.get("raster") else None
    return _Result(report, table, answer.get("key_field"), answer["decisions"], cells)


def _report(path: Path, answer: dict[str, Any], accepted: frozenset[str]) -> CheckReport:
    """Raises `no-spatial-layer` where neither a layer nor the lack of one would be told."""
    report = CheckReport(
        shown_name(path.name),
        tuple(layer_from_wire(layer) for layer in answer["layers"]),
        tuple(finding_from_wire(finding) for finding in answer["findings"]),
        accepted,
    )
    if not report.layers and all(found.severity != "error" for found in report.findings):
        raise EcoAtlasError(NO_SPATIAL_LAYER, file=report.file)
    return report


def _refusal(report: CheckReport) -> EcoAtlasError:
    """The one thing that stands in the way under its own code, several under `cannot-import`."""
    blocking = report.blocking
    codes = list(dict.fromkeys(problem.code for problem in blocking))
    if len(codes) == 1:
        first = blocking[0]
        return EcoAtlasError(first.kind, problems=blocking, **first.values)
    return EcoAtlasError(CANNOT_IMPORT, problems=blocking, file=report.file, codes=", ".join(codes))
