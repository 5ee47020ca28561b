"""What the connectivity of patches takes and gives, in words."""

from __future__ import annotations

from geo.figures.units import NUMBER, PER_METRE, PERCENT
from geo.words import Text
from projects.metrics.declaration import (
    COUNT,
    METRES,
    RATIO,
    SQUARE_METRES,
    Column,
    Parameter,
    Role,
    Table,
)

FORMULA = Text(
    "距离为斑块边缘间的测地距离。连通：距离不大于 d。α = (L − V + p) ÷ (2V − 5)，β = L ÷ V，"
    "γ = L ÷ 3(V − 2)（V ≥ 3）。IIC = Σ aᵢaⱼ ÷ (1 + nlᵢⱼ) ÷ A_L²；PC = Σ aᵢaⱼp*ᵢⱼ ÷ A_L²，"
    "p = e^(−k·距离)；EC = √Σ；重要性 = (X − 去掉该斑块后的 X) ÷ X × 100。",
    "Distances are geodesic, edge to edge; patches at most d apart are linked. α = (L − V + p) ÷ "
    "(2V − 5), β = L ÷ V, γ = L ÷ 3(V − 2), V ≥ 3. IIC = Σ aᵢaⱼ ÷ (1 + nlᵢⱼ) ÷ A_L²; PC = Σ "
    "aᵢaⱼp*ᵢⱼ ÷ A_L² with p = e^(−k·distance); EC = √Σ; importance = (X − X without it) ÷ X × 100.",
)
SOURCE = Text(
    "Pascual-Hortal、Saura（2006）；Saura、Pascual-Hortal（2007）；Saura 等（2010、2011）。",
    "Pascual-Hortal and Saura (2006); Saura and Pascual-Hortal (2007); Saura and Rubio (2010); "
    "Saura et al. (2011).",
)
NULLS = Text(
    "没有图形的要素须先改正；斑块少于 3 个时 α、γ 为空，没有斑块时指数为 0、β 为空。",
    "Features without geometry are refused; below 3 patches there is no α and γ, without patches "
    "the indices are 0 and there is no β.",
)

INPUTS = (
    Role(
        "patches",
        Text("生境斑块", "Patches"),
        Text(
            "面；相接或重叠的合并为一个斑块。",
            "Polygons; those that touch along a border or overlap are one patch.",
        ),
    ),
    Role(
        "landscape",
        Text("研究范围", "Landscape"),
        Text(
            "包含全部斑块的范围，其面积为 A_L；与面积数值二者取一。",
            "The region that holds all patches; its area is A_L. Give it or the number.",
        ),
        optional=True,
    ),
)
PARAMETERS = (
    Parameter(
        "threshold_m",
        Text("距离阈值 d", "Distance d"),
        Text("相距不超过它的斑块算连通。", "Patches at most this far apart are linked."),
        "number",
        origin=Text("没有默认值：取决于研究对象", "no default: it depends on what is studied"),
        required=True,
        unit=METRES,
        low=0.001,
        high=1_000_000.0,
    ),
    Parameter(
        "probability",
        Text("d 处的概率", "Probability at d"),
        Text(
            "相距 d 的两斑块直接连通的概率，由它得到 k。",
            "Chance that two patches d apart are connected directly; k follows from it.",
        ),
        "number",
        origin=Text("文献常用 0.5", "0.5 is usual in the literature"),
        default=0.5,
        unit=RATIO,
        low=1e-6,
        high=0.999999,
    ),
    Parameter(
        "landscape_m2",
        Text("景观总面积 A_L", "Area of the landscape A_L"),
        Text("没有研究范围图层时填写。", "Where there is no layer of the landscape."),
        "number",
        origin=Text("没有默认值", "no default"),
        unit=SQUARE_METRES,
        low=1.0,
        high=1e14,
    ),
    Parameter(
        "limit_m",
        Text("PC 的最远直接距离", "Longest direct step of PC"),
        Text(
            "更远的斑块之间 p 取 0；不填则计全部斑块对。",
            "Farther pairs have p = 0; without it all pairs are taken.",
        ),
        "number",
        origin=Text("不填：全部斑块对", "none: all pairs"),
        unit=METRES,
        low=0.001,
        high=1e7,
    ),
    Parameter(
        "least_m2",
        Text("最小斑块面积", "Least area of a patch"),
        Text("更小的斑块不计。", "Smaller patches are left out."),
        "number",
        origin=Text("全部斑块", "all patches"),
        default=0.0,
        unit=SQUARE_METRES,
        low=0.0,
        high=1e10,
    ),
)

TOTAL = (
    Column("patches", Text("斑块数 V", "Patches V"), COUNT),
    Column("patches_m2", Text("斑块面积", "Area of the patches"), SQUARE_METRES),
    Column("components", Text("连通组分数 NC", "Components NC"), COUNT),
    Column("links", Text("连接数 L", "Links L"), COUNT),
    Column("slc_m2", Text("最大组分 SLC", "Largest component SLC"), SQUARE_METRES),
    Column("msc_m2", Text("组分平均面积 MSC", "Mean component MSC"), SQUARE_METRES),
    Column("alpha", Text("α 指数", "α"), NUMBER),
    Column("beta", Text("β 指数", "β"), NUMBER),
    Column("gamma", Text("γ 指数", "γ"), NUMBER),
    Column("iic", Text("整体连通性指数 IIC", "IIC"), NUMBER),
    Column("iic_ec_m2", Text("等效连通面积（IIC）", "Equivalent area, IIC"), SQUARE_METRES),
    Column("pc", Text("可能连通性指数 PC", "PC"), NUMBER),
    Column("pc_ec_m2", Text("等效连通面积（PC）", "Equivalent area, PC"), SQUARE_METRES),
    Column("threshold_m", Text("距离阈值 d", "Distance d"), METRES),
    Column("probability", Text("d 处的概率", "Probability at d"), RATIO),
    Column("k_per_m", Text("衰减系数 k", "Decay k"), PER_METRE),
    Column("landscape_m2", Text("景观总面积 A_L", "Area of the landscape A_L"), SQUARE_METRES),
    Column("limit_m", Text("PC 的最远直接距离", "Longest direct step of PC"), METRES),
)


def _importance(name: str, title: str) -> tuple[Column, ...]:
    return (
        Column(f"d_{name}", Text(f"d{title}", f"d{title}"), PERCENT),
        Column(f"d_{name}_intra", Text(f"d{title} 自身", f"d{title} intra"), PERCENT),
        Column(f"d_{name}_flux", Text(f"d{title} 通量", f"d{title} flux"), PERCENT),
        Column(f"d_{name}_connector", Text(f"d{title} 踏脚石", f"d{title} connector"), PERCENT),
    )


TABLES = (
    Table(
        "patches",
        Text("斑块重要性", "Importance of the patches"),
        (
            Column("area_m2", Text("面积", "Area"), SQUARE_METRES, sums=True),
            Column("component", Text("组分", "Component"), NUMBER),
            *_importance("iic", "IIC"),
            *_importance("pc", "PC"),
        ),
        shapes=True,
    ),
)
