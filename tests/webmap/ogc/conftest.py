"""An office asked by desktop programs: it has 25 facilities, and zones that few may see."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from geo.words import Text
from layers.catalogue import Description
from layers.storage import data_file
from projects.accounts.accounts import add_account, get_account
from projects.accounts.grants import grant
from projects.accounts.tokens import make_token, revoke_token
from tests.imported import import_file

AWKWARD = '设施"24"，%s,\\（示例）'
"""What is easily taken for a part of JSON or of a template."""
DAYS = ("2021", "2022-06", "2023-03-05", None, "2024-12-31")


@dataclass(frozen=True)
class Served:
    """`live` and `dead`: tokens of the one account that is named for the restricted layer."""

    site: Any
    live: str
    dead: str


def facilities(moved: float = 0.0) -> list[dict[str, Any]]:
    """A grid of five times five points, a hundredth of a degree apart, from 114.00 E, 30.50 N."""
    return [
        {
            "type": "Feature",
            "geometry": {
                "type": "Point",
                "coordinates": [114 + number % 5 / 100 + moved, 30.5 + number // 5 / 100],
            },
            "properties": {
                "code": f"S/{number}",
                "name": f"设施{number}（示例）" if number < 24 else AWKWARD,
                "volume_m3": number * 1.5 if number else None,
                "completed_on": DAYS[number % 5],
                "层数": number % 3,
                "已验收": number % 2 == 0,
            },
        }
        for number in range(25)
    ]


def zones() -> list[dict[str, Any]]:
    """A triangle whose box is wider than itself, clockwise as no RFC has it; two parts; a hole."""
    west = [[[114.0, 30.5], [114.0, 30.6], [114.1, 30.5], [114.0, 30.5]]]
    parts = [[[[x, 30.7], [x + 0.01, 30.7], [x, 30.71], [x, 30.7]]] for x in (114.2, 114.3)]
    shapes = [
        {"type": "Polygon", "coordinates": west},
        {"type": "MultiPolygon", "coordinates": parts},
    ]
    return [
        {
            "type": "Feature",
            "geometry": shape,
            "properties": {"code": code, "name": f"{code}区（示例）", "verdict": "met"},
        }
        for code, shape in zip("AB", shapes, strict=True)
    ]


@pytest.fixture(scope="session")
def office(
    opened: Callable[[Path], Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("ogc")
    site = opened(folder / "home")

    def store(
        layer: str, kind: str, secrecy: str, features: list[dict[str, Any]], *, tiles: bool = False
    ) -> None:
        path = folder / f"{layer}.geojson"
        told = {"type": "FeatureCollection", "features": features}
        path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        about = Description(source="试验数据", licence="CC-BY-4.0", secrecy=secrecy)
        import_file(
            site.database, site.store, path, layer_id=layer, kind=kind, key="code",
            title=Text(f"{layer}（示例）", layer), crs="EPSG:4490", with_tiles=tiles,
            accept=("crs-missing", "out-of-district"), description=about,
        )  # fmt: skip

    with pytest.MonkeyPatch.context() as patched:
        # So that a page is cut from several stored groups.
        patched.setattr(data_file, "ROWS_PER_GROUP", 10)
        store("facilities", "sponge_facility", "public", facilities(0.001))
        store("facilities", "sponge_facility", "public", facilities(), tiles=True)
    store("zones", "sponge_zone", "restricted", zones())
    with site.database.transaction() as session:
        add_account(session, "named", "viewer", must_change=False, by=None)
        grant(session, "zones", "named", None)
        owner = get_account(session, "named")
        live, dead = (make_token(session, owner, name, "viewer", 1, None) for name in ("a", "b"))
        revoke_token(session, dead.info.id, owner.id, None)
    yield Served(site, live.token, dead.token)
    site.app.extensions["ecoatlas"].database.close()
    site.database.close()
