"""What to do about a finding, where the sentence of its code speaks of the command line."""

from __future__ import annotations

from geo.words import Text

_CHOOSE_CRS = Text(
    "请向来图单位确认，在“坐标系”一节选择；地图会画出它的位置。",
    "Ask the sender and choose it under “Coordinate system”; the map shows where it puts the data.",
)
_CHOOSE_ENCODING = Text(
    "请在“文字编码”一节选择读起来正确的一种。",
    "Choose the one that reads well under “Text encoding”.",
)
_CHOOSE_FIELD = Text(
    "请在“字段对应”一节指明，或在原数据中补上。",
    "Say which field it is under “Fields”, or add it to the source data.",
)
_CHOOSE_COLUMNS = Text("请在“字段对应”一节指明坐标列。", "Name the columns under “Fields”.")
_CHECK_AND_ACCEPT = Text("请核对；无误后勾选接受。", "Check it, then tick to accept.")
_LEAVE_OUT = Text(
    "请在原数据中改正；也可以勾选接受，略去这些行。",
    "Mend it in the source data, or tick to accept that these rows are left out.",
)
_WEB_MAP = Text(
    "请向来图单位核实；确为偏移坐标的，在“坐标系”一节的“其他”中填 GCJ02 或 BD09。",
    "Ask the sender; if it is shifted, give GCJ02 or BD09 under “Coordinate system”, “Other”.",
)
ADVICE: dict[str, Text] = {
    "raster-legend-missing": Text(
        "请向来图单位确认是哪种产品，在“字段对应”一节为“图例”选定；本单位自定的代码选 own。",
        "Confirm with the sender which product it is and choose it for “Legend” under the fields; "
        "for codes of your own choose own.",
    ),
    "bad-coordinates": _LEAVE_OUT,
    "axes-swapped": Text(
        "请看交换后的位置；正确的话勾选接受，由本系统交换。",
        "See where the swapped data lie; if that is right, tick to accept and we swap them.",
    ),
    "closed-lines-as-polygons": _CHECK_AND_ACCEPT,
    "coordinates-ambiguous": _CHOOSE_COLUMNS,
    "coordinates-guessed": Text(
        "请在地图上核对位置；无误后勾选接受，或在“字段对应”一节另行指明。",
        "Check the place on the map, then tick to accept, or name other columns under “Fields”.",
    ),
    "coordinates-not-found": _CHOOSE_COLUMNS,
    "coordinates-read": Text(
        "如不对，请在“字段对应”一节另行指明。", "If wrong, say so under “Fields”."
    ),
    "crs-inferred": Text(
        "请在地图上核对位置；无误后勾选接受。", "Check the place on the map, then tick to accept."
    ),
    "crs-mismatch": _CHOOSE_CRS,
    "crs-outside-area-of-use": Text(
        "请向来图单位核实；代码有误的在“坐标系”一节改正，确为该坐标系的勾选接受。",
        "Ask the sender; correct a wrong code under “Coordinate system”, tick to accept a right "
        "one.",
    ),
    "crs-missing": _CHOOSE_CRS,
    "crs-unknown": Text(
        "地方坐标系请先请来图单位转换为 CGCS2000；知道代码的，在“坐标系”一节指定。",
        "Have a local frame converted to CGCS2000; a known code is given under “Coordinate "
        "system”.",
    ),
    "crs-unreadable": _CHOOSE_CRS,
    "datum-shift-approximate": Text(
        "最好请来图单位转换，或在“坐标系”一节填当地参数；能接受这一误差的，勾选接受。",
        "Better have the sender convert it, or give local parameters under “Coordinate system”; "
        "otherwise tick to accept the error.",
    ),
    "digits-lost": Text(
        "请在原表中把该列设为文本后重新填入完整编号；编号确实以 0 结尾的，勾选接受。",
        "Make the column text in the original and enter the whole codes again; if they do end in "
        "zeros, tick to accept.",
    ),
    "duplicate-keys": Text(
        "请改正重复的编号，或在“字段对应”一节另选唯一编号字段。",
        "Correct the code, or choose a unique key field under “Fields”.",
    ),
    "empty-geometry": _LEAVE_OUT,
    "encoding-ambiguous": _CHOOSE_ENCODING,
    "encoding-conflict": _CHOOSE_ENCODING,
    "encoding-detected": _CHOOSE_ENCODING,
    "encoding-doubtful": Text(
        "请核对这些行；要逐个值判断，请在“文字编码”一节选择 UTF-8+GB18030。",
        "Check these rows; to have every value read by itself, choose UTF-8+GB18030 under “Text "
        "encoding”.",
    ),
    "encodings-mixed": Text(
        "若后一种读法正确，勾选接受；若前一种正确，在“文字编码”一节选定那种编码。"
        "最好在原数据中改正这些行。",
        "If the second reading is right, tick to accept; if the first is, choose its encoding "
        "under “Text encoding”. Better correct these rows in the source data.",
    ),
    "encoding-unreadable": Text(
        "请在“文字编码”一节选择，或从原软件按 UTF-8 重新导出。",
        "Choose it under “Text encoding”, or export again as UTF-8.",
    ),
    "encoding-unverified": _CHOOSE_ENCODING,
    "field-missing": _CHOOSE_FIELD,
    "field-resembles": Text("如是，请在“字段对应”一节选上。", "If so, choose it under “Fields”."),
    "fields-remembered": Text(
        "如不对，请在“字段对应”一节改动。", "If wrong, change it under “Fields”."
    ),
    "geometry-lost": _LEAVE_OUT,
    "hidden-rows": Text(
        "请核对；确要导入这些行的勾选接受，否则请在 Excel 中删除后重新上传。",
        "Tick to accept that they are imported, or delete them in Excel and upload again.",
    ),
    "key-missing": Text(
        "请在“字段对应”一节选择唯一编号字段。", "Choose the key field under “Fields”."
    ),
    "key-changed": Text(
        "请在“字段对应”一节选回原来的唯一编号字段，或导入为新图层。",
        "Choose the former key field under “Fields”, or import it as a new layer.",
    ),
    "layer-far-off": Text(
        "请在地图上核对；坐标系有误的在“坐标系”一节改正，数据确实在那里的勾选接受。",
        "Check the place on the map; correct the CRS under “Coordinate system”, or tick to accept "
        "that the data lie there.",
    ),
    "links-would-break": Text(
        "请核对要素编号；仍要导入的请勾选确认：关联会保留，要素恢复后自动生效。",
        "Check the keys. If you go on, the links are kept and hold again when the features come "
        "back.",
    ),
    "mapping-unknown-field": Text("请在“字段对应”一节重新选择。", "Choose again under “Fields”."),
    "outside-china": _LEAVE_OUT,
    "record-damaged": Text(
        "请从原软件重新导出；也可以勾选接受，略去这些行。",
        "Export it again from the original program, or tick to accept that these rows are left "
        "out.",
    ),
    "remembered-field-gone": Text(
        "如已改名，请在“字段对应”一节指明；否则新版本将没有这一项。",
        "If it was renamed, say so under “Fields”; without it the new version lacks the value.",
    ),
    "secrecy-would-drop": Text(
        "请先确认可以公开到这一级，再勾选确认。",
        "Make sure that it may be seen that widely, then tick to confirm.",
    ),
    "several-layers": Text(
        "请在“文件中的图层”一节选择一个，其余分别上传。",
        "Choose one under “Layers of the file” and upload the others one by one.",
    ),
    "sheets-left-out": Text(
        "如需读取，请另行上传该表。", "To read it, upload that sheet by itself."
    ),
    "shift-not-needed": Text(
        "请清空转换参数，或改正坐标系。", "Clear the parameters, or correct the CRS."
    ),
    "shift-not-understood": Text(
        "三参数写作 dx,dy,dz（米）；七参数写作 dx,dy,dz,rx,ry,rz,m,coordinate-frame。",
        "Write three as dx,dy,dz in metres, seven as dx,dy,dz,rx,ry,rz,m,coordinate-frame.",
    ),
    "stray-coordinates": _LEAVE_OUT,
    "web-map-hint": _WEB_MAP,
    "web-map-shift-suspected": Text(
        "请向来图单位核实；确为偏移坐标的，在“坐标系”一节的“其他”中填 GCJ02 或 BD09；"
        "确实没有偏移的，勾选接受。",
        "Ask the sender; if it is shifted, give GCJ02 or BD09 under “Coordinate system”, “Other”; "
        "if it is not, tick to accept.",
    ),
}
