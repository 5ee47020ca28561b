"""Directories of archives whose size is hidden, or whose fields stand at their limits."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path

import pytest

from geo.errors import EcoAtlasError
from layers.reading.intake.archive import unpack
from layers.reading.limits import Limits
from layers.system.zip_directory import DirectoryTooLarge, opened_zip

RECORD = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
END64 = struct.Struct("<4sQ2H2L4Q")
LOCATOR = struct.Struct("<4sLQL")
NAME, CRC = b"a.csv", zlib.crc32(b"x")
EXTREMES = {
    "H": (0, 0xFFFF),
    "L": (0, 0x7FFFFFFF, 0xFFFFFFFF),
    "Q": (0, 2**63 - 1, 2**63, 2**64 - 1),
}


def local() -> bytes:
    header = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 0, 0, 33, CRC, 1, 1, len(NAME), 0)
    return header + NAME + b"x"


def record() -> list[object]:
    head = [b"PK\1\2", 20, 20, 0, 0, 0, 33, CRC, 1, 1, len(NAME), 0, 0, 0, 0, 0, 0]
    assert len(head) == len(RECORD.unpack(bytes(RECORD.size)))
    return head


def end(directory: int, at: int, entries: int = 1) -> list[object]:
    return [b"PK\5\6", 0, 0, entries, entries, directory, at, 0]


def end64(directory: int, at: int, entries: int = 1) -> list[object]:
    return [b"PK\6\6", 44, 45, 45, 0, 0, entries, entries, directory, at]


def refusal(content: bytes, tmp_path: Path) -> str | None:
    path, folder = tmp_path / "a.zip", tmp_path / "into"
    path.write_bytes(content)
    folder.mkdir(exist_ok=True)
    try:
        unpack(path, folder, Limits())
    except EcoAtlasError as error:
        return error.code
    return None


def archive(part: str = "", place: int = 0, value: int = 0, *, with64: bool = True) -> bytes:
    """A sound archive of one entry, with one field of one part set to another value."""
    parts = {"record": record()}
    at, size = len(local()), RECORD.size + len(NAME)
    parts |= {"end64": end64(size, at), "locator": [b"PK\6\7", 0, at + size, 1]}
    parts |= {"end": end(size, at)}
    if part:
        parts[part][place] = value
    middle = END64.pack(*parts["end64"]) + LOCATOR.pack(*parts["locator"]) if with64 else b""
    return local() + RECORD.pack(*parts["record"]) + NAME + middle + END.pack(*parts["end"])


FORMS = {"record": RECORD, "end64": END64, "locator": LOCATOR, "end": END}


def letters(form: struct.Struct) -> str:
    """The type of each field after the signature, one letter each."""
    counted = re.findall(r"(\d*)([HLQ])", form.format.removeprefix("<4s"))
    return "".join(letter * int(count or 1) for count, letter in counted)


FIELDS = [
    (part, place, value)
    for part, form in FORMS.items()
    for place, letter in enumerate(letters(form), 1)
    for value in EXTREMES[letter]
]


@pytest.mark.parametrize("with64", [True, False])
def test_a_sound_archive_is_unpacked(tmp_path: Path, with64: bool) -> None:
    assert refusal(archive(with64=with64), tmp_path) is None


def test_every_field_at_its_limits_is_read_or_refused_in_a_sentence(tmp_path: Path) -> None:
    told = {
        (field, with64): refusal(archive(*field, with64=with64), tmp_path)
        for field in FIELDS
        for with64 in (True, False)
    }
    assert set(told.values()) <= {
        None,
        "bad-zip",
        "zip-too-many-entries",
        "zip-bomb",
        "zip-empty",
        "zip-encrypted",
        "zip-unsafe-entry",
    }
    assert told[("end", 6, 0xFFFFFFFF), False] == "bad-zip"
    assert len(FIELDS) > 90


def many(entries: int) -> tuple[bytes, int, int]:
    """A directory of many entries that all stand for one file, its place and its size."""
    row = RECORD.pack(*record()) + NAME
    return local() + row * entries, len(local()), len(row) * entries


def test_a_directory_whose_size_is_hidden_is_not_read(tmp_path: Path) -> None:
    """The place that is written in the locator is not where the library looks."""
    start, at, size = many(60_000)
    false, true = END64.pack(*end64(51, at)), END64.pack(*end64(size, at, 60_000))
    locator = LOCATOR.pack(b"PK\6\7", 0, len(start), 1)
    path = tmp_path / "hidden.zip"
    path.write_bytes(start + false + true + locator + END.pack(*end(51, at)))
    with pytest.raises(DirectoryTooLarge), opened_zip(path, 2000):
        pass
    assert refusal(path.read_bytes(), tmp_path) == "zip-too-many-entries"


def test_an_end_within_the_comment_is_what_the_library_reads(tmp_path: Path) -> None:
    start, at, size = many(60_000)
    small = END.pack(*end(51, at))
    last = END.pack(*end(size, at)[:-1], len(small) + 1) + small + b"x"
    assert refusal(start + last, tmp_path) == "bad-zip"
