"""Wording of exports: which format, in which reference system, of which features."""

from __future__ import annotations

from geo.words import Text

EXPORTS: dict[str, Text] = {
    "export_title": Text("导出", "Export"),
    "export_lead": Text(
        "文件里写明图层、版本、指纹、来源、日期、许可和密级；导出记入审计日志。",
        "The file says layer, version, hash, source, date, licence and grade; every export is "
        "kept in the audit log.",
    ),
    "export_gis": Text(
        "桌面 GIS（如 QGIS）也可以不导出、直接打开：新建 OGC API – Features 连接，网址为",
        "A desktop GIS such as QGIS opens layers without an export, too: a new connection "
        "OGC API – Features to",
    ),
    "export_format": Text("格式", "Format"),
    "export_version": Text("版本", "Version"),
    "export_units": Text(
        "加一列“责任单位”（按现在的项目关联）",
        "With a column of the responsible unit, as projects are linked now",
    ),
    "export_crs": Text("坐标系", "Reference system"),
    "export_crs_help": Text(
        "GeoJSON 和 KML 只有经纬度。",
        "GeoJSON and KML are in degrees only.",
    ),
    "export_gk": Text("数据所在三度带（EPSG:{epsg}）", "3-degree zone of the data (EPSG:{epsg})"),
    "export_4490": Text("CGCS2000 经纬度（EPSG:4490）", "CGCS2000 degrees (EPSG:4490)"),
    "export_4326": Text("WGS 84 经纬度（EPSG:4326）", "WGS 84 degrees (EPSG:4326)"),
    "export_epsg": Text("其他 EPSG 编号", "Another EPSG code"),
    "export_epsg_help": Text(
        "选填，如 4547；填写后以此为准。", "Optional, such as 4547; counts instead of the choice."
    ),
    "export_encoding": Text("Shapefile 文字编码", "Text encoding of a shapefile"),
    "export_encoding_help": Text(
        "老版本软件打不开 UTF-8 时选 GBK。只用于 Shapefile。",
        "GBK for older programs that cannot read UTF-8. For shapefiles only.",
    ),
    "export_old_datum": Text(
        "确需旧基准，知道坐标可能偏差几十米。",
        "The old datum is really needed; coordinates may be tens of metres off.",
    ),
    "export_do": Text("导出文件", "Export"),
    "export_of": Text("选取的 {count} 个要素：", "The {count:feature|features} selected: "),
    "export_of_classes": Text("选取的 {count} 个类别：", "The {count:class|classes} selected: "),
    "export_none": Text("没有符合条件的要素可导出。", "No feature fits; nothing to export."),
    "export_whole": Text("改为导出整个图层", "Export the whole layer instead"),
    "export_rows": Text("导出这些行", "Export these rows"),
    "export_fault": Text("文件没有导出：", "No file was made:"),
    "made_leave": Text(
        "数据较大，在后台进行。可以离开本页；再次提交同样的导出或比较会回到这里。",
        "There is much of it, so it is done in the background. You may leave this page; asking for "
        "the same export or comparison again leads back here.",
    ),
    "made_ready": Text("文件已生成", "The file is ready"),
    "made_fetch": Text("下载（{size}）", "Download ({size})"),
    "made_another": Text("换一种导出", "Export it otherwise"),
    "made_until": Text(
        "保留到 {moment}，只有您能下载；届时自动清除。",
        "Kept until {moment}, for you alone; it is removed then.",
    ),
    "made_not": Text("没有完成", "It was not completed"),
    "made_again": Text("返回重试", "Back, to try again"),
}
OLD_DATUM_FIX = Text(
    "请改用 CGCS2000 坐标系；确需旧基准时，请在下面确认后再导出。",
    "Use a system of CGCS2000; where the old datum is really needed, confirm that below.",
)
