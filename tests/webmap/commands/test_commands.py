"""The commands as people and scripts use them: exit codes, one JSON object, no traceback."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from layers.settings import CHECKOUT
from webmap.commands import main

pytestmark = pytest.mark.slow

DEMO = CHECKOUT / "data" / "demo"
ZONES = str(DEMO / "sponge_zones.zip")
CONFIRMED = ("--kind", "sponge_zone", "--encoding", "GB18030", "--crs", "EPSG:4526")
Run = Callable[..., Result]


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


@pytest.fixture
def run() -> Run:
    return call


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an office with the zones of the demonstration as layer z."""
    home = tmp_path_factory.mktemp("imported") / "home"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("ECOATLAS_HOME", str(home))
        made = call("layers", "import", ZONES, "--layer", "z", *CONFIRMED)
    assert made.exit_code == 0, made.output
    return home


@pytest.fixture
def zones(imported: Path, private_home: Path) -> None:
    """That office as the test's own."""
    shutil.copytree(imported, private_home)


def answer(result: Result) -> dict[str, Any]:
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


def test_check_answers_the_agreed_json_and_stores_nothing(run: Run) -> None:
    result = run("layers", "check", ZONES, "--kind", "sponge_zone", "--json")
    found = answer(result)
    assert result.exit_code == 0
    assert found["ok"] is True
    (layer,) = found["layers"]
    assert layer.keys() >= {
        "name", "features", "geometry_types", "encoding", "crs", "fields", "problems"
    }  # fmt: skip
    assert layer["encoding"].keys() == {"declared", "detected", "used", "sample"}
    assert layer["crs"].keys() >= {"declared", "used", "candidates"}
    assert layer["fields"][0].keys() >= {"name", "type", "maps_to"}
    repaired = [p for p in layer["problems"] if p["code"] == "geometry-repaired"]
    assert repaired
    assert repaired[0].keys() >= {"code", "severity", "feature", "message", "fix"}
    assert answer(run("layers", "list", "--json")) == {"layers": []}


def test_import_makes_a_version_and_the_same_content_makes_no_second(run: Run) -> None:
    first = answer(run("layers", "import", ZONES, "--layer", "z", *CONFIRMED, "--json"))
    again = answer(run("layers", "import", ZONES, "--layer", "z", *CONFIRMED, "--json"))
    assert (first["version"], first["created"]) == (1, True)
    assert (again["version"], again["created"]) == (1, False)
    assert first["sha256"] == again["sha256"]
    versions = answer(run("layers", "versions", "z", "--json"))["versions"]
    assert [v["version"] for v in versions] == [1]
    shown = answer(run("layers", "show", "z", "--json"))
    assert shown["manifest"]["layer"] == "z"


@pytest.mark.parametrize("format_", ["gpkg", "shp", "geojson", "parquet", "xlsx"])
def test_export_writes_the_file_that_was_asked_for(
    run: Run, zones: None, tmp_path: Path, format_: str
) -> None:
    out = tmp_path / f"z.{'zip' if format_ == 'shp' else format_}"
    result = run("layers", "export", "z", "--format", format_, "--out", str(out), "--json")
    assert result.exit_code == 0, result.output
    assert out.stat().st_size > 1000


def test_a_refusal_is_a_sentence_with_a_code_and_exit_1_in_both_languages(run: Run) -> None:
    for language, word in (("zh", "没有"), ("en", "There is no")):
        result = run("--lang", language, "layers", "show", "nowhere")
        assert result.exit_code == 1
        assert "unknown-layer" in result.stderr
        assert word in result.stderr
        assert "Traceback" not in result.output


def test_a_refusal_with_json_is_one_object_on_standard_output(run: Run) -> None:
    result = run("layers", "show", "nowhere", "--json")
    assert result.exit_code == 1
    assert answer(result)["error"]["code"] == "unknown-layer"


def test_wrong_use_is_exit_2(run: Run) -> None:
    assert run("layers", "import", ZONES).exit_code == 2
    assert run("metrics", "run", "sponge_coverage").exit_code == 2
    assert run("metrics", "run", "no_such_metric").exit_code == 2


def test_an_unknown_failure_gives_a_reference_that_the_log_explains(
    run: Run, monkeypatch: pytest.MonkeyPatch, private_home: Path
) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("layers.catalogue.live_versions", broken)
    result = run("layers", "list")
    assert result.exit_code == 1
    assert "secret detail" not in result.output
    reference = result.stderr.split("编号 ")[1][:8]
    log = (private_home / "log" / "ecoatlas.log").read_text(encoding="utf-8")
    assert reference in log
    assert "secret detail" in log


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("ECOATLAS_DISTRICT_LON", "abc", "setting-invalid"),
        ("ECOATLAS_HOME", "/dev/null/nowhere", "home-unusable"),
    ],
)
def test_a_wrong_setting_is_a_sentence_not_a_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, code: str
) -> None:
    monkeypatch.setenv(name, value)
    result = run("layers", "list")
    assert result.exit_code == 1
    assert code in result.stderr
    assert value in result.stderr
    assert "Traceback" not in result.output


def test_lists_answer_in_both_languages_and_json(run: Run) -> None:
    assert len(answer(run("policy", "list", "--json"))["documents"]) == 5
    assert len(answer(run("policy", "show", "WEDZ-2023", "--json"))["items"]) == 64
    targets = {one["id"]: one for one in answer(run("policy", "targets", "--json"))["targets"]}
    assert len(targets) == 141 + 33
    assert targets["SY-2018-T03"]["replaced_by"] == ["SY-2018-T41", "SY-2018-T42"]
    assert targets["SY-2018-T13"]["due"] == "2018-08-31"
    kinds = {kind["id"] for kind in answer(run("kinds", "list", "--json"))["kinds"]}
    assert {"sponge_zone", "ecological_corridor", "sewage_plant", "protected_water"} < kinds
    metrics = {metric["id"] for metric in answer(run("metrics", "list", "--json"))["metrics"]}
    assert {"coverage", "sponge_coverage"} <= metrics
    for language, word in (("zh", "海绵城市"), ("en", "Sponge")):
        assert word in run("--lang", language, "kinds", "list").stdout


def test_a_file_that_cannot_be_written_is_a_refusal_with_its_name(run: Run) -> None:
    result = run("projects", "export", "/dev/null/p.xlsx")
    assert result.exit_code == 1
    assert "place-unusable" in result.stderr
    assert "/dev/null/p.xlsx" in result.stderr


def test_what_a_target_asks_is_said_in_words(run: Run) -> None:
    shown = run("policy", "targets").stdout
    assert "基本消除" in shown
    assert "basically_zero" not in shown


def test_a_project_is_shown_under_the_heads_of_its_sheet(run: Run) -> None:
    code = answer(run("projects", "import", str(DEMO / "projects.xlsx"), "--json"))["added"][0]
    shown = run("projects", "show", code).stdout
    assert f"项目编号：{code}" in shown
    assert "牵头单位：" in shown
    assert "status" not in shown


def test_a_project_sheet_goes_in_and_out(run: Run, tmp_path: Path) -> None:
    done = answer(run("projects", "import", str(DEMO / "projects.xlsx"), "--json"))
    assert len(done["added"]) >= 12
    shown = answer(run("projects", "show", done["added"][0], "--json"))
    assert shown["code"] == done["added"][0]
    assert run("projects", "export", str(tmp_path / "p.xlsx")).exit_code == 0
    assert answer(run("projects", "import", str(tmp_path / "p.xlsx"), "--json"))["changed"] == []


def test_a_metric_runs_from_the_command_line(run: Run, zones: None) -> None:
    built_up = (
        "--layer", "b", "--kind", "built_up_area", "--encoding", "GB18030", "--map", "name=片区名",
    )  # fmt: skip
    zone = ("--layer", "zone", "--kind", "admin_division", "--encoding", "GBK")
    for name, choices in (("built_up_area", built_up), ("economic_zone", zone)):
        imported = run("layers", "import", str(DEMO / f"{name}.zip"), *choices)
        assert imported.exit_code == 0, imported.output
    result = run(
        "metrics", "run", "sponge_coverage", "--zones", "z", "--built-up", "b",
        "--target", "WEDZ-2023-T22", "--json",
    )  # fmt: skip
    found = answer(result)
    total = found["total"]
    parts = ("met_m2", "not_met_m2", "not_assessed_m2", "no_zone_m2")
    assert sum(total[part] for part in parts) == pytest.approx(total["built_up_m2"], rel=1e-8)
    assert found["target"]["id"] == "WEDZ-2023-T22"
    assert found["target"]["met"] == (total["share"] >= 0.5)
    said = run(
        "metrics", "run", "sponge_coverage", "--zones", "z", "--built-up", "b",
        "--target", "WEDZ-2023-T22",
    ).stdout  # fmt: skip
    assert all(text in said for text in found["text"]["total"].values())
    assert f"目标 WEDZ-2023-T22：{found['text']['target']['demand']}，达到" in said


def test_help_and_version_load_none_of_the_parts_that_take_long() -> None:
    asked = "import sys; from webmap.commands import main\n"
    asked += "try: main(['{}'])\nexcept SystemExit: pass\n"
    asked += "print([one for one in ('pandas', 'sqlalchemy', 'flask') if one in sys.modules])"
    for option in ("--help", "--version"):
        command = [sys.executable, "-c", asked.format(option)]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        assert said.splitlines()[-1] == "[]"
        assert "EcoAtlas" in said or "statements" in said


READS_THE_DATABASE_ONLY = (
    "audit list", "audit verify", "chiefs list", "kinds list", "layers content z",
    "layers list", "layers versions z", "metrics current", "metrics hits 1", "metrics list",
    "metrics run --help", "metrics run coverage --help", "policy list", "policy show WEDZ-2023",
    "policy targets", "projects list", "projects pool list", "projects round status",
    "projects show P-1", "projects units list", "sheets history laws", "sheets list",
    "sheets show laws", "statements asserted 1", "statements delegations", "statements key",
    "statements list", "statements show 1", "users list", "users office", "users permissions",
    "users anonymous", "water batches",
)  # fmt: skip
TAKES_LONG = (
    "alembic", "docx", "flask", "fpdf", "geopandas", "huey", "numba", "numpy", "openpyxl",
    "pandas", "pyarrow", "pyogrio", "pyproj", "rasterio", "shapely", "xlsxwriter",
)  # fmt: skip


def test_commands_that_read_the_database_load_none_of_the_parts_that_take_long(run: Run) -> None:
    """Of an office that is up to date: what brings it there is loaded where it is needed. What is
    refused, for there is no such layer, run or statement, has been loaded by then."""
    assert run("init").exit_code == 0
    asked = "import sys; from webmap.commands import main\n"
    asked += f"for one in {READS_THE_DATABASE_ONLY}:\n"
    asked += "    main(one.split(), standalone_mode=False)\n"
    asked += f"    print([one, [each for each in {TAKES_LONG} if each in sys.modules]])\n"
    said = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    told = [line for line in said.stdout.splitlines() if line.startswith("['")]
    assert told == [str([one, []]) for one in READS_THE_DATABASE_ONLY]


def test_every_command_of_the_list_is_there_by_its_name() -> None:
    context = click.Context(main)
    names = main.list_commands(context)
    assert {"layers", "serve", "restore"} < set(names)
    assert [main.get_command(context, name).name for name in names] == names  # type: ignore[union-attr]
    assert main.get_command(context, "layer") is None
