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
    "confirmed_title": Text("状况核实", "Still right as of"),
    "confirmed_lead": Text(
        "数据没有变、到后来某天仍然属实时，在此写明核实到哪一天、凭什么文件；不产生新版本。"
        "此后制作的核算单按核实日期说明情况，已签署的不变。",
        "Where the data were looked at later and are still right, say as of which day and by which "
        "document; that makes no new version. Statements made from then on tell of that day; what "
        "was signed stays.",
    ),
    "confirmed_of_data": Text("数据日期", "Day of the data"),
    "confirmed_until": Text("状况核实至", "Content confirmed as of"),
    "confirmed_none": Text("未核实", "not confirmed"),
    "confirmed_by": Text("核实人", "By"),
    "confirmed_day": Text("核实至", "As of"),
    "confirmed_day_help": Text("不晚于今天。", "Not after today."),
    "confirmed_basis_help": Text(
        "现场核查记录、函件等，写明名称和日期；会写进核算单。",
        "A field record or letter with its date; it goes into statements.",
    ),
    "confirmed_say": Text("核实状况", "Confirm the content"),
    "run_declared": Text("内容声明第 {number} 号，{day}", "declaration {number}, {day}"),
}
