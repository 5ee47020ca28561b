"""What the program writes is closed to other accounts; what a person writes is his own affair."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from layers.settings import Settings
from webmap.app import create_app
from webmap.commands import main

pytestmark = pytest.mark.skipif(os.name != "posix", reason="rights of files as POSIX has them")


def call(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def points(tmp_path: Path) -> Path:
    path = tmp_path / "points.geojson"
    point = {"type": "Point", "coordinates": [114.0, 30.5]}
    one = {"type": "Feature", "geometry": point, "properties": {"code": "A", "name": "甲"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [one]}))
    return path


@pytest.mark.slow
def test_everything_in_a_new_home_is_closed_to_other_accounts(
    private_home: Path, points: Path
) -> None:
    call("init")
    create_app(Settings(home=private_home)).extensions["ecoatlas"].database.close()
    call("layers", "import", points, "--layer", "p", "--kind", "outfall", "--key", "code")
    found = [private_home, *private_home.rglob("*")]
    assert len(found) > 10
    assert [one for one in found if mode(one) & 0o077] == []
    assert os.umask(0o022) == 0o022, "the umask of whoever calls is as it was"


@pytest.mark.slow
def test_what_is_written_for_a_person_has_the_rights_that_he_is_used_to(
    private_home: Path, points: Path, tmp_path: Path
) -> None:
    call("layers", "import", points, "--layer", "p", "--kind", "outfall", "--key", "code")
    fresh, replaced = tmp_path / "fresh.geojson", tmp_path / "replaced.gpkg"
    call("layers", "export", "p", "--format", "geojson", "--out", fresh)
    assert mode(fresh) == 0o644
    replaced.write_bytes(b"x")
    replaced.chmod(0o640)
    call("layers", "export", "p", "--format", "gpkg", "--out", replaced)
    assert mode(replaced) == 0o640
    refused = CliRunner().invoke(main, ["layers", "export", "q", "--format", "gpkg", "--out", "x"])
    assert refused.exit_code == 1
    call("backup", tmp_path / "office.tar.zst")
    assert mode(tmp_path / "office.tar.zst") == 0o600, "a backup is as secret as all it holds"


def test_a_home_that_others_can_read_is_closed_and_told(private_home: Path) -> None:
    call("init")
    private_home.chmod(0o755)
    told = call("layers", "list")
    assert (mode(private_home), str(private_home) in told.stderr) == (0o700, True)
    assert "0700" not in call("layers", "list").stderr
    private_home.chmod(0o770)  # a group that works together is nobody's accident
    assert "0700" not in call("layers", "list").stderr
    assert mode(private_home) == 0o770


def test_a_folder_made_beforehand_is_closed_and_one_of_something_else_is_left(
    private_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private_home.mkdir(mode=0o755)
    call("kinds", "list")
    assert mode(private_home) == 0o700
    other = tmp_path / "other"
    other.mkdir(mode=0o755)
    (other / "letter.txt").write_text("of somebody else")
    monkeypatch.setenv("ECOATLAS_HOME", str(other))
    assert "chmod" not in call("kinds", "list").stderr
    assert mode(other) == 0o755


def test_a_home_that_cannot_be_closed_is_told(
    private_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("init")
    private_home.chmod(0o755)

    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", refused)
    assert "chmod 700" in call("--lang", "en", "kinds", "list").stderr
