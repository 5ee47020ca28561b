"""Declared refusals of the states of targets."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

UNKNOWN_UNIT = declare(
    "unknown-answering-unit",
    "error",
    Text("政策台账中没有单位或区划“{unit}”。", "The register has no unit or division “{unit}”."),
    Text("相近的名称：{near}。", "Similar names: {near}."),
    status=404,
)
UNKNOWN_ACTION = declare(
    "unknown-action",
    "error",
    Text("政策台账中没有行动“{action}”。", "The policy register has no action “{action}”."),
    Text(
        "请从目标状态页的表格中点选行动。",
        "Choose the action from the table on the page of states.",
    ),
    status=404,
)
REPORT_FORM = declare(
    "states-report-form",
    "error",
    Text("状态表不能写成“{file}”。", "The list of states cannot be written as “{file}”."),
    Text("请用 .xlsx 或 .docx 结尾的文件名。", "Use a name that ends with .xlsx or .docx."),
)
