"""Every table of EcoAtlas: importing the modules that declare tables fills the metadata."""

from __future__ import annotations

import layers.audit.tables
import layers.catalogue
import layers.jobs.tables
import layers.search.tables
import layers.uploads.tables
import projects.accounts.tables
import projects.evidence.tables
import projects.exchange.tables
import projects.holdings.tables
import projects.metrics.hits.hit_tables
import projects.metrics.tables
import projects.policy.tables
import projects.records.model.part_tables
import projects.records.model.pool_tables
import projects.records.model.tables
import projects.rounds.tables
import projects.sheets.tables
import projects.sites.tables
import projects.standing.tables
import projects.statements.tables
import projects.targets.tables
import projects.units.tables
import projects.water.tables
from layers.system.database import Base

TABLE_MODULES = (
    layers.audit.tables,
    layers.catalogue,
    layers.jobs.tables,
    layers.search.tables,
    layers.uploads.tables,
    projects.accounts.tables,
    projects.evidence.tables,
    projects.exchange.tables,
    projects.holdings.tables,
    projects.metrics.hits.hit_tables,
    projects.metrics.tables,
    projects.policy.tables,
    projects.records.model.part_tables,
    projects.records.model.pool_tables,
    projects.records.model.tables,
    projects.rounds.tables,
    projects.sheets.tables,
    projects.sites.tables,
    projects.standing.tables,
    projects.statements.tables,
    projects.targets.tables,
    projects.units.tables,
    projects.water.tables,
)
METADATA = Base.metadata
