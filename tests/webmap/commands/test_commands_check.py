"""`layers check` and `import` with all that a person may say, and what they leave behind."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pytest
import shapely
from click.testing import CliRunner, Result

import layers.reading.files
from geo.crs.gcj02 import wgs84_to_gcj02
from layers.reading.limits import Limits
from layers.reading.perform import perform
from layers.reading.request import Request
from webmap.commands import main

pytestmark = pytest.mark.slow

Run = Callable[..., Result]
SHAPES = [shapely.box(114.0 + k / 50, 30.5, 114.02 + k / 50, 30.52) for k in range(3)]


@pytest.fixture(autouse=True)
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reading process is tested elsewhere; starting one for each reading takes a second."""

    def read(request: Request, folder: Path, limits: Limits, *_: Any) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(json.dumps(perform(request)))
        return answer

    monkeypatch.setattr(layers.reading.files, "run", read)


@pytest.fixture
def run() -> Run:
    def call(*arguments: str) -> Result:
        return CliRunner().invoke(main, [str(a) for a in arguments], catch_exceptions=False)

    return call


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def to(file: str, shapes: list[Any] = SHAPES, **columns: Any) -> Path:
        table = {
            "code": [f"A{k}" for k in range(len(shapes))],
            "name": [f"区{k}" for k in range(len(shapes))],
        }
        path = tmp_path / file
        frame = gpd.GeoDataFrame(table | columns, geometry=shapes, crs=4490)
        frame.to_file(path)
        return path

    return to


Write = Callable[..., Path]


def codes(result: Result) -> set[str]:
    found = json.loads(result.stdout)
    return {p["code"] for layer in found["layers"] for p in layer["problems"]}


def test_report_and_mended_data_are_written_and_named(
    run: Run, write: Write, tmp_path: Path
) -> None:
    path = write("z.gpkg", [SHAPES[0], shapely.box(114.01, 30.5, 114.03, 30.52)], verdict="met")
    result = run(
        "layers", "check", path, "--kind", "sponge_zone",
        "--report", tmp_path / "r.xlsx", "--mended", tmp_path / "m.zip",
    )  # fmt: skip
    assert result.exit_code == 0
    assert str(tmp_path / "r.xlsx") in result.stdout
    assert str(tmp_path / "m.zip") in result.stdout
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert "overlapping-polygons" in {row[1] for row in book.worksheets[0].values}
    # What is taken home can be brought back without a question.
    again = run("layers", "check", tmp_path / "m.zip", "--kind", "sponge_zone", "--json")
    assert again.exit_code == 0
    assert json.loads(again.stdout)["layers"][0]["features"] == 2


def test_what_cannot_be_mended_is_not_written_and_said_once(
    run: Run, write: Write, tmp_path: Path
) -> None:
    path = write("z.gpkg", verdict="怪")
    out = tmp_path / "m.gpkg"
    result = run("layers", "check", path, "--kind", "sponge_zone", "--mended", out)
    assert result.exit_code == 1
    assert not out.exists()
    assert "没有写出改正后的数据" in result.stderr
    assert result.output.count("unknown-code") == 1


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--mended", "m.gpkg"), "mended-needs-kind"),
        (("--mended", "m.docx", "--kind", "lake"), "mended-format"),
        (("--report", "r.pdf"), "report-format"),
        (("--value", "verdict=met"), "not-a-value-mapping"),
        (("--value", "verdict:好=met"), "value-needs-code-list"),
        (("--value", "name:好=met", "--kind", "sponge_zone"), "value-needs-code-list"),
        (("--value", "verdict:好=很好", "--kind", "sponge_zone"), "value-not-in-list"),
        (("--known", "nowhere"), "unknown-layer"),
        (("--map", "a"), "not-a-mapping"),
    ],
)
def test_wrong_words_are_refused_before_anything_is_read(
    run: Run, write: Write, tmp_path: Path, options: tuple[str, ...], code: str
) -> None:
    placed = [str(tmp_path / one) if "." in one else one for one in options]
    result = run("layers", "check", write("z.gpkg"), *placed, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"]["code"] == code
    assert "Traceback" not in result.output


def test_a_word_of_theirs_is_read_as_told_by_title_or_code(run: Run, write: Write) -> None:
    path = write("z.gpkg", verdict=["基本达标", "达标", "达标"])
    told = ("--value", "达标情况：基本达标=未达标")
    result = run("layers", "import", path, "--layer", "z", "--kind", "sponge_zone", *told, "--json")
    assert result.exit_code == 0
    shown = json.loads(run("layers", "show", "z", "--json").stdout)
    assert shown["manifest"]["decisions"]["values"] == {"verdict": {"基本达标": "not_met"}}


def test_the_divisions_of_the_office_are_what_data_are_compared_with(
    run: Run, write: Write
) -> None:
    assert run("layers", "import", write("d.gpkg"), "--layer", "d", "--kind", "admin_division")
    moved = list(shapely.transform(SHAPES, wgs84_to_gcj02, interleaved=False))
    path = write("z.gpkg", moved, verdict="met")
    assert "web-map-shift-suspected" in codes(
        run("layers", "check", path, "--kind", "sponge_zone", "--json")
    )
    refused = run("layers", "import", path, "--layer", "z", "--kind", "sponge_zone", "--json")
    assert json.loads(refused.stdout)["error"]["code"] == "web-map-shift-suspected"
    done = run(
        "layers", "import", path, "--layer", "z", "--kind", "sponge_zone", "--crs", "GCJ02",
        "--known", "d@1", "--json",
    )  # fmt: skip
    assert json.loads(done.stdout)["ok"] is True


def test_data_may_lie_within_any_of_several_layers_of_divisions(run: Run, write: Write) -> None:
    check = ("layers", "check", write("z.gpkg", verdict="met"), "--kind", "sponge_zone", "--json")
    elsewhere = [shapely.box(113.0, 30.5, 113.1, 30.6)]
    kind = ("--kind", "admin_division", "--title")
    run(
        "layers",
        "import",
        write("a.gpkg", elsewhere, code=["W1"], name=["西区"]),
        "--layer",
        "a",
        *kind,
        "西界",
    )
    outside = {"outside-district", "layer-outside-district"}
    assert codes(run(*check)) & outside
    run("layers", "import", write("b.gpkg"), "--layer", "b", *kind, "东界")
    assert not codes(run(*check)) & outside
    far = [shapely.box(112.0, 30.5, 112.1, 30.6)]
    told = run(
        "layers",
        "check",
        write("far.gpkg", far, code=["F1"], name=["远区"], verdict="met"),
        "--kind",
        "sponge_zone",
        "--json",
    )
    assert "西界、东界" in told.output


def test_a_layer_without_polygons_is_no_known_boundary(run: Run, write: Write) -> None:
    points = write("p.gpkg", [shapely.Point(114.1, 30.5)])
    run("layers", "import", points, "--layer", "p", "--kind", "sewage_plant")
    result = run("layers", "check", write("z.gpkg"), "--known", "p", "--json")
    assert json.loads(result.stdout)["error"]["code"] == "known-without-polygons"


def test_local_parameters_are_used_and_kept_nowhere(
    run: Run, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = gpd.read_file(write("z.gpkg", verdict="met")).set_crs(4610, allow_override=True)
    frame.to_file(tmp_path / "old.gpkg")
    kind = ("--kind", "sponge_zone")
    refused = run("layers", "import", tmp_path / "old.gpkg", "--layer", "z", *kind, "--json")
    assert json.loads(refused.stdout)["error"]["code"] == "datum-shift-approximate"
    shift = ("--shift", "-127.43,15.61,30.27")
    done = run("layers", "import", tmp_path / "old.gpkg", "--layer", "z", *kind, *shift, "--json")
    assert json.loads(done.stdout)["ok"] is True
    everything = done.output + run("layers", "show", "z", "--json").output
    assert "127.43" not in everything + run("audit", "list", "--json").output


def test_local_parameters_come_from_a_file(run: Run, write: Write, tmp_path: Path) -> None:
    frame = gpd.read_file(write("z.gpkg", verdict="met")).set_crs(4610, allow_override=True)
    frame.to_file(tmp_path / "old.gpkg")
    secret = tmp_path / "参数.txt"
    secret.write_text("# 本市三参数\n-127.43, 15.61,\n30.27  # 米\n", encoding="utf-8")
    check = ("layers", "check", tmp_path / "old.gpkg", "--kind", "sponge_zone", "--json")
    assert "datum-shift-approximate" in codes(run(*check))
    told = run(*check, "--shift", f"@{secret}")
    assert "datum-shift-local" in codes(told)
    assert "127.43" not in told.output
    assert codes(told) == codes(run(*check, "--shift", "-127.43,15.61,30.27"))


@pytest.mark.parametrize("content", [None, b"", b"# only words", b"\xff\xfe\xff", b"1," * 3000])
def test_a_file_without_local_parameters_is_refused(
    run: Run, write: Write, tmp_path: Path, content: bytes | None
) -> None:
    secret = tmp_path / "p.txt"
    if content is not None:
        secret.write_bytes(content)
    result = run("layers", "check", write("z.gpkg"), "--shift", f"@{secret}", "--json")
    error = json.loads(result.stdout)["error"]
    assert (result.exit_code, error["code"]) == (1, "shift-file")


def test_a_field_that_is_not_to_be_imported_stays_out_of_later_versions_too(
    run: Run, write: Write
) -> None:
    kind = ("--layer", "z", "--kind", "sponge_zone", "--json")
    first = write("z.gpkg", verdict="met", district=["江汉", "汉阳", "武昌"])
    assert run("layers", "import", first, *kind, "--map", "district=").exit_code == 0
    shown = json.loads(run("layers", "show", "z", "--json").stdout)
    assert shown["manifest"]["decisions"]["mapping"]["district"] == ""
    second = write("y.gpkg", verdict="not_met", district=["江汉", "汉阳", "武昌"])
    done = json.loads(run("layers", "import", second, *kind).stdout)
    maps = {f["name"]: f["maps_to"] for f in done["report"]["layers"][0]["fields"]}
    assert (maps["district"], maps["verdict"]) == (None, "verdict")
    out = second.with_suffix(".geojson")
    run("layers", "export", "z", "--format", "geojson", "--out", out)
    kept = json.loads(out.read_text("utf-8"))["features"][0]["properties"]
    assert ("district" in kept, kept["district_source"] in ("江汉", "汉阳", "武昌")) == (
        False,
        True,
    )


def test_a_file_is_checked_as_a_version_of_a_layer(run: Run, write: Write) -> None:
    first = write("z.gpkg", F7=["达标", "未达标", "达标"], F1=["a", "b", "c"])
    kind = ("--kind", "sponge_zone", "--key", "F1", "--map", "verdict=F7")
    assert run("layers", "import", first, "--layer", "z", *kind).exit_code == 0
    plain = run("layers", "check", first, "--kind", "sponge_zone", "--json")
    assert "field-missing" in codes(plain)
    as_version = run("layers", "check", first, "--layer", "z", "--json")
    assert as_version.exit_code == 0
    assert "fields-remembered" in codes(as_version)
    other = run("layers", "check", first, "--layer", "z", "--kind", "lake", "--json")
    assert json.loads(other.stdout)["error"]["code"] == "kind-changed"
    nowhere = run("layers", "check", first, "--layer", "nowhere", "--json")
    assert json.loads(nowhere.stdout)["error"]["code"] == "unknown-layer"


def test_the_mapping_of_the_live_version_is_remembered(run: Run, write: Write) -> None:
    kind = ("--layer", "z", "--kind", "sponge_zone", "--json")
    first = write("z.gpkg", F7=["达标", "未达标", "达标"])
    assert run("layers", "import", first, *kind).exit_code == 1
    assert run("layers", "import", first, *kind, "--map", "verdict=F7").exit_code == 0
    second = write("y.gpkg", F7=["达标", "达标", "达标"])
    done = json.loads(run("layers", "import", second, *kind).stdout)
    assert done["version"] == 2
    assert "fields-remembered" in {p["code"] for p in done["report"]["layers"][0]["problems"]}


def test_a_version_that_would_break_links_asks_first(run: Run, write: Write) -> None:
    kind = ("--layer", "z", "--kind", "sponge_zone", "--json")
    run("layers", "import", write("z.gpkg", verdict="met"), *kind)
    _project(run, write)
    fewer = write("y.gpkg", SHAPES[:1], verdict="met")
    refused = run("layers", "import", fewer, *kind)
    assert refused.exit_code == 1
    error = json.loads(refused.stdout)["error"]
    assert error["code"] == "links-would-break"
    assert json.loads(run("layers", "show", "z", "--json").stdout)["version"] == 1
    done = run("layers", "import", fewer, *kind, "--accept", "links-would-break")
    assert json.loads(done.stdout)["version"] == 2


def _project(run: Run, write: Write) -> None:
    """A project linked to the second feature."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["code", "name", "status"])
    sheet.append(["X1", "示例项目", "building"])
    path = write("unused.gpkg").with_name("p.xlsx")
    book.save(path)
    assert run("projects", "import", str(path)).exit_code == 0
    assert run("projects", "link", "X1", "z", "A1").exit_code == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_report_tells_what_stands_in_the_way_first_and_advice_once(
    run: Run, write: Write, language: str
) -> None:
    many = [shapely.box(114 + k / 500, 30.5, 114.003 + k / 500, 30.52) for k in range(30)]
    path = write("z.gpkg", many, verdict=["怪", *["met"] * 29])
    text = run("--lang", language, "layers", "check", path, "--kind", "sponge_zone").stdout
    assert text.index("unknown-code") < text.index("overlapping-polygons")
    assert "×29" in text
    assert ("另有 19 条" if language == "zh" else "19 more") in text
    advice = "请在原数据中改正公共边界" if language == "zh" else "Mend the shared border"
    assert text.count(advice) == 1
    assert text.rstrip().endswith("还不能导入。" if language == "zh" else "cannot be imported yet.")
    assert "{" not in text


def test_a_folder_with_a_geodatabase_is_taken(run: Run, tmp_path: Path) -> None:
    """As a folder a geodatabase comes from ArcGIS; what was handed in is kept whole."""
    frame = gpd.GeoDataFrame(
        {"code": ["A"], "name": ["区"], "verdict": ["met"]}, geometry=SHAPES[:1], crs=4490
    )
    frame.to_file(tmp_path / "z.gdb", driver="OpenFileGDB", layer="zones")
    done = run(
        "layers", "import", tmp_path / "z.gdb", "--layer", "z", "--kind", "sponge_zone", "--json"
    )
    assert json.loads(done.stdout)["ok"] is True


def test_a_new_version_keeps_the_grade_of_the_live_one_unless_told(run: Run, write: Write) -> None:
    told = ("--layer", "z", "--kind", "sponge_zone", "--json")

    def grade(name: str, *more: str) -> str:
        path = write(f"{name}.gpkg", verdict=["met"] * 3, district=[name] * 3)
        assert run("layers", "import", path, *told, *more).exit_code == 0
        found = json.loads(run("layers", "show", "z", "--json").stdout)
        return str(found["manifest"]["description"]["secrecy"])

    assert grade("a") == "internal"
    assert grade("b", "--secrecy", "restricted") == "restricted"
    assert grade("c") == "restricted"
    assert grade("d", "--secrecy", "internal") == "internal"
