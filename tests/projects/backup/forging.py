"""Backups as somebody might make them who means ill, or whose disk does."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import zstandard

Members = list[tuple[tarfile.TarInfo, bytes]]


@dataclass
class Forged:
    """What is in a backup, to be changed and packed again."""

    manifest: dict[str, Any]
    files: dict[str, bytes]
    more: Members = field(default_factory=list)
    head: bytes | None = None

    def set(self, name: str, content: bytes) -> None:
        """Change a file so that the manifest agrees: only its meaning can give it away."""
        self.files[name] = content
        for entry in self.manifest["files"]:
            if entry["name"] == name:
                entry.update(bytes=len(content), sha256=hashlib.sha256(content).hexdigest())

    def table(self, name: str) -> dict[str, Any]:
        (found,) = (table for table in self.manifest["tables"] if table["name"] == name)
        assert isinstance(found, dict)
        return found

    def rename(self, old: str, new: str) -> None:
        self.files = {new if name == old else name: text for name, text in self.files.items()}
        for entry in self.manifest["files"]:
            if entry["name"] == old:
                entry["name"] = new

    def add(self, name: str, content: bytes) -> None:
        entry = {"name": name, "bytes": 0, "sha256": ""}
        self.manifest["files"].append(entry)
        self.set(name, content)


def packed(members: Members) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for entry, content in members:
            archive.addfile(entry, io.BytesIO(content))
    return zstandard.ZstdCompressor(write_checksum=True).compress(out.getvalue())


def regular(name: str, content: bytes) -> tuple[tarfile.TarInfo, bytes]:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    return entry, content


def opened(path: Path) -> Forged:
    text = zstandard.ZstdDecompressor().decompressobj().decompress(path.read_bytes())
    with tarfile.open(fileobj=io.BytesIO(text)) as archive:
        files = {one.name: archive.extractfile(one).read() for one in archive}  # type: ignore[union-attr]
    manifest = json.loads(files.pop("MANIFEST.json"))
    del files["MANIFEST.sha256"]
    return Forged(manifest, files)


def forge(path: Path, change: Callable[[Forged], object]) -> None:
    """Change a backup in place; its manifest is sealed again."""
    forged = opened(path)
    change(forged)
    head = forged.head or json.dumps(forged.manifest).encode()
    seal = f"{hashlib.sha256(head).hexdigest()}  MANIFEST.json\n".encode()
    members = [regular("MANIFEST.json", head)]
    members += [regular(name, text) for name, text in forged.files.items()]
    members += [*forged.more, regular("MANIFEST.sha256", seal)]
    path.write_bytes(packed(members))
