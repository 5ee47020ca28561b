"""Everything that a site check looks at, declared once: each gives at least one row, always."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from geo.words import Text
from layers.kinds.controls import ECOLOGICAL_REDLINE
from layers.kinds.required import (
    ECOLOGICAL_CORRIDOR,
    MONITORING_SECTION,
    PROTECTED_WATER,
    SPONGE_ZONE,
)
from layers.kinds.supporting import LAKE, RIVER, RIVER_BANK, SEWAGE_SERVICE_AREA
from projects.sites import by_place, by_zone
from projects.sites.by_bank import bank_bans
from projects.sites.rows import VERDICTS, Check, Row

CHECKS: tuple[Check, ...] = (
    Check(
        "source_zones",
        Text("饮用水水源保护区", "Source protection zones"),
        (PROTECTED_WATER.id,),
        by_zone.source_zones,
    ),
    Check(
        "redlines",
        Text("生态保护红线", "Ecological red lines"),
        (ECOLOGICAL_REDLINE.id,),
        by_zone.redlines,
    ),
    Check("banks", Text("岸线禁令", "Bans beside the bank"), (RIVER_BANK.id,), bank_bans),
    Check("lake_lines", Text("湖泊三线", "Lake lines"), (PROTECTED_WATER.id,), by_zone.lake_lines),
    Check(
        "reserves",
        Text("自然保护地与其他保护水体", "Reserves and other protected waters"),
        (PROTECTED_WATER.id,),
        by_zone.reserves,
    ),
    Check(
        "corridors", Text("生态廊道", "Corridors"), (ECOLOGICAL_CORRIDOR.id,), by_place.corridors
    ),
    Check(
        "sponge_zones",
        Text("海绵城市排水分区", "Drainage zones"),
        (SPONGE_ZONE.id,),
        by_place.sponge_zones,
    ),
    Check(
        "service_areas",
        Text("污水处理厂服务范围", "Sewage service areas"),
        (SEWAGE_SERVICE_AREA.id,),
        by_place.service_areas,
    ),
    Check("waters", Text("河流与湖泊", "Rivers and lakes"), (RIVER.id, LAKE.id), by_place.waters),
    Check(
        "sections",
        Text("下游考核断面", "Section downstream"),
        (MONITORING_SECTION.id,),
        by_place.sections,
    ),
    Check("chiefs", Text("河湖长", "Chiefs"), (RIVER.id, LAKE.id), by_place.chiefs),
)
CHECK_TITLES: dict[str, Text] = {one.id: one.title for one in CHECKS}
"""Titles by id, in the order in which they are told."""


def as_row(row: Row) -> dict[str, Any]:
    """A row as it is kept, with the titles of its check and verdict of that day."""
    told = asdict(row)
    told["check_title"] = CHECK_TITLES[row.check].as_dict()
    told["verdict_title"] = VERDICTS[row.verdict].as_dict()
    return told
