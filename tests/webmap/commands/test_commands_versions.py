"""Versions on the command line: what changed, and making one live again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from webmap.commands import layer_versions, main

pytestmark = pytest.mark.slow

Run = Callable[..., Result]


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


@pytest.fixture
def run() -> Run:
    return call


def square(west: float, code: str, name: str) -> dict[str, Any]:
    ring = [[west, 30.0], [west + 0.01, 30.0], [west + 0.01, 30.01], [west, 30.01], [west, 30.0]]
    return {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {"code": code, "name": name},
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Version 1, public, has L1 and L2; version 2, live and internal, another L1 and L3."""
    folder = tmp_path_factory.mktemp("lakes")
    first = [square(114.0, "L1", "东湖"), square(114.02, "L2", "南湖")]
    second = [square(114.0, "L1", "东湖（大）"), square(114.04, "L3", "北湖")]
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("ECOATLAS_HOME", str(folder / "home"))
        for number, (features, grade) in enumerate(((first, "public"), (second, "internal"))):
            path = folder / f"{number}.geojson"
            path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
            result = call(
                "layers", "import", str(path), "--layer", "lakes", "--kind", "lake", "--crs",
                "EPSG:4490", "--accept", "crs-missing", "--secrecy", grade, "--json",
            )  # fmt: skip
            assert result.exit_code == 0, result.output
    return folder / "home"


@pytest.fixture
def two(made: Path, private_home: Path) -> None:
    shutil.copytree(made, private_home)


def live(run: Run) -> int:
    return int(json.loads(run("layers", "show", "lakes", "--json").stdout)["version"])


@pytest.mark.usefixtures("two")
def test_a_difference_is_one_json_object_or_a_table(run: Run) -> None:
    found = json.loads(run("layers", "diff", "lakes", "1", "2", "--json").stdout)
    assert {one["key"]: one["what"] for one in found["changes"]} == {
        "L1": ["attributes"], "L2": ["removed"], "L3": ["added"],
    }  # fmt: skip
    assert found["counts"]["changed"] == 3
    back = json.loads(run("layers", "diff", "lakes", "2", "1", "--json").stdout)
    assert back["counts"]["added"] == 1
    said = run("layers", "diff", "lakes", "1", "2").stdout
    assert "东湖 → 东湖（大）" in said
    assert "公开 → 内部" in said


@pytest.mark.usefixtures("two")
def test_a_difference_of_fields_alone_is_told_in_words(run: Run, tmp_path: Path) -> None:
    """The features are the same: without the fields the answer would be empty."""
    features = [square(114.0, "L1", "东湖（大）"), square(114.04, "L3", "北湖")]
    for feature in features:
        feature["properties"] |= {"depth": 2.5}
    path = tmp_path / "3.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    codes = ["--accept", "crs-missing", "--crs", "EPSG:4490"]
    assert (
        run("layers", "import", str(path), "--layer", "lakes", "--kind", "lake", *codes).exit_code
        == 0
    )
    assert "新增字段 depth（depth）：2 个有值" in run("layers", "diff", "lakes", "2", "3").stdout
    back = run("--lang", "en", "layers", "diff", "lakes", "3", "2").stdout
    assert "Field depth (depth) removed: it had 2 values" in back


@pytest.mark.usefixtures("two")
def test_a_file_of_no_known_format_is_refused_before_anything_is_compared(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layer_versions, "diff", pytest.fail)
    refused = run("layers", "diff", "lakes", "1", "2", "--out", str(tmp_path / "a.pdf"), "--json")
    assert json.loads(refused.stdout)["error"]["code"] == "unknown-export-format"


@pytest.mark.usefixtures("two")
def test_a_difference_is_written_to_a_file(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "差异.xlsx"
    result = run("layers", "diff", "lakes", "1", "2", "--out", str(out))
    assert result.exit_code == 0
    assert "要素 Features" in openpyxl.load_workbook(out).sheetnames
    refused = run("layers", "diff", "lakes", "1", "2", "--out", str(tmp_path / "a.pdf"), "--json")
    assert json.loads(refused.stdout)["error"]["code"] == "unknown-export-format"
    assert refused.exit_code == 1
    logged = json.loads(run("audit", "list", "--action", "layer-exported", "--json").stdout)
    assert [one["details"]["format"] for one in logged["entries"]] == ["diff-xlsx"]


@pytest.mark.usefixtures("two")
def test_going_back_asks_before_more_people_see_the_layer(run: Run) -> None:
    refused = run("layers", "rollback", "lakes", "1")
    assert refused.exit_code == 1
    assert "secrecy-would-drop" in refused.stderr
    assert live(run) == 2
    done = run("layers", "rollback", "lakes", "1", "--accept", "secrecy-would-drop", "--json")
    answer = json.loads(done.stdout)
    assert (answer["version"], answer["previous"], answer["changed"]) == (1, 2, True)
    assert live(run) == 1
    again = run("layers", "rollback", "lakes", "1")
    assert (again.exit_code, "本来就是" in again.stdout) == (0, True)


@pytest.mark.usefixtures("two")
def test_going_back_names_the_projects_that_would_lose_features(run: Run, tmp_path: Path) -> None:
    sheet = tmp_path / "projects.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["code", "name", "status"])
    book.active.append(["XM-9", "北湖治理", "building"])
    book.save(sheet)
    assert run("projects", "import", str(sheet)).exit_code == 0
    assert run("projects", "link", "XM-9", "lakes", "L3").exit_code == 0
    codes = ["--accept", "secrecy-would-drop"]
    refused = run("layers", "rollback", "lakes", "1", *codes)
    assert refused.exit_code == 1
    assert "links-would-break" in refused.stderr
    assert "北湖治理" in refused.stderr
    codes += ["--accept", "links-would-break"]
    assert run("layers", "rollback", "lakes", "1", *codes).exit_code == 0
    assert live(run) == 1


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("diff", "lakes", "1", "9"), "unknown-version"),
        (("diff", "nothing", "1", "2"), "unknown-layer"),
        (("rollback", "lakes", "9"), "unknown-version"),
    ],
)
def test_what_is_not_there_is_refused(run: Run, arguments: tuple[str, ...], code: str) -> None:
    result = run("layers", *arguments, "--json")
    assert (result.exit_code, json.loads(result.stdout)["error"]["code"]) == (1, code)
