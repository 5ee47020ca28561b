"""Findings about rasters: what a GeoTIFF of classes must be, and what is left as it is."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text
from layers.kinds.rasters import LAND_COVER

_TO_CLASSES = Text(
    "请导出为单波段、整数类别代码的 GeoTIFF。",
    "Export it as a GeoTIFF of one band that holds whole class codes.",
)
_PROJECTED_AGAIN = Text(
    "请在 GIS 软件中重投影为正北朝上的 GeoTIFF（例如 gdalwarp）。",
    "Warp it to a north-up GeoTIFF in a GIS (with gdalwarp, for example).",
)
_SMALLER = Text(
    "请裁剪到本辖区，或降低分辨率后再上传。",
    "Cut it to the district, or send it at a coarser resolution.",
)

RASTER_TOO_LARGE = declare(
    "raster-too-large",
    "error",
    Text(
        "栅格“{file}”为 {width} × {height} 个像元，超过上限（共 {limit} 个，每边 {side}）。",
        "The raster '{file}' has {width} × {height:cell|cells}, more than the limit ({limit} in "
        "all, "
        "{side} a side).",
    ),
    _SMALLER,
    status=413,
)
RASTER_BLOCKS_TOO_LARGE = declare(
    "raster-blocks-too-large",
    "error",
    Text(
        "栅格“{file}”的一个存储块解开后有 {size_mb} MB，超过上限 {limit_mb} MB。",
        "One block of the raster '{file}' unpacks to {size_mb} MB, more than the limit of "
        "{limit_mb} MB.",
    ),
    Text(
        "请另存为分块（tiled）的 GeoTIFF，例如 gdal_translate -co TILED=YES。",
        "Save it as a tiled GeoTIFF, with gdal_translate -co TILED=YES for example.",
    ),
)
RASTER_BANDS = declare(
    "raster-bands",
    "error",
    Text(
        "栅格“{file}”有 {bands} 个波段；分类栅格应只有一个波段（多波段的多半是影像或彩色图片）。",
        "The raster '{file}' has {bands:band|bands}; a raster of classes has one (several are most "
        "likely an image or a colour picture).",
    ),
    _TO_CLASSES,
)
RASTER_NOT_CLASSES = declare(
    "raster-not-classes",
    "error",
    Text(
        "栅格“{file}”不是类别代码：{why}。",
        "The raster '{file}' does not hold class codes: {why}.",
    ),
    _TO_CLASSES,
)
RASTER_WITHOUT_PLACE = declare(
    "raster-without-place",
    "error",
    Text(
        "栅格“{file}”没有地理位置（没有有效的像元大小和原点）。",
        "The raster '{file}' has no place: no usable cell size and origin.",
    ),
    Text(
        "请在 GIS 软件中配准并导出为 GeoTIFF；旁边的 .tfw 不读。",
        "Georeference it and export it as GeoTIFF; a .tfw beside it is not read.",
    ),
)
RASTER_ROTATED = declare(
    "raster-rotated",
    "error",
    Text(
        "栅格“{file}”是旋转或镜像的，像元不平行于坐标轴。",
        "The raster '{file}' is rotated or mirrored: its cells do not follow the axes.",
    ),
    _PROJECTED_AGAIN,
)
RASTER_NOT_CARRIED = declare(
    "raster-not-carried",
    "error",
    Text(
        "栅格不能就地改正坐标系：{why}。重采样会改变类别边界。",
        "A raster is not carried to another reference system here: {why}. Resampling would move "
        "the borders of classes.",
    ),
    Text(
        "请来图单位提供 CGCS2000 或 WGS 84 坐标系的栅格。",
        "Ask the sender for the raster in CGCS2000 or WGS 84.",
    ),
)
RASTER_EMPTY = declare(
    "raster-empty",
    "error",
    Text("栅格“{file}”没有一个有值的像元。", "No cell of the raster '{file}' has a value."),
    Text("请检查文件和无值的设置。", "Check the file and its nodata value."),
)
RASTER_LEGEND_MISSING = declare(
    "raster-legend-missing",
    "error",
    Text(
        "还不知道像元值是哪种产品的代码（出现的值：{values}）。符合的图例：{candidates}。",
        "It is not known which product's codes the cells hold (values found: {values}). Legends "
        "that fit: {candidates}.",
    ),
    Text(
        "请向来图单位确认后，在“字段对应”中为“图例”选定，或用 --map legend={first}；"
        "本单位自定的代码用 own。",
        "Confirm it with the sender, then choose it for “Legend” among the fields, or give it as "
        "--map legend={first}; for codes of your own use own.",
    ),
)
RASTER_LEGEND_UNKNOWN = declare(
    "raster-legend-unknown",
    "error",
    Text("没有名为“{legend}”的图例。", "There is no legend '{legend}'."),
    Text("可用的图例：{known}。", "Use one of: {known}."),
)
RASTER_VALUES_OUTSIDE = declare(
    "raster-values-outside-legend",
    "warning",
    Text(
        "图例“{legend}”中没有这些像元值：{values}（共 {cells} 个像元）；保留为未命名的类。",
        "The legend “{legend}” lacks these values: {values} ({cells:cell|cells}); they are kept as "
        "classes without a name.",
    ),
    Text(
        "请核对是不是这种产品；指标把规则表没有的类按无资料计并说明。",
        "Check that it is this product; figures count classes that the rule lacks as no data, and "
        "say so.",
    ),
)
RASTER_EMPTY_VALUES = declare(
    "raster-empty-values",
    "info",
    Text(
        "{cells} 个像元无值（文件标明的，或图例规定为无资料的值）。",
        "{cells:cell|cells} {cells:~has|have} no value, by the file or because the legend says so.",
    ),
    Text("指标单独列出无资料的比例。", "Figures tell the share without data by itself."),
)
RASTER_FLIPPED = declare(
    "raster-flipped",
    "info",
    Text("栅格从南到北存放，已按从北到南排列。", "Rows run from south to north; they were turned."),
    Text("无需处理。", "Nothing to do."),
)
RASTER_KIND = declare(
    "raster-kind",
    "error",
    Text(
        "“{file}”是栅格，图层类型“{wanted}”要的是矢量要素。",
        "'{file}' is a raster; the kind “{wanted}” takes features.",
    ),
    Text(f"请选图层类型 {LAND_COVER.id}。", f"Choose the kind {LAND_COVER.id}."),
)
RASTERS_SEVERAL = declare(
    "rasters-several",
    "error",
    Text(
        "“{file}”只是若干栅格之一；一个图层由一个栅格组成。",
        "'{file}' is one of several rasters; a layer is made of one.",
    ),
    Text(
        "请选定其中一个，或先在 GIS 软件中拼接成一个文件。",
        "Choose one of them, or merge them into one file first.",
    ),
)
