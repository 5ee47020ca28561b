"""Wording of the pages of site checks."""

from __future__ import annotations

from geo.words import Text

SITES: dict[str, Text] = {
    "sites_title": Text("选址研判", "Site check"),
    "sites_lead": Text(
        "一处用地对照全部保护区、红线、岸线禁令、廊道、分区和断面，几秒钟给出逐条结果；"
        "没有图层的也列明，不会悄悄漏掉。",
        "A site laid beside every zone, red line, ban, corridor and section, row by row within "
        "seconds; what no layer knows is listed, too.",
    ),
    "sites_of_project": Text("研判此选址", "Check this site"),
    "sites_new": Text("研判一处用地", "Check a site"),
    "sites_name": Text("名称", "Name"),
    "sites_place": Text("坐标", "Coordinates"),
    "sites_place_help": Text(
        "每行一个点：经纬度、度分秒或高斯-克吕格坐标都可以，点号可以带着。"
        "一个点是位置，两个点是线，三个点以上是面。",
        "One point a line: degrees, DMS or Gauss-Krüger, labels may stay. One point is a place, "
        "two are a line, more an area.",
    ),
    "sites_crs": Text("坐标系", "Reference system"),
    "sites_crs_help": Text(
        "认不出时才填，如 EPSG:4547。", "Only where it cannot be told, such as EPSG:4547."
    ),
    "sites_file": Text("上传文件", "A file"),
    "sites_file_help": Text(
        "含一个或几个图形：shapefile（zip）、GeoPackage、GeoJSON、KML、DXF、表格等，至多 20 MB。",
        "With one or a few shapes: shapefile (zip), GeoPackage, GeoJSON, KML, DXF, a table; 20 MB.",
    ),
    "sites_paste": Text("粘贴坐标", "Coordinates"),
    "sites_by_project": Text("取自项目", "A project"),
    "sites_name_note": Text("可不填", "optional"),
    "sites_project": Text("项目", "Project"),
    "sites_project_help": Text(
        "结果归入该项目；坐标和文件都不给时，取项目关联的要素。",
        "The result is kept with it; without coordinates and file its linked features are taken.",
    ),
    "sites_subject": Text("拟建什么", "What is planned"),
    "sites_sector": Text("行业", "Sector"),
    "sites_change": Text("建设性质", "Nature of the building"),
    "sites_unknown": Text("不清楚", "not known"),
    "sites_sector_help": Text(
        "不填时，禁令所列行业逐条列为待核。",
        "Without it bans are listed as to review, each with its sectors.",
    ),
    "sites_activity": Text("活动类型", "Kind of activity"),
    "sites_starts": Text("开工日期", "Starts on"),
    "sites_starts_help": Text("不填按当日。", "Today if empty."),
    "sites_check": Text("开始研判", "Check it"),
    "sites_draw": Text("在地图上画范围", "Draw it on the map"),
    "sites_more": Text(
        "拟建内容、行业、开工日期、坐标系（可不填）",
        "What is planned, sector, start, reference system (optional)",
    ),
    "sites_kept": Text("研判过的选址", "Sites that were checked"),
    "sites_none": Text("还没有研判过选址。", "No site has been checked yet."),
    "sites_none_next": Text(
        "在上面粘贴坐标，或在地图上画出范围。", "Paste coordinates above, or draw on the map."
    ),
    "sites_verdict": Text("结论", "Verdict"),
    "sites_number": Text("第 {number} 次", "check {number}"),
    "sites_when": Text("研判时间", "Checked"),
    "sites_sign_in": Text("登录后可以研判。", "Sign in to check a site."),
    "site_finding": Text("情况", "Finding"),
    "site_feature": Text("要素与图层", "Feature and layer"),
    "site_rule": Text("依据", "Rule"),
    "site_check_head": Text("核查项", "Check"),
    "site_planned": Text("拟建", "Planned"),
    "site_origin": Text("范围来源", "Given as"),
    "site_area": Text("用地", "Size"),
    "site_code": Text("校验码 {code}", "check code {code}"),
    "site_downloads": Text("下载", "Download"),
    "site_again": Text("用现在的图层再研判一次", "Check again with today's layers"),
    "site_otherwise": Text("补充名称、行业和日期再研判", "Check it with name, sector and date"),
    "site_map_alt": Text("选址{name}的位置图", "Map of the site {name}"),
    "site_rows": Text("{title}（{count}）", "{title} ({count})"),
    "site_since": Text("{date} 起", "since {date}"),
    "site_unverified": Text("未核实", "unverified"),
    "site_changed": Text("与第 {number} 次相比", "Compared with check {number}"),
    "site_same": Text("各条结果与第 {number} 次相同。", "Every row is as in check {number}."),
    "site_before": Text("上次", "Before"),
    "site_after": Text("这次", "Now"),
    "site_history": Text("历次研判", "Checks of this site"),
    "site_decide": Text("处理", "Decide"),
    "site_decision": Text("人工结论", "Decision"),
    "site_reason": Text("理由", "Reason"),
    "site_reason_help": Text(
        "不采纳的结果连同理由一直保留，仍会列出。",
        "An overruled row stays told, with its reason.",
    ),
    "site_save": Text("保存", "Save"),
    "site_decided": Text("{decision}：{reason}", "{decision}: {reason}"),
    "site_decided_by": Text("{by}，第 {check} 次", "{by}, check {check}"),
    "site_stale": Text(
        "处理后结果已变，须重新处理。", "The result has changed since; decide again."
    ),
    "site_review": Text("复核与签署", "Review and signature"),
    "site_not_submitted": Text(
        "还没有提交复核；由做研判的人员提交。",
        "Not handed in for review yet; whoever made the check hands it in.",
    ),
    "site_submit_lead": Text(
        "提交后由另一位审核人签署；签署后这次研判和处理结论不再改动。",
        "Another person reviews and signs it; then check and decisions change no more.",
    ),
    "site_sign_lead": Text(
        "签署后这次研判不再改动；签署的是上面的内容、处理结论和此前的全部步骤。",
        "Signing freezes the check. It covers what stands above, the decisions and every step.",
    ),
    "site_withdraw_lead": Text(
        "研判仍然保留，并写明已撤回；新的结论请再研判一次。",
        "The check stays, and says that it was withdrawn; for another verdict check again.",
    ),
    "site_saved": Text("已保存处理结论。", "The decision is kept."),
}
