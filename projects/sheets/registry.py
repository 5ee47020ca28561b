"""Every kind of sheet there is, by id. Rules are shipped in `data/rules`, one file each."""

from __future__ import annotations

from geo.errors import EcoAtlasError
from projects.sheets.declaration import SheetKind
from projects.sheets.errors import UNKNOWN_SHEET_KIND
from projects.sheets.rules_classes import CLASS_RULES
from projects.sheets.rules_corridor import CORRIDOR_RULES
from projects.sheets.rules_dispatch import DISPATCH_RULES
from projects.sheets.rules_gep import GEP_RULES
from projects.sheets.rules_judging import JUDGING_RULES
from projects.sheets.rules_land_cover import LAND_COVER_RULES
from projects.sheets.rules_law import LAW_RULES
from projects.sheets.rules_places import PLACE_RULES
from projects.sheets.rules_pool import POOL_RULES
from projects.sheets.rules_projects import PROJECT_RULES
from projects.sheets.rules_readings import READING_RULES
from projects.sheets.rules_schemes import SCHEME_RULES
from projects.sheets.rules_sections import SECTION_RULES
from projects.sheets.rules_sewage import SEWAGE_RULES
from projects.sheets.rules_sponge import SPONGE_RULES
from projects.sheets.rules_water import WATER_RULES
from projects.sheets.series import SERIES
from projects.sheets.series_chiefs import RIVER_CHIEFS
from projects.sheets.series_flows import FLOW_SERIES
from projects.sheets.series_sections import ODD_READINGS, SECTION_MONTHS
from projects.sheets.series_sewage import SEWAGE_SERIES
from projects.sheets.series_units import UNIT_LIST

DECLARED: tuple[SheetKind, ...] = (
    *SPONGE_RULES,
    *SEWAGE_RULES,
    *WATER_RULES,
    *CORRIDOR_RULES,
    *CLASS_RULES,
    *LAND_COVER_RULES,
    *SECTION_RULES,
    *SCHEME_RULES,
    *GEP_RULES,
    *JUDGING_RULES,
    *PROJECT_RULES,
    *POOL_RULES,
    *PLACE_RULES,
    *LAW_RULES,
    *DISPATCH_RULES,
    *READING_RULES,
    *SERIES,
    *SEWAGE_SERIES,
    ODD_READINGS,
    SECTION_MONTHS,
    *FLOW_SERIES,
    UNIT_LIST,
    RIVER_CHIEFS,
)
SHEET_KINDS: dict[str, SheetKind] = {kind.id: kind for kind in DECLARED}


def get_sheet_kind(kind_id: str) -> SheetKind:
    """The kind of this id; raises `unknown-sheet-kind` with the list of kinds."""
    if kind_id not in SHEET_KINDS:
        raise EcoAtlasError(UNKNOWN_SHEET_KIND, asked=kind_id, known=", ".join(SHEET_KINDS))
    return SHEET_KINDS[kind_id]
