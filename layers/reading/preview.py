"""A look into a layer before it is imported: first rows as text, some features as a map.

Made in the reading process and bounded in size, whatever the file holds. The sample is taken before
the layer is examined, because examining carries the geometry over to degrees in place.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.errors import Problem
from geo.plane.shape_column import Shapes
from layers.reading.crs.errors import AXES_SWAPPED
from layers.reading.crs.georeference import CANDIDATES_SHOWN
from layers.reading.crs.reproject import Carrier
from layers.reading.described import EncodingDecision, EncodingReport
from layers.reading.limits import MEGABYTE
from layers.reading.raw import RawLayer
from layers.reading.text import dbf
from layers.reading.text.dbf_encoding import ASCII, GB18030, UTF8

if TYPE_CHECKING:
    from layers.reading.examine import Examined

FEATURES, ROWS, COLUMNS, PLACES = 2000, 100, 120, 1000
LONGEST_TEXT = 120
# Views of one layer under three systems, and its table, stay within the bound of the whole.
VIEW_BYTES, TABLE_BYTES, MOST_BYTES = 14 * MEGABYTE // 10, MEGABYTE // 2, 5 * MEGABYTE
ENCODINGS = (UTF8, GB18030, "BIG5")
# A screen shows no more than this many steps across what there is.
STEPS_ACROSS = 1500
DECIMALS = 6

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """What was seen of a layer as it came: numbers of the file, text as far as it can be read.

    `rows` counts from 1; `centres` are those of all rows, shape (n, 2), NaN where there is none.
    """

    layer: str
    features: int
    columns: list[dict[str, str]]
    table: list[list[Any]]
    encoding: str | None
    samples: dict[str, list[str]]
    shapes: Shapes
    rows: NDArray[np.int64]
    centres: Floats
    detail: float


def take(raw: RawLayer, path: Path) -> Sample:
    """Sample a layer; `path` is its file, from which text is read that nothing else reads yet."""
    encoding = raw.encoding.used or _best(raw.encoding.report)
    names = raw.names[:COLUMNS]
    types = dict(zip(raw.names, raw.types, strict=True))
    shapes, rows, centres, detail = _shapes(raw)
    return Sample(
        raw.name,
        raw.features,
        [{"name": name, "type": types[name]} for name in names],
        _table(raw, names, _unread(raw, path, encoding)),
        encoding,
        samples_of(raw.encoding),
        shapes,
        rows,
        centres,
        detail,
    )


def samples_of(decision: EncodingDecision) -> dict[str, list[str]]:
    """The sample text as it looks in each encoding that comes into question."""
    report = decision.report
    read_in = report.used or _best(report)
    if read_in is None or not report.sample or report.detected == ASCII:
        return {}
    raw = decision.samples or [text.encode(read_in, "replace") for text in report.sample]
    names = dict.fromkeys([read_in, *ENCODINGS])
    return {name: [one.decode(name, "replace") for one in raw] for name in names}


def leave(sample: Sample, examined: Examined, path: Path) -> None:
    """Write the preview: the sample, placed in the system used or in those that may be it."""
    found = {
        "layer": sample.layer,
        "features": sample.features,
        "columns": sample.columns,
        "rows": sample.table,
        "encoding": sample.encoding,
        "samples": sample.samples,
    }
    views = ",".join(_views(sample, examined))
    head = json.dumps(found, ensure_ascii=False)[:-1]
    path.write_text(f'{head},"views":[{views}]}}', encoding="utf-8")


def fetch(made: Path, kept: Path) -> bool:
    """Keep what the reading process has left, by one rename; False when it is no preview.

    That process is not trusted: it could leave a link, or something larger or of another form.
    """
    try:
        text = _regular(made)
        json.loads(text)
    except (OSError, ValueError):
        return False
    kept.parent.mkdir(parents=True, exist_ok=True)
    partial = kept.with_suffix(".part")
    partial.write_bytes(text)
    partial.replace(kept)
    return True


def _regular(path: Path) -> bytes:
    opened = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(opened, "rb") as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode) or about.st_size > MOST_BYTES:
            raise ValueError("no preview")
        return file.read()


def _best(report: EncodingReport) -> str | None:
    return report.detected if report.detected not in (None, ASCII) else GB18030


# --- the table ---------------------------------------------------------------------------------


def _unread(raw: RawLayer, path: Path, encoding: str | None) -> dict[str, list[Any]]:
    """First rows of the text columns of a shapefile whose encoding is still to be confirmed."""
    if raw.encoding.used is not None or encoding is None:
        return {}
    try:
        table = dbf.open_table(path.with_suffix(".dbf"))
    except (OSError, ValueError):
        return {}
    block = np.asarray(table.rows[:ROWS])
    kept = block[block[:, 0] != ord("*")]
    return {
        name: _decoded(kept[:, column.start : column.start + column.width], encoding)
        for name, column in zip(raw.names, table.columns, strict=False)
        if column.is_text
    }


def _decoded(values: dbf.Bytes, encoding: str) -> list[Any]:
    texts = (dbf.value_bytes(values, row).decode(encoding, "replace") for row in range(len(values)))
    return [text.strip() or None for text in texts]


def _table(raw: RawLayer, names: Sequence[str], unread: dict[str, list[Any]]) -> list[list[Any]]:
    columns = [_first(raw, name, unread) for name in names]
    length = max((len(column) for column in columns), default=0)
    rows = [[c[at] if at < len(c) else None for c in columns] for at in range(length)]
    while len(json.dumps(rows, ensure_ascii=False).encode("utf-8", "replace")) > TABLE_BYTES:
        rows = rows[: len(rows) // 2]
    return rows


def _first(raw: RawLayer, name: str, unread: dict[str, list[Any]]) -> list[Any]:
    if name not in raw.attributes:
        return unread.get(name, [])
    return [_cell(value) for value in raw.attributes[name].slice(0, ROWS).to_pylist()]


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    text = value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)
    clean = text.encode("utf-8", "replace").decode("utf-8")
    return clean if len(clean) <= LONGEST_TEXT else clean[:LONGEST_TEXT] + "…"


# --- the map -----------------------------------------------------------------------------------


def _shapes(raw: RawLayer) -> tuple[Shapes, NDArray[np.int64], Floats, float]:
    """Simplified features, their rows, the centres of all, and the size of what is not seen."""
    if raw.shapes is None or not len(raw.shapes):
        empty = np.empty(0, dtype=object)
        return empty, np.empty(0, np.int64), np.empty((0, 2)), 0.0
    bounds = raw.shapes.each(shapely.bounds)
    centres = (bounds[:, :2] + bounds[:, 2:]) / 2
    detail = _extent(bounds) / STEPS_ACROSS
    rows = np.flatnonzero(np.isfinite(centres).all(axis=1))
    rows = rows[:: max(1, math.ceil(len(rows) / FEATURES))]
    shapes = shapely.force_2d(raw.shapes[rows])
    whole = np.array([bool(np.isfinite(shapely.get_coordinates(s)).all()) for s in shapes], bool)
    rows, shapes = rows[whole], shapes[whole]
    return shapely.simplify(shapes, detail), rows + 1, centres, detail


def _extent(bounds: Floats) -> float:
    """Width or height of what there is, without single strays."""
    known = bounds[np.isfinite(bounds).all(axis=1)]
    if not len(known):
        return 0.0
    low, high = np.percentile(known[:, :2], 1, axis=0), np.percentile(known[:, 2:], 99, axis=0)
    return max(float((high - low).max()), 0.0)


def _views(sample: Sample, examined: Examined) -> Iterator[str]:
    used = examined.carrier is not None
    for carrier in dict.fromkeys(_ways(examined)):
        yield _view(sample, examined.problems, carrier, used=used)


def _ways(examined: Examined) -> Iterator[Carrier]:
    """The way to degrees that is decided, or those that may be it."""
    if examined.carrier is not None:
        yield examined.carrier
        return
    for problem in examined.problems:
        if problem.kind is AXES_SWAPPED:
            yield Carrier(int(problem.values["epsg"]), swap=True)
    for candidate in examined.report.crs.candidates[:CANDIDATES_SHOWN]:
        yield Carrier(candidate.epsg, candidate.swapped, candidate.shifted)


def _view(sample: Sample, problems: Iterable[Problem], carrier: Carrier, *, used: bool) -> str:
    shapes, rows = _in_degrees(sample, carrier)
    bounds = shapely.total_bounds(shapes) if len(shapes) else np.full(4, np.nan)
    about = {
        "epsg": carrier.epsg,
        "swapped": carrier.swap,
        "shifted": carrier.shifted,
        "used": used,
        "bounds": bounds.round(DECIMALS).tolist() if np.isfinite(bounds).all() else None,
        "places": _places(sample, problems, carrier),
    }
    features = _features(shapes, rows)
    while sum(len(one) for one in features) > VIEW_BYTES:
        features = features[::2] if len(features) > 1 else []
    return json.dumps(about)[:-1] + f',"features":[{",".join(features)}]}}'


def _features(shapes: Shapes, rows: NDArray[np.int64]) -> list[str]:
    return [
        f'{{"type":"Feature","properties":{{"row":{row}}},"geometry":{text}}}'
        for row, text in zip(rows.tolist(), shapely.to_geojson(shapes), strict=True)
    ]


def _in_degrees(sample: Sample, carrier: Carrier) -> tuple[Shapes, NDArray[np.int64]]:
    def carry(x: Floats, y: Floats) -> tuple[Floats, Floats]:
        lon, lat = carrier(x, y)
        return lon.round(DECIMALS), lat.round(DECIMALS)

    shapes = shapely.transform(sample.shapes, carry, interleaved=False)
    bounds = shapely.bounds(shapes)
    on_earth = np.isfinite(bounds).all(axis=1)
    on_earth &= (np.abs(bounds[:, 0::2]) <= 180).all(axis=1)
    on_earth &= (np.abs(bounds[:, 1::2]) <= 90).all(axis=1)
    return shapes[on_earth], sample.rows[on_earth]


def _places(
    sample: Sample, problems: Iterable[Problem], carrier: Carrier
) -> dict[int, list[float]]:
    """Where the rows lie that something was found about."""
    named = dict.fromkeys(p.feature for p in problems if p.feature is not None)
    rows = [row for row in named if 0 < row <= len(sample.centres)][:PLACES]
    if not rows:
        return {}
    points = sample.centres[np.array(rows) - 1]
    lon, lat = carrier(points[:, 0], points[:, 1])
    return {
        row: [round(float(x), DECIMALS), round(float(y), DECIMALS)]
        for row, x, y in zip(rows, lon, lat, strict=True)
        if abs(x) <= 180 and abs(y) <= 90
    }
