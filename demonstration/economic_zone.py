"""An approximate boundary of the Economic Zone (示例): the ground that its targets are judged on.

The zone administers Hannan District and, of Caidian, the towns Zhuankou and Junshan. Hannan is the
real district; how far the zone reaches around the two towns is drawn here, from their illustrative
drainage zones and built-up areas, and no survey. Metres in the plane of zone 38.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from demonstration.sources import PLANE

CODE = "4201-WEDZ"
NAME = "武汉经济技术开发区（示例，概略范围）"
HANNAN = "420113"
TOWNS = ("ZK", "JS")  # 沌口, 军山
AROUND_M = 600.0
CLOSED_M = 900.0  # gaps this wide between the drainage zones of a town belong to it
GRID_M = 0.01


def economic_zone(
    divisions: gpd.GeoDataFrame, drainage: gpd.GeoDataFrame, built: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """One feature: Hannan, and the land of Caidian around the towns that the zone administers."""
    places = pd.concat([drainage["分区编号"].str[:2], built["编号"].str[-2:]]).to_numpy()
    shapes = shapely.make_valid(np.concatenate([drainage.geometry, built.geometry]))
    towns = [
        shapely.union_all(shapes[places == town]).buffer(AROUND_M + CLOSED_M).buffer(-CLOSED_M)
        for town in TOWNS
    ]
    hannan = divisions.geometry[divisions["区划代码"] == HANNAN].union_all()
    land = shapely.union_all(towns).intersection(divisions.union_all())
    # The two districts share an edge that is drawn twice: a hair is left open between them.
    whole = shapely.union_all([hannan, land]).buffer(1).buffer(-1)
    area = shapely.set_precision(whole, GRID_M)
    return gpd.GeoDataFrame(
        {"区划代码": [CODE], "区划名称": [NAME], "级别": ["功能区"]}, geometry=[area], crs=PLANE
    )
