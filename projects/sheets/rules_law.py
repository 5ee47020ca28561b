"""The laws, standards and documents that rules rest on, and what has come after them."""

from __future__ import annotations

from geo.words import Text
from projects.sheets.declaration import ORIGIN_COLUMNS, SPAN, SheetColumn, SheetKind

LAWS = SheetKind(
    "laws",
    Text("法律、标准与文件", "Laws, standards and documents"),
    Text(
        "规则各行所依据的法律、标准与文件，何时施行，由什么取代。"
        "后继施行后，依据它的规则和算得的结果会提示核对。",
        "What the rows of rules rest on, since when it is in force, and what has come after it. "
        "From the day of a successor, results by such rules say that they are to be checked.",
    ),
    "rule",
    (
        SheetColumn("id", Text("编号", "Id"), "text", required=True),
        SheetColumn("name", Text("名称", "Name"), "text", required=True),
        SheetColumn("name_en", Text("英文名称", "English name"), "text"),
        SheetColumn("number", Text("文号或标准号", "Number"), "text"),
        SheetColumn("successor", Text("后继", "Successor"), "law"),
        *ORIGIN_COLUMNS,
    ),
    ("id",),
    SPAN,
)
LAW_RULES = (LAWS,)
