"""Findings about the coordinate reference system."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

CRS_MISSING = declare(
    "crs-missing",
    "error",
    Text(
        "文件没有坐标系说明（.prj）。按坐标数值推测：{candidates}",
        "The file does not state its CRS (.prj). Going by the numbers: {candidates}",
    ),
    Text(
        "请向来图单位确认后用 --crs EPSG:代码 指定{example}。",
        "Confirm with the sender and give it as --crs EPSG:CODE{example}.",
    ),
)
CRS_UNKNOWN = declare(
    "crs-unknown",
    "error",
    Text(
        "坐标系说明“{name}”对不上任何 EPSG 代码（可能是地方坐标系）。按坐标数值推测：{candidates}",
        "The CRS '{name}' matches no EPSG code (it may be a local frame). Going by the numbers:"
        " {candidates}",
    ),
    Text(
        "地方坐标系请先请来图单位转换为 CGCS2000；已知代码的用 --crs EPSG:代码 指定。",
        "Ask the sender to convert a local frame to CGCS2000; otherwise give --crs EPSG:CODE.",
    ),
)
CRS_UNREADABLE = declare(
    "crs-unreadable",
    "error",
    Text(
        ".prj 文件里不是坐标系说明（“{content}”）。按坐标数值推测：{candidates}",
        "The .prj does not hold a CRS ('{content}'). Going by the numbers: {candidates}",
    ),
    Text(
        "请向来图单位确认后用 --crs EPSG:代码 指定。",
        "Confirm with the sender and give it as --crs EPSG:CODE.",
    ),
)
CRS_INFERRED = declare(
    "crs-inferred",
    "warning",
    Text(
        "坐标系“{name}”没有写明基准，按椭球参数认作 EPSG:{epsg}。",
        "The CRS '{name}' does not name its datum; by its ellipsoid it was taken as EPSG:{epsg}.",
    ),
    Text(
        "请确认：--crs EPSG:{epsg} 或 --accept crs-inferred。",
        "Confirm with --crs EPSG:{epsg} or --accept crs-inferred.",
    ),
)
CRS_NOT_UNDERSTOOD = declare(
    "crs-not-understood",
    "error",
    Text("坐标系“{crs}”不是有效的 EPSG 代码。", "'{crs}' is not a valid EPSG code."),
    Text("请写成 EPSG:4490 或 EPSG:4547。", "Write it as EPSG:4490 or EPSG:4547."),
)
CRS_OVERRIDDEN = declare(
    "crs-overridden",
    "warning",
    Text(
        "文件声明 {declared}，按指定改用 EPSG:{used}。",
        "The file says {declared}; EPSG:{used} was used as told.",
    ),
    Text("请在地图上核对位置。", "Check the position on the map."),
)
CRS_MISMATCH = declare(
    "crs-mismatch",
    "error",
    Text(
        "坐标数值（{bounds}）与坐标系 EPSG:{epsg} 不符。按坐标数值推测：{candidates}",
        "The numbers ({bounds}) do not fit EPSG:{epsg}. Going by the numbers: {candidates}",
    ),
    Text(
        "请确认正确的坐标系，用 --crs EPSG:代码 指定。",
        "Find out the right CRS and give it as --crs EPSG:CODE.",
    ),
)
OUTSIDE_CHINA = declare(
    "outside-china",
    "error",
    Text(
        "坐标（{place}）不在中国范围内（EPSG:{epsg}）。",
        "The coordinates ({place}) lie outside China (EPSG:{epsg}).",
    ),
    Text(
        "请检查坐标系和该要素的坐标；确属误入的要素请在原数据中删除。",
        "Check the CRS and the coordinates of the feature; delete strays in the source data.",
    ),
)
AXES_SWAPPED = declare(
    "axes-swapped",
    "error",
    Text(
        "横、纵坐标写反了（先北后东）；交换后落在 {place}。",
        "The axes are swapped (north before east); put right, the data fall at {place}.",
    ),
    Text(
        "请重新导出，或用 --crs EPSG:{epsg} --accept axes-swapped 让本系统交换。",
        "Export again, or let us swap them with --crs EPSG:{epsg} --accept axes-swapped.",
    ),
)
DATUM_SHIFT = declare(
    "datum-shift-approximate",
    "warning",
    Text(
        "坐标系 EPSG:{epsg}（{name}）转到 CGCS2000 没有当地参数，误差可达数十米。",
        "EPSG:{epsg} ({name}) is carried to CGCS2000 without local parameters: tens of"
        " metres may be"
        " wrong.",
    ),
    Text(
        "请最好让来图单位转换；可用 --accept datum-shift-approximate 接受此误差。",
        "Better ask the sender to convert; accept the error with --accept datum-shift-approximate.",
    ),
)
SAME_AS_CGCS2000 = declare(
    "wgs84-as-cgcs2000",
    "info",
    Text(
        "EPSG:{epsg} 属 WGS 84，按与 CGCS2000 相同处理（两者相差在分米以内）。",
        "EPSG:{epsg} is of WGS 84 and was taken as CGCS2000 (they agree to decimetres).",
    ),
    Text("无需处理。", "Nothing to do."),
)
