"""Declared refusals of the register of units."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

UNIT_FILE_INVALID = declare(
    "unit-file-invalid",
    "error",
    Text("单位名录 {file} 有误：{what}。", "The register of units {file} is faulty: {what}."),
    Text("请恢复随程序发布的文件。", "Put back the file that was shipped."),
    status=500,
)
UNIT_UNKNOWN = declare(
    "unit-unknown",
    "error",
    Text("单位名录中没有“{unit}”。", "The register of units has no “{unit}”."),
    Text(
        "相近的单位：{near}。确是新单位的，先登记：ecoatlas projects units add。",
        "Similar: {near}. A new unit is registered first: ecoatlas projects units add.",
    ),
    status=404,
)
UNIT_TWICE = declare(
    "unit-twice",
    "error",
    Text("单位“{name}”已经登记（{code}）。", "The unit “{name}” is registered already ({code})."),
    Text("请直接使用已登记的单位。", "Use the one that is there."),
    status=409,
)
UNIT_FIELD_INVALID = declare(
    "unit-field-invalid",
    "error",
    Text("单位的“{field}”不能是“{value}”。", "The {field} of a unit cannot be “{value}”."),
    Text("可以是：{choices}。", "It can be: {choices}."),
    status=422,
)
