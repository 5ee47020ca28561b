"""Wording of the earlier layouts, as it was when statements were made in them."""

from __future__ import annotations

from geo.words import Text

STATEMENT = Text("核算单", "Statement")
CODE = Text("校验码", "Check code")
HASH = Text("内容指纹（SHA-256）", "Hash of the content (SHA-256)")
STATE = Text("状态", "State")
NOT_SIGNED = Text(
    "本核算单尚未签署，不作为正式结果。", "This statement is not signed; its figures are not final."
)
NOT_PUBLIC = Text(
    "未经审图（无审图号）不得公开发布地图；按所列密级使用。",
    "Not for publication unless the map has been reviewed (审图号); to be used within the secrecy "
    "grade stated.",
)
VERIFY = Text(
    "核对方法：ecoatlas statements verify 文件名",
    "To check this file: ecoatlas statements verify FILE",
)
SECTIONS: dict[str, Text] = {
    "about": Text("概况", "About"),
    "total": Text("结果", "Result"),
    "target": Text("政策目标", "Policy target"),
    "map": Text("示意图", "Map"),
    "notes": Text("须知", "What to know"),
    "extra": Text("复核与明细", "Cross-check and details"),
    "method": Text("方法", "Method"),
    "inputs": Text("输入图层", "Input layers"),
    "sheets": Text("数据表与规则", "Sheets and rules"),
    "parameters": Text("参数", "Parameters"),
    "origin": Text("计算与环境", "Computation"),
    "course": Text("制作与签署", "Course and signature"),
}
HEADS: dict[str, Text] = {
    "item": Text("项目", "Item"),
    "figure": Text("指标", "Figure"),
    "value": Text("数值", "Value"),
    "unit": Text("单位", "Unit"),
    "key": Text("编号", "Code"),
    "name": Text("名称", "Name"),
    "role": Text("用途", "Used as"),
    "layer": Text("图层", "Layer"),
    "version": Text("版本", "Version"),
    "hash": Text("指纹", "Hash"),
    "features": Text("要素数", "Features"),
    "date": Text("数据日期", "Data date"),
    "source": Text("来源", "Source"),
    "secrecy": Text("密级", "Secrecy"),
    "licence": Text("许可", "Licence"),
    "sheet": Text("数据表", "Sheet"),
    "rows": Text("行数", "Rows"),
    "extent": Text("起止", "Extent"),
    "unverified": Text("未核实条目", "Unverified rows"),
    "origin": Text("默认值依据", "Origin of the default"),
    "step": Text("步骤", "Step"),
    "by": Text("经办人", "By"),
    "at": Text("时间", "When"),
    "body": Text("说明", "Note"),
    "sum": Text("合计", "Sum"),
}
ABOUT: dict[str, Text] = {
    "title": Text("指标", "Metric"),
    "metric": Text("指标编号与版本", "Metric and version"),
    "secrecy": Text("密级（输入图层中最高）", "Secrecy (highest of the inputs)"),
    "computed": Text("计算时间", "Computed"),
    "made": Text("制作", "Made"),
}
METHOD: dict[str, Text] = {
    "summary": Text("内容", "What it is"),
    "formula": Text("公式", "Formula"),
    "source": Text("依据", "Source"),
    "nulls": Text("空值处理", "Empty values"),
    "measured_on": Text("量算面", "Measured on"),
}
ORIGIN: dict[str, Text] = {
    "run": Text("计算结果编号", "Stored run"),
    "by": Text("计算人", "Computed by"),
    "at": Text("计算时间", "Computed"),
    "input_hash": Text("输入指纹", "Input hash"),
    "software": Text("软件", "Software"),
}
TARGET: dict[str, Text] = {
    "id": Text("目标编号", "Target"),
    "indicator": Text("指标", "Indicator"),
    "demand": Text("要求", "Demanded"),
    "year": Text("年份", "Year"),
    "met": Text("是否达到", "Met"),
    "measured": Text("实际", "Measured"),
    "gap": Text("差距", "Missing"),
    "gap_m2": Text("差距（平方米）", "Missing (m²)"),
    "reason": Text("说明", "Reason"),
}
YES, NO, OPEN = Text("达到", "met"), Text("未达到", "not met"), Text("无法判断", "cannot be told")
MEASURED_ON = Text(
    "面积、长度在 CGCS2000 椭球面上量算；叠加在数据所在的高斯-克吕格3度带内进行。",
    "Areas and lengths on the CGCS2000 ellipsoid; set operations in the 3-degree Gauss-Krüger "
    "zone of the data.",
)
UNVERIFIED_RULES = Text(
    "所用规则“{sheet}”有 {count} 条未核实，使用前须核对原文。",
    "{count} rows of the rule “{sheet}” are unverified: check them against the original.",
)
CUT = Text(
    "此表共 {count} 行，这里只印前 {shown} 行；全部见 xlsx、gpkg 或 json。",
    "{count} rows in all, the first {shown} printed here; xlsx, gpkg and json have every row.",
)
EXTRA: dict[str, Text] = {
    "bounds": Text("比例的上下限", "Bounds of the share"),
    "conflicts": Text("结论不同的分区重叠清单", "Overlaps of zones with different verdicts"),
    "overlaps": Text("重叠清单", "Overlap ledger"),
    "cross_check": Text("第二种方法复核（合计）", "Cross-check by a second method (totals)"),
    "lower": Text("下限", "Lower bound"),
    "upper": Text("上限", "Upper bound"),
    "zones": Text("分区", "Zones"),
    "verdicts": Text("结论", "Verdicts"),
    "counted": Text("按此计入", "Counted as"),
    "area_m2": Text("面积", "Area"),
    "method": Text("方法", "Method"),
    "cell_m": Text("像元边长", "Cell"),
    "difference_points": Text("相差（百分点）", "Difference (percentage points)"),
    "share": Text("比例", "Share"),
    "raster": Text("栅格计数", "cells counted"),
}
GRID_NORTH = Text("坐标北", "Grid N")
GRID = Text(
    "CGCS2000 / 高斯-克吕格3度带，中央经线 {meridian}°E（EPSG:{epsg}），坐标单位：米",
    "CGCS2000 / 3-degree Gauss-Krüger, CM {meridian}°E (EPSG:{epsg}), coordinates in metres",
)
NOT_DRAWN = Text("{title}（要素过多，未绘出）", "{title} (too many features, not drawn)")
NO_DATA = Text("无数据", "no data")
PAGE = Text("第 {page} 页", "Page {page}")
