"""Coverage-guided fuzzing of the readers with atheris; see docs/fuzzing.md for how to run it.

The first byte of an input chooses the packaging, the rest is the file (or the parts of a
shapefile). The work of the reading process is done in this process, so that Python's branches guide
the mutations and a crash of GDAL or GEOS stops the run. A finding is an exception other than a
refusal, or a report that cannot be told.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import struct
import sys
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path

import atheris

from layers.reading.intake.drivers import environment
from layers.reading.intake.formats import DRIVERS

# Before GDAL is loaded, as the reading process has it.
os.environ.update(environment(DRIVERS))

with atheris.instrument_imports(include=["layers.reading", "geo"]):
    import layers.reading.files
    from geo.errors import EcoAtlasError
    from layers.reading.files import check_file
    from layers.reading.formats.readers import MODULES
    from layers.reading.perform import perform

    for module in MODULES.values():
        importlib.import_module(module)

SINGLE = (
    ".zip",
    ".gpkg",
    ".geojson",
    ".parquet",
    ".fgb",
    ".kml",
    ".kmz",
    ".dxf",
    ".csv",
    ".xlsx",
)
PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
# With a folder named here, what is found is kept there and the run goes on.
FINDINGS = Path(os.environ["FUZZ_FINDINGS"]) if "FUZZ_FINDINGS" in os.environ else None
KINDS = (None, "sponge_zone", "sewage_plant", "ecological_corridor")


def main() -> None:
    """Run until libFuzzer's limits end it: `python -m benchmarks.fuzz_readers CORPUS [options]`."""
    setattr(layers.reading.files, "run", lambda request, *_: perform(request))  # noqa: B010
    atheris.Setup(sys.argv, one_input, enable_python_coverage=True)
    atheris.Fuzz()


def one_input(data: bytes) -> None:
    """Write the input under a name of its format, check it, and tell what was found."""
    if len(data) < 2:
        return
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        path = written(data, Path(folder))
        try:
            report = check_file(path, kind=KINDS[data[1] % len(KINDS)])
            for language in ("zh", "en"):
                report.as_json(language)
        except EcoAtlasError:
            return
        except Exception as error:
            if FINDINGS is None:
                raise
            _keep(data, error, FINDINGS)


def _keep(data: bytes, error: Exception, folder: Path) -> None:
    """One input for each place where something unknown was raised, and go on."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "/layers/" in f.filename]
    last = frames[-1] if frames else None
    where = f"{type(error).__name__} {last.name if last else '?'} {last.lineno if last else 0}"
    path = folder / hashlib.sha256(where.encode()).hexdigest()[:12]
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".txt").write_text("".join(traceback.format_exception(error)))
        path.write_bytes(data)


def written(data: bytes, folder: Path) -> Path:
    choice, body = data[0] % (len(SINGLE) + 1), data[2:]
    if choice < len(SINGLE):
        path = folder / f"a{SINGLE[choice]}"
        path.write_bytes(body)
        return path
    for suffix, content in zip(PARTS, _split(body), strict=False):
        (folder / f"a{suffix}").write_bytes(content)
    return folder / "a.shp"


def packed(parts: dict[str, bytes], kind: int = 1) -> bytes:
    """The input that stands for a shapefile of these parts; for the first corpus."""
    body = b"".join(
        struct.pack("<I", len(parts.get(suffix, b""))) + parts.get(suffix, b"") for suffix in PARTS
    )
    return bytes([len(SINGLE), kind]) + body


def _split(body: bytes) -> Iterator[bytes]:
    at = 0
    while at + 4 <= len(body):
        (length,) = struct.unpack_from("<I", body, at)
        yield body[at + 4 : at + 4 + length]
        at += 4 + length


def seeds(folder: Path) -> None:
    """A first corpus: one small file of each format, written by the exporters' own library."""
    import geopandas as gpd
    import shapely

    folder.mkdir(parents=True, exist_ok=True)
    frame = gpd.GeoDataFrame(
        {"编号": ["A1", "A2"], "名称": ["甲", "乙"], "是否达标": ["达标", "未达标"]},
        geometry=[shapely.box(114 + i, 30, 114.01 + i, 30.01) for i in (0, 0.02)],
        crs=4490,
    )
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        frame.to_file(place / "a.shp", encoding="GBK")
        frame.to_file(place / "a.gpkg")
        frame.to_file(place / "a.geojson")
        frame.to_file(place / "a.fgb", driver="FlatGeobuf")
        frame.to_parquet(place / "a.parquet")
        (place / "a.csv").write_text("编号,名称,经度,纬度\n1,甲,114.1,30.2\n", "utf-8")
        (place / "a.kml").write_text(KML, "utf-8")
        (place / "a.dxf").write_text(DXF, "utf-8")
        frame.drop(columns="geometry").assign(经度=[114.1, 114.2], 纬度=[30.1, 30.2]).to_excel(
            place / "a.xlsx"
        )
        for nth, suffix in enumerate(SINGLE):
            if (place / f"a{suffix}").exists():
                content = (place / f"a{suffix}").read_bytes()
                (folder / f"seed{suffix}").write_bytes(bytes([nth, 1]) + content)
        parts = {p.suffix: p.read_bytes() for p in place.glob("a.*") if p.suffix in PARTS}
        (folder / "seed.shp").write_bytes(packed(parts))


KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>甲</name>
<ExtendedData><Data name="编号"><value>1</value></Data></ExtendedData>
<Polygon><outerBoundaryIs><LinearRing><coordinates>114,30 114.01,30 114.01,30.01 114,30
</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>
"""
DXF = """0
SECTION
2
ENTITIES
0
LWPOLYLINE
8
分区
90
3
70
1
10
38528000
20
3386000
10
38529000
20
3386000
10
38529000
20
3387000
0
ENDSEC
0
EOF
"""

if __name__ == "__main__":
    if sys.argv[1:2] == ["--seeds"]:
        seeds(Path(sys.argv[2]))
    else:
        main()
