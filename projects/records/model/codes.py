"""Closed lists of project records: what a value may be, with the words offices use for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.words import Text, listed
from layers.system.compared_text import plain
from projects.policy.project_kinds import PROJECT_KINDS


@dataclass(frozen=True, slots=True)
class StatusCode:
    """One value of a closed list with the words offices use for it."""

    value: str
    title: Text
    aliases: tuple[str, ...] = ()


STATUSES: tuple[StatusCode, ...] = (
    StatusCode("planned", Text("规划", "Planned"), ("规划中", "拟建", "计划", "谋划", "储备")),
    StatusCode(
        "preparing",
        Text("前期", "In preparation"),
        ("前期工作", "前期准备", "筹备", "未开工", "招标", "可研"),
    ),
    StatusCode(
        "building",
        Text("在建", "Under construction"),
        ("建设中", "施工中", "施工", "续建", "实施中", "进行中"),
    ),
    StatusCode(
        "completed",
        Text("完工", "Completed"),
        ("已完工", "建成", "已建成", "竣工", "完成", "已完成", "已竣工"),
    ),
    StatusCode("accepted", Text("验收", "Accepted"), ("已验收", "竣工验收", "通过验收", "已备案")),
    StatusCode("stopped", Text("停工", "Stopped"), ("已停工", "停建", "缓建", "暂停")),
    StatusCode("cancelled", Text("取消", "Cancelled"), ("已取消", "终止", "撤销", "不再实施")),
)
BUILDING, STOPPED = "building", "stopped"
DONE = ("completed", "accepted")
"""Statuses of what is built."""
OVER = (*DONE, "cancelled")
"""Statuses in which nothing is late any more."""
BEFORE_WORK = ("planned", "preparing")

KIND_WORDS: Mapping[str, tuple[str, ...]] = {
    "sponge": ("海绵", "海绵化改造", "海绵城市建设"),
    "sewage": ("污水", "污水处理", "管网"),
    "water": ("水环境", "水污染防治", "黑臭水体"),
    "corridor": ("廊道", "绿道", "江滩"),
    "shoreline": ("岸线", "岸线修复"),
    "source": ("水源地", "饮用水水源保护"),
    "restoration": ("修复", "湿地", "矿山修复"),
    "forest": ("造林", "绿化", "林业"),
    "farming": ("农业", "面源污染", "畜禽粪污"),
    "waste": ("固废", "垃圾", "垃圾处理"),
    "carbon": ("节能", "绿色低碳", "降碳"),
    "monitoring": ("监测", "监测站", "监管能力"),
}
KINDS: tuple[StatusCode, ...] = tuple(
    StatusCode(value, title, KIND_WORDS.get(value, ())) for value, title in PROJECT_KINDS.items()
)

STEPS: tuple[StatusCode, ...] = (
    StatusCode("design", Text("规划设计", "Planning and design"), ("方案设计", "设计")),
    StatusCode("drawings", Text("施工图审查", "Review of drawings"), ("施工图", "图审")),
    StatusCode("acceptance", Text("竣工验收", "Acceptance"), ("验收",)),
    StatusCode("filing", Text("备案", "Filing"), ("竣工备案", "竣工验收备案")),
)
"""The closed loop of sponge projects, in its order."""

SOURCES: tuple[StatusCode, ...] = (
    StatusCode(
        "central",
        Text("中央预算内", "Central budget"),
        ("中央预算内资金", "中央预算内投资", "中央资金", "中央财政"),
    ),
    StatusCode(
        "treasury_bond", Text("超长期特别国债", "Long-term treasury bonds"), ("特别国债", "国债")
    ),
    StatusCode(
        "special_bond",
        Text("地方专项债", "Local special bonds"),
        ("专项债", "专项债券", "地方政府专项债券", "专项债资金"),
    ),
    StatusCode("yangtze", Text("长江保护专项", "Yangtze protection fund"), ("长江保护专项资金",)),
    StatusCode("province", Text("省级财政", "Provincial budget"), ("省级资金", "省级补助", "省级")),
    StatusCode("city", Text("市级财政", "Municipal budget"), ("市级资金", "市级", "城建资金")),
    StatusCode(
        "district", Text("区级财政", "District budget"), ("区级资金", "区级", "县级财政", "区财政")
    ),
    StatusCode(
        "sector",
        Text("行业专项资金", "Sector funds"),
        ("水利专项资金", "林业补助资金", "生态环境专项资金", "专项资金"),
    ),
    StatusCode("loan", Text("银行贷款", "Bank loans"), ("贷款", "融资", "银行融资")),
    StatusCode("own", Text("企业自筹", "Own funds of companies"), ("自筹", "自筹资金", "企业资金")),
    StatusCode("social", Text("社会资本", "Private capital"), ("特许经营", "社会投资")),
    StatusCode("other", Text("其他资金", "Other funds"), ("其他", "待定")),
)

PROBLEM_KINDS: tuple[StatusCode, ...] = (
    StatusCode("problem", Text("问题", "Problem"), ("存在问题",)),
    StatusCode("order", Text("整改通知", "Rectification order"), ("整改", "整改单", "督办")),
)


WORDS_OF_PAGES = frozenset(
    {"new", "import", "template.xlsx", "orphans", "link", "bulk", "views", "clauses"}
)
"""What stands where a code stands in the addresses of the web: a code is none of them."""
WORDS_BEHIND_CODES = frozenset(
    {
        "clauses", "edit", "files", "history", "links", "parts", "problems", "reports",
        "shapes", "steps", "years",
    }
)  # fmt: skip
"""What stands behind a code there: no part of a code behind a slash is one of them."""


def word_of_page(code: str) -> str | None:
    """The part of a code by which the page of the project could not be found."""
    first, *others = code.split("/")
    taken = [one or "/" for one in (first, *others) if one in ("", ".", "..")]
    taken += [first] if first in WORDS_OF_PAGES else []
    taken += [one for one in others if one in WORDS_BEHIND_CODES]
    return taken[0] if taken else None


def by_word(codes: Sequence[StatusCode]) -> Mapping[str, StatusCode]:
    """Each code by its value and by every word for it, as `plain` compares them."""
    return {
        plain(word): code
        for code in codes
        for word in (code.value, code.title.zh, code.title.en, *code.aliases)
    }


def values(codes: Sequence[StatusCode]) -> str:
    """The values as a list of SQL."""
    return ", ".join(f"'{code.value}'" for code in codes)


STATUS_BY_WORD = by_word(STATUSES)
KIND_BY_WORD = by_word(KINDS)
STEP_BY_WORD = by_word(STEPS)
SOURCE_BY_WORD = by_word(SOURCES)
PROBLEM_KIND_BY_WORD = by_word(PROBLEM_KINDS)
STATUS_BY_VALUE: Mapping[str, StatusCode] = {code.value: code for code in STATUSES}
KIND_BY_VALUE: Mapping[str, StatusCode] = {code.value: code for code in KINDS}
STEP_BY_VALUE: Mapping[str, StatusCode] = {code.value: code for code in STEPS}
SOURCE_BY_VALUE: Mapping[str, StatusCode] = {code.value: code for code in SOURCES}


def status_title(value: str) -> Text:
    """The words for a stored status; raises KeyError for anything never stored."""
    return STATUS_BY_VALUE[value].title


def listed_titles(codes: Sequence[StatusCode]) -> Text:
    """The titles as a message names them."""
    return listed(code.title for code in codes)
