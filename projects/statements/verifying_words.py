"""What checking a file says."""

from __future__ import annotations

from geo.words import Text

RECORD = Text("存档与重算", "record and computation")
EMBEDDED = Text("文件内嵌内容", "content inside the file")
COURSE = Text("制作与签署", "course and signature")
VERDICTS: dict[str, Text] = {
    "agrees": Text(
        "完全一致：文件的每个部分都与按原版本重算、重新生成的逐字节相同。",
        "Identical: every part is byte for byte that of the file made anew from figures computed "
        "again.",
    ),
    "saved-again": Text(
        "另存过的副本：各个数值与重算一致，但文件不是本程序导出的原样，下列内容无法担保。"
        "请勿据此签署，请重新导出一份。",
        "Saved again: every value equals the one computed again, but the file is not as it was "
        "exported, and what is listed below is not vouched for. Do not sign from this copy; take a "
        "fresh one.",
    ),
    "altered": Text(
        "被改动：有 {count} 处与应有内容不同。",
        "Altered: {count:place|places} {count:~differs|differ} from what they should be.",
    ),
    "not-recomputed": Text(
        "与存档一致，但未能重算：数字无法担保。",
        "It equals what is kept, which could not be computed again: the figures are not vouched "
        "for.",
    ),
    "unknown": Text(
        "本机没有这份文件的存档，不作结论：只核对了文件自身，不能重算。",
        "Nothing is kept here of this file, and there is no verdict: the file was compared with "
        "itself only, nothing can be computed again.",
    ),
}
SHAPES = {"agrees": "✓", "saved-again": "△", "altered": "✗", "not-recomputed": "?", "unknown": "?"}
"""Beside the colour of a verdict: nothing is told by colour alone."""
UNGRADED = Text(
    "旧版程序的核对结果，只比较了数值，不再作数：请重新核对。",
    "Checked by an earlier release, which compared values only: this no longer counts, check the "
    "file again.",
)
UNVOUCHED = Text("未担保的内容", "Not vouched for")
TAKE_A_FRESH_ONE = Text(
    "请勿据此文件签署，请从系统重新导出一份。",
    "Do not sign from this copy: take a fresh one from the system.",
)
WENT_ON = Text(
    "文件导出后核算单又有办理，文件中的状态已不是现状。",
    "The statement has gone on since the file was made: its state is not the one in the file.",
)
RECOMPUTED = Text(
    "已用核算单所列的图层版本、规则和参数重算。",
    "Computed again from the versions, rules and parameters that the statement names.",
)
NOT_RECOMPUTED = Text("未能重算：{why}", "It could not be computed again: {why}")
SAME_LAYOUT = Text(
    "文件由另一版本的程序生成：值和文字都在原位，页面的样子和版式没有核对",
    "another release made the file: its values and words are in their places, how it looks was not "
    "compared",
)
OTHER_LAYOUT = Text(
    "文件由另一版本的程序排版：只核对了有哪些数字，没有核对它们的位置、文字和样子",
    "another release laid the file out: which figures it has was compared, not their places, the "
    "words or how it looks",
)
NO_ENVELOPE = Text(
    "文件中没有内嵌内容（可能被其他软件去掉），按印出的校验码核对。",
    "The file carries no content of its own (another program may have dropped it); it was found "
    "by its printed code.",
)
DAMAGED = Text(
    "存档与指纹不符，请运行 ecoatlas audit verify 并与备份核对。",
    "What is kept does not fit its hash: run ecoatlas audit verify and compare with a backup.",
)
UNKNOWN = Text(
    "这份核算单不是本机制作的（或您无权查看）；请由制作单位核对。只核对了文件自身。",
    "This statement was not made here (or you may not see it): have it checked where it was made. "
    "The file was compared with itself only.",
)
NOTHING_TO_CHECK = Text(
    "文件中没有内嵌内容，连自身也无从核对。",
    "The file carries no content of its own, so it cannot even be compared with itself.",
)
HASH_DIFFERS = Text(
    "内嵌内容与所列指纹或校验码不符：内容被改动过。",
    "The content inside does not fit the hash or the code: it has been altered.",
)
NOT_COMPARED: dict[str, Text] = {
    "xlsx": Text(
        "版式：列宽、行高、打印设置。单元格的值、公式和数字格式已逐个核对。",
        "The layout: widths, heights, printing. Values, formulas and number formats were compared.",
    ),
    "docx": Text(
        "版式：字距、分页、样式。正文、表格、页眉页脚的文字已逐处核对。",
        "The layout: spacing, pages, styles. All text of body, tables, headers and footers was "
        "compared.",
    ),
    "pdf": Text(
        "文件的内部构造。可选取的文字逐行核对，页面按看上去的样子核对。",
        "How the file is built. Text that can be selected was compared line by line, pages by how "
        "they look.",
    ),
    "gpkg": Text(
        "数据库文件的内部构造。各表的每个值和图形已核对。",
        "How the database file is built. Every value of every table and every shape was compared.",
    ),
    "json": Text(
        "空格、换行和键的次序。每个键和值已核对。",
        "Blanks, line breaks and the order of keys. Every key and value was compared.",
    ),
}
NOT_BY_ITSELF = Text(
    "地图、图形和页面的样子：它们出自制作单位的图层",
    "the map, the shapes and how pages look: they come from layers of the office that made it",
)
WHERE = Text(
    "{part}，{spot}（行“{row}”，列“{column}”）：文件为 {stated}，应为 {computed}",
    "{part}, {spot} (row “{row}”, column “{column}”): {stated} in the file, {computed} computed",
)
