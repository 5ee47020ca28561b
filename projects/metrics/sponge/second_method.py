"""The second method of the sponge share, cells counted, beside the first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.parting.by_place import Parted
from projects.metrics.results import area, share

PARTS = ("built_up", "met", "not_met", "not_assessed", "no_zone")


def cross_check(parts: Parted, second: Mapping[str, float], cell_m: float) -> dict[str, Any]:
    """The same parts by counting cells, and how far its share is from ours in percentage points."""
    first_share = share(parts.class_m2["met"], parts.region_m2)
    second_share = share(second["met"], second["region"])
    return {
        "method": "raster",
        "cell_m": cell_m,
        **{f"{part}_m2": area(value) for part, value in _by_cells(second).items()},
        "share": second_share,
        "difference_points": _points(first_share, second_share),
    }


def second_rows(parts: Parted, second: Mapping[str, float]) -> list[dict[str, Any]]:
    """One row a part: polygons cut, cells counted, and the difference."""
    exact, cells = _by_polygons(parts), _by_cells(second)
    return [
        {
            "key": part,
            "name": None,
            "part": part,
            "first_m2": area(exact[part]),
            "second_m2": area(cells[part]),
            "difference_m2": area(cells[part] - exact[part]),
            "first_share": share(exact[part], exact["built_up"]),
            "second_share": share(cells[part], cells["built_up"]),
        }
        for part in PARTS
    ]


def _by_polygons(parts: Parted) -> dict[str, float]:
    return {"built_up": parts.region_m2, **parts.class_m2, "no_zone": parts.rest_m2}


def _by_cells(second: Mapping[str, float]) -> dict[str, float]:
    areas = {part: float(second[part]) for part in ("met", "not_met", "not_assessed")}
    return {"built_up": float(second["region"]), **areas, "no_zone": float(second["rest"])}


def _points(first: float | None, second: float | None) -> float | None:
    """Percentage points from the first share to the second."""
    return None if first is None or second is None else round((second - first) * 100, 9) + 0.0
