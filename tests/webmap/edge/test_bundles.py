"""Scripts and styles put together: from what lies there now, served small to who can read it."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webmap.edge import assets, bundles
from webmap.edge.assets import STATIC

SCRIPT, SHEET = "js/map/atlas.js", "sheets/shell.css"


@pytest.fixture
def static(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A static folder with one script and one style that were put together."""
    for name in ("js", "css", "img"):
        shutil.copytree(STATIC / name, tmp_path / name)
    built = tmp_path / bundles.BUILT
    for name, text in ((SCRIPT, "run()"), (SHEET, "a{}")):
        (built / name).parent.mkdir(parents=True, exist_ok=True)
        (built / name).write_text(text)
        (built / f"{name}.gz").write_bytes(gzip.compress(text.encode()))
    (built / bundles.STAMP).write_text(bundles.wanted_stamp(tmp_path))
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    monkeypatch.setattr(assets, "built_names", lambda: bundles.built_names(tmp_path))
    bundles.built_names.cache_clear()
    yield tmp_path
    bundles.built_names.cache_clear()


@pytest.fixture
def app(static: Path) -> Flask:
    app = Flask(__name__, static_folder=None)
    assets.install(app)
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_what_was_put_together_is_named_and_sent_compressed_to_who_can_read_it(
    app: Flask, client: FlaskClient
) -> None:
    with app.test_request_context():
        address = assets.asset_url(SCRIPT)
        (link,) = assets.styles("shell").splitlines()
    assert "/vendor/built/sheets/shell.css" in link
    packed = client.get(address, buffered=True, headers={"Accept-Encoding": "gzip, br"})
    assert gzip.decompress(packed.data) == b"run()"
    plain = client.get(address, buffered=True)
    assert plain.data == b"run()"
    for answer in (packed, plain):
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert "javascript" in answer.headers["Content-Type"]
        assert "immutable" in answer.headers["Cache-Control"]
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["ETag"] != plain.headers["ETag"]
    known = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    assert client.get(address, buffered=True, headers=known).status_code == 304


def test_a_source_that_was_changed_is_asked_for_itself(app: Flask, static: Path) -> None:
    (static / SCRIPT).write_text("changed()")
    bundles.built_names.cache_clear()
    with app.test_request_context():
        assert assets.asset_url(SCRIPT).endswith(f"/{SCRIPT}")
        assert "built" not in assets.asset_url(SCRIPT)
        assert len(assets.styles("shell").splitlines()) == len(bundles.SHEETS["shell"])


def test_every_script_that_a_page_names_is_put_together_and_there() -> None:
    assert {SCRIPT, "js/upload/start_page.js"} <= set(bundles.modules())
    assert all((STATIC / name).is_file() for name in bundles.modules())


def test_addresses_in_a_style_lead_where_they_led(tmp_path: Path) -> None:
    (tmp_path / "vendor/font").mkdir(parents=True)
    sheet = "a{src:url(./files/x.woff2) format('woff2')} b{src:url('y.png')} c{behavior:url(#v)}"
    (tmp_path / "vendor/font/index.css").write_text(sheet)
    moved = bundles._with_addresses(tmp_path, "vendor/font/index.css")
    places = bundles.ADDRESS.findall(moved)
    from_sheets = (tmp_path / bundles.BUILT / "sheets").resolve()
    assert [(from_sheets / place).resolve() for place in places] == [
        (tmp_path / "vendor/font/files/x.woff2").resolve(),
        (tmp_path / "vendor/font/y.png").resolve(),
    ]
    assert "url(#v)" in moved
