"""What the tests of corridors and works ask of a run: its result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from projects.metrics.kept import MetricRun


@pytest.fixture
def result(run: Callable[..., MetricRun]) -> Callable[..., dict[str, Any]]:
    """The result of a run; layers by role, parameters by name."""

    def of(metric: str, inputs: Mapping[str, str], **parameters: Any) -> dict[str, Any]:
        return run(metric, inputs, **parameters).result

    return of
