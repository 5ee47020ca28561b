"""Every metric there is, by id."""

from __future__ import annotations

from geo.errors import EcoAtlasError
from projects.metrics.corridors.connectivity import CORRIDOR_CONNECTIVITY
from projects.metrics.corridors.continuity import CORRIDOR_CONTINUITY
from projects.metrics.corridors.green import CORRIDOR_GREEN
from projects.metrics.corridors.length import CORRIDOR_LENGTH
from projects.metrics.corridors.width import CORRIDOR_WIDTH
from projects.metrics.coverage import COVERAGE
from projects.metrics.declaration import Metric
from projects.metrics.errors import UNKNOWN_METRIC
from projects.metrics.families import FAMILIES
from projects.metrics.sewage.blank import SEWAGE_BLANK_AREAS
from projects.metrics.sewage.effluent_metric import SEWAGE_EFFLUENT
from projects.metrics.sewage.load import SEWAGE_LOAD
from projects.metrics.sewage.rates import SEWAGE_RATES_METRIC
from projects.metrics.sewage.township_coverage import TOWNSHIP_COVERAGE
from projects.metrics.sponge.design_rainfall import DESIGN_RAINFALL_METRIC
from projects.metrics.sponge.projects import SPONGE_PROJECTS_METRIC
from projects.metrics.sponge.share import SPONGE_COVERAGE
from projects.metrics.sponge.volume import SPONGE_VOLUME
from projects.metrics.sponge.what_if import SPONGE_WHAT_IF
from projects.metrics.waters.ban_bands_metric import BANK_BANS
from projects.metrics.waters.ban_zones_metric import PROTECTED_ZONE_HITS
from projects.metrics.waters.lake_balance import LAKE_BALANCE
from projects.metrics.waters.outfall_counts import OUTFALL_DIRECT, OUTFALL_INVENTORY
from projects.metrics.waters.redline_hits import REDLINE_HITS
from projects.metrics.works.amount import AMOUNT_BY_STATUS
from projects.metrics.works.area import AREA_BY_STATUS
from projects.metrics.works.balance import AREA_BALANCE
from projects.metrics.works.count import COUNT_BY_STATUS
from projects.metrics.works.length import LENGTH_BY_STATUS
from projects.metrics.works.shoreline import NATURAL_SHORELINE
from projects.metrics.works.zones import COOPERATION_ZONES

DECLARED: tuple[Metric, ...] = (
    COVERAGE,
    SPONGE_COVERAGE,
    SPONGE_WHAT_IF,
    SPONGE_VOLUME,
    SPONGE_PROJECTS_METRIC,
    DESIGN_RAINFALL_METRIC,
    SEWAGE_BLANK_AREAS,
    SEWAGE_LOAD,
    SEWAGE_EFFLUENT,
    SEWAGE_RATES_METRIC,
    TOWNSHIP_COVERAGE,
    OUTFALL_DIRECT,
    OUTFALL_INVENTORY,
    PROTECTED_ZONE_HITS,
    BANK_BANS,
    REDLINE_HITS,
    LAKE_BALANCE,
    CORRIDOR_LENGTH,
    CORRIDOR_WIDTH,
    CORRIDOR_CONTINUITY,
    CORRIDOR_CONNECTIVITY,
    CORRIDOR_GREEN,
    NATURAL_SHORELINE,
    COOPERATION_ZONES,
    LENGTH_BY_STATUS,
    AREA_BY_STATUS,
    COUNT_BY_STATUS,
    AMOUNT_BY_STATUS,
    AREA_BALANCE,
)


def _page_order(metric: Metric) -> tuple[int, int]:
    """By family, and in it by the declared place."""
    return FAMILIES.index(metric.family), metric.place


METRICS: dict[str, Metric] = {metric.id: metric for metric in sorted(DECLARED, key=_page_order)}


def get_metric(metric_id: str) -> Metric:
    """The metric of this id; raises `unknown-metric` with the list of metrics."""
    if metric_id not in METRICS:
        raise EcoAtlasError(UNKNOWN_METRIC, metric=metric_id, choices=", ".join(METRICS))
    return METRICS[metric_id]
