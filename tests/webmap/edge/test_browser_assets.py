"""Browser packages: pinned without addresses, copied once, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo.errors import EcoAtlasError
from webmap.edge import browser_assets


def test_the_lock_pins_by_hash_and_names_no_registry() -> None:
    text = (browser_assets.BROWSER / "package-lock.json").read_text("utf-8")
    packages = json.loads(text)["packages"]
    assert [name for name, one in packages.items() if "resolved" in one] == []
    assert all(one.get("integrity") for name, one in packages.items() if name)


def test_what_was_made_from_this_lock_is_left_alone(tmp_path: Path) -> None:
    vendor = tmp_path / "vendor"
    vendor.mkdir()
    (vendor / browser_assets.STAMP).write_text(browser_assets.wanted_stamp())
    assert browser_assets.ensure(vendor) is False


def test_another_lock_makes_it_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vendor = tmp_path / "vendor"
    vendor.mkdir()
    (vendor / "old.js").write_text("old")
    monkeypatch.setattr(browser_assets, "fetch", lambda _: None)
    monkeypatch.setattr(browser_assets, "_fill", fill)
    assert browser_assets.ensure(vendor) is True
    assert not (vendor / "old.js").exists()
    assert browser_assets.is_current(vendor)
    assert browser_assets.ensure(vendor) is False


def fill(target: Path, modules: Path) -> None:
    (target / browser_assets.STAMP).write_text(browser_assets.wanted_stamp())


def test_a_failed_fetch_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vendor = tmp_path / "vendor"
    vendor.mkdir()
    (vendor / "old.js").write_text("old")
    monkeypatch.setattr(browser_assets, "_machine_npm", lambda: lambda *_: (1, "no network"))
    with pytest.raises(EcoAtlasError, match="npm-failed") as refused:
        browser_assets.ensure(vendor)
    assert "no network" in refused.value.message.en
    assert (vendor / "old.js").exists()


def test_without_any_npm_the_refusal_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser_assets, "_machine_npm", lambda: None)
    monkeypatch.setattr(browser_assets, "_python_npm", lambda: None)
    with pytest.raises(EcoAtlasError, match="no-npm"):
        browser_assets.ensure(tmp_path / "vendor")


def test_scripts_lose_their_source_map_line(tmp_path: Path) -> None:
    source, target = tmp_path / "a.js", tmp_path / "b.js"
    source.write_text("run();\n//# sourceMappingURL=a.js.map")
    browser_assets._copy(source, target)
    assert target.read_text() == "run();\n"


def test_a_folder_as_argument_is_filled_from_its_own_lock_and_nothing_else_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[list[str], Path]] = []

    def npm(arguments: list[str], folder: Path) -> tuple[int, str]:
        asked.append((arguments, folder))
        return 0, ""

    monkeypatch.setattr(browser_assets, "_machine_npm", lambda: npm)
    monkeypatch.setattr(browser_assets, "ensure", lambda: pytest.fail("made vendor/"))
    assert browser_assets.main([str(tmp_path)]) == 0
    assert asked == [(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], tmp_path)]
