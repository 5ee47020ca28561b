"""Which builder of vector tiles can be trusted, and how fast it is: all side by side in one run.

    python benchmarks/tiles.py [--features 100000] [--builders tippecanoe,freestiler] [--json F]

Correctness first. On a tessellation whose neighbours share wriggling borders, strewn with tiny
polygons: are all features there at the top zoom, and how many below; do borders stay together
(area of gaps and of overlaps inside whole tiles); do integers, numbers and Chinese text survive;
how big is the largest tile. Then seconds and peak memory, each builder in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import mapbox_vector_tile
import numpy as np
import shapely

from layers.storage.pmtiles_archive import StoredTile, stored_bytes, stored_tiles, unpack

MIN_ZOOM, MAX_ZOOM = 6, 14
BORDER_NODES = 5
TILES_LOOKED_AT = 12
PATIENCE_S = 3600
# Every cell says where it is in the lattice: its neighbours are one and ROW_STEP further.
CELL, ROW_STEP = "rank", 10_000


def tessellation(features: int, seed: int = 7, nodes: int = BORDER_NODES) -> gpd.GeoDataFrame:
    """Cells that share wriggling borders node by node, 1 in 100 of the features a tiny square.

    nodes: between two corners of a cell, which has 4 · (nodes + 1) vertices.
    """
    tiny = max(features // 100, 1)
    columns = round(np.sqrt((features - tiny) * 1.5))
    rows = -(-(features - tiny) // columns)
    cells, places = _cells(columns, rows, seed, nodes)
    shapes = np.concatenate([cells[: features - tiny], _specks(tiny, seed)])
    # Specks stand far from one another in the numbering, so that no two count as neighbours.
    places = np.concatenate([places[: features - tiny], -2 * np.arange(1, tiny + 1) * ROW_STEP])
    numbers = np.arange(len(shapes))
    values = {
        "key": [f"P{number}" for number in numbers],
        "name": [f"地块{number}" for number in numbers],
        "verdict": np.array(["met", "not_met", "not_assessed"])[numbers % 3],
        CELL: places,
        "share": (numbers % 1000) / 1000 + 0.0005,
    }
    return gpd.GeoDataFrame(values, geometry=shapes, crs=4490)


def _cells(columns: int, rows: int, seed: int, nodes: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    step_x, step_y = 0.6 / columns, 0.45 / rows
    steps = nodes + 1
    # A lattice finer by `steps`: a cell's outline walks along its lines, so neighbours share nodes.
    across, up = np.meshgrid(np.arange(columns * steps + 1), np.arange(rows * steps + 1))
    # Little enough beside the distance of two nodes that a border seldom crosses itself.
    x = 113.8 + across * step_x / steps + rng.normal(0, 0.3 * step_x / steps, across.shape)
    y = 30.3 + up * step_y / steps + rng.normal(0, 0.3 * step_y / steps, up.shape)
    walk = np.arange(steps)
    side_x = np.concatenate([walk, 0 * walk + steps, steps - walk, 0 * walk])
    side_y = np.concatenate([0 * walk, walk, 0 * walk + steps, steps - walk])
    column, row = (grid.ravel() for grid in np.meshgrid(range(columns), range(rows)))
    left, low = column * steps, row * steps
    i, j = low[:, None] + side_y, left[:, None] + side_x
    return shapely.polygons(np.stack([x[i, j], y[i, j]], axis=-1)), column + row * ROW_STEP


def _specks(count: int, seed: int) -> np.ndarray:
    """Squares of 1 to 5 m."""
    rng = np.random.default_rng(seed + 1)
    x, y = rng.uniform(113.85, 114.35, count), rng.uniform(30.35, 30.7, count)
    half = rng.uniform(0.5, 2.5, count) / 111_000
    return shapely.box(x - half, y - half, x + half, y + half)


def build_ecoatlas(source: Path, out: Path) -> None:
    """Ours reads the stored file itself, a part at a time."""
    from layers.tiles.building import build_tiles

    build_tiles(source, out, key_field="key", properties=("name", "verdict", "rank", "share"))


def _sequence(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    path = folder / "features.geojsonl"
    frame.to_crs(4326).to_file(
        path, driver="GeoJSONSeq", engine="pyogrio", COORDINATE_PRECISION=9, SIGNIFICANT_FIGURES=17
    )
    return path


def _tippecanoe(frame: gpd.GeoDataFrame, out: Path, *options: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = _sequence(frame, Path(folder))
        zooms = [f"-Z{MIN_ZOOM}", f"-z{MAX_ZOOM}", "-l", "features", "-P", "-q", "-f"]
        command = [str(Path(sys.executable).parent / "tippecanoe"), "-o", str(out), *zooms]
        subprocess.run([*command, *options, str(source)], check=True)


def build_tippecanoe_plain(frame: gpd.GeoDataFrame, out: Path) -> None:
    _tippecanoe(frame, out, "--drop-densest-as-needed")


def build_tippecanoe_shared(frame: gpd.GeoDataFrame, out: Path) -> None:
    _tippecanoe(
        frame, out, "--coalesce-smallest-as-needed", "--detect-shared-borders",
        "--no-tiny-polygon-reduction-at-maximum-zoom", "--simplify-only-low-zooms",
    )  # fmt: skip


def build_tippecanoe_nodes(frame: gpd.GeoDataFrame, out: Path) -> None:
    _tippecanoe(
        frame, out, "--drop-smallest-as-needed", "--no-simplification-of-shared-nodes",
        "--no-tiny-polygon-reduction-at-maximum-zoom", "--simplify-only-low-zooms",
    )  # fmt: skip


def build_tippecanoe_grid(frame: gpd.GeoDataFrame, out: Path) -> None:
    _tippecanoe(
        frame, out, "--coalesce-smallest-as-needed", "--no-line-simplification",
        "--no-tiny-polygon-reduction-at-maximum-zoom",
    )  # fmt: skip


def build_freestiler(frame: gpd.GeoDataFrame, out: Path) -> None:
    import freestiler

    freestiler.freestile(
        frame.to_crs(4326), out, layer_name="features",
        min_zoom=MIN_ZOOM, max_zoom=MAX_ZOOM, quiet=True,
    )  # fmt: skip


def build_tylertoo(frame: gpd.GeoDataFrame, out: Path) -> None:
    import tylertoo

    with tempfile.TemporaryDirectory() as folder:
        source, overview = Path(folder, "in.parquet"), Path(folder, "overview.parquet")
        frame.to_crs(4326).to_parquet(source)
        tylertoo.overview(
            str(source), str(overview), min_zoom=MIN_ZOOM, max_zoom=MAX_ZOOM,
            density_drop=False, collapse_square=True,
        )  # fmt: skip
        tylertoo.export_pmtiles(str(overview), str(out), layer_name="features", min_zoom=MIN_ZOOM)


def build_gdal(frame: gpd.GeoDataFrame, out: Path) -> None:
    frame.to_crs(4326).to_file(
        out, driver="PMTiles", layer="features", MINZOOM=MIN_ZOOM, MAXZOOM=MAX_ZOOM
    )


OURS = "ecoatlas"
OTHERS: dict[str, Callable[[gpd.GeoDataFrame, Path], None]] = {
    "tippecanoe": build_tippecanoe_plain,
    "tippecanoe-shared": build_tippecanoe_shared,
    "tippecanoe-nodes": build_tippecanoe_nodes,
    "tippecanoe-unsimplified": build_tippecanoe_grid,
    "freestiler": build_freestiler,
    "tylertoo": build_tylertoo,
    "gdal": build_gdal,
}


def measure(builder: str, source: Path, out: Path) -> dict[str, float]:
    """Run one builder in a process of its own: seconds of the build, peak MB of any process."""
    command = [sys.executable, __file__, "--one", builder, str(source), str(out)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE_S)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def run_one(builder: str, source: Path, out: Path) -> None:
    frame = None if builder == OURS else gpd.read_parquet(source)
    before = time.process_time()
    start = time.perf_counter()
    if frame is None:
        build_ecoatlas(source, out)
    else:
        OTHERS[builder](frame, out)
    seconds = time.perf_counter() - start
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    figures = {
        "seconds": round(seconds, 1),
        "cpu_seconds": round(sum(one.ru_utime + one.ru_stime for one in used) - before, 1),
        "peak_mb": round(max(one.ru_maxrss for one in used) / 1024),
    }
    print(json.dumps(figures))


def inspect(path: Path, frame: gpd.GeoDataFrame) -> dict[str, object]:
    """What the archive holds: keys by zoom, tile sizes, types, how well borders hold together."""
    tiles: dict[int, list[StoredTile]] = {}
    for tile in _tiles(path):
        tiles.setdefault(tile.zoom, []).append(tile)
    expected = set(frame["key"])
    return {
        "mb": round(path.stat().st_size / 1e6, 1),
        "largest_kb": {z: max(t.length for t in some) // 1000 for z, some in tiles.items()},
        "missing": {z: len(expected - _keys(path, some)) for z, some in tiles.items()},
        "attributes": _attributes_survive(path, tiles[max(tiles)][0], frame),
        "borders": {z: _borders(path, some) for z, some in tiles.items() if z >= 8},
    }


def _tiles(path: Path) -> list[StoredTile]:
    with path.open("rb") as file:
        return list(stored_tiles(file))


def _keys(path: Path, tiles: list[StoredTile]) -> set[str]:
    with path.open("rb") as file:
        return {key for tile in tiles for key in _keys_of(unpack(stored_bytes(file, tile)))}


def _keys_of(message: bytes) -> list[str]:
    (layer,) = mapbox_vector_tile.decode(message).values()
    return [str(feature["properties"].get("key")) for feature in layer["features"]]


def _decode(path: Path, tile: StoredTile) -> dict[str, Any]:
    with path.open("rb") as file:
        data = unpack(stored_bytes(file, tile))
    decoded = mapbox_vector_tile.decode(data, default_options={"y_coord_down": True})
    layer: dict[str, Any] = decoded["features"]
    return layer


def _attributes_survive(path: Path, tile: StoredTile, frame: gpd.GeoDataFrame) -> dict[str, bool]:
    expected = frame.set_index("key")
    found = [feature["properties"] for feature in _decode(path, tile)["features"]]
    return {
        name: all(_same(one.get(name), expected.at[one["key"], name], kind) for one in found)
        for name, kind in {"name": str, "verdict": str, CELL: int, "share": float}.items()
    }


def _same(found: object, expected: Any, kind: type) -> bool:
    """Of the right type and the same; a number may have lost its last digit on the way in."""
    if type(found) is not kind:
        return False
    return math.isclose(found, expected) if isinstance(found, float) else bool(found == expected)


def _borders(path: Path, tiles: list[StoredTile]) -> dict[str, float]:
    """Over some large tiles: neighbours drawn that no longer touch (%), area of overlaps (ppm)."""
    chosen = sorted(tiles, key=lambda tile: -tile.length)[:TILES_LOOKED_AT]
    counts = np.sum([_tile_borders(_decode(path, tile)) for tile in chosen], axis=0)
    apart, pairs, overlap, area = counts
    return {
        "apart_percent": round(100 * apart / max(pairs, 1), 2),
        "pairs": int(pairs),
        "overlap_ppm": round(1e6 * overlap / area),
    }


def _tile_borders(layer: dict[str, Any]) -> tuple[float, float, float, float]:
    cells = {}
    square = shapely.box(0, 0, layer["extent"], layer["extent"])
    for feature in layer["features"]:
        if CELL in feature["properties"]:
            shape = shapely.make_valid(shapely.geometry.shape(feature["geometry"]))
            # What the tile's edge cuts is whole only together with the next tile.
            if square.contains_properly(shape):
                cells[feature["properties"][CELL]] = shape
    pairs = [
        (cells[cell], cells[other])
        for cell in cells
        for other in (cell + 1, cell + ROW_STEP)
        if other in cells
    ]
    if not pairs:
        return 0, 0, 0, float(layer["extent"]) ** 2
    left, right = (np.array(side, dtype=object) for side in zip(*pairs, strict=True))
    apart = (shapely.distance(left, right) > 0).sum()
    overlap = shapely.area(shapely.intersection(left, right)).sum()
    return apart, len(pairs), overlap, float(layer["extent"]) ** 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--features", type=int, default=100_000)
    parser.add_argument("--builders", default=",".join([OURS, *OTHERS]))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--one", nargs=3, metavar=("BUILDER", "SOURCE", "OUT"))
    options = parser.parse_args()
    if options.one:
        run_one(options.one[0], Path(options.one[1]), Path(options.one[2]))
        return
    compare(options.features, options.builders.split(","), options.json)


def compare(features: int, builders: list[str], report: Path | None) -> None:
    frame = tessellation(features)
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "source.parquet")
        frame.to_parquet(source, row_group_size=10_000)
        for builder in builders:
            out = Path(folder, f"{builder}.pmtiles")
            try:
                results[builder] = measure(builder, source, out) | inspect(out, frame)
            except subprocess.CalledProcessError as error:
                results[builder] = {"failed": error.stderr.strip().splitlines()[-1:]}
            except subprocess.TimeoutExpired:
                results[builder] = {"failed": f"not finished in {PATIENCE_S} s"}
            print(builder, json.dumps(results[builder], ensure_ascii=False), flush=True)
    _ratios(results)
    if report:
        report.write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")


def _ratios(results: dict[str, dict[str, object]]) -> None:
    """Processor seconds as ratios: they hold on a busy machine too, where seconds do not."""
    built = {n: float(str(r["cpu_seconds"])) for n, r in results.items() if "cpu_seconds" in r}
    fastest = min(built.values(), default=1.0) or 0.1
    for name, seconds in built.items():
        print(f"{name}: {seconds / fastest:.1f} x the processor time of the fastest")


if __name__ == "__main__":
    main()
