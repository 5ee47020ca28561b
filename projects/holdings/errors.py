"""Declared refusals of saying what a layer holds."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

NO_BASIS = declare(
    "holding-basis-missing",
    "error",
    Text(
        "没有写图层“{layer}”内容声明的依据。",
        "No ground is given for what layer “{layer}” is declared to hold.",
    ),
    Text(
        "请写明依据（文件、名册、验收记录等），最多 {limit} 个字。",
        "Name the document, register or record that it rests on, in {limit:character|characters} "
        "at most.",
    ),
)
NO_SUBJECT = declare(
    "holding-subject-unknown",
    "error",
    Text("没有“{subject}”这一对象。", "There is no subject “{subject}”."),
    Text("图层“{layer}”可以声明为：{choices}。", "Layer “{layer}” may hold: {choices}."),
)
NO_TERM = declare(
    "holding-term-unknown",
    "error",
    Text("内容声明没有“{term}”这一项。", "What a layer holds is not declared by “{term}”."),
    Text("可用的项：{choices}。", "It is declared by: {choices}."),
)
NO_FIELD = declare(
    "holding-field-missing",
    "error",
    Text(
        "图层“{layer}”没有字段“{field}”（{term}）。",
        "Layer “{layer}” has no field “{field}” ({term}).",
    ),
    Text("它的字段有：{fields}。", "Its fields are: {fields}."),
)
NO_ROWS = declare(
    "holding-rows-missing",
    "error",
    Text(
        "图层“{layer}”的字段“{field}”没有值是“{values}”的要素。",
        "No feature of layer “{layer}” has “{values}” in its field “{field}”.",
    ),
    Text("请核对写法；该字段的值有：{there}。", "Check the spelling; the field holds: {there}."),
)
CLAIMED = declare(
    "holding-rows-claimed",
    "error",
    Text(
        "图层“{layer}”已声明装的是“{other}”，同一批要素不能又是“{subject}”。",
        "Layer “{layer}” is declared to hold “{other}”: the same features cannot be “{subject}” "
        "too.",
    ),
    Text(
        "请用同一筛选字段的不同值分开，或先撤销前一声明。",
        "Part them by other values of the same field, or take the earlier declaration back first.",
    ),
    status=409,
)
NOT_DECLARED = declare(
    "holding-not-declared",
    "error",
    Text(
        "第 {holding} 号内容声明不存在，或已被撤销、替换。",
        "There is no declaration {holding}, or another has taken its place.",
    ),
    Text("请在图层页查看现行声明。", "See the page of the layer for what is declared now."),
    status=404,
)
WRONG_DAY = declare(
    "confirmation-day-wrong",
    "error",
    Text(
        "图层“{layer}”的状况不能核实至 {day}。",
        "Layer “{layer}” cannot be confirmed as of {day}.",
    ),
    Text(
        "日期应晚于数据日期（{since}），且不晚于今天。",
        "The day lies after that of the data ({since}) and is not to come.",
    ),
)
NOT_CONFIRMED = declare(
    "confirmation-missing",
    "error",
    Text("图层“{layer}”没有可撤销的核实。", "Nothing is confirmed of layer “{layer}”."),
    Text("请在图层页查看。", "See the page of the layer."),
    status=404,
)
