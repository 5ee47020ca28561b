"""The application: one factory, nothing at import."""

from __future__ import annotations

from flask import Flask

from layers.settings import Settings, get_settings
from layers.storage.store import Store
from layers.system.commit_cache import Unwritten
from layers.system.database import Database, engine_for
from projects.work.services import Services
from webmap.accounts import admin_pages as account_admin_pages
from webmap.accounts import api as api_accounts
from webmap.accounts import menu as account_menu
from webmap.accounts import pages as account_pages
from webmap.asking import api as api_asking
from webmap.audit import check as audit_check
from webmap.audit import pages as audit_pages
from webmap.basemaps import pages as basemap_pages
from webmap.basemaps import pictures as basemap_pictures
from webmap.chiefs import pages as chief_pages
from webmap.edge import (
    access,
    assets,
    cookies,
    health,
    language,
    limits,
    people,
    problem_details,
    refused_requests,
    rendering,
    security,
    titles,
)
from webmap.edge.file_answers import leave_nothing
from webmap.exchange import api as api_exchange
from webmap.exports import artifact_pages
from webmap.exports import pages as export_pages
from webmap.hits import api as api_hits
from webmap.hits import pages as hit_pages
from webmap.interface import pages as interface_pages
from webmap.jobs import api as api_jobs
from webmap.layers import confirmed_pages as layer_confirmed_pages
from webmap.layers import demonstration_pages
from webmap.layers import held_pages as layer_held_pages
from webmap.layers import named_pages as layer_named_pages
from webmap.layers import pages as layer_pages
from webmap.map import api as api_map
from webmap.map import pages as map_pages
from webmap.map import raster_pages, tile_sets, tiles
from webmap.map.district import district_title
from webmap.meeting import pages as meeting_pages
from webmap.metrics import api as api_metrics
from webmap.metrics import pages as metric_pages
from webmap.metrics import standing, standing_pages
from webmap.ogc import pages as ogc_pages
from webmap.ogc import tiles as ogc_tiles
from webmap.policy import api as api_policy
from webmap.policy import pages as policy_pages
from webmap.policy import state_pages as policy_state_pages
from webmap.projects import api as api_projects
from webmap.projects import (
    api_changes,
    api_many,
    api_parts,
    api_pool,
    api_project_files,
    api_units,
    bulk_pages,
    chosen_pages,
    clause_pages,
    link_pages,
    lists,
    part_forms,
    pool_pages,
    problem_forms,
    record_forms,
    unit_pages,
    workbook_pages,
)
from webmap.projects import changes as project_changes
from webmap.projects import dashboard as project_dashboard
from webmap.projects import ground as project_ground
from webmap.projects import pages as project_pages
from webmap.readings import pages as reading_pages
from webmap.readings import typing as typed_readings
from webmap.recent import pages as recent_pages
from webmap.rounds import api as api_rounds
from webmap.rounds import assessment_pages
from webmap.rounds import bulletin_pages as round_bulletins
from webmap.rounds import changes as round_changes
from webmap.rounds import pages as round_pages
from webmap.sheets import aging_pages as sheet_aging_pages
from webmap.sheets import api as api_sheets
from webmap.sheets import pages as sheet_pages
from webmap.sites import api as api_sites
from webmap.sites import pages as site_pages
from webmap.sites import review_pages as site_review_pages
from webmap.statements import api as api_statements
from webmap.statements import delegation_pages, review_pages, verify_pages
from webmap.statements import pages as statement_pages
from webmap.statements.notices import answered_to_me, returned_to_me
from webmap.table import pages as table_pages
from webmap.targets import api as api_targets
from webmap.targets import changes as target_changes
from webmap.targets import pages as target_pages
from webmap.uploads import api as api_uploads
from webmap.uploads import api_files as api_upload_files
from webmap.uploads import pages as upload_pages
from webmap.versions import api as api_versions
from webmap.versions import pages as version_pages
from webmap.viewing import pages as viewing_pages
from webmap.water import bulletin_pages, warning_pages
from webmap.water import pages as water_pages
from webmap.words import WORDS

ROOMS = (
    health,
    map_pages,
    meeting_pages,
    layer_pages,
    project_pages,
    project_changes,
    project_dashboard,
    project_ground,
    record_forms,
    part_forms,
    problem_forms,
    lists,
    workbook_pages,
    bulk_pages,
    chosen_pages,
    link_pages,
    clause_pages,
    pool_pages,
    unit_pages,
    policy_pages,
    policy_state_pages,
    account_pages,
    account_admin_pages,
    basemap_pages,
    basemap_pictures,
    layer_named_pages,
    layer_confirmed_pages,
    layer_held_pages,
    demonstration_pages,
    table_pages,
    version_pages,
    export_pages,
    artifact_pages,
    audit_pages,
    upload_pages,
    sheet_aging_pages,
    sheet_pages,
    statement_pages,
    review_pages,
    delegation_pages,
    verify_pages,
    metric_pages,
    standing_pages,
    hit_pages,
    target_pages,
    target_changes,
    api_map,
    api_metrics,
    chief_pages,
    site_pages,
    site_review_pages,
    api_sites,
    water_pages,
    bulletin_pages,
    warning_pages,
    viewing_pages,
    api_policy,
    api_projects,
    api_accounts,
    api_changes,
    api_parts,
    api_pool,
    api_exchange,
    api_project_files,
    api_many,
    api_units,
    api_asking,
    api_hits,
    api_jobs,
    interface_pages,
    api_sheets,
    api_statements,
    api_rounds,
    assessment_pages,
    reading_pages,
    typed_readings,
    recent_pages,
    round_bulletins,
    round_changes,
    round_pages,
    api_targets,
    api_uploads,
    api_upload_files,
    api_versions,
    tile_sets,
    tiles,
    raster_pages,
    ogc_pages,
    ogc_tiles,
)


def create_app(settings: Settings | None = None) -> Flask:
    """The application over these settings; the database must have its tables already."""
    settings = settings or get_settings()
    app = Flask("webmap", static_folder=None, template_folder="templates")
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    database = Database(engine_for(settings))
    app.extensions["ecoatlas"] = Services(settings, database, Store(settings.resolved_store_url))
    app.extensions[access.UNWRITTEN] = Unwritten(database.engine)
    cookies.install(app, settings)
    limits.install(app, settings)
    for part in (
        security,
        access,
        language,
        account_menu,
        people,
        titles,
        audit_check,
        problem_details,
        refused_requests,
        assets,
    ):
        part.install(app)
    rendering.install(
        app,
        WORDS,
        district_title=lambda: rendering.seen(district_title),
        run_mark=standing.mark_of_line,
        figure_mark=standing.mark_of_figure,
        returned_to_me=returned_to_me,
        answered_to_me=answered_to_me,
    )
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
    leave_nothing(app)
    return app
