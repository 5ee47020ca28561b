"""What the targets of the register count or measure: a closed list.

One subject is one thing: a railway in every county is not a sewage plant in every township, though
both are shares of divisions. Targets of the same thing share a subject, in whatever plan they
stand; a figure is compared with a target only where both are of one subject.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from geo.words import Text


@dataclass(frozen=True, slots=True)
class Subject:
    id: str
    title: Text


_LIST: tuple[tuple[str, str, str], ...] = (
    ("energy_dual_control", "能耗双控（节能）", "Control of energy use and intensity"),
    ("circular_parks", "园区循环化改造", "Industrial parks converted to a circular economy"),
    ("sewage_tasks", "上级下达的污水处理任务", "Sewage-treatment tasks set from above"),
    (
        "section_compensation",
        "跨界断面考核奖惩和生态补偿机制",
        "Rewards, penalties and compensation by cross-border sections",
    ),
    (
        "basin_compensation",
        "跨市流域横向生态保护补偿",
        "Compensation between cities of a river basin",
    ),
    (
        "chemical_relocation",
        "沿江化工企业关改搬转",
        "Riverside chemical enterprises closed, converted or moved",
    ),
    (
        "green_technology_projects",
        "绿色低碳技术研发攻关项目",
        "Research projects in green and low-carbon technology",
    ),
    ("water_use_total", "用水总量", "Total water use"),
    ("water_use_per_gdp", "万元国内生产总值用水量", "Water use per 10,000 yuan of GDP"),
    (
        "water_use_per_industry",
        "万元工业增加值用水量",
        "Water use per 10,000 yuan of industrial value added",
    ),
    (
        "water_saving_fittings",
        "新建公共建筑的节水器具",
        "Water-saving fittings in new public buildings",
    ),
    ("water_saving_tasks", "上级下达的节约用水任务", "Water-saving tasks set from above"),
    ("green_loans", "绿色贷款", "Green loans"),
    (
        "sewage_improvement",
        "城镇污水处理提质增效年度任务",
        "Yearly tasks of better urban sewage treatment",
    ),
    ("sewage_collection", "生活污水集中收集率", "Collection rate of domestic sewage"),
    ("sewage_treatment", "城镇污水处理率", "Treatment rate of urban sewage"),
    ("direct_outfalls", "生活污水直排口", "Direct outfalls of domestic sewage"),
    ("sewage_gap", "污水收集处理空白区", "Areas without sewage collection"),
    ("black_odorous_water", "黑臭水体", "Black and odorous water bodies"),
    ("sludge_disposal", "污泥无害化处置率", "Share of sludge disposed of harmlessly"),
    ("utility_tunnels", "综合管廊", "Utility tunnels"),
    ("sponge_area", "海绵城市达标面积", "Area that meets the sponge-city requirement"),
    (
        "sponge_projects",
        "建设项目落实海绵城市要求",
        "Building projects that follow the sponge-city rule",
    ),
    (
        "urban_waste_harmless",
        "城区生活垃圾无害化处理率",
        "Harmless treatment of urban household waste",
    ),
    (
        "rural_waste_harmless",
        "农村生活垃圾无害化处理率",
        "Harmless treatment of rural household waste",
    ),
    (
        "waste_sorting_coverage",
        "社区和行政村生活垃圾分类",
        "Communities and villages that sort household waste",
    ),
    ("waste_recycling", "生活垃圾回收利用率", "Recycling rate of household waste"),
    (
        "green_building_standard",
        "新建建筑执行绿色建筑标准",
        "New buildings under the green-building standard",
    ),
    ("green_building_completed", "竣工绿色建筑面积", "Completed floor area of green buildings"),
    ("culture_circle", "12分钟文化圈", "12-minute cultural circle"),
    (
        "energy_carbon_pollutants",
        "能耗、碳排放和主要污染物减排（合计一项）",
        "Energy, carbon and main pollutants (taken together)",
    ),
    ("industrial_waste_use", "工业固体废弃物综合利用率", "Use of industrial solid waste"),
    ("leading_farm_firms", "农业龙头企业", "Leading farm enterprises"),
    (
        "livestock_waste_coverage",
        "畜禽养殖废弃物资源化利用覆盖",
        "Coverage of the use of livestock waste",
    ),
    ("leisure_villages", "乡村休闲游示范村", "Model villages of rural leisure"),
    ("beautiful_villages", "美丽乡村示范村", "Model beautiful villages"),
    ("green_supply_pilots", "绿色供应链试点商贸企业", "Trading firms that try green supply chains"),
    (
        "waste_sorting_system",
        "城乡生活垃圾分类处理系统",
        "System of sorted waste treatment in town and country",
    ),
    ("parcel_repackaging", "电商快件二次包装", "Second packaging of parcels"),
    ("living_circle", "15分钟生活圈", "15-minute living circle"),
    ("gas_supply", "天然气普及", "Natural-gas supply"),
    ("rural_sewage_coverage", "农村污水收集处理覆盖", "Coverage of rural sewage treatment"),
    ("waste_incineration", "城乡生活垃圾焚烧处理率", "Share of household waste incinerated"),
    ("green_building_materials", "新建建筑绿色建材应用比例", "Green materials in new buildings"),
    ("foreign_trade_services", "外贸综合服务", "Integrated services for foreign trade"),
    (
        "energy_saving_indicators",
        "节能减排主要指标",
        "Main indicators of energy saving and emission cuts",
    ),
    ("ecological_value_study", "生态价值转化路径研究", "Study of how ecological value is realised"),
    (
        "ecological_value_projects",
        "生态产品价值转化示范项目",
        "Model projects that realise ecological value",
    ),
    (
        "ecological_value_framework",
        "生态产品价值实现制度框架",
        "Framework for realising ecological value",
    ),
    ("green_products", "绿色产品", "Green products"),
    ("green_factories", "绿色工厂", "Green factories"),
    ("green_parks", "绿色园区", "Green industrial parks"),
    ("green_supply_chains", "绿色供应链", "Green supply chains"),
    ("innovation_platforms", "创新平台", "Innovation platforms"),
    ("research_institutes", "规模以上企业研发机构", "Research units of larger enterprises"),
    ("research_activity", "规模以上企业研发活动", "Research activity of larger enterprises"),
    ("flow_targets", "水量分配和生态流量目标", "Water allocation and ecological-flow targets"),
    ("water_efficiency", "用水效率", "Water-use efficiency"),
    ("base_flow", "生态基流保证率", "Guarantee rate of ecological base flow"),
    ("water_function_zones", "水功能区水质达标率", "Share of water function zones up to standard"),
    ("three_gorges_transport", "三峡综合交通运输体系", "Three Gorges transport system"),
    ("green_finance_growth", "绿色融资规模增速", "Growth of green financing"),
    ("green_finance_scale", "绿色融资规模", "Volume of green financing"),
    (
        "urban_rural_works",
        "城乡污水、垃圾、管廊建设项目",
        "Projects of sewage, waste and utility tunnels",
    ),
    ("tourist_visits", "游客接待规模", "Tourist visits"),
    ("tourism_income", "文化和旅游产业综合收入", "Income of culture and tourism"),
    (
        "bank_polluting_projects",
        "岸线1公里内新建重化工等项目",
        "New heavy-chemical and like projects within 1 km of the bank",
    ),
    (
        "bank_petrochemical_projects",
        "沿岸新建石油化工、煤化工项目",
        "New petrochemical and coal-chemical projects along the rivers",
    ),
    (
        "fertiliser_pesticide_use",
        "化肥农药使用量（合计一项）",
        "Use of fertiliser and pesticide (taken together)",
    ),
    ("township_sewage", "乡镇污水治理覆盖", "Townships with sewage treatment"),
    ("township_effluent", "乡镇污水厂出水", "Effluent of township sewage plants"),
    ("third_waterworks", "十堰市第三水厂", "Third waterworks of Shiyan"),
    (
        "water_use_intensity",
        "万元工业增加值和万元GDP用水量（合计一项）",
        "Water use per industrial value added and GDP (taken together)",
    ),
    ("tiered_water_price", "居民阶梯水价", "Tiered household water prices"),
    ("river_works", "汉江干流重点河段综合整治", "Works on key reaches of the Han"),
    ("reservoir_quality", "水库水质", "Water quality of the reservoir"),
    ("inflow_river_quality", "入库河流水质", "Water quality of rivers into the reservoir"),
    ("source_zone_outfalls", "饮用水水源保护区内排污口", "Outfalls in drinking-water source zones"),
    ("reserve_fishing_ban", "水生生物保护区禁捕", "Aquatic reserves closed to fishing"),
    ("ship_waste", "船舶污染物规范化处理", "Proper treatment of ship waste"),
    ("erosion_control", "水土流失治理", "Soil-erosion control"),
    ("slope_farmland_works", "坡耕地治理", "Works on sloping farmland"),
    ("green_lines", "道路、渠道、堤坝绿化", "Greening of roads, canals and dykes"),
    ("natural_forest_logging", "天然林商业性采伐", "Commercial logging of natural forest"),
    ("yellow_label_vehicles", "黄标车", "Yellow-label vehicles"),
    ("section_monitoring", "跨界断面水质监测评估", "Monitoring of cross-border sections"),
    ("section_assessment", "跨界断面水质年度考核", "Yearly assessment of cross-border sections"),
    (
        "protected_area_development",
        "保护地内有悖功能定位的开发",
        "Development against the purpose of protected areas",
    ),
    (
        "built_up_polluting_projects",
        "建成区内高污染项目",
        "Polluting projects in the built-up area",
    ),
    ("lake_zone_buildings", "湖泊保护区内无关建筑", "Unrelated buildings in lake protection zones"),
    (
        "redline_development",
        "生态保护红线内不合理开发",
        "Improper development inside the ecological redline",
    ),
    ("forest_area", "森林面积占补", "Forest area taken and replaced"),
    ("motorways", "高速公路", "Motorways"),
    ("rail_service", "县县通铁路", "Railway in every county"),
    ("farm_industries", "百亿特色农业产业", "Farm industries of 10 billion yuan"),
    (
        "village_transport",
        "行政村通班车、通邮、通快递",
        "Bus, post and express delivery in villages",
    ),
    ("rural_waste_campaign", "农村生活垃圾治理专项行动", "Campaign on rural waste"),
    ("groundwater_pollution", "污染地下水的行为", "Acts that pollute groundwater"),
    ("steep_slope_farming", "陡坡垦殖", "Farming on steep slopes"),
    ("storage_base", "储能装备基地", "Energy-storage equipment base"),
    ("overload_projects", "资源环境超载的产业项目", "Industry beyond the carrying capacity"),
    ("redline_use_change", "生态保护红线用途改变", "Change of use inside the ecological redline"),
    ("basic_farmland", "永久基本农田", "Permanent basic farmland"),
    ("new_energy_industry", "新能源产业规模", "Output of the new-energy industry"),
    ("high_tech_zone", "国家级高新区规模", "Output of the national high-tech zone"),
    ("rural_public_services", "农村基本公共服务", "Basic public services in the country"),
    (
        "coal_power_projects",
        "新建燃煤发电项目和自备机组",
        "New coal power projects and captive units",
    ),
    ("coal_share", "煤炭占能源消费比重", "Share of coal in energy use"),
    ("gas_consumption", "天然气用气量", "Natural-gas consumption"),
    ("river_heat_station", "江水源可再生能源站", "River-source energy station"),
    ("slow_traffic", "慢行交通设施", "Paths for walking and cycling"),
    ("new_energy_buses", "新能源公交车", "New-energy buses"),
    ("construction_waste", "建筑垃圾资源化利用率", "Recycling of construction waste"),
    (
        "fertiliser_efficiency",
        "三大粮食作物化肥利用率",
        "Fertiliser efficiency of the three main grains",
    ),
    (
        "pesticide_efficiency",
        "三大粮食作物农药利用率",
        "Pesticide efficiency of the three main grains",
    ),
    (
        "manure_rates",
        "畜禽粪污资源化利用率和设施配套率（合计一项）",
        "Manure use and facility rates (taken together)",
    ),
    ("afforestation", "植树造林", "Afforestation"),
    ("forest_tending", "森林抚育", "Forest tending"),
    ("logging_quota", "年采伐量", "Yearly logging"),
    ("natural_shoreline", "城市水体自然岸线", "Natural shoreline of urban waters"),
    ("ecological_flow", "河湖生态流量达标", "Ecological flow of rivers and lakes"),
    ("chenhu_reserve", "沉湖湿地自然保护区晋升", "Upgrade of the Chen Lake reserve"),
    ("forest_towns", "省级森林城镇", "Provincial forest towns"),
    ("forest_villages", "森林乡村", "Forest villages"),
    ("steel_low_emission", "钢铁企业超低排放改造", "Ultra-low emission of steelworks"),
    (
        "incinerator_denitration",
        "垃圾焚烧发电厂烟气脱硝",
        "Flue-gas denitration of waste incinerators",
    ),
    ("sludge_capacity", "污泥处置能力", "Sludge-disposal capacity"),
    ("land_safety", "重点建设用地安全利用", "Safe use of key building land"),
    ("farmland_safety", "受污染耕地安全利用率", "Safe use of polluted farmland"),
    ("raw_waste_landfill", "原生生活垃圾填埋", "Landfill of raw household waste"),
    ("synergy_zones", "跨市生态协同区", "Ecological zones across cities"),
    ("overcapacity", "产能过剩行业违规扩产", "Unlawful growth of overcapacity industries"),
    (
        "persistent_pollutants",
        "持久性有机污染物和添汞产品",
        "Persistent pollutants and mercury products",
    ),
)

SUBJECTS: Mapping[str, Subject] = MappingProxyType(
    {name: Subject(name, Text(zh, en)) for name, zh, en in _LIST}
)
"""Every subject by its id, in the order of the plans."""
