"""Zips as attackers and careless people make them."""

from __future__ import annotations

import copy
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.errors import EcoAtlasError
from layers.reading.intake.archive import unpack
from layers.reading.limits import MEGABYTE, Limits


def refusal(path: Path, limits: Limits | None = None) -> str:
    folder = path.parent / "out"
    folder.mkdir()
    with pytest.raises(EcoAtlasError) as refused:
        unpack(path, folder, limits or Limits())
    assert not list(folder.iterdir()), "nothing may be left behind"
    assert refused.value.message.zh
    return refused.value.code


@pytest.mark.parametrize(
    "name",
    [
        "../evil.shp",
        "a/../../evil.shp",
        "..\\evil.shp",
        "/etc/evil.shp",
        "\\evil.shp",
        "C:evil.shp",
        "C:\\evil.shp",
    ],
)
def test_names_that_climb_out_or_are_absolute_are_refused(
    pack: Callable[..., Path], name: str
) -> None:
    assert refusal(pack({name: b"x"})) == "zip-unsafe-entry"


def test_links_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    link = zipfile.ZipInfo("a.shp")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert refusal(path) == "zip-unsafe-entry"


def test_an_entry_that_swells_too_much_is_refused(pack: Callable[..., Path]) -> None:
    assert refusal(pack({"a.shp": bytes(30 * MEGABYTE)})) == "zip-bomb"


def test_a_total_over_the_limit_is_refused(pack: Callable[..., Path]) -> None:
    entries = {f"{i}.shp": bytes(MEGABYTE) for i in range(4)}
    assert refusal(pack(entries), Limits(unpacked_bytes=3 * MEGABYTE)) == "zip-bomb"


def test_an_entry_that_holds_more_than_it_states_is_cut_off_and_refused(tmp_path: Path) -> None:
    """The directory states 10 bytes where five million are packed."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.shp", bytes(range(256)) * 20_000)
    raw = bytearray(path.read_bytes())
    at = raw.rfind(b"PK\x01\x02")
    raw[at + 24 : at + 28] = struct.pack("<L", 10)
    path.write_bytes(raw)
    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(EcoAtlasError, match="bad-zip"):
        unpack(path, folder, Limits(unpacked_bytes=MEGABYTE))
    assert sum(p.stat().st_size for p in folder.iterdir()) <= 10


def test_too_many_entries_are_refused(pack: Callable[..., Path]) -> None:
    path = pack({f"{i}.txt": b"" for i in range(30)})
    assert refusal(path, Limits(zip_entries=20)) == "zip-too-many-entries"


@pytest.mark.parametrize("method", [1, 8, 9, 12, 14, 93, 65535])
def test_bytes_that_are_not_packed_as_stated_are_refused(
    pack: Callable[..., Path], method: int
) -> None:
    """What each way of packing raises over the bytes of another, or over a way unknown to it."""
    path = pack({"a.shp": b"ab" * 100, "b.txt": b""})
    raw = bytearray(path.read_bytes())
    for magic, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        raw[raw.find(magic) + at] = method & 0xFF
        raw[raw.find(magic) + at + 1] = method >> 8
    start = raw.find(b"a.shp") + 5
    raw[start : start + 6] = b"\xff\x00\x05\x00\xff\xff"
    path.write_bytes(raw)
    folder = path.parent / "out"
    folder.mkdir()
    with pytest.raises(EcoAtlasError) as refused:
        unpack(path, folder, Limits())
    assert refused.value.code == "bad-zip"


@pytest.mark.parametrize("inner", ["inner.zip", "a/inner.7z", "x.tar.gz"])
def test_archives_within_archives_are_refused(pack: Callable[..., Path], inner: str) -> None:
    assert refusal(pack({"a.shp": b"x", inner: b"PK"})) == "zip-nested"


def test_a_password_is_refused(pack: Callable[..., Path]) -> None:
    path = pack({"a.shp": b"x"})
    raw = bytearray(path.read_bytes())
    for magic, flags_at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.find(magic) + flags_at] |= 1
    path.write_bytes(raw)
    assert refusal(path) == "zip-encrypted"


def test_an_empty_zip_and_a_damaged_one_are_refused(
    tmp_path: Path, pack: Callable[..., Path]
) -> None:
    assert refusal(pack({})) == "zip-empty"
    folder = tmp_path / "damaged"
    folder.mkdir()
    (folder / "a.zip").write_bytes(b"PK\x03\x04" + b"\xff" * 100)
    assert refusal(folder / "a.zip") == "bad-zip"


def test_only_listed_extensions_are_unpacked_and_under_random_names(
    pack: Callable[..., Path], tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    path = pack({"图/a.SHP": b"s", "图/a.dbf": b"d", "run.exe": b"MZ", "a.vrt": b"<", "a.py": b""})
    found = {member.name: member for member in unpack(path, folder, Limits())}
    assert set(found) == {"图/a.SHP", "图/a.dbf", "run.exe", "a.vrt", "a.py"}
    assert sorted(p.suffix for p in folder.iterdir()) == [".dbf", ".shp"]
    assert not any(p.stem == "a" for p in folder.iterdir())
    assert found["图/a.SHP"].path.read_bytes() == b"s"


@pytest.mark.parametrize(
    ("raw", "flag", "name"),
    [
        ("分区.shp".encode(), True, "分区.shp"),
        ("分区.shp".encode("gbk"), False, "分区.shp"),
        ("分区.shp".encode(), False, "分区.shp"),
        (b"plain.shp", False, "plain.shp"),
        (b"caf\x82.shp", False, "café.shp"),
    ],
)
def test_member_names_in_gbk_utf8_and_cp437(
    tmp_path: Path, raw: bytes, flag: bool, name: str
) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x" * len(raw), b"1")
    content = bytearray(path.read_bytes().replace(b"x" * len(raw), raw))
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(magic) + at
        content[start : start + 2] = struct.pack("<H", 0x800 if flag else 0)
    path.write_bytes(content)
    folder = tmp_path / "out"
    folder.mkdir()
    assert [member.name for member in unpack(path, folder, Limits())] == [name]


def test_entries_that_share_their_bytes_are_a_bomb(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.shp", b"x" * 1000)
        twin = copy.copy(archive.filelist[0])
        twin.filename = twin.orig_filename = "b.shp"
        archive.filelist.append(twin)
    with pytest.raises(EcoAtlasError) as refused:
        unpack(path, tmp_path, Limits())
    assert refused.value.code == "zip-bomb"
