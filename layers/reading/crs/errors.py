"""Findings about the coordinate reference system."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

CRS_MISSING = declare(
    "crs-missing",
    "error",
    Text(
        "文件没有说明坐标系{told}。按坐标数值推测：{candidates}",
        "The file does not state its CRS{told}. Going by the numbers: {candidates}",
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
        "文件里的坐标系说明读不懂：{content}。按坐标数值推测：{candidates}",
        "What the file says of its CRS cannot be understood: {content}. Going by the numbers:"
        " {candidates}",
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
        "坐标按 EPSG:{epsg} 不在中国范围内：{place}。",
        "In EPSG:{epsg} the coordinates lie outside China: {place}.",
    ),
    Text(
        "请检查坐标系和该要素的坐标；确属误入的要素请在原数据中删除，"
        "或用 --accept outside-china 略去这些行。",
        "Check the CRS and the coordinates of the feature; delete strays in the source data, or"
        " leave such rows out with --accept outside-china.",
    ),
)
LAYER_FAR_OFF = declare(
    "layer-far-off",
    "error",
    Text(
        "按坐标系 EPSG:{epsg}，整个图层落在 {place}，距{known}最近处也有 {away}。"
        "按坐标数值看更合适的：{candidates}",
        "In EPSG:{epsg} the whole layer lies at {place}, {away} from {known} at the nearest."
        " The numbers fit better: {candidates}",
    ),
    Text(
        "请核对坐标系、带号和所选文件：坐标系有误的用 --crs EPSG:代码 指定；"
        "确实在那里的用 --accept layer-far-off 确认"
        "（辖区中心可用 ECOATLAS_DISTRICT_LON、ECOATLAS_DISTRICT_LAT 设定）。",
        "Check the CRS, the zone and the file: correct the CRS with --crs EPSG:CODE; if the data"
        " do lie there, confirm with --accept layer-far-off (the middle of the district is set by"
        " ECOATLAS_DISTRICT_LON and ECOATLAS_DISTRICT_LAT).",
    ),
)
OUTSIDE_AREA_OF_USE = declare(
    "crs-outside-area-of-use",
    "warning",
    Text(
        "坐标系 EPSG:{epsg}（{name}）适用于 {area}，数据却在 {place}；代码可能写错了。"
        "按坐标数值推测：{candidates}",
        "EPSG:{epsg} ({name}) is meant for {area}, but the data lie at {place}: the code may be"
        " mistyped. Going by the numbers: {candidates}",
    ),
    Text(
        "请向来图单位核实：代码有误的用 --crs EPSG:代码 改正（WGS 84 是 EPSG:4326，"
        "CGCS2000 是 EPSG:4490）；确为该坐标系的用 --accept crs-outside-area-of-use 确认。",
        "Ask the sender: correct a wrong code with --crs EPSG:CODE (WGS 84 is EPSG:4326, CGCS2000"
        " is EPSG:4490); if it is right, confirm with --accept crs-outside-area-of-use.",
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
        "请最好让来图单位转换，或用 --shift 给出当地三参数或七参数；"
        "可用 --accept datum-shift-approximate 接受此误差。",
        "Better ask the sender to convert, or give local parameters with --shift; accept the error"
        " with --accept datum-shift-approximate.",
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
DATUM_SHIFT_LOCAL = declare(
    "datum-shift-local",
    "info",
    Text(
        "坐标系 EPSG:{epsg}（{name}）按给定的 {count} 个当地参数转换到 CGCS2000。",
        "EPSG:{epsg} ({name}) is carried to CGCS2000 by the {count} local parameters given.",
    ),
    Text(
        "请在地图上核对位置。参数可能涉密，本系统用后不保存。",
        "Check the position on the map. Parameters may be secret; they are not kept.",
    ),
)
SHIFT_NOT_NEEDED = declare(
    "shift-not-needed",
    "error",
    Text(
        "给出了转换参数，但坐标系 EPSG:{epsg}（{name}）不是 1954 北京或 1980 西安坐标系。",
        "Conversion parameters were given, but EPSG:{epsg} ({name}) is not of Beijing 1954 or Xian"
        " 1980.",
    ),
    Text(
        "请去掉 --shift，或用 --crs 改正坐标系。",
        "Leave --shift out, or correct the CRS with --crs.",
    ),
)
WEB_MAP_UNDONE = declare(
    "web-map-shift-undone",
    "warning",
    Text(
        "按指定把坐标当作 {system}（互联网地图的偏移坐标）换算回真实位置，与原坐标相差数百米。",
        "As told, the coordinates were taken as {system} (shifted by a web map) and moved back by"
        " some hundred metres.",
    ),
    Text(
        "请在地图上与已知边界核对，并确认所在单位允许做这种换算。",
        "Compare with known boundaries on the map, and make sure your office may convert such"
        " data.",
    ),
)
WEB_MAP_SUSPECTED = declare(
    "web-map-shift-suspected",
    "warning",
    Text(
        "疑为 {system} 偏移坐标：与{known}比对，整体偏移 {offset}、方位 {bearing}°；"
        "{system} 在此处应偏移 {expected}、方位 {expected_bearing}°；"
        "移回后与边界相差 {residual}（移动前 {before}，比对 {points} 点）。",
        "Probably {system}: against {known} the data lie {offset} off at bearing {bearing}°;"
        " {system} would shift them {expected} at {expected_bearing}° here. Moved back they are"
        " {residual} from the boundary ({before} before; {points:point|points} compared).",
    ),
    Text(
        "请向来图单位核实：确为 {system} 的用 --crs {system}；确实无偏移的用"
        " --accept web-map-shift-suspected。",
        "Ask the sender. If it is {system}, give --crs {system}; if it is not, confirm with"
        " --accept web-map-shift-suspected.",
    ),
)
OFFSET_MEASURED = declare(
    "offset-from-known",
    "warning",
    Text(
        "与{known}比对，数据整体偏移 {offset}、方位 {bearing}°（比对 {points} 点，"
        "移动后相差 {residual}）；不像 GCJ-02 或 BD-09。",
        "Against {known} the data lie {offset} off at bearing {bearing}° ({points:point|points}"
        " compared, {residual} apart once moved); that is neither GCJ-02 nor BD-09.",
    ),
    Text(
        "请核对坐标系（常见原因：1954/1980 坐标未转换、带号或地方坐标系有误）。",
        "Check the CRS: often 1954 or 1980 coordinates that were not converted, or a local frame.",
    ),
)
OFFSET_NONE = declare(
    "offset-none",
    "info",
    Text(
        "与{known}比对，未见整体偏移（{offset}，比对 {points} 点）。",
        "Against {known} the data show no offset ({offset}, {points:point|points} compared).",
    ),
    Text("无需处理。", "Nothing to do."),
)
WEB_MAP_HINT = declare(
    "web-map-hint",
    "warning",
    Text(
        "“{hint}”字样提示数据可能来自{source}，那里的坐标是 {system}，与真实位置相差数百米。",
        "'{hint}' hints at {source}, whose coordinates are {system}, hundreds of metres off.",
    ),
    Text(
        "请向来图单位核实；确为 {system} 的用 --crs {system}。",
        "Ask the sender; if it is {system}, give --crs {system}.",
    ),
)
OUTSIDE_DISTRICT = declare(
    "outside-district",
    "warning",
    Text(
        "要素有 {share} 在{known}之外。",
        "{share} of the feature lies outside {known}.",
    ),
    Text(
        "请在地图上核对位置；覆盖率只计界内部分。",
        "Check the position on the map; coverage counts what lies inside only.",
    ),
)
OUTSIDE_NOTED = declare(
    "outside-district-noted",
    "info",
    Text(
        "要素有 {share} 在{known}之外（这类图层允许超出）。",
        "{share} of the feature lies outside {known} (this kind of layer may).",
    ),
    Text("无需处理。", "Nothing to do."),
)
LAYER_OUTSIDE_DISTRICT = declare(
    "layer-outside-district",
    "warning",
    Text(
        "整个图层都在{known}之外，最近处相距约 {away}。",
        "The whole layer lies outside {known}, about {away} away at the nearest.",
    ),
    Text(
        "请核对坐标系、带号和所选文件。",
        "Check the CRS, the zone and whether it is the right file.",
    ),
)
