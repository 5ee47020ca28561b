"""The work of the reading process: open each source, examine each layer, answer in plain values."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pyogrio

from geo.errors import EcoAtlasError, Problem
from layers.reading import preview
from layers.reading.container import check_encoding, layer_names, read_container
from layers.reading.examine import Examined, examine
from layers.reading.file_errors import NO_SUCH_LAYER, SEVERAL_LAYERS
from layers.reading.raw import RawLayer
from layers.reading.report import Finding, to_wire
from layers.reading.request import Request
from layers.reading.shapefile import read_shapefile
from layers.reading.staging import Source

LAYERS_EXAMINED = 20


def perform(request: Request) -> dict[str, Any]:
    """Everything found, ready for JSON; a finished layer is left at `request.frame_path`."""
    with warnings.catch_warnings():
        # What GDAL mutters is either found by ourselves or of no use to the sender.
        warnings.simplefilter("ignore")
        try:
            return _performed(request)
        except EcoAtlasError as error:
            return {"layers": [], "findings": [to_wire(Finding(error.problem))], "decisions": {}}


def _performed(request: Request) -> dict[str, Any]:
    entries = _entries(request)
    chosen = _choose(entries, request)
    several = len(chosen) > 1
    if several:
        request = replace(request, preview_path=None)
    findings = [Finding(_several(request, chosen))] if several else []
    examined: list[Examined] = []
    for source, name in chosen[:LAYERS_EXAMINED]:
        result, found = _examined(source, name, request)
        findings += found
        examined += [result] if result else []
    answer: dict[str, Any] = {
        "layers": [to_wire(result.report) for result in examined],
        "findings": [to_wire(finding) for finding in findings],
        "decisions": {},
        "key_field": None,
        "frame": False,
    }
    if len(examined) == 1 and not several:
        answer |= _finished(examined[0], request)
    return answer


def _entries(request: Request) -> list[tuple[Source, str]]:
    """Every layer of every source, under the name by which a person may choose it."""
    entries: list[tuple[Source, str]] = []
    for source in request.sources:
        if source.format == "gpkg":
            entries += [(source, name) for name in layer_names(source)]
        else:
            entries.append((source, source.name))
    return entries


def _choose(entries: list[tuple[Source, str]], request: Request) -> list[tuple[Source, str]]:
    wanted = request.layer_name
    if wanted is None:
        return entries
    chosen = [(s, name) for s, name in entries if wanted in (name, s.file)]
    if not chosen:
        names = _names(entries)
        raise EcoAtlasError(NO_SUCH_LAYER, file=request.file, layer=wanted, names=names)
    return chosen


def _names(entries: list[tuple[Source, str]]) -> str:
    """By name, or by path where two layers in different folders have the same name."""
    names = [name for _, name in entries]
    told = [name if names.count(name) == 1 else source.file for source, name in entries]
    return ", ".join(told[:LAYERS_EXAMINED])


def _several(request: Request, entries: list[tuple[Source, str]]) -> Problem:
    values = {"file": request.file, "count": len(entries), "names": _names(entries)}
    return Problem(SEVERAL_LAYERS, values)


def _examined(source: Source, name: str, request: Request) -> tuple[Examined | None, list[Finding]]:
    try:
        result = _looked_into(_open(source, name, request), source, request)
    except EcoAtlasError as error:
        return None, [Finding(error.problem, name)]
    return result, list(_findings(result))


def _looked_into(raw: RawLayer, source: Source, request: Request) -> Examined:
    """Examine a layer; where a preview is wanted, its sample is taken before."""
    if request.preview_path is None:
        return examine(raw, request)
    sample = preview.take(raw, source.path)
    result = examine(raw, request)
    preview.leave(sample, result, request.preview_path)
    return result


def _open(source: Source, name: str, request: Request) -> RawLayer:
    if source.format == "shapefile":
        return read_shapefile(source, request.encoding)
    decision = check_encoding(source, request.encoding)
    inner = name
    if source.format == "geojson" and decision.used is not None:
        inner = layer_names(source)[0]
    return read_container(source, inner, decision)


def _findings(result: Examined) -> Iterator[Finding]:
    for problem in result.problems:
        yield Finding(problem, result.report.name)


def _finished(result: Examined, request: Request) -> dict[str, Any]:
    if result.frame is not None and request.frame_path is not None:
        result.frame.to_feather(request.frame_path, compression="uncompressed")
    versions = {"gdal": ".".join(str(part) for part in pyogrio.__gdal_version__)}
    return {
        "decisions": result.decisions | {"versions": versions},
        "key_field": result.key_field,
        "frame": result.frame is not None,
    }
