"""The demonstration is loaded by a button into an office that holds nothing."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from projects.demo.load import DemoLoad
from projects.work import demonstrating


def test_how_far_it_is_only_rises_and_ends_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(_database: Any, _store: Any, progress: Any, *, by: Any) -> DemoLoad:
        for done in range(20):
            progress("示范图层 / Layers", done, 19)
        for done in range(15):
            progress("指标计算 / Figures", done, 14)
        return DemoLoad(("zones",), (), ())

    monkeypatch.setattr(demonstrating, "load_demo", load)
    seen: list[float] = []

    def told(step: str, done: int, total: int) -> None:
        assert step == demonstrating.DEMONSTRATION
        seen.append(done / total)

    work: Any = SimpleNamespace(database=None, store=None, progress=told, by=None)
    assert demonstrating.demonstrate(work, None) == {"layers": ["zones"]}  # type: ignore[arg-type]
    assert seen == sorted(seen)
    assert seen[-1] == 1
