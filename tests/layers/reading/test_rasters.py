"""Rasters as offices send them: what becomes a layer, and what is refused before it costs much."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine
from numpy.typing import NDArray

from geo.errors import EcoAtlasError
from layers.reading.files import Keep, check_file, kept_layer, read_layer
from layers.reading.formats import geotiff
from layers.reading.report import CheckReport
from layers.storage.raster_store import raster_sha256

pytestmark = pytest.mark.slow

WORLDCOVER = {"legend": "esa_worldcover"}
CELLS = np.array([[10, 10, 50], [80, 50, 0]], dtype=np.uint8)
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write cells as a GeoTIFF beside Wuhan."""

    def of(
        cells: NDArray[Any] = CELLS,
        *,
        name: str = "cover.tif",
        crs: str | None = "EPSG:4490",
        place: Affine | None = None,
        nodata: float | None = 0,
        **how: Any,
    ) -> Path:
        bands = cells if cells.ndim == 3 else cells[None]
        about = {"count": len(bands), "dtype": bands.dtype.name, "nodata": nodata, "crs": crs}
        size = {"height": bands.shape[1], "width": bands.shape[2]}
        where = place or Affine(0.001, 0, 114.0, 0, -0.001, 30.5)
        path = tmp_path / name
        with rasterio.open(path, "w", driver="GTiff", transform=where, **size, **about, **how) as f:
            f.write(bands)
        return path

    return of


def codes(report: CheckReport) -> set[str]:
    return {problem.code for problem in report.problems}


def refused(path: Path, **said: Any) -> set[str]:
    report = check_file(path, kind="land_cover", **({"mapping": WORLDCOVER} | said))
    assert not report.ok
    return codes(report)


def test_a_raster_becomes_a_table_of_classes_and_its_cells(write: Write) -> None:
    """Once through the child process, drivers, canaries and all."""
    read = read_layer(write(), kind="land_cover", mapping=WORLDCOVER)
    table = read.frame.set_index("code")
    assert table["cells"].to_dict() == {"10": 2, "50": 2, "80": 1}
    assert table["name"].to_dict() == {"10": "树木", "50": "建成区", "80": "永久水体"}
    # 0.001° at 30.5°N: about 110.9 m by 95.9 m.
    assert table.loc["80", "area_m2"] == pytest.approx(110.86 * 95.98, rel=1e-3)
    assert codes(read.report) == {"raster-empty-values"}
    assert read.cells is not None
    with rasterio.open(read.cells.path) as stored:
        assert stored.read(1).tolist() == [[10, 10, 50], [80, 50, 255]]
        assert (stored.nodata, stored.crs.to_epsg()) == (255, 4490)
    place = read.cells.path.parent
    del read
    assert not place.exists()


@pytest.mark.usefixtures("in_process")
class TestWhatIsOneRaster:
    def sha256(self, path: Path) -> str:
        read = read_layer(path, kind="land_cover", mapping=WORLDCOVER)
        assert read.cells is not None
        return raster_sha256(read.cells.path, "land_cover", "esa_worldcover")

    def test_the_same_cells_packed_otherwise_are_the_same(self, write: Write) -> None:
        first = self.sha256(write())
        wider = CELLS.astype(np.int32)
        wider[wider == 0] = -9
        packed = write(wider, name="b.tif", nodata=-9, compress="lzw", tiled=True)
        turned = write(
            CELLS[::-1], name="c.tif", place=Affine(0.001, 0, 114.0, 0, 0.001, 30.5 - 0.002)
        )
        assert self.sha256(packed) == self.sha256(turned) == first

    def test_another_cell_another_place_or_another_legend_is_another(self, write: Write) -> None:
        first = self.sha256(write())
        other = CELLS.copy()
        other[0, 0] = 20
        assert self.sha256(write(other, name="b.tif")) != first
        moved = write(name="c.tif", place=Affine(0.001, 0, 114.001, 0, -0.001, 30.5))
        assert self.sha256(moved) != first
        own = read_layer(write(name="d.tif"), kind="land_cover", mapping={"legend": "own"})
        assert own.cells is not None
        assert raster_sha256(own.cells.path, "land_cover", "own") != first


@pytest.mark.usefixtures("in_process")
class TestWhatAPersonHasToSay:
    def test_the_legend_is_never_guessed_but_those_that_fit_are_named(self, write: Write) -> None:
        report = check_file(write(), kind="land_cover")
        (problem,) = [one for one in report.problems if one.kind.severity == "error"]
        assert problem.code == "raster-legend-missing"
        assert problem.values["candidates"].zh == "esa_worldcover、globeland30、own"

    def test_the_legend_of_the_live_version_is_taken_and_told(self, write: Write) -> None:
        read = read_layer(write(), kind="land_cover", remembered=WORLDCOVER)
        assert "fields-remembered" in codes(read.report)
        assert set(read.frame["legend"]) == {"esa_worldcover"}

    def test_what_a_check_has_kept_is_what_is_imported(self, write: Write, tmp_path: Path) -> None:
        keep, look = Keep(tmp_path / "kept", "said"), tmp_path / "look.json"
        path = write()
        report = check_file(path, kind="land_cover", mapping=WORLDCOVER, keep=keep, preview=look)
        assert report.ok
        kept = kept_layer(path, keep)
        assert kept is not None
        assert kept.cells is not None
        again = read_layer(path, kind="land_cover", mapping=WORLDCOVER)
        assert again.cells is not None
        names = [
            raster_sha256(one.path, "land_cover", "esa_worldcover")
            for one in (kept.cells, again.cells)
        ]
        assert names[0] == names[1]
        view = json.loads(look.read_text())
        assert [row[:2] for row in view["rows"]] == [[10, "树木"], [50, "建成区"], [80, "永久水体"]]
        assert view["views"][0]["bounds"] == [114.0, 30.498, 114.003, 30.5]

    def test_an_unknown_legend_is_refused_with_those_there_are(self, write: Write) -> None:
        assert "raster-legend-unknown" in refused(write(), mapping={"legend": "mine"})

    def test_a_missing_crs_is_asked_for_as_of_features(self, write: Write) -> None:
        path = write(crs=None)
        assert refused(path) >= {"crs-missing"}
        assert check_file(path, kind="land_cover", mapping=WORLDCOVER, crs="EPSG:4490").ok

    def test_values_that_the_legend_lacks_are_told_and_kept(self, write: Write) -> None:
        strange = CELLS.copy()
        strange[1, 1] = 77
        read = read_layer(write(strange), kind="land_cover", mapping=WORLDCOVER)
        assert "raster-values-outside-legend" in codes(read.report)
        assert "77" in read.frame["code"].tolist()

    @pytest.mark.parametrize("crs", ["GCJ02", "EPSG:2381"])
    def test_cells_are_not_carried_to_another_system(self, write: Write, crs: str) -> None:
        place = Affine(100, 0, 500_000, 0, -100, 3_380_000) if crs == "EPSG:2381" else None
        assert "raster-not-carried" in refused(write(crs=None, place=place), crs=crs)

    def test_features_are_wanted_by_other_kinds(self, write: Write) -> None:
        assert codes(check_file(write(), kind="sponge_zone")) == {"raster-kind"}


@pytest.mark.usefixtures("in_process")
class TestWhatIsRefused:
    def test_several_bands_are_a_picture(self, write: Write) -> None:
        assert refused(write(np.zeros((3, 4, 4), np.uint8))) == {"raster-bands"}

    @pytest.mark.parametrize(
        "cells",
        [
            np.array([[0.5, 1.5]], np.float32),
            np.array([[-3, 1]], np.int16),
            np.array([[70_000, 1]], np.int32),
            np.arange(1, 401, dtype=np.uint16).reshape(20, 20),
        ],
        ids=["fractions", "negative", "too high", "too many"],
    )
    def test_what_is_no_class_code_is_refused(self, write: Write, cells: NDArray[Any]) -> None:
        assert refused(write(cells, nodata=None)) == {"raster-not-classes"}

    def test_a_raster_without_a_cell_of_value_is_refused(self, write: Write) -> None:
        assert refused(write(np.zeros((3, 3), np.uint8))) == {"raster-empty"}

    @pytest.mark.parametrize(
        "place",
        [
            Affine(0.001, 0.0002, 114.0, 0.0002, -0.001, 30.5),
            Affine(-0.001, 0, 114.0, 0, -0.001, 30.5),
        ],
        ids=["rotated", "mirrored"],
    )
    def test_cells_that_do_not_follow_the_axes_are_refused(
        self, write: Write, place: Affine
    ) -> None:
        assert refused(write(place=place)) == {"raster-rotated"}

    @pytest.mark.parametrize("size", [float("nan"), float("inf")])
    def test_a_place_that_is_no_number_is_refused(self, write: Write, size: float) -> None:
        assert refused(write(place=Affine(size, 0, 114.0, 0, -0.001, 30.5))) <= {
            "raster-without-place",
            "raster-rotated",
        }

    @pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
    def test_a_picture_without_a_place_is_refused(self, write: Write) -> None:
        assert refused(write(place=Affine.identity(), crs=None)) == {"raster-without-place"}

    def test_absurd_sizes_are_refused_by_the_header_alone(
        self, write: Write, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A file of some kilobytes that states a billion empty cells is never unpacked."""
        path = write(np.ones((8, 8), np.uint8), tiled=True, blockxsize=256, blockysize=256)
        stretched = stated(path, width=40_000, height=40_000)
        monkeypatch.setattr(geotiff, "_read", pytest.fail)
        assert refused(stretched) == {"raster-too-large"}

    def test_blocks_that_unpack_to_too_much_are_refused(
        self, write: Write, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(geotiff, "BLOCK_LIMIT", 1000)
        path = write(np.ones((64, 64), np.uint8), tiled=True, blockxsize=64, blockysize=64)
        assert refused(path) == {"raster-blocks-too-large"}

    @pytest.mark.parametrize("kept", [4, 60, 300])
    def test_a_file_that_broke_off_is_damaged(self, write: Write, kept: int) -> None:
        path = write(np.random.default_rng(1).integers(1, 9, (64, 64)).astype(np.uint8))
        path.write_bytes(path.read_bytes()[:kept])
        assert refused(path) == {"damaged"}

    def test_several_rasters_in_a_zip_are_asked_about(
        self, write: Write, pack: Callable[..., Path]
    ) -> None:
        path = pack({"a.tif": write().read_bytes(), "b.tif": write(name="b.tif").read_bytes()})
        assert {"several-layers", "rasters-several"} <= refused(path)
        one = check_file(path, kind="land_cover", mapping=WORLDCOVER, layer_name="a")
        assert one.ok, codes(one)


@pytest.mark.parametrize("head", [b"", b"\xef\xbb\xbf", b" " * 10_000])
def test_a_virtual_raster_under_the_name_of_a_geotiff_opens_nothing(
    tmp_path: Path, write: Write, head: bytes
) -> None:
    secret = write(name="secret.tif")
    band = f"<SimpleSource><SourceFilename>{secret}</SourceFilename></SimpleSource>"
    path = tmp_path / "cover.tif"
    path.write_bytes(
        head + b'<VRTDataset rasterXSize="3" rasterYSize="2"><VRTRasterBand dataType="Byte" '
        b'band="1">' + band.encode() + b"</VRTRasterBand></VRTDataset>"
    )
    assert codes(check_file(path, kind="land_cover", mapping=WORLDCOVER)) == {"not-what-it-says"}


def test_a_tiff_head_before_a_virtual_raster_is_no_way_in(tmp_path: Path, write: Write) -> None:
    secret = write(name="secret.tif")
    path = tmp_path / "cover.tif"
    path.write_bytes(b"II*\x00" + b" " * 5000 + f"<VRTDataset>{secret}</VRTDataset>".encode())
    assert codes(check_file(path, kind="land_cover", mapping=WORLDCOVER)) == {"damaged"}


def test_a_refusal_is_one_sentence_with_a_way_out(write: Write, in_process: None) -> None:
    with pytest.raises(EcoAtlasError) as refusal:
        read_layer(write(np.zeros((3, 4, 4), np.uint8)), kind="land_cover", mapping=WORLDCOVER)
    assert refusal.value.code == "raster-bands"
    assert refusal.value.problem.fix.zh


def stated(path: Path, *, width: int, height: int) -> Path:
    """The same file with other sizes in its header (classic TIFF, this machine's byte order)."""
    raw = bytearray(path.read_bytes())
    order = "<" if raw[:2] == b"II" else ">"
    (start,) = struct.unpack_from(f"{order}I", raw, 4)
    (count,) = struct.unpack_from(f"{order}H", raw, start)
    for entry in range(count):
        at = start + 2 + 12 * entry
        (tag,) = struct.unpack_from(f"{order}H", raw, at)
        if tag in (256, 257):
            struct.pack_into(f"{order}HII", raw, at + 2, 4, 1, width if tag == 256 else height)
    path.write_bytes(raw)
    return path


def test_a_raster_of_another_country_stays_refused_whatever_is_accepted(tmp_path: Path) -> None:
    """Rows can be left out; the cells of a raster lie where they lie."""
    profile = {"driver": "GTiff", "width": 4, "height": 4, "count": 1, "dtype": "uint8"}
    place = Affine(0.1, 0.0, 2.0, 0.0, -0.1, 48.0)
    with rasterio.open(tmp_path / "a.tif", "w", **profile, crs="EPSG:4326", transform=place) as out:
        out.write(np.ones((1, 4, 4), dtype=np.uint8))
    said: Any = {"kind": "land_cover", "mapping": {"legend": "own"}, "accept": {"outside-china"}}
    report = check_file(tmp_path / "a.tif", **said)
    assert not report.ok
    assert [problem.code for problem in report.blocking] == ["outside-china"]
