"""Wording of the map page, also handed to its scripts as JSON; `{names}` are filled there."""

from __future__ import annotations

from geo.words import Language, Text
from webmap.edge.wording import NO_ANSWER, in_one

MAP: dict[str, Text] = {
    # panels
    "tab_theme": Text("专题", "Themes"),
    "tab_layers": Text("全部图层", "All layers"),
    "tab_filters": Text("筛选", "Filters"),
    "panels": Text("专题、图层与筛选", "Themes, layers and filters"),
    "panel_fold": Text("收起面板", "Fold the panel away"),
    "panel_open": Text("展开面板", "Open the panel"),
    "feature_panel": Text("要素详情", "Feature details"),
    "close": Text("关闭", "Close"),
    "loading": Text("正在载入", "Loading"),
    # layers
    "feature_count": Text("{count} 个要素", "{count:feature|features}"),
    "class_count": Text("{count} 个类别", "{count:class|classes}"),
    "zoom_layer": Text("缩放到图层", "Zoom to the layer"),
    "zoom_layer_named": Text("缩放到图层：{title}", "Zoom to the layer {title}"),
    "tiles_pending": Text("切片生成中，完成后即可显示", "Tiles are being built; shown when ready"),
    "layer_thinned": Text(
        "此缩放级别仅显示约 {share} 的要素，放大后显示全部",
        "About {share} of the features are shown at this zoom; zoom in for all of them",
    ),
    "layer_thinned_least": Text(
        "此缩放级别显示的要素不到 1%，放大后显示全部",
        "Less than 1% of the features are shown at this zoom; zoom in for all of them",
    ),
    "viewing": Text("显示、对比、时间与底图", "Display, compare, time, basemap"),
    "by_command": Text("用命令行", "On the command line"),
    # themes
    "themes": Text("专题", "Themes"),
    "linked_late": Text("项目已逾期", "Project is late"),
    "linked": Text("有项目", "With a project"),
    "order_late": Text("逾期在前", "Late first"),
    "list_late": Text("共 {total} 个，已逾期 {count} 个", "{total} in all; late: {count}"),
    "no_place_yet": Text("未上图", "not on the map"),
    "projects_all": Text("全部项目与筛选", "All projects, with filters"),
    "more_figures": Text("更多指标（{count}）", "More figures ({count})"),
    "basis": Text("依据与复核", "What it rests on"),
    "legend": Text("图例", "Legend"),
    "in_view": Text("视野内个数", "number in view"),
    "theme_list": Text("清单", "List"),
    "list_order": Text("排序", "Order"),
    "order_behind": Text("未达标、未评估在前", "Behind or not assessed first"),
    "order_name": Text("按名称", "By name"),
    "order_due": Text("按完成期限", "By due date"),
    "list_behind": Text(
        "共 {total} 个，其中计入指标的：{classes}", "{total} in all; of those counted: {classes}"
    ),
    "list_filtered": Text(
        "符合筛选 {count} 个，共 {total} 个", "{count} of {total} pass the filters"
    ),
    "list_first": Text("前 {count} 个，共 {total} 个", "first {count} of {total}"),
    "features_none": Text("没有符合筛选的要素。", "Nothing passes the filters."),
    "list_empty": Text("此专题还没有要素。", "There are no features of this theme yet."),
    "outside_figure": Text("不计入现行数字", "not in the figure"),
    "no_project_yet": Text("暂无项目", "no project yet"),
    "no_unit_yet": Text("未填牵头单位", "no lead unit"),
    "more_projects": Text("另有 {count} 个项目", "{count:other project|other projects}"),
    "due_on": Text("{date} 到期", "due {date}"),
    "late_since": Text("已逾期，应于 {date} 完成", "late, due {date}"),
    "site_draw": Text("选址研判", "Check a site"),
    "site_draw_hint": Text(
        "拖出矩形，或依次点出角点（点第一个点或按回车结束），随即研判；按 Esc 取消。",
        "Drag a rectangle, or click the corners and end at the first one or with Enter: it is "
        "checked at once. Esc gives up.",
    ),
    "site_checking": Text("正在研判…", "Checking…"),
    "ask": Text("范围查询与量算", "Ask and measure"),
    "illustrative": Text("含示例数据", "With illustrative data"),
    # filters
    "filter_text": Text("按名称或编号", "By name or code"),
    "filter_text_hint": Text("例如：三角湖", "For example: a code"),
    "filter_clear": Text("清除筛选", "Clear the filters"),
    "filter_none": Text("当前图层没有可筛选的类别。", "No layer has classes to filter by."),
    # figures
    "target_met": Text("已达目标", "Target met"),
    "target_not_met": Text("未达目标", "Target not met"),
    "target_open": Text("未判定", "Not judged"),
    "target_line": Text("目标 {value}（{year} 年）", "Target {value} by {year}"),
    "gap": Text("差距", "Gap"),
    "gap_of": Text("差 {gap}", "{gap} short"),
    "shortfall": Text("还差 {area}", "Short by {area}"),
    "run_on": Text("计算于 {date}", "Computed on {date}"),
    "measured_on": Text("面积按 CGCS2000 椭球面量算", "Areas measured on the CGCS2000 ellipsoid"),
    "run_details": Text("逐条结果与计算过程", "Row by row, and how it was computed"),
    "no_run": Text("还没有现行数字", "no figure stands yet"),
    "no_run_next": Text(
        "计算“{title}”后，审核人在结果页“设为现行”，或核算单签署后，数字显示在这里。",
        "Compute “{title}”; the figure appears here once a reviewer has set the run on its page, "
        "or a statement on it is signed.",
    ),
    "compute_here": Text("去计算", "Compute it"),
    # feature
    "section_attributes": Text("属性（{count} 项）", "Attributes ({count})"),
    "section_history": Text("历次版本中的变化", "Through the versions"),
    "step_first": Text("已有", "There already"),
    "step_added": Text("新增", "Added"),
    "step_changed": Text("修改", "Changed"),
    "step_removed": Text("删除", "Removed"),
    "step_moved": Text("图形有变", "Another shape"),
    "step_version": Text("第 {version} 版", "Version {version}"),
    "responsible": Text("责任单位", "Unit in charge"),
    "no_responsible": Text("未定（关联项目后显示）", "not known until a project is linked"),
    "section_projects": Text("关联项目", "Linked projects"),
    "section_chiefs": Text("河湖长", "River and lake chiefs"),
    "answering_unit": Text("此处水体的责任单位", "Unit that answers for the water"),
    "section_chiefs_here": Text("此处水体的河湖长", "Chiefs of the water here"),
    "section_clauses": Text("关联条款", "Linked clauses"),
    "no_projects": Text("暂无项目。", "No project yet."),
    "new_project": Text("新建项目", "Make one"),
    "no_clauses": Text("没有政策条款关联到这个要素。", "No clause is linked to this feature."),
    "unknown_value": Text("未知", "unknown"),
    "also_here": Text("此处还有", "Also here"),
    "zoom_feature": Text("缩放至此", "Zoom here"),
    "link_project": Text("关联到项目", "Link to a project"),
    "in_table": Text("属性表", "In the table"),
    "lead_unit": Text("牵头单位", "Lead unit"),
    "due_date": Text("计划完成", "Due"),
    "progress_named": Text("进度 {value}%", "{value}% done"),
    "version_named": Text("第 {version} 版", "Version {version}"),
    # map furniture
    "map": Text("地图", "Map"),
    "map_keys": Text(
        "方向键移动地图，+、- 缩放，回车选中十字处的要素",
        "Arrow keys move the map, + and - zoom, Enter takes what is under the cross",
    ),
    "map_nothing": Text("十字处没有要素", "Nothing lies under the cross"),
    "zoom_in": Text("放大", "Zoom in"),
    "zoom_out": Text("缩小", "Zoom out"),
    "zoom_home": Text("全图", "Whole district"),
    "north_up": Text("上方为北", "North is up"),
    "plane_named": Text(
        "CGCS2000 三度带高斯-克吕格，中央经线 {meridian}°E（EPSG:{epsg}）",
        "CGCS2000 3-degree Gauss-Krüger, central meridian {meridian}°E (EPSG:{epsg})",
    ),
    "plane_position": Text(
        "高斯 {meridian}°  X {x}  Y {y}",
        "GK {meridian}°  N {x}  E {y}",
    ),
    # printing
    "print_waiting": Text(
        "正在载入栅格图层，载入完成后自动打印", "Raster layers are loading; printing follows"
    ),
    "print_now": Text("立即打印", "Print now"),
    "print_cancel": Text("取消", "Cancel"),
    "print_unfinished": Text(
        "栅格图层未载入完整：{titles}", "Raster layers not shown whole: {titles}"
    ),
    "print_comma": Text("、", ", "),
    # search
    "search": Text("搜索", "Search"),
    "search_hint": Text("搜索名称、编号、坐标", "Names, codes, coordinates"),
    "found_place": Text("坐标位置", "Place by coordinates"),
    "found_feature": Text("要素", "Features"),
    "found_project": Text("项目", "Projects"),
    "found_clause": Text("工作事项", "Clauses"),
    "found_unit": Text("单位", "Units"),
    "found_layer": Text("图层", "Layers"),
    "found_figure": Text("指标", "Figures"),
    "found_site": Text("选址研判", "Site check"),
    "search_nothing": Text(
        "没有找到，换个名称或编号试试", "Nothing found; try another name or code"
    ),
    # what the map could not be given
    "tiles_missing": Text("没有取到：{titles}", "Could not be had: {titles}"),
    "tiles_gone": Text(
        "已撤下或正在更新：{titles}。刷新后看现在的图层。",
        "Taken down or being renewed: {titles}. Reload to see what there is now.",
    ),
    "reload_page": Text("刷新页面", "Reload"),
    "layer_gone": Text(
        "链接里的图层已不在，或您无权查看：",
        "A layer of this link is gone, or not for you to see: ",
    ),
    "version_gone": Text(
        "“{title}”没有第 {version} 版，现在显示的是现行版。",
        "“{title}” has no version {version}; the live one is shown.",
    ),
    "see_versions": Text("看历次版本", "See its versions"),
    # a page that was taken along
    "not_taken": Text("这份文件里没有", "Not in this file"),
    "not_taken_fix": Text("请在服务中查看。", "Look it up in the service."),
    **NO_ANSWER,
}


def map_words(language: Language) -> dict[str, str]:
    """What the scripts of the map page say."""
    return in_one(MAP, language)
