"""`ecoatlas policy checks`: what computes each check, and what is waited for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from webmap.commands.main import main


def test_checks_are_listed_as_table_and_as_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ECOATLAS_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "240")
    table = CliRunner().invoke(main, ["policy", "checks"])
    assert table.exit_code == 0, table.output
    assert "SC-CORRIDOR-LEN" in table.output
    assert "corridor_green_share" in table.output
    answer = json.loads(CliRunner().invoke(main, ["policy", "checks", "--json"]).stdout)
    by_code = {one["code"]: one for one in answer["checks"]}
    assert len(by_code) == 40
    assert by_code["SC-SYNERGY-ZONES"]["metric"] == "cooperation_zones"
    assert by_code["SC-ECOFLOW"]["waits_for"][0]["kinds"] == ["monitoring_section"]
