"""Wording of the pages of uploads, for their templates and their scripts."""

from __future__ import annotations

from geo.words import Language, Text
from webmap.edge.wording import NO_ANSWER, in_one

UPLOAD_STATES = {
    "receiving": Text("传输未完成", "Not yet arrived"),
    "received": Text("待检查", "To be checked"),
    "working": Text("正在处理", "Being worked on"),
    "faulty": Text("有待处理", "Needs attention"),
    "ready": Text("可以导入", "Ready to import"),
    "imported": Text("已导入", "Imported"),
}

UPLOADS: dict[str, Text] = {
    "nav_upload": Text("上传", "Upload"),
    "up_new_version_of_layer": Text("上传新版本", "Upload a new version"),
    # the page where uploads begin
    "up_title": Text("上传数据", "Upload data"),
    "up_lead": Text(
        "把收到的文件原样放进来：先检查并预览，由您确认后才会成为图层。检查不会改动任何现有数据。",
        "Drop the files as you received them: they are checked and shown first, and become a layer "
        "only when you confirm. A check changes nothing that is there.",
    ),
    "up_for_layer": Text("为图层“{title}”上传新版本。", "A new version of the layer “{title}”."),
    "up_drop": Text("把文件或文件夹拖到这里", "Drop files or a folder here"),
    "up_drop_or": Text("或者", "or"),
    "up_pick_files": Text("选择文件", "Choose files"),
    "up_pick_folder": Text("选择文件夹", "Choose a folder"),
    "up_formats": Text(
        "zip（Shapefile）、同一图层的 .shp .dbf .shx .prj 一起、GeoPackage、GeoJSON、KML/KMZ、DXF、"
        "CSV、xlsx、GeoParquet、FlatGeobuf、FileGDB。合计不超过 {limit} MB。",
        "Zipped shapefile, loose .shp .dbf .shx .prj together, GeoPackage, GeoJSON, KML/KMZ, DXF, "
        "CSV, xlsx, GeoParquet, FlatGeobuf, FileGDB. {limit} MB at most in all.",
    ),
    "up_list": Text("未完成和近期的上传", "Unfinished and recent uploads"),
    "up_list_none": Text("还没有上传过文件。", "Nothing has been uploaded yet."),
    "up_list_none_next": Text(
        "上传后可随时离开本页，进度会保留七天。",
        "You may leave at any time after sending; uploads are kept for seven days.",
    ),
    "up_file": Text("文件", "File"),
    "up_files": Text("{count} 个文件", "{count:file|files}"),
    "up_size": Text("大小", "Size"),
    "up_owner": Text("上传人", "Uploaded by"),
    "up_when": Text("时间", "When"),
    "up_actions": Text("操作", "Actions"),
    "up_discard": Text("删除", "Remove"),
    "up_discard_named": Text("删除上传“{name}”", "Remove the upload “{name}”"),
    "up_discard_sure": Text(
        "删除上传“{name}”？已导入的图层不受影响。",
        "Remove the upload “{name}”? Layers that were imported from it stay.",
    ),
    "up_open_layer": Text("打开图层", "Open the layer"),
    "up_no_script": Text(
        "上传需要启用 JavaScript；也可以用命令 ecoatlas layers import。",
        "Uploading needs JavaScript; the command ecoatlas layers import does the same.",
    ),
    # travelling
    "up_sending": Text("正在上传", "Sending"),
    "up_paused": Text("已暂停", "Paused"),
    "up_pause": Text("暂停", "Pause"),
    "up_resume": Text("继续", "Go on"),
    "up_cancel": Text("取消", "Cancel"),
    "up_cancelled": Text("上传已取消，没有保留任何内容。", "Cancelled; nothing was kept."),
    "up_waiting": Text(
        "连接中断，恢复后自动继续…", "The connection is lost; sending goes on when it is back…"
    ),
    "up_sent": Text("{sent} / {size}", "{sent} of {size}"),
    "up_seconds": Text("约剩 {count} 秒", "about {count} s left"),
    "up_minutes": Text("约剩 {count} 分钟", "about {count} min left"),
    "up_too_large": Text(
        "所选文件共 {size}，超过上限 {limit} MB", "The files are {size} in all, over {limit} MB"
    ),
    "up_too_large_fix": Text(
        "请拆分文件，或请管理员调整上限。", "Split them, or have the administrator raise the limit."
    ),
    "up_rest": Text("还有部分内容没有传完", "Part of it has not arrived"),
    "up_rest_lead": Text(
        "已收到 {sent} / {size}。请重新选择同样的文件，将从中断处继续。",
        "{sent} of {size} have arrived. Choose the same files again to go on from there.",
    ),
    "up_other_files": Text("所选文件与这次上传不一致", "These are not the files of this upload"),
    "up_other_files_fix": Text("请选择：{names}", "Choose: {names}"),
    "up_files_changed": Text(
        "文件在传了一部分之后改动过，接着传会新旧混杂",
        "The files were changed after part of them was sent; going on would mix old and new",
    ),
    "up_files_changed_fix": Text(
        "请在上传列表中删除这次上传，再重新上传改动后的文件。",
        "Discard this upload in the list of uploads, then send the changed files anew.",
    ),
    "up_file_gone": Text(
        "文件“{name}”读不出来，可能已改动、移动或删除",
        "“{name}” can no longer be read; it may have been changed, moved or removed",
    ),
    "up_file_gone_fix": Text(
        "请重新选择文件后再传。", "Choose the files again and send them once more."
    ),
    # a job at work
    "up_job_waiting": Text("排队中…", "Waiting for its turn…"),
    "up_job_stopping": Text("正在停止…", "Stopping…"),
    "up_job_leave": Text(
        "可以离开或刷新本页，处理会继续。", "You may leave or reload this page; the work goes on."
    ),
    "up_check_again": Text("重新检查", "Check again"),
    "up_not_checked": Text("还没有检查", "Not checked yet"),
    "up_check_stopped": Text("检查已取消", "The check was cancelled"),
    "up_import_stopped": Text(
        "导入已取消，图层保持原样", "The import was cancelled; the layer is as it was"
    ),
    # what it becomes
    "up_becomes": Text("导入为", "Import as"),
    "up_new_layer": Text("新图层", "A new layer"),
    "up_new_version": Text("已有图层的新版本", "A new version of a layer"),
    "up_layer": Text("图层", "Layer"),
    "up_layer_choose": Text("请选择图层", "Choose a layer"),
    "up_layer_now": Text("现行第 {number} 版", "version {number} is live"),
    "up_kind": Text("图层类型", "Kind of layer"),
    "up_kind_choose": Text("请选择图层类型", "Choose a kind"),
    "up_id": Text("图层编号", "Layer id"),
    "up_id_help": Text(
        "字母、数字、下划线，用在网址和命令里，以后不变。",
        "Letters, digits, underscores; it is used in addresses and commands and stays for good.",
    ),
    "up_title_zh": Text("中文名称", "Chinese title"),
    "up_title_en": Text("英文名称（可不填）", "English title (optional)"),
    # layers of the file
    "up_in_file": Text("文件中的图层", "Layers of the file"),
    "up_in_file_lead": Text(
        "文件里有 {count} 个图层，请选择要导入的一个。",
        "The file holds {count:layer|layers}; choose the one to import.",
    ),
    "up_in_file_other": Text("换一个图层", "Choose another layer"),
    "up_features": Text("{count} 个要素", "{count:feature|features}"),
    "up_classes": Text("{count} 个类别", "{count:class|classes}"),
    # place
    "up_crs": Text("坐标系", "Coordinate system"),
    "up_crs_used": Text("采用 {crs}", "{crs} is used"),
    "up_crs_said": Text("文件声明：{crs}", "The file says: {crs}"),
    "up_crs_silent": Text("文件没有说明坐标系", "The file does not state its CRS"),
    "up_crs_choose": Text(
        "请选择一种，右侧地图随即画出它的位置；与已知边界相合的才可能是对的。",
        "Choose one and the map shows where it puts the data; only what fits the known boundary "
        "can be right.",
    ),
    "up_crs_change": Text("改用其他坐标系", "Use another CRS"),
    "up_crs_other": Text("其他", "Other"),
    "up_crs_other_hint": Text("如 EPSG:4547、GCJ02", "such as EPSG:4547, GCJ02"),
    "up_crs_take": Text("采用这一坐标系", "Use this CRS"),
    "up_crs_file": Text("恢复为文件声明", "Back to what the file says"),
    "up_crs_swapped": Text("横、纵坐标交换", "axes swapped"),
    "up_crs_inside": Text("{share} 在已知边界内", "{share} inside the known boundary"),
    "up_crs_sure": Text("把握 {share}", "{share} sure"),
    "up_shift": Text("当地转换参数（可不填）", "Local parameters (optional)"),
    "up_shift_help": Text(
        "三参数 dx,dy,dz（米）；七参数再加 rx,ry,rz,m 和旋转约定"
        " coordinate-frame 或 position-vector。"
        "参数可能涉密，导入后不保存在版本里。",
        "Three: dx,dy,dz in metres; seven: also rx,ry,rz,m and coordinate-frame or "
        "position-vector. They may be secret and are not kept with the version.",
    ),
    "up_shift_take": Text("按参数转换", "Convert with them"),
    # as in the live version
    "up_same": Text("与现行版本 v{number} 相同：{what}", "As in the live version {number}: {what}"),
    "up_same_change": Text("修改", "Change"),
    "up_same_crs": Text("坐标系 {value}", "coordinate system {value}"),
    "up_same_encoding": Text("编码 {value}", "encoding {value}"),
    "up_same_fields": Text("字段对应", "fields"),
    "up_differs": Text(
        "现行版本 v{number} 不同：{value}", "Not as in the live version {number}: {value}"
    ),
    # text
    "up_encoding": Text("文字编码", "Text encoding"),
    "up_encoding_choose": Text("请选择读起来正确的一种。", "Choose the one that reads well."),
    "up_encoding_used": Text("按 {encoding} 读取", "Read as {encoding}"),
    "up_encoding_take": Text("采用这一编码", "Use this encoding"),
    "up_encoding_change": Text("文字不对？", "Does the text look wrong?"),
    # fields
    "up_fields": Text("字段对应", "Fields"),
    "up_fields_lead": Text(
        "左边是系统字段，右边是文件中的字段。已自动对应的可以改动；选“不导入”的一项留空。"
        "文件中不用的字段会原样保留。",
        "Ours on the left, those of the file on the right. What was matched can be changed; “Do "
        "not import” leaves ours empty. Other fields of the file are kept as they are.",
    ),
    "up_fields_kind": Text("请先选择图层类型。", "Choose the kind of layer first."),
    "up_field_none": Text("（没有）", "(none)"),
    "up_field_leave": Text("不导入", "Do not import"),
    "up_field_needed": Text("必填", "required"),
    "up_field_auto": Text("自动", "matched"),
    "up_field_maybe": Text("可能是“{name}”：{reason}", "May be “{name}”: {reason}"),
    "up_key": Text("唯一编号字段", "Key field"),
    "up_key_help": Text(
        "用来识别同一要素，项目关联靠它在各版本之间延续。",
        "Tells features apart; links of projects follow it from version to version.",
    ),
    "up_east": Text("东坐标或经度列", "Column of easting or longitude"),
    "up_north": Text("北坐标或纬度列", "Column of northing or latitude"),
    "up_wkt": Text("WKT 图形列", "Column of WKT"),
    "up_values": Text("不在代码表里的值", "Values that are not in the code list"),
    "up_values_lead": Text("请说明这些写法各是什么意思。", "Say what each of these words means."),
    "up_value_choose": Text("请选择", "Choose"),
    # findings
    "up_findings": Text("检查结果", "What was found"),
    "up_findings_none": Text("没有发现问题。", "Nothing was found."),
    "up_severity_error": Text("必须处理", "To be mended"),
    "up_severity_confirm": Text("需要您确认", "To be confirmed"),
    "up_severity_warning": Text("提醒", "To be known"),
    "up_severity_info": Text("说明", "For the record"),
    "up_field_named": Text("字段 {field}", "Field {field}"),
    "up_go": Text("在图上看", "Show on the map"),
    "up_todo": Text("怎么办：", "What to do: "),
    "up_ours": Text("本系统：", "What we do: "),
    "up_accept": Text("我已核对，接受", "I have checked this and accept it"),
    "up_more": Text("再列出 {count} 条", "Show {count} more"),
    # what is said of it
    "up_about": Text("数据说明", "About the data"),
    "up_source": Text("来源", "Source"),
    "up_source_help": Text("提供单位和文件名称", "Who it comes from"),
    "up_date": Text("数据日期", "Date of the data"),
    "up_licence": Text("许可", "Licence"),
    "up_secrecy": Text("密级", "Secrecy"),
    "up_note": Text("版本说明", "Note on this version"),
    # looking
    "up_preview": Text("预览", "Preview"),
    "up_map": Text("预览地图", "Preview map"),
    "up_map_ground": Text("已知边界：{names}", "Known boundary: {names}"),
    "up_map_between": Text("、", ", "),
    "up_map_data": Text("上传的数据", "Uploaded data"),
    "up_map_sample": Text(
        "显示 {shown} / {count} 个要素", "{shown} of {count:feature|features} shown"
    ),
    "up_map_none": Text(
        "坐标系确定后在这里显示位置。", "The place is shown here once the CRS is known."
    ),
    "up_map_bounds": Text("只显示范围", "only the extent is shown"),
    "up_map_no_ground": Text(
        "还没有行政区划图层，无法与已知边界比对。",
        "There is no layer of divisions yet to compare with.",
    ),
    "up_zoom_in": Text("放大", "Zoom in"),
    "up_zoom_out": Text("缩小", "Zoom out"),
    "up_zoom_data": Text("显示全部数据", "Show all data"),
    "up_table": Text("前 {count} 行", "First {count:row|rows}"),
    # the end
    "up_open_points": Text("还有 {count} 项需要处理", "Still to be dealt with: {count}"),
    "up_open_first": Text("到第一项", "Go to the first"),
    "up_say_what": Text("请先说明导入为哪个图层", "Say which layer it becomes"),
    "up_ready": Text("可以导入", "Ready to import"),
    "up_import": Text("导入", "Import"),
    "up_question": Text("还要请您确认一件事", "One more thing to confirm"),
    "up_question_accept": Text("我了解后果，仍要导入", "I understand and want to import it"),
    "up_import_anyway": Text("确认并导入", "Confirm and import"),
    "up_live": Text("已导入并启用", "Imported and live"),
    "up_live_lead": Text("{version}，{counted}。", "{version}, {counted}."),
    "up_to_layer": Text("查看图层", "To the layer"),
    "up_to_map": Text("在地图上查看", "To the map"),
    "up_another": Text("继续上传", "Upload more"),
    "up_tiles": Text("正在制作地图瓦片…", "Building the tiles of the map…"),
    "up_tiles_done": Text("地图瓦片已就绪。", "The tiles of the map are ready."),
    "up_take_faults": Text("下载检查报告（xlsx）", "Download the fault report (xlsx)"),
    "up_take_gpkg": Text("改正后的数据（GeoPackage）", "Mended data (GeoPackage)"),
    "up_take_zip": Text("改正后的数据（Shapefile）", "Mended data (shapefile)"),
    "up_mended_ready": Text("改正后的数据已写好：", "The mended data are ready: "),
    "up_download": Text("下载", "Download"),
}


def upload_words(language: Language) -> dict[str, str]:
    """What the scripts of the pages of uploads say."""
    return in_one(UPLOADS | NO_ANSWER, language)
