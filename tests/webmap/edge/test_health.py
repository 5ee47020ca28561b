"""What answers when a server or a disk is gone: words and a code, and what can go on goes on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from limits import parse

from geo.errors import EcoAtlasError
from layers.faults.disk import Room
from layers.settings import Settings
from webmap.app import create_app
from webmap.commands import main
from webmap.edge import health, limit_counts

NOBODY = "127.0.0.1:1"


@pytest.fixture
def site_of(site: Any) -> Iterator[Callable[..., Any]]:
    """The application over the small district, with other addresses of its servers."""
    made: list[Any] = []

    def opened(**changed: Any) -> Any:
        app = create_app(site.settings.model_copy(update=changed))
        made.append(app)
        return type(site)(app, site.settings, site.database, site.store)

    yield opened
    for app in made:
        app.extensions["ecoatlas"].database.close()


def parts(client: FlaskClient, status: int) -> dict[str, Any]:
    response = client.get("/healthz")
    assert response.status_code == status
    body = response.get_json()
    assert body["status"] == ("ok" if status == 200 else "unavailable")
    return body["parts"]  # type: ignore[no-any-return]


def test_an_office_that_is_well_says_so_part_by_part(client: FlaskClient) -> None:
    found = parts(client, 200)
    assert found.keys() == {"database", "store", "queue", "limiter", "disk"}
    assert all(part["ok"] for part in found.values())
    assert found["disk"]["free_mb"] > 0


def test_without_the_server_of_counts_people_sign_in_and_programs_are_answered(
    site_of: Callable[..., Any], signing_in: Any, client_of: Callable[[str], FlaskClient]
) -> None:
    client_of("viewer")  # the account is there
    office = site_of(limits_url=f"redis://{NOBODY}/0")
    client = office.app.test_client()
    assert signing_in(client, "viewer").status_code == 303
    assert client.get("/api/v1/layers").status_code == 200
    assert signing_in(office.app.test_client(), "viewer", "wrong").status_code == 401
    limiter = parts(client, 200)["limiter"]
    assert limiter == {"ok": True, "counts": "alone"}


def test_whoever_guesses_is_stopped_without_the_server_too(
    site_of: Callable[..., Any], signing_in: Any
) -> None:
    client = site_of(limits_url=f"redis://{NOBODY}/0").app.test_client()
    statuses = [signing_in(client, "nobody", "wrong").status_code for _ in range(6)]
    assert statuses == [401] * 5 + [429]


def test_a_server_of_counts_is_asked_again_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = limit_counts.open_counts(Settings(limits_url=f"redis://{NOBODY}/0"))
    asked: list[str] = []

    def gone(*_: object) -> bool:
        asked.append("asked")
        raise limit_counts.StorageError(ConnectionError("gone"))

    monkeypatch.setattr(counts._kept, "hit", gone)
    assert counts.hit(parse("5/minute"), "a")
    assert counts.hit(parse("5/minute"), "a")
    assert asked == ["asked"]
    counts._asked_again_at = 0.0
    assert counts.hit(parse("5/minute"), "a")
    assert asked == ["asked", "asked"]


def test_a_queue_that_is_gone_is_told_and_pages_are_answered(site_of: Callable[..., Any]) -> None:
    client = site_of(queue_url=f"redis://{NOBODY}/0").app.test_client()
    found = parts(client, 503)
    assert found["queue"] == {"ok": False, "code": "queue-unreachable"}
    assert [name for name, part in found.items() if not part["ok"]] == ["queue"]
    assert client.get("/").status_code == 200


def test_a_store_that_points_to_nothing_is_told(
    site_of: Callable[..., Any], tmp_path: Path
) -> None:
    client = site_of(store_url=str(tmp_path / "nowhere")).app.test_client()
    assert parts(client, 503)["store"] == {"ok": False, "code": "content-missing"}


def test_a_disk_without_room_is_told(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        health, "room_at", lambda path, needed: Room(path, 19_000_000, 10**12, True, needed)
    )
    assert parts(client, 503)["disk"] == {"ok": False, "code": "disk-full"}


@pytest.fixture
def without_database(tmp_path: Path) -> Iterator[FlaskClient]:
    settings = Settings(home=tmp_path, database_url=f"postgresql://eco:secret@{NOBODY}/eco")
    app = create_app(settings)
    yield app.test_client()
    app.extensions["ecoatlas"].database.close()


def test_without_the_database_server_pages_and_programs_are_told_what_is_wrong(
    without_database: FlaskClient,
) -> None:
    page = without_database.get("/", headers={"Accept": "text/html"})
    assert page.status_code == 503
    assert page.mimetype == "text/html"
    assert "database-unreachable" in page.text
    answer = without_database.get("/api/v1/layers")
    assert answer.status_code == 503
    assert answer.get_json()["code"] == "database-unreachable"
    assert int(answer.headers["Retry-After"]) > 0
    for told in (page.text, answer.text):
        assert "secret" not in told
        assert NOBODY not in told
    found = parts(without_database, 503)
    assert found["database"] == found["store"] == {"ok": False, "code": "database-unreachable"}


@pytest.mark.parametrize(
    ("variable", "address", "package", "command"),
    [
        ("ECOATLAS_DATABASE_URL", f"postgresql://{NOBODY}/eco", "psycopg", "layers list"),
        ("ECOATLAS_QUEUE_URL", f"redis://{NOBODY}/0", "redis", "worker"),
    ],
)
def test_a_missing_driver_names_the_package_and_what_to_install(
    monkeypatch: pytest.MonkeyPatch, variable: str, address: str, package: str, command: str
) -> None:
    monkeypatch.setenv(variable, address)
    monkeypatch.setitem(sys.modules, package, None)
    result = CliRunner().invoke(main, command.split(), catch_exceptions=False)
    assert result.exit_code == 1
    assert "driver-missing" in result.stderr
    assert f"ecoatlas[{'postgresql' if package == 'psycopg' else package}]" in result.stderr
    assert variable in result.stderr


@pytest.mark.parametrize(
    ("variable", "address"),
    [
        ("ECOATLAS_DATABASE_URL", "mysql://u:secret@x/y"),
        ("ECOATLAS_DATABASE_URL", "rubbish-secret"),
        ("ECOATLAS_STORE_URL", "nope://u:secret@x"),
    ],
)
def test_an_address_of_no_known_kind_is_a_wrong_setting_and_its_password_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, variable: str, address: str
) -> None:
    monkeypatch.setenv(variable, address)
    result = CliRunner().invoke(
        main, ["layers", "export", "x", "--format", "gpkg", "--out", "x.gpkg"]
    )
    assert result.exit_code == 1
    assert "setting-invalid" in result.stderr
    assert variable in result.stderr
    assert "u:secret" not in result.stderr


def test_a_wrong_address_of_the_counts_is_a_wrong_setting(tmp_path: Path) -> None:
    with pytest.raises(EcoAtlasError) as refused:
        create_app(Settings(home=tmp_path, limits_url="foo://u:secret@x"))
    assert refused.value.code == "setting-invalid"
    assert "secret" not in refused.value.message.zh
