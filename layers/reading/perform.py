"""The work of the reading process: open each source, examine each layer, answer in plain values."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import PurePosixPath
from typing import Any

from geo.errors import EcoAtlasError, Problem
from geo.words import Text, listed
from layers.reading import preview
from layers.reading.completeness import refuse_incomplete
from layers.reading.described import Finding
from layers.reading.examine import Examined, examine
from layers.reading.formats.readers import reader_of, without_coordinates
from layers.reading.intake.file_errors import (
    MORE_THAN_A_FEW,
    NO_SPATIAL_LAYER,
    NO_SUCH_LAYER,
    SEVERAL_LAYERS,
)
from layers.reading.intake.staging import Source
from layers.reading.raw import RawLayer
from layers.reading.report import to_wire
from layers.reading.request import Request
from layers.reading.shapes.rings import holes_from_parts
from layers.reading.shown import shown_name
from layers.reading.text.destroyed import destroyed_text
from layers.reading.text.unseen import clean_text
from layers.reading.tidy import bounded, tidy
from layers.storage.arrow_parts import write_arrow
from layers.system.memory import give_back

LAYERS_EXAMINED = 20
MANY_FEATURES = 100_000


def perform(request: Request) -> dict[str, Any]:
    """Everything found, ready for JSON; a finished layer is left at `request.frame_path`."""
    with warnings.catch_warnings():
        # What GDAL mutters is either found by ourselves or of no use to the sender.
        warnings.simplefilter("ignore")
        try:
            return _performed(request)
        except EcoAtlasError as error:
            return {
                "layers": [],
                "findings": [to_wire(Finding(bounded(error.problem)))],
                "decisions": {},
            }


def _performed(request: Request) -> dict[str, Any]:
    entries, findings = _entries(request)
    chosen = _choose(entries, request)
    several = len(chosen) > 1
    if not several and chosen and chosen[0].source.format == "geotiff":
        from layers.reading.rasters import raster_answer

        return raster_answer(chosen[0].source, request)
    if several:
        request = replace(request, preview_path=None)
    findings += [Finding(_several(request, chosen))] if several else []
    examined: list[Examined] = []
    for entry in chosen[:LAYERS_EXAMINED]:
        result, found = _examined(entry, request)
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


@dataclass(frozen=True, slots=True)
class _Entry:
    """A layer of a source: its name inside the file, and the one to tell it by.

    `called` is the name, or the path where two layers in different folders have the same name: of
    all entries no two are called the same.
    """

    source: Source
    inner: str
    name: str
    called: str = ""

    @property
    def place(self) -> str:
        """Where it lies; a container tells the layer inside it too."""
        own = PurePosixPath(self.source.file).stem == self.name
        return self.source.file if own else f"{self.source.file}/{self.name}"

    def is_called(self, wanted: str) -> bool:
        return wanted in (self.inner, self.name, self.source.file)


def _entries(request: Request) -> tuple[list[_Entry], list[Finding]]:
    """Every layer of every source, under the name by which a person may choose it."""
    entries: list[_Entry] = []
    findings: list[Finding] = []
    for source in request.sources:
        listing = reader_of(source.format).layers_of(source, request)
        entries += [_Entry(source, name, shown_name(name)) for name in listing.names]
        findings += [Finding(bounded(problem)) for problem in listing.problems]
        if not listing.names:
            # No layer, no word about it: that would be a file that can be imported.
            findings.append(Finding(Problem(NO_SPATIAL_LAYER, {"file": source.file})))
    return _told_apart(entries), findings


def _told_apart(entries: list[_Entry]) -> list[_Entry]:
    """Each under a name of its own: where names meet the path, where paths meet a number."""
    names = Counter(entry.name for entry in entries)
    told: list[_Entry] = []
    taken: set[str] = set()
    for entry in entries:
        plain = entry.name if names[entry.name] == 1 else entry.place
        numbered = (f"{plain} ({number})" for number in count(2))
        called = plain if plain not in taken else next(n for n in numbered if n not in taken)
        taken.add(called)
        told.append(replace(entry, called=called))
    return told


def _choose(entries: list[_Entry], request: Request) -> list[_Entry]:
    wanted = request.layer_name
    if wanted is None:
        return entries
    exactly = [entry for entry in entries if entry.called == wanted]
    chosen = exactly or [entry for entry in entries if entry.is_called(wanted)]
    if not chosen:
        names = _names(entries)
        raise EcoAtlasError(NO_SUCH_LAYER, file=request.file, layer=shown_name(wanted), names=names)
    return chosen


def _names(entries: list[_Entry]) -> Text:
    return listed((entry.called for entry in entries), LAYERS_EXAMINED)


def _several(request: Request, entries: list[_Entry]) -> Problem:
    values = {"file": request.file, "count": len(entries), "names": _names(entries)}
    return Problem(SEVERAL_LAYERS, values)


def _examined(entry: _Entry, request: Request) -> tuple[Examined | None, list[Finding]]:
    try:
        raw = reader_of(entry.source.format).read(entry.source, entry.inner, request)
        refuse_incomplete(raw)
        _refuse_many(raw, request)
        raw.problems += [*destroyed_text(raw), *clean_text(raw), *holes_from_parts(raw)]
        raw.name = entry.called
        tidy(raw)
        if raw.features > MANY_FEATURES:
            give_back()
        result = _looked_into(raw, entry.source, without_coordinates(request))
    except EcoAtlasError as error:
        return None, [Finding(bounded(error.problem), entry.called)]
    return result, list(_findings(result))


def _refuse_many(raw: RawLayer, request: Request) -> None:
    most = request.most_features
    if most is not None and raw.features > most:
        raise EcoAtlasError(MORE_THAN_A_FEW, layer=raw.name, count=raw.features, limit=most)


def _looked_into(raw: RawLayer, source: Source, request: Request) -> Examined:
    """Examine a layer; where a preview is wanted, its sample is taken before."""
    if request.preview_path is None:
        return examine(raw, request)
    sample = preview.take(raw, source.path)
    result = examine(raw, request)
    preview.leave(sample, result, request.preview_path)
    return result


def _findings(result: Examined) -> Iterator[Finding]:
    for problem in result.problems:
        yield Finding(bounded(problem), result.report.name)


def _finished(result: Examined, request: Request) -> dict[str, Any]:
    if result.table is not None and request.frame_path is not None:
        write_arrow(result.table, request.frame_path)
    # Only here: GDAL must not be loaded before it knows which drivers to leave out.
    import pyogrio

    versions = {"gdal": ".".join(str(part) for part in pyogrio.__gdal_version__)}
    return {
        "decisions": result.decisions | {"versions": versions},
        "key_field": result.key_field,
        "frame": result.table is not None,
    }
