"""One statement exported once in every format, to be altered and checked a hundred times.

The fresh file to compare with is made once for each language and state: making it again is what
`test_verifying.py` tests; here the comparison is.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from projects.metrics.results import fingerprint
from projects.statements.kept import StatementInfo
from projects.statements.verifying import verifying
from projects.statements.verifying.verifying import Verification, verify_file

if TYPE_CHECKING:
    from tests.projects.statements.conftest import Office

Alter = Callable[[bytes], bytes]
REAL_WRITE, REAL_RECOMPUTE = verifying.write_face, verifying.recompute


@dataclass(frozen=True)
class Alteration:
    """What is done to a file, the grade it must get, and a word of what is said about it."""

    name: str
    alter: Alter
    grade: str
    said: str


@dataclass
class Anew:
    """What checks make anew of statements, figures and faces: each once, and kept."""

    folder: Path
    made: dict[Any, Path] = field(default_factory=dict)
    computed: dict[str, Any] = field(default_factory=dict)

    def recompute(self, database: Any, store: Any, content: Any, *more: Any) -> Any:
        key = fingerprint(content)
        if key not in self.computed:
            self.computed[key] = REAL_RECOMPUTE(database, store, content, *more)
        return self.computed[key]

    def write_face(self, envelope: Any, store: Any, format_: str, out: Path) -> None:
        key = (fingerprint(envelope.as_dict()), format_)
        if key not in self.made:
            kept = self.folder / f"fresh-{len(self.made)}.{format_}"
            REAL_WRITE(envelope, store, format_, kept)
            self.made[key] = kept
        shutil.copyfile(self.made[key], out)


@dataclass
class Exported:
    """The office, the statement, and its faces as bytes."""

    office: Office
    found: StatementInfo
    faces: Mapping[str, bytes]
    folder: Path
    anew: Anew
    readings: dict[Any, Any] = field(default_factory=dict)

    def once(self, read: Callable[..., Any]) -> Callable[..., Any]:
        """A reading of fresh files, each read once."""

        def kept(path: Path, *kind: str) -> Any:
            key = (read, hashlib.sha256(path.read_bytes()).digest())
            if key not in self.readings:
                self.readings[key] = read(path, *kind)
            return self.readings[key]

        return kept

    def check(self, content: bytes, format_: str) -> Verification:
        path = self.folder / f"altered.{format_}"
        path.write_bytes(content)
        return verify_file(self.office.database, self.office.store, path)

    def hold(self, one: Alteration, format_: str) -> None:
        """Whether the alteration gets its grade, and is named: by place, or as not vouched for."""
        content = one.alter(self.faces[format_])
        assert content != self.faces[format_], "nothing was altered"
        checked = self.check(content, format_)
        told = said(checked)
        assert (checked.grade, checked.ok) == (one.grade, False), told
        assert one.said in told
        assert bool(checked.findings) == (one.grade == "altered")
        assert checked.unvouched


def said(checked: Verification) -> str:
    """Everything that is told of places and of what is not vouched for."""
    places = [
        f"{one.part} {one.spot} {one.row} {one.column} {one.stated} → {one.computed}"
        for one in checked.findings
    ]
    return "\n".join([*places, *(one.zh for one in checked.unvouched)])


def repacked(content: bytes, changed: Mapping[str, Callable[[bytes], bytes] | bytes]) -> bytes:
    """A packed file with some members altered, or others added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            change = changed.get(name, lambda same: same)
            new.writestr(name, change if isinstance(change, bytes) else change(old.read(name)))
        for name, change in changed.items():
            if isinstance(change, bytes) and name not in old.namelist():
                new.writestr(name, change)
    return out.getvalue()


def member(name: str, *swaps: tuple[str, str]) -> Alter:
    """Text swapped in one member, at its first place."""

    def alter(content: bytes) -> bytes:
        return repacked(content, {name: lambda old: swapped(old, *swaps)})

    return alter


def swapped(content: bytes, *swaps: tuple[str, str]) -> bytes:
    for old, new in swaps:
        assert old.encode() in content, f"{old} is not there"
        content = content.replace(old.encode(), new.encode(), 1)
    return content
