"""A good file is not called damaged because there was no room to unpack it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from layers.faults.disk import Room
from layers.faults.naming import refusal_of
from layers.faults.places import Places
from layers.reading import files, room, sandbox
from layers.reading.files import check_file, read_layer
from layers.settings import Settings

pytestmark = pytest.mark.slow

POINT = (
    '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"code": "A"}, '
    '"geometry": {"type": "Point", "coordinates": [114.0, 30.5]}}]}'
)


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "room_at", lambda path: Room(path, 0, 10**9))


def said(error: BaseException, home: Path) -> str | None:
    found = refusal_of(error, Places.of(Settings(home=home), named=True))
    return found and found.code


@pytest.mark.usefixtures("full", "in_process")
@pytest.mark.parametrize("read", [check_file, read_layer])
def test_a_file_that_is_refused_on_a_full_disk_is_refused_for_that(
    tmp_path: Path, read: object
) -> None:
    """An archive whose end was not written looks as one that is damaged; so does a layer."""
    for name, content in (("a.zip", b"PK\x03\x04"), ("a.geojson", b'{"type": "Feat')):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(OSError, match="space") as caught:
            read(path, kind="outfall")  # type: ignore[operator]
        assert said(caught.value, tmp_path) == "disk-full"


@pytest.mark.usefixtures("full", "in_process")
def test_a_file_that_is_read_all_the_same_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(POINT)
    assert check_file(path).layers[0].features == 1


@pytest.mark.usefixtures("in_process")
def test_with_room_a_damaged_file_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"PK\x03\x04")
    (problem,) = check_file(path).problems
    assert problem.code == "bad-zip"


def test_unpacking_without_room_is_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full: None
) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.geojson", POINT)

    def no_room(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "open", no_room)
    with pytest.raises(OSError, match="space") as caught:
        check_file(path)
    assert said(caught.value, tmp_path) == "disk-full"


def test_what_the_process_said_never_reaches_a_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A logger of another name than the service's has nobody to hear it but the terminal."""
    assert sandbox.logger.name.startswith("ecoatlas.")
    (tmp_path / "stderr").write_bytes(b"Traceback (most recent call last)")
    sandbox._log(tmp_path, 1)
    assert "Traceback" not in capsys.readouterr().err
    assert files.SCRATCH_PREFIX
