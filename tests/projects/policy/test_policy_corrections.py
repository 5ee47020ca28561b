"""Rows of the register that were put right, each with the line of the plan that says so.

The lines are those of the plans as received: the text of the line, shortened with … where it is
long. A row that is changed back, or that no longer rests on its line, fails here.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest

from projects.policy.files import ItemEntry, TargetEntry, load_register
from projects.policy.soft_words import SOFT_WORDS

COUNT, SHARE = "SC-COUNT-FEATURES", "SC-SHARE-FEATURES"
"""Checks by number and by share."""

# id, field, right value, line of the text, what stands there
CORRECTED: tuple[tuple[str, str, Any, int, str], ...] = (
    ("SY-2018-T05", "comparator", "grade<=", 43, "出水排放达到一级A以上标准"),
    ("SY-2018-T05", "value", 1, 43, "出水排放达到一级A以上标准"),
    (
        "SY-2018-T05",
        "due",
        "2019-12-31",
        43,
        "到2019年实现全市乡镇污水治理全覆盖,出水排放达到一级A",
    ),
    (
        "SY-2018-T13",
        "due",
        "2018-08-31",
        55,
        "在2018年9月前,全面完成我市七个水生生物保护区禁捕工作",
    ),
    ("SY-2018-T13", "year", 2018, 55, "在2018年9月前,全面完成我市七个水生生物保护区禁捕工作"),
    ("SY-2018-T03", "replaced_by", ["SY-2018-T41", "SY-2018-T42"], 40, "化肥农药使用量实现零增长"),
    (
        "SY-2018-T07",
        "replaced_by",
        ["SY-2018-T43", "SY-2018-T44"],
        46,
        "确保万元工业增加值用水量、万元GDP用水量两项指标居全省前列",
    ),
    (
        "WH-2023-T10",
        "replaced_by",
        ["WH-2023-T29", "WH-2023-T30"],
        46,
        "资源化利用率、设施配套率超国家和省级标准",
    ),
    (
        "EZ-2022-T01",
        "replaced_by",
        ["EZ-2022-T20", "EZ-2022-T21", "EZ-2022-T22"],
        20,
        "能源消费强度、碳排放强度下降和主要污染物减排目标任务",
    ),
    (
        "YC-2022-T02",
        "replaced_by",
        ["YC-2022-T25", "YC-2022-T26", "YC-2022-T27"],
        24,
        "单位GDP能源消耗降低、二氧化碳和主要污染物排放下降完成省下达目标",
    ),
    ("SY-2018-T02", "spatial_checks", ["SC-BUFFER-1KM"], 37, "严禁在汉江及堵河沿岸地区新建"),
    ("SY-2018-T17", "spatial_checks", ["SC-LENGTH-SHARE"], 73, "加快道路、渠道、堤坝等绿化全覆盖"),
    ("SY-2018-T17", "spatial", "supporting", 73, "加快道路、渠道、堤坝等绿化全覆盖"),
    ("SY-2018-T22", "spatial_checks", ["SC-PROTECTED-AREAS"], 112, "禁止在地质公园、世界文化遗产"),
    (
        "SY-2018-T23",
        "spatial_checks",
        ["SC-BUILTUP-PROJECTS"],
        112,
        "禁止在城市建成区新改扩建高污染",
    ),
    ("SY-2018-T26", "unit", "km²", 133, "实施森林面积占补平衡"),
    ("SY-2018-T26", "comparator", ">=", 133, "实施森林面积占补平衡"),
    ("SY-2018-T28", "spatial_checks", ["SC-UNIT-SHARE"], 139, "实现县县通铁路"),
    ("SY-2018-T30", "spatial_checks", ["SC-UNIT-SHARE"], 211, "尽快实现行政村通班车、通邮、通快递"),
    ("SY-2018-T33", "spatial_checks", ["SC-STEEP-CROPLAND"], 67, "严禁陡坡垦殖"),
    ("SY-2018-T35", "spatial_checks", [], 112, "禁止布局资源环境超载的产业项目"),
    ("SY-2018-T35", "spatial", "none", 112, "禁止布局资源环境超载的产业项目"),
    ("SY-2018-T37", "spatial_checks", ["SC-FARMLAND"], 127, "基本农田布局和降低基本农田质量标准"),
    ("EZ-2022-T09", "spatial_checks", ["SC-UNIT-SHARE"], 35, "基本建成城乡生活垃圾分类处理系统"),
    ("EZ-2022-T12", "spatial_checks", ["SC-UNIT-SHARE"], 37, "推进全域普及天然气建设"),
    ("EZ-2022-T17", "spatial_checks", ["SC-SHARE-AMOUNT"], 40, "新建建筑100%实行绿色建筑标准"),
    ("EZ-2022-T19", "comparator", "milestone", 32, "实施外贸综合服务全覆盖工程"),
    ("EZ-2022-T19", "value", None, 32, "实施外贸综合服务全覆盖工程"),
    (
        "WEDZ-2023-T06",
        "comparator",
        "delegated",
        13,
        "按照市级要求,完成沿江化工企业关改搬转清单任务",
    ),
    ("WEDZ-2023-T06", "value", None, 13, "按照市级要求,完成沿江化工企业关改搬转清单任务"),
    (
        "WEDZ-2023-T26",
        "spatial_checks",
        ["SC-UNIT-SHARE"],
        103,
        "社区和行政村生活垃圾分类覆盖率达到100%",
    ),
    ("WH-2023-T23", "spatial_checks", ["SC-PLOT-USE"], 56, "重点建设用地安全利用有效保障目标任务"),
    ("WH-2023-T24", "spatial", "supporting", 56, "完成省级下达受污染耕地安全利用率目标任务"),
    (
        "WH-2023-T24",
        "spatial_checks",
        ["SC-PLOT-USE"],
        56,
        "完成省级下达受污染耕地安全利用率目标任务",
    ),
    (
        "SY-2018-T16",
        "divisions",
        ["420381", "420304"],
        67,
        "在丹江口市、郧阳区治理坡耕地面积2.4万亩",
    ),
    (
        "SY-2018-T39",
        "divisions",
        ["420304", "420303"],
        178,
        "支持郧阳区、张湾区共建千亿级国家级高新区",
    ),
    ("SY-2018-T20", "period", "month", 88, "落实跨界断面水质按月监测评估、按年度考核制度"),
    # what the text softens
    (
        "WEDZ-2023-T17",
        "soft",
        ["基本"],
        100,
        "生活污水直排口、收集处理设施空白区、黑臭水体基本消除",
    ),
    (
        "WEDZ-2023-T18",
        "soft",
        ["基本"],
        100,
        "生活污水直排口、收集处理设施空白区、黑臭水体基本消除",
    ),
    (
        "WEDZ-2023-T19",
        "soft",
        ["基本"],
        100,
        "生活污水直排口、收集处理设施空白区、黑臭水体基本消除",
    ),
    ("EZ-2022-T09", "soft", ["基本"], 35, "到2025年基本建成城乡生活垃圾分类处理系统"),
    ("EZ-2022-T10", "soft", ["基本"], 35, "到2025年电商快件基本实现不再二次包装"),
    ("EZ-2022-T13", "soft", ["逐步"], 38, "逐步消除城市污水管网空白区"),
    ("YC-2022-T05", "soft", ["初步"], 26, "生态产品价值实现的制度框架初步形成"),
    ("YC-2022-T06", "soft", ["力争"], 28, "全市力争开发绿色产品2个,新增绿色工厂12家"),
    ("YC-2022-T07", "soft", ["力争"], 28, "全市力争开发绿色产品2个,新增绿色工厂12家"),
    ("YC-2022-T08", "soft", ["力争"], 28, "全市力争开发绿色产品2个,新增绿色工厂12家"),
    ("YC-2022-T09", "soft", ["力争"], 28, "全市力争开发绿色产品2个,新增绿色工厂12家"),
    ("YC-2022-T17", "soft", ["原则上"], 33, "主要控制断面生态基流保证率原则上不低于90%"),
    ("SY-2018-T30", "soft", ["尽快"], 211, "尽快实现行政村通班车、通邮、通快递"),
    ("SY-2018-T34", "soft", ["积极", "级"], 106, "积极推进京能热电联产"),
    ("SY-2018-T38", "soft", ["级"], 169, "将新能源产业打造成为千亿级战略新兴增长极"),
    ("SY-2018-T39", "soft", ["级"], 178, "支持郧阳区、张湾区共建千亿级国家级高新区"),
    ("SY-2018-T40", "soft", ["努力"], 211, "努力实现农村义务教育、就业服务、社会保障"),
    ("WH-2023-T07", "soft", ["基本"], 44, "到2024年实现建筑垃圾资源化利用率基本达到70%以上"),
    ("WH-2023-T11", "soft", ["力争"], 48, "力争到2025年,完成植树造林10万亩"),
    ("WH-2023-T18", "soft", ["积极"], 48, "积极创建省级森林城镇6个以上、森林乡村20个以上"),
    ("WH-2023-T19", "soft", ["积极"], 48, "积极创建省级森林城镇6个以上、森林乡村20个以上"),
    ("WH-2023-T20", "soft", ["基本"], 52, "2023年底之前基本完成武汉钢铁有限公司等钢铁企业"),
    ("WEDZ-2023-T31", "soft", ["原则上"], 50, "新建涉工业炉窑的工业项目,原则上要进入园区"),
)

# id, items, comparator, value, year, checks, line, what stands there
ADDED: tuple[tuple[str, str, str, Any, int | None, tuple[str, ...], int, str], ...] = (
    ("SY-2018-T41", "SY-2018-02", "<=", 0, 2020, (), 40, "到2020年化肥农药使用量实现零增长"),
    ("SY-2018-T42", "SY-2018-02", "<=", 0, 2020, (), 40, "到2020年化肥农药使用量实现零增长"),
    ("SY-2018-T43", "SY-2018-04", "rank", None, None, (), 46, "确保万元工业增加值用水量"),
    ("SY-2018-T44", "SY-2018-04", "rank", None, None, (), 46, "万元GDP用水量两项指标居全省前列"),
    (
        "SY-2018-T45",
        "SY-2018-05",
        "milestone",
        None,
        None,
        ("SC-LENGTH-SHARE",),
        49,
        "进行划界确权",
    ),
    ("SY-2018-T46", "SY-2018-10", "=", 0, None, (COUNT,), 67, "杜绝人为产生新的水土流失现象"),
    ("SY-2018-T47", "SY-2018-19", "milestone", None, None, (COUNT,), 97, "村(社区)四级河长制体系"),
    (
        "SY-2018-T48",
        "SY-2018-28",
        ">=",
        0,
        None,
        ("SC-AREA-SUM",),
        127,
        "强化耕地数量和质量占补平衡",
    ),
    ("SY-2018-T49", "SY-2018-41", "milestone", None, None, (SHARE,), 172, "企业搬迁改造"),
    ("SY-2018-T50", "SY-2018-68", ">=", 1, None, (), 265, "将规划目标任务分解为具体的年度目标"),
    ("SY-2018-T51", "SY-2018-71", ">=", 1, None, (), 274, "每年制定具体的项目清单"),
    (
        "WH-2023-T29",
        "WH-2023-09",
        "delegated",
        None,
        None,
        (),
        46,
        "资源化利用率、设施配套率超国家",
    ),
    (
        "WH-2023-T30",
        "WH-2023-09",
        "delegated",
        None,
        None,
        (),
        46,
        "资源化利用率、设施配套率超国家",
    ),
    ("WH-2023-T31", "WH-2023-01", "milestone", None, None, (), 28, "武汉市建筑领域碳达峰行动方案"),
    (
        "WH-2023-T32",
        "WH-2023-10",
        "=",
        3,
        None,
        (COUNT,),
        48,
        "江夏灵山、将军山、蔡甸军山矿山生态修复",
    ),
    ("WH-2023-T33", "WH-2023-10", "milestone", None, None, (COUNT,), 48, "实施江夏区高腊梅港等"),
    (
        "WH-2023-T34",
        "WH-2023-12",
        "=",
        2,
        None,
        (),
        54,
        "编制《城市污水处理与再生利用水质分级导则》",
    ),
    (
        "WH-2023-T35",
        "WH-2023-14",
        "milestone",
        None,
        None,
        (COUNT,),
        58,
        "建成运行千子山有机质固废处置项目",
    ),
    (
        "WH-2023-T36",
        "WH-2023-17",
        "=",
        100,
        None,
        (SHARE,),
        66,
        "应按照“一园一策”原则制定循环化改造方案",
    ),
    ("WH-2023-T37", "WH-2023-24", ">=", 1, None, (), 84, "向市生态环境保护委员会报告"),
    ("YC-2022-T25", "YC-2022-01", "delegated", None, 2025, (), 24, "单位GDP能源消耗降低"),
    ("YC-2022-T26", "YC-2022-01", "delegated", None, 2025, (), 24, "二氧化碳和主要污染物排放下降"),
    (
        "YC-2022-T27",
        "YC-2022-01",
        "delegated",
        None,
        2025,
        (),
        24,
        "主要污染物排放下降完成省下达目标",
    ),
    ("YC-2022-T28", "YC-2022-10", "rank", None, 2025, (), 44, "入境旅游指标位于全国同类城市前列"),
    ("EZ-2022-T20", "", "delegated", None, 2025, (), 20, "能源消费强度、碳排放强度下降"),
    ("EZ-2022-T21", "", "delegated", None, 2025, (), 20, "碳排放强度下降和主要污染物减排"),
    ("EZ-2022-T22", "", "delegated", None, 2025, (), 20, "主要污染物减排目标任务"),
    ("EZ-2022-T23", "EZ-2022-02", "duration", 10, None, (), 24, "落实长江“十年禁渔”"),
    (
        "WEDZ-2023-T31",
        "WEDZ-2023-03-02",
        "=",
        100,
        None,
        (SHARE,),
        50,
        "原则上要进入园区或者工业聚集区",
    ),
    ("WEDZ-2023-T32", "WEDZ-2023-09-02", "milestone", None, None, (), 101, "城市地下管廊建设规划"),
    (
        "WEDZ-2023-T33",
        "WEDZ-2023-09-03",
        "milestone",
        None,
        None,
        (),
        102,
        "制发武汉经开区海绵城市建设规划",
    ),
    (
        "WEDZ-2023-T34",
        "WEDZ-2023-09-05",
        "milestone",
        None,
        None,
        (),
        104,
        "制定绿色社区创建行动方案",
    ),
    (
        "WEDZ-2023-T35",
        "WEDZ-2023-10-04",
        "=",
        2,
        None,
        (COUNT,),
        112,
        "新民社区与军山街道蒲潭社区城市书房",
    ),
)

# Quotes with a word of the list that does not soften what the target asks.
HARD = {
    ("SY-2018-T37", "基本"): "基本农田",
    ("SY-2018-T40", "基本"): "基本医疗、基本公共服务",
}


@cache
def targets() -> dict[str, TargetEntry]:
    return {one.id: one for document in load_register().documents for one in document.targets}


@cache
def items() -> dict[str, ItemEntry]:
    return {one.id: one for document in load_register().documents for one in document.items}


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def overlap(quote: str, line: str) -> bool:
    """Whether the line quoted here and the quote of the target are one place of the text."""
    quote, line = bare(quote), bare(line)
    return line in quote or quote in line or any(line[k:] in quote for k in range(len(line) - 7))


@pytest.mark.parametrize(("name", "field", "value", "line", "text"), CORRECTED)
def test_a_corrected_row_stays_right(
    name: str, field: str, value: Any, line: int, text: str
) -> None:
    target = targets()[name]
    found = target.model_dump(mode="json")[field]
    if field == "unit":
        found = found["en"]
    assert found == value, f"line {line}: {text}"
    assert overlap(target.quote, text), f"line {line}: {target.quote}"


@pytest.mark.parametrize(
    ("name", "item", "comparator", "value", "year", "checks", "line", "text"), ADDED
)
def test_an_added_target_stands_under_its_item_with_what_its_line_asks(
    name: str,
    item: str,
    comparator: str,
    value: Any,
    year: int | None,
    checks: tuple[str, ...],
    line: int,
    text: str,
) -> None:
    target = targets()[name]
    assert target.items == ((item,) if item else ())
    assert (target.comparator, target.value, target.year) == (comparator, value, year), line
    assert target.spatial_checks == checks
    assert bare(text) in bare(target.quote), f"line {line}: {target.quote}"


def test_the_141_ids_of_before_are_all_there_and_the_new_ones_follow_them() -> None:
    before = {"WEDZ-2023": 30, "EZ-2022": 19, "YC-2022": 24, "SY-2018": 40, "WH-2023": 28}
    assert sum(before.values()) == 141
    added = {row[0] for row in ADDED}
    for document in load_register().documents:
        ids = [one.id for one in document.targets]
        old = [f"{document.id}-T{k + 1:02}" for k in range(before[document.id])]
        assert ids[: len(old)] == old
        assert set(ids[len(old) :]) == {one for one in added if one.startswith(document.id)}


def test_what_was_split_keeps_its_content_and_the_parts_stand_in_its_place() -> None:
    split = [one for one in targets().values() if one.replaced_by]
    assert {one.id for one in split} == {
        "SY-2018-T03", "SY-2018-T07", "WH-2023-T10", "EZ-2022-T01", "YC-2022-T02",
    }  # fmt: skip
    for one in split:
        parts = [targets()[part] for part in one.replaced_by]
        assert {part.quote for part in parts} == {one.quote}
        assert {(part.year, part.divisions, part.items) for part in parts} == {
            (one.year, one.divisions, one.items)
        }
        assert one.subject not in {part.subject for part in parts}


def test_a_soft_word_stands_in_the_quote_and_none_that_stands_there_is_forgotten() -> None:
    for one in targets().values():
        assert all(word in one.quote for word in one.soft), one.id
        there = {word for word in SOFT_WORDS if word in one.quote and word != "级"}
        if re.search("[百千万]亿?级", one.quote):
            there.add("级")
        hard = {word for name, word in HARD if name == one.id}
        assert there - hard == set(one.soft), one.id


def test_summaries_say_until_when_as_their_clause_does() -> None:
    """Line 271 of Shiyan's plan: 及时整改; line 102 of the zone's: 到2025年."""
    assert "及时整改" in items()["SY-2018-70"].summary.zh
    assert "限期" not in items()["SY-2018-70"].summary.zh
    assert "到2025年" in items()["WEDZ-2023-09-03"].summary.zh


def test_the_clause_of_rain_facilities_is_checked_by_their_number() -> None:
    """Line 202 of Shiyan's plan lists facilities and states no share."""
    assert items()["SY-2018-50"].spatial_checks[-1] == COUNT


def test_the_zone_answers_clauses_of_the_city_alone() -> None:
    answering = {one.id: one.answers for one in items().values() if one.answers}
    assert {name.rsplit("-", 3)[0] for name in answering} == {"WEDZ"}
    assert {clause[:8] for answers in answering.values() for clause in answers} == {"WH-2023-"}
    assert answering["WEDZ-2023-01-03"] == ("WH-2023-03",)
    assert "WEDZ-2023-09-03" not in answering
