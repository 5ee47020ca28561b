"""What metrics need beside the first layers (示例): `python -m demonstration.invented`.

Built on the files that are in `data/demo` already, so no package of a registry is needed. The same
files give the same bytes.
"""

from __future__ import annotations

import sys
import tempfile
import zipfile
from pathlib import Path

import geopandas as gpd
import shapely

from demonstration import beside_water, cover, economic_zone, example_sections, ground, rain
from demonstration.shapefiles import Packing, write_zip
from demonstration.sources import PLANE

DEMO = Path(__file__).resolve().parents[1] / "data" / "demo"

WITHOUT_PRJ = 4526  # what files without a projection are in
UNDER_COVER = (
    "admin_divisions", "rivers", "lakes", "built_up_area", "land_surfaces", "corridors",
)  # fmt: skip
PACKINGS = {
    "economic_zone": Packing("经开区范围", epsg=4547, cpg="GBK"),
    "land_surfaces": Packing("下垫面"),
    "sponge_facilities": Packing("海绵设施", epsg=4547, cpg="936"),
    "outfalls": Packing("入河排污口", epsg=4547, cpg="GBK", folder="排污口普查"),
    "enterprises": Packing("沿江企业", prj=False, language_byte=0),
    "example_sections": Packing("区内断面", epsg=4547, cpg="GBK"),
}


def read_zip(path: Path) -> gpd.GeoDataFrame:
    """A layer of the demonstration in the plane of zone 38."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            Path(folder, "layer").with_suffix(Path(member.filename).suffix).write_bytes(
                archive.read(member)
            )
        frame = gpd.read_file(Path(folder, "layer.shp"), encoding="GBK")
    return (frame if frame.crs else frame.set_crs(WITHOUT_PRJ)).to_crs(PLANE)


def invented_frames() -> dict[str, gpd.GeoDataFrame]:
    zones = read_zip(DEMO / "sponge_zones.zip")
    shores = read_zip(DEMO / "river_banks.zip").set_index("编号").geometry
    banks = {"长江": shores["AX-CJ-L"], "汉江": shores["AX-HJ-R"]}
    areas: dict[str, shapely.Geometry] = {}
    for name in ("protected_waters", "built_up_area"):
        areas |= dict(read_zip(DEMO / f"{name}.zip").set_index("编号").geometry.items())
    divisions = read_zip(DEMO / "admin_divisions.zip")
    return {
        "economic_zone": economic_zone.economic_zone(
            divisions, zones, read_zip(DEMO / "built_up_area.zip")
        ),
        "land_surfaces": ground.land_surfaces(zones),
        "sponge_facilities": ground.sponge_facilities(zones),
        "outfalls": beside_water.outfalls(banks, areas),
        "enterprises": beside_water.enterprises(banks),
        "example_sections": example_sections.sections(banks, areas),
    }


def main() -> None:
    for name, frame in invented_frames().items():
        write_zip(frame, DEMO / f"{name}.zip", PACKINGS[name])
        sys.stdout.write(f"{name}: {len(frame)}\n")
    rain.write_rain(DEMO / "daily_rain.csv")
    example_sections.write_months(DEMO / "example_section_months.csv")
    made = cover.land_cover({name: read_zip(DEMO / f"{name}.zip") for name in UNDER_COVER})
    cover.write_cover(*made, DEMO / "land_cover.tif")


if __name__ == "__main__":
    main()
