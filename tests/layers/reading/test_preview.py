"""The look into a file before its import: where each system puts it, and its first rows."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from layers.reading import preview
from layers.reading.files import check_file

Zipped = Callable[..., Path]

pytestmark = pytest.mark.usefixtures("in_process")
WEST, SOUTH = 114.05, 30.45


def looked(path: Path, **said: Any) -> dict[str, Any]:
    kept = path.with_suffix(".json")
    check_file(path, preview=kept, **said)
    found: dict[str, Any] = json.loads(kept.read_text("utf-8"))
    return found


def test_rows_and_samples_are_shown_before_the_encoding_is_confirmed(
    zones: gpd.GeoDataFrame, zipped: Zipped
) -> None:
    seen = looked(zipped(zones, without=[".cpg", ".prj"]))
    assert [row[:2] for row in seen["rows"]] == [
        ["HN-1", "纱帽"],
        ["HN-2", "东荆"],
        ["CD-1", "蔡甸"],
    ]
    assert "纱帽" in seen["samples"]["GB18030"]
    assert "纱帽" not in seen["samples"]["UTF-8"]


def test_a_candidate_shows_where_it_would_put_the_data(
    zones: gpd.GeoDataFrame, zipped: Zipped
) -> None:
    seen = looked(zipped(zones, without=[".prj"]))
    view = next(one for one in seen["views"] if one["epsg"] == 4526)
    assert (view["used"], view["swapped"], view["shifted"]) == (False, False, None)
    assert view["bounds"][:2] == pytest.approx([WEST, SOUTH], abs=1e-5)
    assert [one["properties"]["row"] for one in view["features"]] == [1, 2, 3]


def test_a_candidate_with_swapped_axes_is_drawn_swapped(
    zones: gpd.GeoDataFrame, zipped: Zipped
) -> None:
    swapped = zones.set_geometry(
        gpd.GeoSeries(
            [shapely.transform(s, lambda p: p[:, ::-1]) for s in zones.geometry], crs=4526
        )
    )
    view = looked(zipped(swapped, without=[".prj"]))["views"][0]
    assert (view["epsg"], view["swapped"]) == (4526, True)
    assert view["bounds"][:2] == pytest.approx([WEST, SOUTH], abs=1e-5)


def test_web_map_degrees_are_drawn_where_they_are_moved_back_to(
    zones: gpd.GeoDataFrame, zipped: Zipped
) -> None:
    """At Wuhan GCJ-02 lies about 0.0055° east and 0.0025° south of the truth."""
    path = zipped(zones.to_crs(4490))
    view = looked(path, crs="GCJ02")["views"][0]
    assert (view["used"], view["shifted"]) == (True, "GCJ02")
    moved = view["bounds"][0] - WEST, view["bounds"][1] - SOUTH
    assert moved == pytest.approx((-0.0055, 0.0025), abs=0.0005)


def test_what_is_no_plain_small_json_is_not_kept_as_a_preview(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process that leaves it is not trusted."""
    monkeypatch.setattr(preview, "MOST_BYTES", 20)
    kept, made, secret = (tmp_path / name for name in ("kept.json", "made.json", "secret.json"))
    secret.write_text("{}")
    made.symlink_to(secret)
    assert not preview.fetch(made, kept)
    for text in ('{"a": "' + "b" * 20 + '"}', "no json"):
        made.unlink()
        made.write_text(text)
        assert not preview.fetch(made, kept)
    assert not kept.exists()
    made.write_text("{}")
    assert preview.fetch(made, kept)
    assert kept.read_text() == "{}"


def test_values_of_two_encodings_are_shown_as_they_stand_in_the_file(tmp_path: Path) -> None:
    rows = [f"R{i},排水分区{i},114.{i:02},30.5\n".encode("gb18030") for i in range(10, 20)]
    odd = "R20,汉南分区,114.30,30.5\n".encode()
    path = tmp_path / "断面.csv"
    path.write_bytes("编号,名称,经度,纬度\n".encode("gb18030") + b"".join(rows) + odd)
    samples = looked(path)["samples"]
    assert "汉南分区" in "".join(samples["UTF-8"])
    assert "汉南分区" not in "".join(samples["GB18030"])
    assert "排水分区10" in "".join(samples["GB18030"])
    assert "排水分区10" not in "".join(samples["UTF-8"])
    assert {"汉南分区", "排水分区10"} <= set(samples["UTF-8+GB18030"])
