"""What the schemes of assessment and the published reports are called that ship with the program.

An office may add others under codes of its own: they stand as they were written.
"""

from __future__ import annotations

from geo.words import Text

SCHEMES = (
    ("hubei", Text("湖北省跨界断面考核", "Cross-boundary sections of Hubei")),
    ("danjiangkou", Text("丹江口水库Ⅱ类目标", "Danjiangkou reservoir, class II")),
    ("wuhan_yangtze", Text("长江武汉段跨区断面考核", "Sections of the Yangtze in Wuhan")),
    ("tongshun", Text("通顺河武汉—仙桃补偿", "Tongshun River, Wuhan and Xiantao")),
    ("tuanfeng", Text("武汉—团风补偿", "Wuhan and Tuanfeng")),
    ("fuhuan_suizhou", Text("府澴河武汉—随州补偿", "Fuhuan River, Wuhan and Suizhou")),
    ("fuhuan_xiaogan", Text("府澴河武汉—孝感补偿", "Fuhuan River, Wuhan and Xiaogan")),
    ("all_partners", Text("武汉与周边各市补偿", "Wuhan and all its neighbours")),
    ("shiyan", Text("十堰市跨界断面考核", "Cross-boundary sections of Shiyan")),
)
PUBLICATIONS = (
    ("hubei_2017_04", Text("湖北省 2017 年 1–4 月通报", "Hubei, January to April 2017")),
    ("hubei_2019_11", Text("湖北省 2019 年 1–11 月通报", "Hubei, January to November 2019")),
    ("lakes_2024", Text("湖北省 2024 年湖泊通报", "Lakes of Hubei in 2024")),
)
