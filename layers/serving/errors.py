"""What another program asks for that cannot be answered, as the standards want it said: 400."""

from geo.errors import declare
from geo.words import Text

CRS_NOT_OFFERED = declare(
    "crs-not-offered",
    "error",
    Text("“{layer}”不提供坐标系“{crs}”。", "“{layer}” is not offered in the system “{crs}”."),
    Text("可用的坐标系：{choices}。", "Use one of: {choices}."),
)
WINDOW_WRONG = declare(
    "bbox-wrong",
    "error",
    Text("看不懂范围“{given}”：{why}。", "The bbox “{given}” cannot be used: {why}."),
    Text(
        "请按坐标系的轴序写四个数：最小、最小、最大、最大，例如 bbox=114.0,30.4,114.5,30.7。",
        "Give four numbers in the axis order of the system: lowest, lowest, highest, highest, such "
        "as bbox=114.0,30.4,114.5,30.7.",
    ),
)
PROPERTY_UNKNOWN = declare(
    "property-unknown",
    "error",
    Text("图层“{layer}”没有属性“{name}”。", "Layer “{layer}” has no property “{name}”."),
    Text("可用的属性：{choices}。", "Its properties are: {choices}."),
)
VALUE_WRONG = declare(
    "property-value-wrong",
    "error",
    Text(
        "属性“{name}”的值不能是“{value}”：应为{wanted}。",
        "The property “{name}” cannot be “{value}”: it must be {wanted}.",
    ),
    Text("请改正这个条件。", "Correct this condition."),
)
NO_TIME = declare(
    "collection-without-time",
    "error",
    Text(
        "图层“{layer}”的要素没有日期，不能用 datetime 筛选。",
        "Features of layer “{layer}” have no day; datetime chooses none of them.",
    ),
    Text("请去掉 datetime。", "Leave datetime out."),
)
NO_FEATURES = declare(
    "collection-without-features",
    "error",
    Text("图层“{layer}”是栅格，没有要素。", "Layer “{layer}” is a raster; it has no features."),
    Text("请把它导出为 GeoTIFF。", "Export it as GeoTIFF."),
    status=404,
)
FEATURE_UNKNOWN = declare(
    "feature-unknown",
    "error",
    Text("“{layer}”没有编号为“{key}”的要素。", "“{layer}” has no feature “{key}”."),
    Text(
        "请检查编号；别的版本里可能有它。",
        "Check its id; another version may have it.",
    ),
    status=404,
)
TILES_MISSING = declare(
    "collection-without-tiles",
    "error",
    Text("“{layer}”还没有切片。", "“{layer}” has no tiles yet."),
    Text("请稍后再试，或直接读取要素。", "Try again later, or read its features."),
    status=404,
)
TILE_OUTSIDE = declare(
    "tile-outside",
    "error",
    Text("“{layer}”没有切片 {tile}。", "“{layer}” has no tile {tile}."),
    Text(
        "请先写级别，再写行、列；级别 {first} 到 {last}，各级的行列范围见切片集的说明。",
        "Name zoom, row and column; zooms are {first} to {last}, and the tile set tells the rows "
        "and columns of each.",
    ),
    status=404,
)
