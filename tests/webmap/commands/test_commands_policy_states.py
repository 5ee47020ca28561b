"""`ecoatlas policy targets` and `states`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from webmap.commands.main import main

KEPT = {"id", "document", "items", "indicator", "comparator", "value", "value_to", "unit", "year"}
KEPT |= {"kind", "spatial", "spatial_checks", "quote"}
NEW = {"item", "subject", "jurisdiction", "soft", "state", "why", "figure", "reported"}


@pytest.mark.slow
def test_targets_have_a_state_each_and_go_into_one_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ECOATLAS_HOME", str(tmp_path / "home"))

    def run(*words: str) -> tuple[int, str, str]:
        done = CliRunner().invoke(main, ["policy", *words])
        return done.exit_code, done.stdout, done.stderr

    said = json.loads(run("targets", "--on", "2025-06-30", "--json")[1])
    assert said["on"] == "2025-06-30"
    assert len(said["targets"]) >= 141
    assert all(one.keys() >= KEPT | NEW for one in said["targets"])
    assert all(one["why"]["zh"] and one["why"]["en"] for one in said["targets"])
    few = run("targets", "--unit", "武汉市", "--state", "no_value_set", "--json")[1]
    assert {one["document"] for one in json.loads(few)["targets"]} == {"WH-2023"}
    code, _, told = run("targets", "--unit", "武汉市水利厅")
    assert (code, "unknown-answering-unit" in told) == (1, True)

    out = tmp_path / "states.xlsx"
    assert run("states", "--document", "YC-2022", "--out", str(out))[0] == 0
    ids = [str(row[1].value) for row in load_workbook(out).worksheets[0].iter_rows()]
    assert len([one for one in ids if one.startswith("YC-2022-T")]) >= 24
    assert not [one for one in ids if one.startswith("WH-")]
    code, _, told = run("states", "--out", str(tmp_path / "states.pdf"))
    assert (code, "states-report-form" in told) == (1, True)
