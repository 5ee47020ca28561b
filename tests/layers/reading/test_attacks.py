"""Attacks on the reader, through the real process."""

from __future__ import annotations

import json
import resource
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas as gpd
import pytest

from geo.errors import EcoAtlasError
from layers.reading import sandbox
from layers.reading.files import check_file, read_layer
from layers.reading.intake import drivers
from layers.reading.limits import Limits
from layers.reading.report import CheckReport
from layers.settings import CHECKOUT
from layers.system.fork_server import ForkServer

pytestmark = pytest.mark.slow

POINT = '{"type":"Point","coordinates":[114.0,30.0]}'


def codes(report: CheckReport) -> list[str]:
    return [p.code for p in report.problems]


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file of the server that no upload may reach."""
    path = tmp_path / "secret.geojson"
    path.write_text(POINT)
    return path


def vrt(target: Path) -> bytes:
    return (
        f'<OGRVRTDataSource><OGRVRTLayer name="{target.stem}">'
        f"<SrcDataSource>{target}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
    ).encode()


def gdalg(target: Path) -> bytes:
    step = f"gdal vector pipeline ! read {target}"
    return json.dumps({"type": "gdal_streamed_alg", "command_line": step}).encode()


@pytest.mark.parametrize("suffix", [".shp", ".geojson", ".gpkg", ".json", ".zip"])
@pytest.mark.parametrize("text", [vrt, gdalg])
@pytest.mark.parametrize("packed", [False, True])
def test_a_text_that_points_to_another_file_is_refused_under_every_name(
    tmp_path: Path,
    secret: Path,
    pack: Callable[..., Path],
    suffix: str,
    text: Callable[[Path], bytes],
    packed: bool,
) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(text(secret))
    if packed:
        path = pack({f"a{suffix}": text(secret), "a.dbf": b"\x03" * 80, "a.prj": b"x"})
    report = check_file(path)
    assert not report.ok
    assert report.layers == ()
    assert set(codes(report)) <= {"not-what-it-says", "zip-nested", "no-shapefile-in-zip"}


def test_a_gdalg_that_hides_from_the_magic_bytes_opens_nothing(
    tmp_path: Path, secret: Path
) -> None:
    """Pushed out of the head that is looked at, it meets a GDAL without such a driver."""
    path = tmp_path / "a.geojson"
    path.write_bytes(b"{" + b" " * 10_000 + gdalg(secret)[1:])
    assert codes(check_file(path)) == ["damaged"]


def test_the_canary_sings_where_the_drivers_are_there(tmp_path: Path) -> None:
    """In this process GDAL has all its drivers, so the canary must be found to open."""
    assert drivers.canary_that_opens(tmp_path) is not None


def test_nothing_is_read_where_a_canary_opens(
    zones: gpd.GeoDataFrame, zipped: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    full = drivers.environment() | {"GDAL_SKIP": "", "ECOATLAS_READER_RESTARTED": "1"}
    monkeypatch.setattr(sandbox, "environment", lambda *_: full)
    assert codes(check_file(zipped(zones))) == ["reader-unsafe"]


def test_drivers_of_another_build_are_left_out_by_a_second_start(
    zones: gpd.GeoDataFrame, zipped: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    full = drivers.environment() | {"GDAL_SKIP": ""}
    monkeypatch.setattr(sandbox, "environment", lambda *_: full)
    assert check_file(zipped(zones)).ok


def test_the_reading_process_takes_nothing_secret_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ECOATLAS_DATABASE_URL", "postgresql://user:password@host/db")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy")
    assert not {"ECOATLAS_DATABASE_URL", "HTTPS_PROXY", "HOME"} & set(drivers.environment())


def test_a_clean_file_goes_through_the_real_process(
    zones: gpd.GeoDataFrame, zipped: Callable[..., Path]
) -> None:
    layer = read_layer(zipped(zones), kind="sponge_zone")
    assert layer.frame["name"].tolist() == ["纱帽", "东荆", "蔡甸"]
    assert layer.frame.crs.to_epsg() == 4490


def test_the_private_folder_is_gone_afterwards(
    zones: gpd.GeoDataFrame,
    zipped: Callable[..., Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    check_file(zipped(zones))
    check_file(
        zipped(zones, replace={".shp": b"\x00\x00\x27\x0a" + bytes(24) + b"\xe8\x03\x00\x00"})
    )
    assert list(scratch.iterdir()) == []


def test_too_little_memory_is_one_clear_refusal(
    zones: gpd.GeoDataFrame, zipped: Callable[..., Path]
) -> None:
    report = check_file(zipped(zones), limits=Limits(memory_bytes=150 * 2**20))
    assert codes(report)[0] in {"reader-out-of-memory", "reader-crashed"}


@pytest.fixture
def end_with(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Instead of reading, the process does what a piece of code says."""
    server = ForkServer("tests.layers.system.endings")

    def end(code: str) -> None:
        known = {**drivers.environment(), "ENDING": code}
        monkeypatch.setattr(sandbox, "environment", lambda *_: known)
        monkeypatch.setattr(sandbox, "READER", server)

    yield end
    server.close()


@pytest.mark.parametrize(
    ("ending", "code"),
    [
        ("import os; os.abort()", "reader-crashed"),
        ("import os; os.kill(os.getpid(), 11)", "reader-crashed"),
        ("import os; os.kill(os.getpid(), 9)", "reader-out-of-memory"),
        ("import time; time.sleep(600)", "reader-out-of-time"),
        ("raise SystemExit(3)", "reader-crashed"),
    ],
)
def test_however_the_process_ends_there_is_one_sentence(
    zones: gpd.GeoDataFrame,
    zipped: Callable[..., Path],
    end_with: Callable[[str], None],
    ending: str,
    code: str,
) -> None:
    end_with(ending)
    # Only what shall take too long is hurried: elsewhere the server may need its time to start.
    report = check_file(zipped(zones), limits=Limits(seconds=1 if "sleep" in ending else 60))
    assert codes(report) == [code]
    assert "分区.zip" in report.problems[0].message.zh


def _child(code: str, folder: Path) -> str:
    """What a piece of code prints after the process has bounded itself."""
    program = (
        "import json, sys; from layers.reading import child;"
        "child._bound({'memory_bytes': 2**32, 'seconds': 60, 'file_bytes': 1000});" + code
    )
    environment = drivers.environment() | {"PYTHONPATH": str(CHECKOUT)}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or str(done.returncode)


def test_the_process_bounds_its_own_memory_time_and_files(tmp_path: Path) -> None:
    code = "import resource as r; print([r.getrlimit(x)[0] for x in (r.RLIMIT_AS, r.RLIMIT_CPU)])"
    assert _child(code, tmp_path) == str([2**32, 60])
    _child("open('big', 'wb').write(bytes(5000))", tmp_path)
    assert (tmp_path / "big").stat().st_size <= 1000
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 1000, "this process is not bounded"


def test_the_process_has_no_way_to_the_network_where_the_kernel_allows(tmp_path: Path) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        code = (
            "import socket; cut = child.cut_network(); s = socket.socket(); s.settimeout(2);"
            f"print(cut, s.connect_ex(('127.0.0.1', {port})) == 0)"
        )
        said = _child(code, tmp_path)
        if said == "False True":
            pytest.skip("the kernel gives no network namespace to this user")
        assert said == "True False"


def test_the_process_loads_no_database_and_no_settings() -> None:
    asked = "import sys, layers.reading.perform; print(*sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", asked], cwd=CHECKOUT, check=True, capture_output=True, text=True
    ).stdout.split()
    assert not {"sqlalchemy", "pydantic", "flask"} & set(said)


def test_an_unknown_fault_is_told_to_the_operator_only(
    zones: gpd.GeoDataFrame,
    zipped: Callable[..., Path],
    end_with: Callable[[str], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    ending = "raise RuntimeError('inner workings')"
    end_with(ending)
    with pytest.raises(EcoAtlasError) as refused:
        read_layer(zipped(zones), kind="sponge_zone")
    assert refused.value.code == "reader-crashed"
    assert "inner workings" not in str(refused.value)
    assert "inner workings" in caplog.text
