"""A figure of which something is not known is told at least and at most wherever it is told.

Of four projects three have a record and one has none: 75 % at least, 100 % at most, and the target
of 100 % can be judged by neither. Every surface that tells the figure is asked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdfium2
import pytest
from click.testing import CliRunner

from geo.words import Text
from projects.sheets import save_sheet
from projects.statements.faces.exporting import export_statement
from projects.statements.making import make_statement
from webmap.commands import main

pytestmark = pytest.mark.slow

TARGET, SPAN, SPAN_EN = "WEDZ-2023-T23", "至少 75.00%，至多 100.00%", "at least 75.00%, at most"
ROWS = [
    {"project": f"P{number}", "name": f"项目{number}", "started_on": "2024-05-01",
     "change": "new", "stage": "design" if number else None, "record": None, "note": None}
    for number in range(4)
]  # fmt: skip


@pytest.fixture(scope="module")
def office(
    opened: Callable[[Path], Any],
    standing: Callable[[Any, int], None],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Any]:
    site = opened(tmp_path_factory.mktemp("spans") / "home")
    with site.database.transaction() as session:
        save_sheet(
            session, "records", ROWS, kind="sponge_projects", title=Text("合规记录", "Records")
        )
    standing(site, json.loads(computed(site, "--json"))["run"])
    yield site
    site.app.extensions["ecoatlas"].database.close()
    site.database.close()


def command(office: Any, *asked: str) -> str:
    env = {"ECOATLAS_HOME": str(office.settings.home), "COLUMNS": "300"}
    done = CliRunner(env=env).invoke(main, list(asked))
    assert done.exit_code == 0, done.output
    return done.stdout


def computed(office: Any, *more: str) -> str:
    given = ("--projects", "records", "--since", "2023-01-01", "--target", TARGET)
    return command(office, "metrics", "run", "sponge_projects", *given, *more)


def joined(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    "address",
    [
        "/metrics",
        "/metrics/sponge_projects",
        "/metrics/runs/1",
        "/policy/WEDZ-2023-09-03",
        "/policy/states?document=WEDZ-2023",
        "/api/v1/metrics/current",
        "/api/v1/metrics/runs?metric=sponge_projects",
        "/api/v1/metrics/runs/1",
    ],
)
def test_pages_and_answers(office: Any, address: str) -> None:
    client = office.app.test_client()
    for language, said in (("zh", SPAN), ("en", SPAN_EN)):
        mark = "&" if "?" in address else "?"
        answer = client.get(f"{address}{mark}lang={language}")
        assert answer.status_code == 200
        assert joined(said) in joined(answer.get_data(as_text=True))


def test_commands(office: Any) -> None:
    assert SPAN in command(office, "metrics", "current")
    assert SPAN in computed(office)
    figures = json.loads(command(office, "metrics", "current", "--json"))["figures"]
    assert [(one["text"]["zh"], one["between"], one["met"]) for one in figures] == [
        (SPAN, [0.75, 1.0], None)
    ]
    targets = json.loads(command(office, "policy", "targets", "--json"))["targets"]
    (found,) = [one["figure"] for one in targets if one["id"] == TARGET]
    assert (found["text"]["zh"], found["between"]) == (SPAN, [75.0, 100.0])


def test_files_of_a_statement_and_of_the_states(office: Any, tmp_path: Path) -> None:
    with office.database.transaction() as session:
        made = make_statement(session, office.store, 1)
    paths = {one: tmp_path / f"f.{one}" for one in ("xlsx", "docx", "pdf", "json")}
    for one, path in paths.items():
        export_statement(office.database, office.store, made.id, one, path)
    for form in ("xlsx", "docx"):
        paths[f"states.{form}"] = tmp_path / f"states.{form}"
        command(office, "policy", "states", "--out", str(paths[f"states.{form}"]))
    assert [one for one, path in paths.items() if joined(SPAN) not in joined(text_of(path))] == []


def text_of(path: Path) -> str:
    if path.suffix == ".docx":
        read = docx.Document(str(path))
        cells = (c.text for t in read.tables for row in t.rows for c in row.cells)
        return " ".join((*cells, *(one.text for one in read.paragraphs)))
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        return " ".join(str(cell.value) for sheet in book for row in sheet.rows for cell in row)
    if path.suffix == ".pdf":
        return "".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(path))
    return path.read_text("utf-8")
