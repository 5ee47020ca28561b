"""A log that cannot be kept where it belongs: it never stops the work or speaks on a terminal."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from layers.settings import Settings
from webmap.edge import logbook
from webmap.edge.logbook import log_place, open_log


@pytest.fixture
def log() -> Iterator[logging.Logger]:
    logger = logging.getLogger(logbook.NAME)
    yield logger
    assert not [one for one in logger.handlers if isinstance(one, logbook.LogFile)]


def test_a_log_that_cannot_be_kept_in_the_home_goes_among_the_temporary_files(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    log: logging.Logger,
) -> None:
    (tmp_path / "home").write_text("a file where the home should be")
    spare = tmp_path / "spare.log"
    monkeypatch.setattr(logbook, "_spare_place", lambda: spare)
    close = open_log(Settings(home=tmp_path / "home"))
    log.error("kept %s", "elsewhere")
    assert log_place() == spare
    close()
    assert "kept elsewhere" in spare.read_text(encoding="utf-8")
    assert spare.stat().st_mode & 0o777 == 0o600
    assert capsys.readouterr() == ("", "")


def test_a_log_that_can_be_kept_nowhere_stops_nothing_and_says_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    log: logging.Logger,
) -> None:
    """A link in the place of the spare file is somebody's trick: it is not followed."""
    (tmp_path / "home").write_text("")
    spare, target = tmp_path / "spare.log", tmp_path / "target"
    spare.symlink_to(target)
    monkeypatch.setattr(logbook, "_spare_place", lambda: spare)
    close = open_log(Settings(home=tmp_path / "home"))
    log.error("lost")
    assert log_place() is None
    close()
    assert not target.exists()
    assert capsys.readouterr() == ("", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no disk always full")
def test_a_log_on_a_full_disk_is_let_go_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log: logging.Logger
) -> None:
    """What cannot be flushed raises again when it is closed, at the end of every command."""
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "ecoatlas.log").symlink_to("/dev/full")
    spare = tmp_path / "spare.log"
    monkeypatch.setattr(logbook, "_spare_place", lambda: spare)
    close = open_log(Settings(home=tmp_path))
    for number in range(3):
        log.error("line %s", number)
    close()
    lines = spare.read_text(encoding="utf-8").splitlines()
    assert [line[-6:] for line in lines] == ["line 0", "line 1", "line 2"]
