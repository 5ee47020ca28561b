"""An office whose figures are chosen: layers of its own, a test layer beside them, and people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from geo.words import Text
from layers.catalogue import Description
from projects.accounts import accounts
from tests.imported import import_file

LAYERS = {"zones": ("zones", 3), "built_up": ("built_up", 1), "test_zones": ("zones", 1)}


@pytest.fixture(scope="session")
def trial_office(
    opened: Callable[[Path], Any], own_features: Callable[..., tuple[str, Path]]
) -> Callable[..., AbstractContextManager[Any]]:
    """Opens such an office in a folder, with people by name and role, until the block ends."""

    @contextmanager
    def office(folder: Path, people: Mapping[str, str], password: str) -> Iterator[Any]:
        made = opened(folder / "home")
        for layer, (like, some) in LAYERS.items():
            kind, path = own_features(folder, like, layer, some)
            import_file(
                made.database, made.store, path, layer_id=layer, kind=kind,
                title=Text(layer, layer), key="code", crs="EPSG:4490", accept=("crs-missing",),
                description=Description(source="试验数据", secrecy="public"),
            )  # fmt: skip
        with made.database.transaction() as session:
            for name, role in people.items():
                about: dict[str, Any] = {"password": password, "must_change": False, "by": None}
                accounts.add_account(session, name, role, **about)
        yield made
        made.app.extensions["ecoatlas"].database.close()
        made.database.close()

    return office
