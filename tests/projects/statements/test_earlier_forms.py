"""Statements of earlier forms: they open, are drawn as they were, and verify.

`earlier/layout_3.zip` was made before units were values, `layout_4.zip` before there was a sheet
with office and names, `layout_6.zip` before lines had numbers: each an office with a signed
statement and its exports, as the release of then wrote them, database, store, and files in both
languages.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.errors import EcoAtlasError
from layers.storage.store import Store
from layers.system.database import Database, engine_for_url
from projects.metrics.kept import get_run
from projects.metrics.registry import METRICS
from projects.metrics.run import run_metric
from projects.migrations.running import upgrade
from projects.policy.register import load_policy
from projects.statements.envelope import Envelope
from projects.statements.faces.exporting import export_statement
from projects.statements.forms import FORM, LAYOUTS
from projects.statements.kept import StatementInfo, get_statement, is_whole
from projects.statements.making import make_statement
from projects.statements.verifying.verifying import verify_file
from tests.projects.statements.conftest import LI

pytestmark = pytest.mark.slow

EARLIER = Path(__file__).with_name("earlier")
FILES = ("signed.zh.xlsx", "signed.zh.docx", "signed.zh.pdf", "signed.zh.gpkg", "signed.zh.json")
Kept = tuple[Database, Store, Path]


@pytest.fixture(scope="module", params=[1, 2, 3])
def form(request: pytest.FixtureRequest) -> int:
    """The form of the content that the office of then has."""
    return int(request.param)


@pytest.fixture(scope="module")
def kept(form: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    folder = tmp_path_factory.mktemp("earlier")
    with zipfile.ZipFile(EARLIER / f"layout_{LAYOUTS[form]}.zip") as packed:
        packed.extractall(folder)
    engine = engine_for_url(f"sqlite:///{folder / 'office.sqlite'}")
    upgrade(engine)
    database = Database(engine)
    with database.transaction() as session:
        load_policy(session)
    yield database, Store(folder / "store"), folder
    database.close()


def statement(kept: Kept) -> StatementInfo:
    with kept[0].reading() as session:
        return get_statement(session, 1)


@pytest.mark.parametrize("name", [*FILES, "signed.en.docx"])
def test_an_export_of_then_is_identical_to_the_one_made_anew(kept: Kept, name: str) -> None:
    database, store, folder = kept
    checked = verify_file(database, store, folder / name)
    # Computed by an earlier version of the metric: it is what was signed, and told to be no more.
    version = statement(kept).content["metric"]["version"]
    assert version < METRICS["sponge_coverage"].version
    assert (checked.verdict, checked.grade) == ("not-recomputed", "identical"), checked.findings
    assert any(f"第 {version} 版" in one.zh for one in checked.notes), checked.notes
    again = folder / f"again.{name}"
    language = "en" if ".en." in name else "zh"
    export_statement(database, store, 1, name.rpartition(".")[2], again, language)  # type: ignore[arg-type]
    if not name.endswith("gpkg"):
        assert again.read_bytes() == (folder / name).read_bytes()


def test_a_signed_statement_says_what_it_said(kept: Kept, form: int) -> None:
    found = statement(kept)
    envelope = Envelope.of(found, "zh")
    assert is_whole(found)
    assert (found.state, found.content["form"], envelope.layout_number) == (
        "signed",
        form,
        LAYOUTS[form],
    )
    total = envelope.layout.section("total")
    assert total is not None
    assert total.grid is not None
    units = {1: ["单位"], 2: [], 3: ["计量单位", "折合公顷"]}[form]
    assert [one.title for one in total.grid.columns] == ["指标", "数值", *units]
    shares = [row[1].text for row in total.grid.rows if row[0].text == "达标比例"]
    assert shares == ["20.00%"]


def test_a_new_statement_asks_for_a_run_of_today_and_is_laid_out_anew(
    kept: Kept, form: int
) -> None:
    database, store, folder = kept
    found = statement(kept)
    with database.transaction() as session, pytest.raises(EcoAtlasError) as refused:
        make_statement(session, store, found.run_id, LI)
    assert refused.value.code == "statement-run-outdated"
    with database.reading() as session:
        then = get_run(session, found.run_id)
    assert then is not None
    inputs = {one["role"]: f"{one['layer']}@{one['version']}" for one in then.inputs}
    run = run_metric(database, store, then.metric, inputs, then.parameters)
    with database.transaction() as session:
        made = make_statement(session, store, run.id, LI)
    assert (made.content["form"], Envelope.of(made, "zh").layout_number) == (FORM, LAYOUTS[FORM])
    total, before = run.result["total"], then.result["total"]
    assert total["share"] == pytest.approx(before["share"], abs=1e-8)
    path = folder / "new.docx"
    export_statement(database, store, made.id, "docx", path)
    assert verify_file(database, store, path).grade == "identical"
