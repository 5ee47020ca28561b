"""The search box over a layer of many features: `python -m benchmarks.search [FEATURES] [URL]`.

Prints how long the index takes and how large it is, and how long the answers to what people type:
the 95th percentile in milliseconds of wall time and of processor time of this process. URL: of an
empty PostgreSQL database, in whose server most of the time is spent then.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import pyarrow as pa
from sqlalchemy import text

from layers.catalogue import Layer, Version
from layers.search import ensure_indexed
from layers.settings import Settings
from layers.storage.store import Store
from projects.opening import open_database
from projects.work.services import Services
from webmap.map.search import search

FEATURES = 1_200_000
AT_ONCE = 10_000
TIMES = 5
PLACES = "汉江东湖大桥武昌汉阳硚口江岸洪山青山蔡甸黄陂新洲东西湖经开光谷"
SORTS = ("小区", "公园", "大厦", "学校", "绿地", "泵站")
TYPED = (
    "b", "b0", "b00471", "b0004711", "4711", "0", "汉", "汉江", "东湖小区", "汉桥东湖公园", "号楼",
    "12号楼", "汉 学校", "小区 99号", "hj", "hjgyd", "xq", "dhxq", "没有的名字", "zz", "汉桥东湖山",
)  # fmt: skip


class Generated:
    """As much of a store as an index is made from: names that are like those of buildings."""

    def __init__(self, features: int) -> None:
        self.features = features

    def manifest(self, _sha256: str) -> dict[str, Any]:
        return {"key_field": "code", "features": self.features}

    def columns(self, _sha256: str) -> list[str]:
        return ["code", "name"]

    def parts(self, _sha256: str, _columns: Sequence[str]) -> Iterator[pa.Table]:
        chance = random.Random(1)
        for first in range(0, self.features, AT_ONCE):
            numbers = range(first, min(first + AT_ONCE, self.features))
            names = [
                "".join(chance.choices(PLACES, k=4))
                + chance.choice(SORTS)
                + f"{chance.randrange(1, 99)}号楼"
                for _ in numbers
            ]
            yield pa.table({"code": [f"B{number:07d}" for number in numbers], "name": names})


def furnished(folder: Path, features: int, url: str | None) -> Services:
    """An office with one layer, of which nothing is indexed yet; what is there already stays."""
    settings = Settings(home=folder, database_url=url)
    database = open_database(settings)
    services = Services(settings, database, Store(settings.resolved_store_url))
    with database.transaction() as session:
        if session.get(Layer, "buildings") is None:
            session.add(
                Layer(
                    id="buildings", kind="building", title_zh="建筑", title_en="Buildings",
                    key_field="code", live_version=1,
                )
            )  # fmt: skip
            session.flush()
            session.add(
                Version(
                    layer_id="buildings", number=1, sha256="0" * 64, features=features,
                    bbox=[114.0, 30.0, 115.0, 31.0], crs="EPSG:4490", secrecy="public", manifest={},
                )
            )  # fmt: skip
    return services


def measured(features: int, url: str | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        services = furnished(Path(folder), features, url)
        database = services.database
        began, spent = time.perf_counter(), time.process_time()
        ensure_indexed(database, cast(Store, Generated(features)), "0" * 64)
        print(
            f"{features} features indexed in {time.perf_counter() - began:.1f} s "
            f"({time.process_time() - spent:.1f} s of processor time), {_size(services):.0f} MB"
        )
        walls, spents = [], []
        for typed in TYPED * TIMES:
            began, spent = time.perf_counter(), time.process_time()
            found = search(services, typed)
            walls.append(1000 * (time.perf_counter() - began))
            spents.append(1000 * (time.process_time() - spent))
            if len(walls) <= len(TYPED):
                print(f"  {typed}: {len(found)} answers, {walls[-1]:.1f} ms")
        print(
            f"p50 {np.percentile(walls, 50):.1f}  p95 {np.percentile(walls, 95):.1f} ms; "
            f"processor p95 {np.percentile(spents, 95):.1f} ms"
        )
        database.close()


def _size(services: Services) -> float:
    """Of the database in megabytes."""
    if services.database.engine.dialect.name == "sqlite":
        folder = services.settings.resolved_home
        return sum(file.stat().st_size for file in folder.glob("*.sqlite*")) / 1e6
    with services.reading() as session:
        size = session.scalar(text("SELECT pg_database_size(current_database())"))
    return int(size or 0) / 1e6


if __name__ == "__main__":
    asked = sys.argv[1:]
    measured(int(asked[0]) if asked else FEATURES, asked[1] if len(asked) > 1 else None)
