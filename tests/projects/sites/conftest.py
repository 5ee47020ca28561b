"""Sheets of sites: what dozens of files show alike is drawn once."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session", autouse=True)
def pictures(drawn_once: None) -> None:
    """Drawn once for all tests of this folder."""
