"""Rules of protected waters: zones, bans beside the bank, ecological red lines."""

from __future__ import annotations

from dataclasses import replace

from geo.figures.units import METRES
from geo.words import Text
from layers.kinds.codes import CHANGE_KINDS, ENTERPRISE_SECTORS, PROTECTION_GRADES, REDLINE_PARTS
from layers.kinds.model import titles_of
from projects.sheets.declaration import SheetColumn, rule

ARTICLE = SheetColumn("article", Text("条款", "Article"), "text", required=True)
SAYS = SheetColumn("says", Text("要求", "What it says"), "text", required=True)
EXISTING = SheetColumn(
    "existing",
    Text("对已有设施", "What was there before"),
    "code",
    required=True,
    codes=(
        ("covered", Text("同样适用", "is covered too")),
        ("new_only", Text("只适用于新增", "is not covered")),
    ),
)
SUBJECTS = (
    ("outfall", Text("排污口", "Outfall")),
    ("plant", Text("污水处理厂", "Sewage plant")),
    ("enterprise", Text("企业", "Enterprise")),
    ("site", Text("项目用地", "Project site")),
)

PROTECTED_ZONE_RULES = rule(
    "protected_zone_rules",
    Text("保护区内的禁限规定", "Rules inside protected zones"),
    Text(
        "各级饮用水水源保护区和湖泊“三线”对排污口、污水厂、企业和项目的规定。",
        "What holds in source protection zones and lake lines for outfalls, plants, enterprises "
        "and sites.",
    ),
    (
        SheetColumn(
            "grade",
            Text("保护级别", "Protection grade"),
            "code",
            required=True,
            codes=tuple((code.value, code.title) for code in PROTECTION_GRADES),
        ),
        SheetColumn("subject", Text("对象", "Subject"), "code", required=True, codes=SUBJECTS),
        EXISTING,
        replace(ARTICLE, required=False),
        SAYS,
        SheetColumn(
            "since", Text("同一要求最早自", "The same was asked since"), "date", later=True
        ),
    ),
    ("grade", "subject"),
)

WATERS = (
    ("main_stem", Text("干流", "Main stem")),
    ("important_tributary", Text("重要支流", "Important tributary")),
    ("tributary", Text("支流（含重要支流）", "Tributary (important ones too)")),
)
BANS = (
    ("yangtze_chemical", Text("长江干支流岸线化工禁令", "Chemical works by the Yangtze")),
    ("yangtze_tailings", Text("长江岸线尾矿库禁令", "Tailings ponds by the Yangtze")),
    ("shiyan_han", Text("十堰汉江岸线禁令", "Works by the Han in Shiyan")),
)
BANK_BANS = rule(
    "bank_bans",
    Text("岸线距离禁令", "Bans beside the bank"),
    Text(
        "岸线多少米以内禁止哪些行业的新建、改建、扩建，自何时起。",
        "Within which distance of the bank which sectors may not be built, rebuilt or extended, "
        "and from when.",
    ),
    (
        SheetColumn("ban", Text("禁令", "Ban"), "text", required=True, named=BANS),
        SheetColumn(
            "sector",
            Text("行业", "Sector"),
            "code",
            required=True,
            codes=tuple((code.value, code.title) for code in ENTERPRISE_SECTORS),
        ),
        SheetColumn("water", Text("水体", "Water"), "code", required=True, codes=WATERS),
        SheetColumn(
            "distance_m",
            Text("距离", "Distance"),
            unit=METRES,
            required=True,
            low=1.0,
            high=50_000.0,
        ),
        SheetColumn(
            "changes",
            Text("禁止的建设性质", "Forbidden"),
            "text",
            required=True,
            named=tuple(titles_of(CHANGE_KINDS).items()),
        ),
        SheetColumn("area", Text("适用地区", "Applies in"), "text"),
        SheetColumn("river", Text("适用河流", "Applies to the river"), "text"),
        ARTICLE,
    ),
    ("ban", "sector", "water"),
)

REDLINE_RULES = rule(
    "redline_rules",
    Text("生态保护红线管控规定", "Rules of ecological red lines"),
    Text(
        "红线核心区与其他区域的管控要求，以及允许的有限人为活动。",
        "What holds in the cores and elsewhere inside the red lines, and the limited activities "
        "that are allowed.",
    ),
    (
        SheetColumn(
            "part",
            Text("红线分区", "Part"),
            "code",
            required=True,
            codes=tuple((code.value, code.title) for code in REDLINE_PARTS),
        ),
        SheetColumn("activity", Text("活动类型", "Activity"), "text", required=True),
        ARTICLE,
        SAYS,
    ),
    ("part", "activity"),
)

WATER_RULES = (PROTECTED_ZONE_RULES, BANK_BANS, REDLINE_RULES)
