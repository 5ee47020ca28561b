"""Rules of sections and lakes: schemes of compensation, sections of Wuhan, the trophic index."""

from __future__ import annotations

from geo.figures.units import RATIO, WAN_YUAN
from geo.words import Text
from projects.sheets.declaration import SheetColumn, rule
from projects.sheets.scheme_names import PUBLICATIONS, SCHEMES

YES_NO = (("yes", Text("含", "included")), ("no", Text("不含", "not included")))

TROPHIC_INDEX = rule(
    "trophic_index",
    Text("湖泊综合营养状态指数", "Trophic level index of lakes"),
    Text(
        "TLI(j) = 10 × (常数 + 斜率 × ln x)，综合指数为各项按权重之和；只用于湖泊和水库。",
        "TLI(j) = 10 × (constant + slope × ln x); the index is their sum by weight. For lakes and "
        "reservoirs only.",
    ),
    (
        SheetColumn(
            "item",
            Text("项目", "Item"),
            "code",
            required=True,
            codes=(
                ("chl", Text("叶绿素 a", "Chlorophyll a")),
                ("TP", Text("总磷", "Total phosphorus")),
                ("TN", Text("总氮", "Total nitrogen")),
                ("SD", Text("透明度", "Secchi depth")),
                ("CODMn", Text("高锰酸盐指数", "Permanganate index")),
            ),
        ),
        SheetColumn("measured_in", Text("x 的单位", "Unit of x"), "text", required=True),
        SheetColumn(
            "r",
            Text("与叶绿素 a 的相关系数", "Correlation with chlorophyll a"),
            required=True,
            low=-1.0,
            high=1.0,
        ),
        SheetColumn("weight", Text("权重", "Weight"), unit=RATIO, required=True, low=0.0, high=1.0),
        SheetColumn("constant", Text("常数", "Constant"), required=True, low=-100.0, high=100.0),
        SheetColumn("slope", Text("斜率", "Slope"), required=True, low=-100.0, high=100.0),
    ),
    ("item",),
)
TROPHIC_GRADES = rule(
    "trophic_grades",
    Text("湖泊营养状态分级", "Trophic grades of lakes"),
    Text(
        "综合营养状态指数的分级界限，以及恰为界限时归入哪一级。",
        "Limits of the grades of the trophic level index, and to which a value at a limit belongs.",
    ),
    (
        SheetColumn(
            "grade",
            Text("级别", "Grade"),
            "code",
            required=True,
            codes=(
                ("oligotrophic", Text("贫营养", "oligotrophic")),
                ("mesotrophic", Text("中营养", "mesotrophic")),
                ("light", Text("轻度富营养", "lightly eutrophic")),
                ("moderate", Text("中度富营养", "moderately eutrophic")),
                ("severe", Text("重度富营养", "severely eutrophic")),
            ),
        ),
        SheetColumn("low", Text("下限", "From"), low=0.0, high=200.0),
        SheetColumn("low_included", Text("含下限", "Lower limit"), "code", codes=YES_NO),
        SheetColumn("high", Text("上限", "To"), low=0.0, high=200.0),
        SheetColumn("high_included", Text("含上限", "Upper limit"), "code", codes=YES_NO),
    ),
    ("grade",),
)
SECTION_SCHEMES = rule(
    "section_schemes",
    Text("断面考核与双向补偿方案", "Schemes of sections and compensation"),
    Text(
        "跨界断面的考核与双向补偿：双方、河流、起始、已知金额；未公布的标准不填。",
        "Assessment of cross-boundary sections and two-sided compensation: parties, river, since "
        "when, sums that are known; tariffs that were not published are left empty.",
    ),
    (
        SheetColumn("scheme", Text("方案", "Scheme"), "text", required=True, named=SCHEMES),
        SheetColumn("party", Text("一方", "Party"), "text", required=True),
        SheetColumn("partner", Text("另一方", "Partner"), "text", required=True),
        SheetColumn("river", Text("河流", "River"), "text"),
        SheetColumn("period", Text("起始或期间", "Since, or period"), "text"),
        SheetColumn(
            "sum_wan_yuan", Text("已知金额", "Sum known"), unit=WAN_YUAN, low=0.0, high=1e9
        ),
        SheetColumn("says", Text("内容", "What it says"), "text", required=True),
    ),
    ("scheme", "partner", "period", "sum_wan_yuan"),
)
WUHAN_SECTIONS = rule(
    "wuhan_sections",
    Text("长江武汉段考核断面", "Assessed sections of the Yangtze in Wuhan"),
    Text(
        "左右岸断面的次序、对照断面、同一断面的不同写法，以及 2018 年 1 月与对照相比的升降。",
        "Sections of either bank in their order, the controls, other spellings of one section, and "
        "whether January 2018 was higher or lower than the control.",
    ),
    (
        SheetColumn("section", Text("断面", "Section"), "text", required=True),
        SheetColumn(
            "bank",
            Text("岸别", "Bank"),
            "code",
            required=True,
            codes=(("left", Text("左岸", "left")), ("right", Text("右岸", "right"))),
        ),
        SheetColumn("place", Text("次序", "Order"), required=True, low=1.0, high=100.0),
        SheetColumn(
            "role",
            Text("作用", "Role"),
            "code",
            required=True,
            codes=(("control", Text("对照", "control")), ("assessed", Text("考核", "assessed"))),
        ),
        SheetColumn("aliases", Text("别名", "Also called"), "text"),
        SheetColumn(
            "change_2018_01",
            Text("2018 年 1 月与对照相比", "January 2018 against the control"),
            "code",
            codes=(("lower", Text("低", "lower")), ("higher", Text("高", "higher"))),
        ),
    ),
    ("section",),
)
PUBLISHED_SHARES = rule(
    "published_shares",
    Text("公布的断面与湖泊比例", "Published shares of sections and lakes"),
    Text(
        "通报中的个数与比例，用来核对比例的算法；比例四舍五入到 0.1%。",
        "Counts and shares of public reports, by which the reckoning of shares is checked; shares "
        "are rounded half up to 0.1 %.",
    ),
    (
        SheetColumn(
            "publication", Text("通报", "Report"), "text", required=True, named=PUBLICATIONS
        ),
        SheetColumn("area", Text("范围", "Area"), "text", required=True),
        SheetColumn("period", Text("期间", "Period"), "text", required=True),
        SheetColumn(
            "counted",
            Text("计数对象", "Counted"),
            "code",
            required=True,
            codes=(
                ("section", Text("断面", "sections")),
                ("water", Text("水域", "waters of lakes")),
            ),
        ),
        SheetColumn("total", Text("总数", "All"), required=True, low=1.0, high=1e6),
        SheetColumn(
            "criterion",
            Text("条件", "Criterion"),
            "code",
            required=True,
            codes=(
                ("met", Text("达标", "target met")),
                ("I-III", Text("Ⅰ–Ⅲ类", "classes I–III")),
                ("II-III", Text("Ⅱ–Ⅲ类", "classes II–III")),
                ("IV", Text("Ⅳ类", "class IV")),
                ("V", Text("Ⅴ类", "class V")),
                ("worse_V", Text("劣Ⅴ类", "worse than class V")),
            ),
        ),
        SheetColumn("count", Text("个数", "Count"), required=True, low=0.0, high=1e6),
        SheetColumn(
            "share",
            Text("公布的比例", "Share published"),
            unit=RATIO,
            required=True,
            low=0.0,
            high=1.0,
        ),
    ),
    ("publication", "criterion"),
)
SECTION_RULES = (
    TROPHIC_INDEX,
    TROPHIC_GRADES,
    SECTION_SCHEMES,
    WUHAN_SECTIONS,
    PUBLISHED_SHARES,
)
