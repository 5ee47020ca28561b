"""`ecoatlas selfcheck` and `restore --only` as people and scripts use them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.projects.homes import ZONES, Home, filled
from webmap.commands import main, selfcheck

pytestmark = pytest.mark.slow

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    made = filled(tmp_path_factory.mktemp("selfcheck"))
    made.state(ZONES)
    yield made
    made.database.close()


@pytest.fixture
def run(home: Home, monkeypatch: pytest.MonkeyPatch) -> Run:
    """In this home, without the reading process and the browser's files, which take a second."""
    monkeypatch.setenv("ECOATLAS_HOME", str(home.settings.home))
    monkeypatch.setattr(selfcheck, "CHECKS", selfcheck.CHECKS[:4])

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(main, list(arguments), catch_exceptions=False)

    return call


def checks(result: Result) -> dict[str, Any]:
    return {one["id"]: one for one in json.loads(result.stdout)["checks"]}


def test_a_whole_office_is_well(run: Run) -> None:
    for how in ((), ("--quick",), ("--deep",)):
        done = run("selfcheck", *how)
        assert done.exit_code == 0
        assert done.stdout.count("✓") == 4


def test_a_damaged_file_is_named_with_the_way_to_mend_it_which_works(
    home: Home, run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "office.tar.zst"
    assert run("backup", str(out)).exit_code == 0
    path = home.place(ZONES) / "data.parquet"
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    assert run("selfcheck", "--quick").exit_code == 0
    done = run("--lang", "en", "selfcheck")
    assert done.exit_code == 1
    assert f"zones@1  {home.sha256(ZONES)}  data.parquet differs" in done.stdout
    assert "restore BACKUP.tar.zst --only zones@1" in done.stderr
    told = checks(run("selfcheck", "--json"))["contents"]
    assert not told["ok"]
    assert len(told["faults"]) == 1
    zones = str(tmp_path / "x.geojson")
    refused = run("layers", "export", ZONES, "--format", "geojson", "--out", zones)
    assert refused.exit_code == 1
    assert "content-damaged" in refused.stderr
    assert "--only" in refused.stderr
    mended = run("restore", str(out), "--only", "zones@1", "--json")
    assert json.loads(mended.stdout)["mended"] == [
        {"named": "zones@1", "sha256": home.sha256(ZONES)}
    ]
    assert run("selfcheck", "--deep").exit_code == 0


def test_damaged_tiles_are_built_again(home: Home, run: Run) -> None:
    path = home.place(ZONES) / "tiles.json"
    path.write_bytes(path.read_bytes().replace(b"14", b"13"))
    done = run("selfcheck")
    assert done.exit_code == 1
    assert "selfcheck --tiles" in done.stderr
    assert "--only" not in done.stderr
    assert run("selfcheck", "--tiles").exit_code == 0
    assert run("selfcheck").exit_code == 0


def test_an_edited_figure_is_named_and_computing_again_mends_it(home: Home, run: Run) -> None:
    with home.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE metric_run SET result = result || ' ' WHERE id = 1")
    done = run("selfcheck")
    assert done.exit_code == 1
    assert "metric_run coverage#1" in done.stdout
    refused = run("statements", "make", "1")
    assert refused.exit_code == 1
    assert "result-altered" in refused.stderr
    again = run("metrics", "run", "coverage", "--zones", ZONES, "--cover", "built_up")
    assert again.exit_code == 0
    assert run("selfcheck").exit_code == 0


def test_ways_that_exclude_each_other_are_refused(run: Run, tmp_path: Path) -> None:
    assert run("selfcheck", "--quick", "--deep").exit_code == 2
    file = tmp_path / "b"
    file.write_bytes(b"")
    only = ("--only", "zones@1", "--into", str(tmp_path / "there"))
    assert run("restore", str(file), *only).exit_code == 2
