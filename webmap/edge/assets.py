"""Our own static files, under an address that changes with their content and is kept for ever."""

from __future__ import annotations

import hashlib
import mimetypes
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, request, send_from_directory
from markupsafe import Markup

from webmap.edge.access import open_to_all
from webmap.edge.bundles import BUILT, SHEETS, STATIC, built_names
from webmap.edge.parameters import ANY, asks

KEPT_S = 365 * 24 * 3600

blueprint = Blueprint("assets", __name__)


def stamp_of(folder: Path) -> str:
    """A short hash over the names, sizes and times of all files of a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    facts = [(path.relative_to(folder).as_posix(), path.stat()) for path in files]
    lines = [f"{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in facts]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def asset_url(path: str) -> str:
    """The address of a file below `static/`, or of what was made of it; relative imports of
    modules stay below the stamp."""
    place = f"{BUILT.as_posix()}/{path}" if path in built_names() else path
    return f"/static/{current_app.config['ASSET_STAMP']}/{place}"


def styles(name: str) -> Markup:
    """The links to the styles that go by one name: one where they were put together."""
    whole = f"sheets/{name}.css"
    sheets = (whole,) if whole in built_names() else SHEETS[name]
    link = Markup('<link rel="stylesheet" href="{}">')
    return Markup("\n").join(link.format(asset_url(sheet)) for sheet in sheets)


@blueprint.get("/static/<stamp>/<path:path>")
@open_to_all
@asks(ANY)
def static_file(stamp: str, path: str) -> Response:
    response = _compressed(path) or send_from_directory(STATIC, path, conditional=True)
    if path.startswith(f"{BUILT.as_posix()}/"):
        response.vary.add("Accept-Encoding")
    if stamp == current_app.config["ASSET_STAMP"]:
        response.headers["Cache-Control"] = f"public, max-age={KEPT_S}, immutable"
    else:
        response.headers["Cache-Control"] = "no-cache"
    return response


def _compressed(path: str) -> Response | None:
    """The file as it was compressed when it was made, for those who can read it."""
    name = path.removeprefix(f"{BUILT.as_posix()}/")
    read = request.accept_encodings.quality("gzip") > 0
    if name == path or name not in built_names() or not read:
        return None
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    response = send_from_directory(STATIC, f"{path}.gz", conditional=True, mimetype=kind)
    response.headers["Content-Encoding"] = "gzip"
    return response


def install(app: Flask) -> None:
    app.config["ASSET_STAMP"] = stamp_of(STATIC)
    app.register_blueprint(blueprint)
    app.jinja_env.globals["asset_url"] = asset_url
    app.jinja_env.globals["styles"] = styles
