"""Our own static files, under an address that changes with their content and is kept for ever."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, send_from_directory

from webmap.edge.access import open_to_all

STATIC = Path(__file__).parents[1] / "static"
KEPT_S = 365 * 24 * 3600

blueprint = Blueprint("assets", __name__)


def stamp_of(folder: Path) -> str:
    """A short hash over the names, sizes and times of all files of a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    facts = [(path.relative_to(folder).as_posix(), path.stat()) for path in files]
    lines = [f"{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in facts]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def asset_url(path: str) -> str:
    """The address of a file below `static/`; relative imports of modules stay below the stamp."""
    return f"/static/{current_app.config['ASSET_STAMP']}/{path}"


@blueprint.get("/static/<stamp>/<path:path>")
@open_to_all
def static_file(stamp: str, path: str) -> Response:
    response = send_from_directory(STATIC, path, conditional=True)
    if stamp == current_app.config["ASSET_STAMP"]:
        response.headers["Cache-Control"] = f"public, max-age={KEPT_S}, immutable"
    else:
        response.headers["Cache-Control"] = "no-cache"
    return response


def install(app: Flask) -> None:
    app.config["ASSET_STAMP"] = stamp_of(STATIC)
    app.register_blueprint(blueprint)
    app.jinja_env.globals["asset_url"] = asset_url
