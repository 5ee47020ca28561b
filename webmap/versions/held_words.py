"""Wording of what a layer is declared to hold."""

from __future__ import annotations

from geo.words import Text

LAYER_CONTENT: dict[str, Text] = {
    "held_title": Text("图层内容声明", "What the layer holds"),
    "held_lead": Text(
        "从文件看不出这个图层装的是哪项任务的数据。只有在此声明过的，才能据以判定目标；"
        "新版本须重新声明。",
        "The file does not say which task its data is of. Targets are judged only by what is "
        "declared here; a new version has to be declared again.",
    ),
    "held_subject": Text("对象", "Subject"),
    "held_subject_help": Text(
        "政策目标计量的对象；须与目标一致。", "What policy targets measure; it has to be the same."
    ),
    "held_terms": Text("范围与口径", "Rows and words"),
    "held_basis": Text("依据", "Ground"),
    "held_basis_help": Text(
        "文件、名册或验收记录，写明名称和日期；会写进计算结果和核算单。",
        "A document, register or record with its date; it goes into results and statements.",
    ),
    "held_by": Text("声明", "Declared"),
    "held_none": Text("还没有声明。", "Nothing is declared yet."),
    "held_none_next": Text(
        "没有声明时，与目标比较的结果写“不能判定”。",
        "Until then a figure compared with a target says that it cannot be judged.",
    ),
    "held_declare": Text("声明内容", "Declare what it holds"),
    "held_take_back": Text("撤销", "Take back"),
    "held_take_back_named": Text(
        "撤销“{subject}”的声明", "Take back the declaration of “{subject}”"
    ),
    "held_reason": Text("撤销理由", "Reason"),
    "run_declared": Text("内容声明第 {number} 号，{day}", "declaration {number}, {day}"),
}
