"""One run on every surface: page, map card, list, command line, interface, workbook, document,
PDF. Each figure is the same text on all of them, and 49.996 % of at least 50 % is never 50 %."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from html import unescape
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdfium2
import pytest
from click.testing import CliRunner

from geo.words import Text
from layers.catalogue import Description
from projects.metrics.registry import METRICS
from projects.statements.faces.exporting import export_statement
from projects.statements.making import make_statement
from tests.imported import import_file
from webmap.commands import main

pytestmark = pytest.mark.slow

TARGET, ALMOST = "WEDZ-2023-T22", "49.996%"
WEST, MIDDLE, EAST = 114.2, 114.2199984, 114.24
MET = {"code": "P0", "name": "甲区", "verdict": "met"}
NOT_MET = {"code": "P1", "name": "乙区", "verdict": "not_met"}
LAYERS: dict[str, tuple[str, list[Any]]] = {
    "zones": ("sponge_zone", [(WEST, MIDDLE, MET), (MIDDLE, EAST, NOT_MET)]),
    "built": ("built_up_area", [(WEST, EAST, {"code": "J1", "name": "建成区", "year": 2024})]),
    "zone": ("admin_division", [(WEST - 1, EAST + 1, {"code": "4201-WEDZ", "name": "经开区"})]),
}
Opened = Callable[[Path], Any]
DECLARED = METRICS["sponge_coverage"]


@pytest.fixture(scope="module")
def office(
    opened: Callable[[Path], Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("one_text")
    site = opened(folder / "home")
    for name, (kind, shapes) in LAYERS.items():
        path = folder / f"{name}.geojson"
        path.write_text(json.dumps(_collection(shapes), ensure_ascii=False), "utf-8")
        import_file(
            site.database, site.store, path, layer_id=name, kind=kind, title=Text(name, name),
            key="code", crs="EPSG:4490", accept=("crs-missing",),
            description=Description(source="示例", secrecy="public"), with_tiles=False,
        )  # fmt: skip
    yield site
    site.app.extensions["ecoatlas"].database.close()
    site.database.close()


def _collection(shapes: list[tuple[float, float, dict[str, Any]]]) -> dict[str, Any]:
    features = []
    for west, east, properties in shapes:
        # A vertex where the zones meet, so that edges are the same lines on the plane.
        easts = sorted({west, east} | ({MIDDLE} if west < MIDDLE < east else set()))
        around = 1 if properties["code"] == "4201-WEDZ" else 0  # the boundary lies all around
        ring = [[x, 30.4 - around] for x in easts]
        ring += [[x, 30.42 + around] for x in reversed(easts)]
        ring.append(ring[0])
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return {"type": "FeatureCollection", "features": features}


def command(office: Any, *asked: str) -> str:
    env = {"ECOATLAS_HOME": str(office.settings.home)}
    given = ["metrics", "run", "sponge_coverage", "--zones", "zones", "--built-up", "built"]
    done = CliRunner(env=env).invoke(main, [*given, "--target", TARGET, *asked])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture(scope="module")
def run(office: Any, standing: Callable[[Any, int], None]) -> dict[str, Any]:
    """The result with its texts, as the command line gives it; it stands for its target."""
    found = dict(json.loads(command(office, "--json")))
    standing(office, found["run"])
    return found


@pytest.fixture(scope="module")
def texts(run: dict[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = run["text"]
    assert run["target"]["met"] is False
    assert found["total"]["share"] == found["parts"]["met_m2"] == ALMOST
    assert found["target"]["demand"] == "≥ 50%"
    assert found["total"]["built_up_m2"].endswith(" km²")
    assert run["total"]["share"] == pytest.approx(0.49996, abs=1e-5)
    return found


def figures(texts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Title and text of each figure of the total and of the records."""
    parts = [("total", DECLARED.total), *((one.name, one.columns) for one in DECLARED.records)]
    return [(c.title.zh, texts[name][c.name]) for name, columns in parts for c in columns]


def cells(texts: Mapping[str, Any]) -> list[list[str]]:
    table = DECLARED.table("zones")
    assert table is not None
    return [[row[one.name] for one in table.columns] for row in texts["zones"]]


def bare(texts: Mapping[str, Any]) -> list[set[str]]:
    """The numbers of the zones without the unit that a sheet has in the head."""
    return [
        {one.removesuffix(" km²") for one in row if not one.endswith(" m²")} for row in cells(texts)
    ]


def with_unit(row: list[str]) -> list[list[str]]:
    """A line as it stands, and with the unit of the third column behind the number."""
    unit = f" {row[2]}" if len(row) > 2 and row[2] != "%" else ""
    return [row[:2], [row[0], f"{row[1]}{unit}"]] if len(row) > 1 else [row]


def lines_of(html: str) -> list[str]:
    plain = unescape(re.sub("<[^>]+>", "\n", html))
    return [" ".join(one.split()) for one in plain.split("\n")]


def test_the_page_of_the_run_and_the_lists(office: Any, run: Any, texts: Any) -> None:
    client = office.app.test_client()
    page = client.get(f"/metrics/runs/{run['run']}").get_data(as_text=True)
    pairs = re.findall(r"<dt>([^<]+)</dt><dd class=\"number\">([^<]+)</dd>", page)
    big = re.findall(r'class="run-number">([^<]+)</span><span class="run-label">([^<]+)<', page)
    shown = {(title, text) for title, text in pairs} | {(title, text) for text, title in big}
    assert set(figures(texts)) <= {(unescape(a), unescape(b)) for a, b in shown}
    plain = lines_of(page)
    assert all(one in plain for row in bare(texts) for one in row)
    assert plain.count("km²") >= 4, "the unit of a column stands in its head"
    assert f"目标 {texts['target']['demand']}（2025 年）" in plain
    assert f"差 {texts['target']['gap']}" in plain
    assert "50.00%" not in page
    for address in ("/metrics", "/metrics/sponge_coverage"):
        assert ALMOST in lines_of(client.get(address).get_data(as_text=True))


def test_the_interface_and_the_card_of_the_map(office: Any, run: Any, texts: Any) -> None:
    """The card takes what it shows from `text`; the exact numbers stand beside it."""
    client = office.app.test_client()
    for address in (
        f"/api/v1/metrics/runs/{run['run']}",
        "/api/v1/metrics/runs?metric=sponge_coverage",
    ):
        answer = client.get(address).get_json()
        found = answer["runs"][0] if "runs" in answer else answer
        assert found["text"] == texts
        assert found["result"]["total"] == run["total"]
    english = client.get(f"/api/v1/metrics/runs/{run['run']}?lang=en").get_json()["text"]
    assert english["total"]["share"] == ALMOST
    assert english["target"]["demand"] == "≥ 50%"


def test_the_command_line(office: Any, run: Any, texts: Any) -> None:
    said = command(office)
    for title, text in figures(texts)[: len(DECLARED.total)]:
        assert re.search(rf"{re.escape(title)}\s+{re.escape(text)}\s*$", said, re.MULTILINE)
    assert f"{texts['target']['demand']}，未达到" in said
    assert "50.00%" not in said


@pytest.fixture(scope="module")
def folder(office: Any, run: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The statement on the run, in every format."""
    made = tmp_path_factory.mktemp("faces")
    with office.database.transaction() as session:
        found = make_statement(session, office.store, run["run"])
    for one in ("xlsx", "docx", "pdf", "json"):
        export_statement(office.database, office.store, found.id, one, made / f"f.{one}")
    return made


def test_the_document(folder: Path, texts: Any) -> None:
    rows = [
        [c.text for c in row.cells]
        for t in docx.Document(str(folder / "f.docx")).tables
        for row in t.rows
    ]
    shown = [one for row in rows for one in with_unit(row)]
    assert [one for one in figures(texts) if list(one) not in shown] == []
    assert all(any(one <= set(row) for row in rows) for one in bare(texts))
    assert ["要求", "≥ 50%"] in [row[:2] for row in rows]
    assert not any("50.00%" in one for row in rows for one in row)


def test_the_workbook_shows_the_same_of_the_exact_numbers(
    folder: Path, run: Any, texts: Any
) -> None:
    book = openpyxl.load_workbook(folder / "f.xlsx", data_only=True)
    lines = [row for name in ("核算单", "来源与核对") for row in book[name].iter_rows()]
    first = [one for row in lines for one in with_unit([as_shown(cell) for cell in row])]
    assert [one for one in figures(texts) if list(one) not in first] == []
    rows = [{as_shown(one) for one in row} for row in book["分区"].iter_rows()]
    assert all(any(one <= row for row in rows) for one in bare(texts))
    exact = [one.value for row in lines for one in row]
    assert run["total"]["built_up_m2"] / 1e6 in exact


FORMAT = re.compile(r'(#,##0|0)(\.0+)?(,*)(%?)(?:"([^"]*)")?')


def as_shown(cell: Any) -> str:
    """What a workbook program shows of a cell: written apart from the product."""
    if cell.data_type != "n" or cell.value is None or cell.number_format == "@":
        return "—" if cell.value is None else str(cell.value)
    found = FORMAT.fullmatch(cell.number_format)
    assert found, cell.number_format
    whole, decimals, thousands, percent, symbol = found.groups()
    number = Decimal(repr(cell.value)).scaleb(2 if percent else -3 * len(thousands))
    rounded = number.quantize(Decimal(1).scaleb(1 - len(decimals or ".")), ROUND_HALF_UP)
    return f"{rounded:{',' if ',' in whole else ''}f}{percent}{symbol or ''}"


def test_the_pdf(folder: Path, texts: Any) -> None:
    pages = [
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(folder / "f.pdf")
    ]
    said = "".join("".join(pages).split())
    for title, text in figures(texts):
        assert f"{title}{text}".replace(" ", "") in said
    assert "50.00%" not in said


def test_the_statement_as_json_keeps_the_exact_numbers(folder: Path, run: Any) -> None:
    read = json.loads((folder / "f.json").read_text("utf-8"))
    assert read["content"]["result"]["total"] == run["total"]
    for name in ("total", "zones", "target"):
        assert read["text"][name] == run["text"][name], "beside them as everywhere"
