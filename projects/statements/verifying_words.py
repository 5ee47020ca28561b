"""What checking a file says."""

from __future__ import annotations

from geo.words import Text

RECORD = Text("存档与重算", "record and computation")
EMBEDDED = Text("文件内嵌内容", "content inside the file")
COURSE = Text("制作与签署", "course and signature")
VERDICTS: dict[str, Text] = {
    "agrees": Text(
        "相符：全部数字与按原版本重算的结果一致。",
        "It agrees: every figure equals the one computed again from the stored versions.",
    ),
    "altered": Text(
        "不符：有 {count} 处与应有内容不同。", "It does not agree: {count} places differ."
    ),
    "not-recomputed": Text(
        "与存档一致，但未能重算。", "It equals what is kept, which could not be computed again."
    ),
    "unknown": Text(
        "本机没有这份核算单：文件自身前后一致，但不能重算。",
        "There is no such statement here: the file agrees with itself, but nothing can be "
        "computed again.",
    ),
}
RECOMPUTED = Text(
    "已用核算单所列的图层版本、规则和参数重算。",
    "Computed again from the versions, rules and parameters that the statement names.",
)
NOT_RECOMPUTED = Text("未能重算：{why}", "It could not be computed again: {why}")
OTHER_LAYOUT = Text(
    "文件由另一版本的程序排版，逐个核对数字，不核对其位置和文字。",
    "Another release laid the file out: its figures were compared, not their places or the words.",
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
        "未核对：地图图片、格式和列宽。", "Not compared: the map picture, formats and widths."
    ),
    "docx": Text("未核对：地图图片和版式。", "Not compared: the map picture and the layout."),
    "pdf": Text(
        "按可选取的文字逐行核对；未核对地图图片，也看不出覆盖在文字上的图形。",
        "Compared line by line as text that can be selected; not the map picture, nor anything "
        "drawn over the text.",
    ),
    "gpkg": Text("数字、文字和图形均已核对。", "Figures, text and shapes have all been compared."),
    "json": Text("全部内容均已核对。", "Everything has been compared."),
}
WHERE = Text(
    "{part}，{spot}（行“{row}”，列“{column}”）：文件为 {stated}，应为 {computed}",
    "{part}, {spot} (row “{row}”, column “{column}”): {stated} in the file, {computed} computed",
)
