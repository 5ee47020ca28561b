"""Settings from the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from layers.settings import CHECKOUT, Settings


def test_a_setting_that_is_empty_is_not_set(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As `Path("")` the home would be the folder that one stands in, and be closed to others."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ECOATLAS_HOME", "")
    assert Settings().resolved_home == CHECKOUT / "var"
