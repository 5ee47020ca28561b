"""`ecoatlas water assess` and `bulletin`, over sections that no layer has."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from layers.settings import get_settings
from projects.opening import open_database
from projects.water.means import months_of
from projects.water.tables import WaterMonth
from webmap.commands.main import main

CLEAN = {"CODMn": 2.0, "NH3-N": 0.1, "TP": 0.08, "CODCr": 10.0}
WORSE = CLEAN | {"TP": 0.1}


def month(section: str, when: str, values: dict[str, float]) -> WaterMonth:
    sums = {item: [value, 1, 0] for item, value in values.items()}
    return WaterMonth(
        section=section, month=when, name=section, lake=False, readings=1, expected=1, sums=sums,
        batches=[],
    )  # fmt: skip


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["--lang", "zh", "water", *words])


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ECOATLAS_HOME", str(tmp_path / "home"))
    database = open_database(get_settings())
    with database.transaction() as session:
        for when in months_of(2025):
            session.add(month("水洪中心", when, CLEAN))
            session.add(month("老关村", when, WORSE if when == "2025-03" else CLEAN))
    database.close()
    return tmp_path


@pytest.mark.slow
def test_a_year_is_assessed_as_people_script_against_it(home: Path) -> None:
    done = run("assess", "--scheme", "wuhan_yangtze", "--year", "2025", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["scheme"], told["year"], told["over"]) == ("wuhan_yangtze", 2025, True)
    first = told["sections"][0]
    assert first["section"] == "老关村"
    assert [one["month"] for one in first["months"]] == list(months_of(2025)[::2])
    assert [one["money"] for one in first["months"]] == [50, -100, 50, 50, 50, 50]
    assert first["months"][1]["met"] is False
    assert first["share"] == pytest.approx(5 / 6, abs=1e-6)
    assert len(told["sections"]) == 11
    (entry,) = told["ledger"]
    assert (entry["amount"], entry["unit"]) == (150, "万元")
    assert entry["from"] == "武汉市（市级财政）"
    assert any("追加扣缴不计" in note for note in told["notes"])


@pytest.mark.slow
def test_people_read_the_same_and_nothing_is_stored(home: Path) -> None:
    before = sorted(path.stat().st_size for path in (home / "home" / "store").rglob("*"))
    done = run("assess", "--scheme", "hubei", "--year", "2025")
    assert done.exit_code == 0, done.output
    assert "名称上已被" in done.stderr
    assert "没有可结算的金额" in done.stdout
    assert before == sorted(path.stat().st_size for path in (home / "home" / "store").rglob("*"))
    unknown = run("assess", "--scheme", "mars", "--year", "2025")
    assert (unknown.exit_code, "unknown-scheme" in unknown.stderr) == (1, True)


@pytest.mark.slow
def test_a_bulletin_is_written_in_one_step(home: Path) -> None:
    out = home / "b.docx"
    done = run("bulletin", "2025-03", "--out", str(out))
    assert done.exit_code == 0, done.output
    assert out.stat().st_size > 1000
    # No layer has these sections: what is written is a draft, and that is said.
    assert "没有存为核算单" in done.stderr
    assert "草稿" in done.stdout
    wrong = run("bulletin", "2025-3", "--out", str(home / "c.docx"))
    assert (wrong.exit_code, "water-month-invalid" in wrong.stderr) == (1, True)
    assert not (home / "c.docx").exists()
