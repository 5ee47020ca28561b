"""A data folder, a backup and the files of a signed statement made by an earlier program."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
import zstandard
from click.testing import CliRunner, Result

from layers.settings import Settings
from projects.opening import open_database
from webmap.app import create_app
from webmap.commands import main

pytestmark = pytest.mark.slow

BEFORE = Path(__file__).parent / "office_of_f18efb1"
FACES = ("xlsx", "docx", "pdf", "gpkg", "json")
CODE = "BZ6S-P3AP-2MS7-ZH53"
SHARE = 0.467570419063


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def answer(*arguments: str) -> dict[str, Any]:
    result = call(*arguments, "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folder as it was left, and what the backup comes back as; both opened once."""
    folder = tmp_path_factory.mktemp("before")
    packed = io.BytesIO((BEFORE / "home.tar.zst").read_bytes())
    with (
        zstandard.ZstdDecompressor().stream_reader(packed) as raw,
        tarfile.open(fileobj=raw, mode="r|") as archive,
    ):
        # Python 3.11.2, which Debian 12 has, knows no filters.
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(folder / "home")  # noqa: S202
    open_database(Settings(home=folder / "home")).engine.dispose()
    restored = call("restore", str(BEFORE / "backup.tar.zst"), "--into", str(folder / "restored"))
    assert restored.exit_code == 0, restored.output
    return {"home": folder / "home", "restored": folder / "restored"}


@pytest.fixture(params=["home", "restored"])
def office(
    request: pytest.FixtureRequest, kept: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> Path:
    monkeypatch.setenv("ECOATLAS_HOME", str(kept[request.param]))
    return kept[request.param]


def test_its_layers_projects_figures_and_log_are_there(office: Path) -> None:
    layers = {one["id"]: one["features"] for one in answer("layers", "list")["layers"]}
    assert layers == {
        "admin_divisions": 2,
        "built_up_area": 5,
        "corridors": 9,
        "sponge_zones": 47,
    }
    assert len(answer("projects", "list")["projects"]) == 18
    assert call("audit", "verify").exit_code == 0
    assert call("selfcheck").exit_code == 0


@pytest.mark.parametrize("face", FACES)
def test_its_signed_statement_verifies_and_is_written_anew(
    kept: dict[str, Path], face: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ECOATLAS_HOME", str(kept["home"]))
    told = call("statements", "verify", str(BEFORE / f"signed.{face}"), "--json")
    found = json.loads(told.stdout)
    assert (found["code"], found["state"], found["statement"]) == (CODE, "signed", 1)
    # Another program has laid it out: its values are vouched for, the look of its pages is not.
    assert (found["grade"], found["differences"]) == ("saved-again", 0)
    out = tmp_path / f"anew.{face}"
    assert call("statements", "export", "1", "--format", face, "--out", str(out)).exit_code == 0
    anew = json.loads(call("statements", "verify", str(out), "--json").stdout)
    # An earlier version of the metric computed it: what was signed, and no more is vouched for.
    assert (anew["code"], anew["grade"], anew["verdict"]) == (CODE, "identical", "not-recomputed")


def test_its_register_is_that_of_today_and_its_projects_keep_their_clauses(office: Path) -> None:
    targets = {one["id"]: one for one in answer("policy", "targets")["targets"]}
    assert len(targets) == 174
    assert targets["SY-2018-T03"]["replaced_by"] == ["SY-2018-T41", "SY-2018-T42"]
    assert targets["WEDZ-2023-T22"]["subject"] == "sponge_area"
    card = (
        create_app(Settings(home=office)).test_client().get("/api/v1/policy/items/WEDZ-2023-09-03")
    )
    assert len(card.get_json()["projects"]) == 6


def test_its_pages_show_the_figure(office: Path) -> None:
    client = create_app(Settings(home=office)).test_client()
    for address in ("/", "/layers/sponge_zones", "/projects", "/metrics/runs/1", "/policy"):
        assert client.get(address).status_code == 200, address
    run = client.get("/api/v1/metrics/runs/1").get_json()
    assert run["result"]["total"]["share"] == pytest.approx(SHARE, abs=1e-9)
