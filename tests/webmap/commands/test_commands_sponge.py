"""The commands of the sponge city that are no single run: trend and plan."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
from click.testing import CliRunner, Result
from shapely.geometry import box

from layers.settings import get_settings
from layers.system.database import Database, engine_for
from projects.records.changes.records import add_project
from webmap.commands import main

pytestmark = pytest.mark.slow

Run = Callable[..., Result]
WEST, SOUTH = 499_000.0, 3_380_000.0


@pytest.fixture
def run() -> Run:
    def call(*arguments: str) -> Result:
        return CliRunner().invoke(main, list(arguments), catch_exceptions=False)

    return call


def save(folder: Path, run: Run, layer: str, kind: str, verdicts: list[str]) -> None:
    strips = [
        box(WEST + i * 1e3, SOUTH, WEST + (i + 1) * 1e3, SOUTH + 1e3) for i in range(len(verdicts))
    ]
    codes = [f"Z{i}" for i in range(len(verdicts))]
    columns = {"code": codes, "name": codes}
    if kind == "sponge_zone":
        columns["verdict"] = verdicts
    path = folder / f"{layer}.gpkg"
    path.unlink(missing_ok=True)
    gpd.GeoDataFrame(columns, geometry=strips, crs=4547).to_file(path, driver="GPKG")
    asked = ("layers", "import", str(path), "--layer", layer, "--kind", kind, "--key", "code")
    result = run(*asked, "--crs", "EPSG:4547", "--json")
    assert result.exit_code == 0, result.output


@pytest.fixture
def zones(tmp_path: Path, run: Run) -> None:
    save(tmp_path, run, "built", "built_up_area", ["-"] * 4)
    save(tmp_path, run, "zones", "sponge_zone", ["met", "not_met", "not_met", "not_met"])
    save(tmp_path, run, "zones", "sponge_zone", ["met", "met", "met", "not_met"])


@pytest.mark.usefixtures("zones")
def test_the_trend_shows_kept_shares_and_computes_what_is_missing(run: Run) -> None:
    asked = ("metrics", "sponge-trend", "--zones", "zones", "--built-up", "built")
    before = json.loads(run(*asked, "--json").stdout)
    assert before["missing"] == [1, 2]
    assert [one["share"] for one in before["line"]] == [0.2, 0.5, 0.3, 0.4, 0.8]
    after = json.loads(run(*asked, "--compute", "--json").stdout)
    assert [one["share"] for one in after["points"]] == pytest.approx([0.25, 0.75], rel=1e-6)
    assert (after["missing"], after["mixed"]) == ([], False)
    table = run(*asked).stdout
    assert "75.00%" in table
    assert "武汉经开区" in table


@pytest.mark.usefixtures("zones")
def test_a_plan_made_of_projects_goes_into_the_what_if(run: Run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["项目编号", "项目名称", "项目状态", "计划完成日期", "总投资（万元）"])
    book.active.append(["P1", "管网改造（示例）", "在建", "2027-06-30", 800])
    book.save(tmp_path / "projects.xlsx")
    book.close()
    assert run("projects", "import", str(tmp_path / "projects.xlsx"), "--json").exit_code == 0
    assert run("projects", "link", "P1", "zones", "Z3").exit_code == 0
    made = run("metrics", "sponge-plan", "--zones", "zones", "--sheet", "zone-plan", "--json")
    (row,) = json.loads(made.stdout)["rows"]
    assert (row["zone"], row["due_on"], row["cost_wan_yuan"]) == ("Z3", "2027-06-30", 800.0)
    assert "P1" in run("metrics", "sponge-plan", "--zones", "zones", "--sheet", "zone-plan").stdout
    asked = ("--zones", "zones", "--built-up", "built", "--plan", "zone-plan")
    result = json.loads(run("metrics", "run", "sponge_what_if", *asked, "--json").stdout)
    years = {one["key"]: one["share"] for one in result["milestones"]}
    assert years["2027"] == pytest.approx(1.0, rel=1e-6)
    assert result["total"]["cheapest_wan_yuan"] == 800.0


def test_a_layer_that_is_not_there_is_refused(run: Run) -> None:
    for command in (
        ("sponge-trend", "--zones", "none", "--built-up", "none"),
        ("sponge-plan", "--zones", "none", "--sheet", "zone-plan"),
    ):
        result = run("metrics", *command, "--json")
        assert result.exit_code == 1
        assert json.loads(result.stdout)["error"]["code"] == "unknown-layer"


def test_the_sheet_of_projects_is_made_and_made_again(run: Run) -> None:
    assert run("init").exit_code == 0
    asked = ("metrics", "sponge-projects", "--sheet", "records")
    assert "sheet-empty" in run(*asked).stderr, "there are no projects"
    database = Database(engine_for(get_settings()))
    with database.transaction() as session:
        add_project(session, {"code": "XM-1", "name": "甲", "status": "building"})
    database.close()
    made = json.loads(run(*asked, "--json").stdout)
    assert (made["sheet"], made["version"]) == ("records", 1)
    assert [one["project"] for one in made["rows"]] == ["XM-1"]
    again = run(*asked)
    assert "1 个项目" in again.output + again.stderr
    assert run(*asked[:3], "runoff_coefficients").exit_code == 1, "a rule is no list of projects"
