"""A private folder that is just being made is nobody's to remove."""

from __future__ import annotations

from typing import Any

import pytest

from layers.system import scratch

pytestmark = pytest.mark.slow


def test_another_process_that_tidies_up_meanwhile_takes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    prefix = "ecoatlas-race-"
    lock = scratch.try_lock
    seen: list[int] = []

    def tidy_first(file: Any) -> bool:
        if not seen:
            seen.append(1)
            scratch.remove_abandoned_private(prefix)
        return lock(file)

    monkeypatch.setattr(scratch, "try_lock", tidy_first)
    with scratch.private_folder(prefix) as folder:
        assert seen
        (folder / "a").write_text("x")
        scratch.remove_abandoned_private(prefix)
        assert (folder / "a").exists()
    assert not folder.exists()
