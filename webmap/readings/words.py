"""Wording of the pages of readings."""

from __future__ import annotations

from geo.words import Text

READINGS: dict[str, Text] = {
    "readings_title": Text("监测值", "Water readings"),
    "readings_lead": Text(
        "断面和污水处理厂的监测值按批次存放：先检查，后导入；可以整批撤回，可以更正单个值，原值始终可查。",
        "Readings of sections and sewage plants are kept in batches: checked first, then taken "
        "in. A batch can be taken back as a whole and a value corrected; what it was before stays "
        "readable.",
    ),
    "typed_title": Text("逐格录入监测值", "Type readings in"),
    "typed_lead": Text(
        "一行一个断面或厂，一列一个项目；可以从 Excel 整块粘贴。检查与导入文件相同，"
        "保存后成为单独一批，可以整批撤回。",
        "A row for each section or plant, a column for each item; a block pasted from Excel is "
        "laid over the cells. It is checked as a file is, and kept as a batch of its own that can "
        "be taken back.",
    ),
    "typed_open": Text("逐格录入", "Type them on a grid"),
    "typed_time": Text("月份、日期或时间", "Month, day or time"),
    "typed_time_help": Text(
        "如 2026-10、2026-10-12、2026-10-12 08:00", "2026-10, 2026-10-12 or 2026-10-12 08:00"
    ),
    "typed_items": Text("选择项目", "Choose items"),
    "typed_show": Text("显示", "Show"),
    "typed_keys": Text(
        "方向键和回车移到相邻的格；未检出可以写“<0.025”或“未检出”。",
        "Arrows and Enter move between cells; what was not detected is written <0.025 or 未检出.",
    ),
    "typed_no_script": Text(
        "录入需要启用浏览器脚本；也可以导入文件。", "Typing needs scripts; a file can be taken in."
    ),
    "typed_row": Text("行", "Row"),
    "typed_cell": Text("第 {row} 行 {item}", "row {row}, {item}"),
    "typed_had": Text("已有 {count} 项", "{count:item|items} kept"),
    "typed_reason": Text("更正理由", "Reason for other values"),
    "typed_save": Text("保存为一批", "Keep as a batch"),
    "typed_looked": Text("偏高的值已核对，保存", "High values were looked at: keep"),
    "typed_none": Text("没有断面图层。", "There is no layer of sections."),
    "typed_none_next": Text("先导入断面图层。", "Import one first."),
    "readings_add": Text("导入监测值", "Take readings in"),
    "readings_file": Text("文件（xlsx 或 CSV）", "File (xlsx or CSV)"),
    "readings_file_help": Text(
        "一行一次监测，或一行一个值；列名写明项目和单位，如“氨氮(mg/L)”。",
        "A row for each reading or for each value; heads say item and unit, such as 氨氮(mg/L).",
    ),
    "readings_pasted": Text("或从表格粘贴", "Or paste from a spreadsheet"),
    "readings_pasted_help": Text(
        "连同表头粘贴，也可以直接录入：断面、时间和各项目，用制表符或逗号分开。",
        "With the heads; or type it: section, time and items, parted by tabs or commas.",
    ),
    "readings_layer": Text("图层", "Layer"),
    "readings_layer_help": Text(
        "选了图层，名称不在图层里的断面会被指出；污水处理厂总要在图层里。",
        "With a layer, sections that it has not are pointed out; sewage plants always have to be "
        "in a layer.",
    ),
    "readings_any_layer": Text("不限", "any"),
    "readings_below": Text("未检出的值", "What was not detected"),
    "readings_half": Text("按检出限的一半", "half of the limit"),
    "readings_zero": Text("按零", "zero"),
    "readings_limit": Text("按检出限", "the limit"),
    "readings_standard": Text(
        "没写单位的列就是标准单位", "Units not written are the standard ones"
    ),
    "readings_accept": Text("偏高的值已核对", "Values far above what is found were looked at"),
    "readings_reason": Text("更正理由", "Reason"),
    "readings_reason_help": Text(
        "只在文件更正已存的值时填写。", "Only where the file corrects values that are kept."
    ),
    "readings_check": Text("只检查", "Check only"),
    "readings_take": Text("导入", "Take in"),
    "readings_to_month": Text("看 {month} 的断面水质和通报", "Sections and bulletin of {month}"),
    "readings_of": Text("监测对象", "Readings of"),
    "readings_of_help": Text(
        "污水处理厂的列名写明进水或出水，如“出水COD(mg/L)”；或另有一列“采样点”写进水、出水。",
        "Of sewage plants heads name influent or effluent, such as “Effluent: COD (mg/L)”; or a "
        "column “point” says influent or effluent.",
    ),
    "readings_keep": Text("取为出水监测值表", "Take into the sheet of effluent"),
    "readings_keep_help": Text(
        "把这些年份出水的日均值取为数据表的新版本，每个值写明文件和行；“出水与限值”按这张表判定。",
        "Daily means of the effluent of these years become a new version of the sheet, each with "
        "its file and row; effluent is judged by that sheet.",
    ),
    "readings_judge": Text("出水与限值", "Effluent against its limits"),
    "readings_batch": Text("批次", "Batch"),
    "readings_values": Text("监测值", "Values"),
    "readings_from": Text("从", "From"),
    "readings_to": Text("到", "To"),
    "readings_by": Text("导入人", "By"),
    "readings_at": Text("导入时间", "At"),
    "readings_state": Text("状态", "State"),
    "readings_counts": Text("计入", "counts"),
    "readings_withdrawn": Text("已撤回", "taken back"),
    "readings_none": Text("还没有监测值。", "There are no readings yet."),
    "readings_none_next": Text("在下面选一个文件。", "Choose a file below."),
    "readings_told": Text("读入时的提示", "What was said of the file"),
    "readings_said": Text("提示", "Note"),
    "readings_row": Text("行", "Row"),
    "readings_take_back": Text("整批撤回", "Take the batch back"),
    "readings_take_back_help": Text(
        "撤回后这些值不再计入任何月份；原文件和撤回理由仍可查。",
        "Its values count in no month any more; its file and the reason stay readable.",
    ),
    "readings_why": Text("理由", "Reason"),
    "readings_correct": Text("更正一个值", "Correct a value"),
    "readings_section": Text("断面", "Section"),
    "readings_time": Text("时间", "Time"),
    "readings_item": Text("项目", "Item"),
    "readings_target": Text("水质目标", "Target"),
    "readings_point": Text("监测位置", "Point"),
    "readings_held": Text(
        "已选“{name}”，不必再选；另选文件则用另选的。",
        "“{name}” is still chosen; another file that is chosen takes its place.",
    ),
    "readings_notes": Text("导入前请看这些提示", "To be looked at before it is taken in"),
    "readings_value": Text("新的值", "New value"),
    "readings_value_help": Text("不填表示该值不计。", "Empty: no value counts there."),
    "readings_first": Text("原值", "First value"),
    "readings_corrections": Text("更正记录", "Corrections"),
    "readings_not_counted": Text("不计", "not counted"),
    "readings_back": Text("全部批次", "All batches"),
}
TYPED: dict[str, Text] = {
    "unsaved": Text("{count} 个断面未保存", "{count:section|sections} unsaved"),
    "all_saved": Text("没有未保存的数值", "Nothing is unsaved"),
    "saved": Text(
        "已存为第 {batch} 批：{count} 个监测值。",
        "Kept as batch {batch}: {count:value|values}.",
    ),
    "pasted": Text("已粘贴 {cells} 格。", "{cells:cell|cells} pasted."),
    "left_out": Text(
        "有 {cells} 格在表外，没有粘贴。",
        "{cells:cell|cells} {cells:~was|were} outside the table and {cells:~was|were} not pasted.",
    ),
    "refused": Text("没有保存，有 {count} 处要改。", "Nothing was saved; {count} to correct."),
    "taken": Text("已录入", "kept"),
    "no_number": Text("不是数值", "No number"),
    "too_high": Text("高于 {high} {unit}，请核对单位", "Above {high} {unit}: check the unit"),
}
"""What the script of the grid says."""
DONE: dict[str, Text] = {
    "taken": Text("已导入。", "Taken in."),
    "withdrawn": Text("已撤回。", "Taken back."),
    "corrected": Text("已更正。", "Corrected."),
}
CHECKED = Text(
    "检查完成，没有保存：{values} 个监测值，{readings} 次监测，{sections} 个断面，"
    "没有须改正的问题，可以导入。",
    "Checked, nothing kept: {values:value|values} of {readings:reading|readings} at "
    "{sections:section|sections}, and nothing to be mended. It can be taken in.",
)
