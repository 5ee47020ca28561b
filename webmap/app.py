"""The application: one factory, nothing at import."""

from __future__ import annotations

from flask import Flask

from layers.settings import Settings, get_settings
from layers.storage.store import Store
from layers.system.commit_cache import Unwritten
from layers.system.database import Database, engine_for
from webmap import (
    access,
    account_admin_pages,
    account_menu,
    account_pages,
    api,
    api_accounts,
    api_changes,
    api_hits,
    api_jobs,
    api_sheets,
    api_statements,
    api_upload_files,
    api_uploads,
    api_versions,
    assets,
    audit_check,
    audit_pages,
    cookies,
    export_pages,
    hit_pages,
    language,
    layer_named_pages,
    limits,
    made_pages,
    metric_pages,
    pages,
    raster_pages,
    refusals,
    refused,
    rendering,
    security,
    sheet_pages,
    statement_pages,
    table_pages,
    tiles,
    upload_pages,
    verify_pages,
    version_pages,
)
from webmap.answers.services import Services

ROOMS = (
    pages,
    account_pages,
    account_admin_pages,
    layer_named_pages,
    table_pages,
    version_pages,
    export_pages,
    made_pages,
    audit_pages,
    upload_pages,
    sheet_pages,
    statement_pages,
    verify_pages,
    metric_pages,
    hit_pages,
    api,
    api_accounts,
    api_changes,
    api_hits,
    api_jobs,
    api_sheets,
    api_statements,
    api_uploads,
    api_upload_files,
    api_versions,
    tiles,
    raster_pages,
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
        rendering,
        account_menu,
        audit_check,
        refusals,
        refused,
        assets,
    ):
        part.install(app)
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
    return app
