"""Files as bytes: what is looked at outside of the process that reads files from outside."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from projects.statements.verifying import parts


def test_a_directory_that_states_one_member_and_holds_thousands_is_not_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = tmp_path / "sound.xlsx"
    with zipfile.ZipFile(sound, "w") as archive:
        archive.writestr("a.xml", b"x")
    raw = sound.read_bytes()
    start, end = raw.index(b"PK\1\2"), raw.index(b"PK\5\6")
    directory = raw[start:end] * 40_000
    stated = bytearray(raw[end:])
    struct.pack_into("<I", stated, 12, len(directory))
    large = tmp_path / "large.xlsx"
    large.write_bytes(raw[:start] + directory + stated)
    loaded: list[int] = []
    monkeypatch.setattr(parts, "_fills", lambda *_: loaded.append(1) or True)
    assert parts.identical(sound, sound, "xlsx")
    loaded.clear()
    with pytest.raises(zipfile.BadZipFile):
        parts.plainly_packed(large)
    assert not parts.identical(large, sound, "xlsx")
    assert loaded == []
