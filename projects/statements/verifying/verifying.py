"""Whether a file of a statement says what the stored versions say.

A file of this office is compared with a face made anew from figures computed anew. A file of
another office can be compared with itself only: with the content that it carries, whose hash its
code states. Whoever forges content, hash and code together is found by the office that made it.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Protocol

from PIL import Image

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.database import Database
from layers.store import Store
from projects.metrics.declaration import Progress
from projects.statements import verifying_words as words
from projects.statements.codes import PRINTED
from projects.statements.faces.envelope import LAYOUT, Envelope
from projects.statements.faces.exporting import PICTURED, write_plain
from projects.statements.making import StatementInfo, find_statement, is_whole
from projects.statements.picture.drawing import draw
from projects.statements.picture.frame import HEIGHT, WIDTH
from projects.statements.recomputing import recompute
from projects.statements.verifying.files import FileRead, read_file, reading_of
from projects.statements.verifying.places import (
    Finding,
    Place,
    Reading,
    differences,
    flattened,
    other_figures,
)

Verdict = Literal["agrees", "altered", "not-recomputed", "unknown"]


@dataclass(frozen=True, slots=True)
class Verification:
    """What checking a file found. `findings` are places of the file, the first ones first.

    `agrees`: every figure equals the one computed again. `not-recomputed`: it equals what is kept,
    which could not be computed again. `unknown`: no statement of this office; equal to itself.
    """

    file: str
    format: str
    code: str | None
    verdict: Verdict
    statement: StatementInfo | None
    findings: Sequence[Finding]
    notes: Sequence[Text]

    @property
    def ok(self) -> bool:
        return self.verdict == "agrees"


class Reader(Protocol):
    """How a file is read: here, or in a process of its own."""

    def read(self, path: Path) -> FileRead: ...

    def against_itself(self, path: Path, read: FileRead) -> Verification: ...


class Here:
    """Reads in this process: for files of whoever runs the command."""

    def read(self, path: Path) -> FileRead:
        return read_file(path)

    def against_itself(self, path: Path, read: FileRead) -> Verification:
        return against_itself(path, read)


def verify_file(
    database: Database,
    store: Store,
    path: Path,
    progress: Progress | None = None,
    reader: Reader | None = None,
) -> Verification:
    """Check a file; raises `not-a-statement` for one that is none."""
    by = reader or Here()
    read = by.read(path)
    found = _known(database, read)
    if found is None:
        return by.against_itself(path, read)
    return _Check(database, store, path, read, found).verify(progress)


def _known(database: Database, read: FileRead) -> StatementInfo | None:
    with database.reading() as session:
        for named in (read.code, *_printed(read)):
            try:
                return find_statement(session, named or "")
            except EcoAtlasError:
                continue
    return None


def _printed(read: FileRead) -> Iterator[str]:
    """Codes that stand in the text: the one in the envelope may be what was altered."""
    seen = (value for value in read.reading.values.values() if isinstance(value, str))
    yield from dict.fromkeys(found[0] for one in seen for found in PRINTED.finditer(one))


@dataclass(frozen=True, slots=True)
class _Check:
    """A file of this office."""

    database: Database
    store: Store
    path: Path
    read: FileRead
    found: StatementInfo

    def verify(self, progress: Progress | None) -> Verification:
        again = recompute(self.database, self.store, self.found.content, progress)
        content = dict(self.found.content)
        findings = []
        if again.result is not None:
            findings = list(_between(content["result"], again.result, words.RECORD.zh))
            content["result"] = again.result
        expected = self._expected(content)
        findings = [*self._course(expected), *findings]
        findings += list(self._embedded(content))
        findings += list(compared(self.read, self._face(expected)))
        verdict: Verdict = "agrees" if again.result is not None else "not-recomputed"
        return Verification(
            file=self.path.name,
            format=self.read.format,
            code=self.found.code,
            verdict="altered" if findings or not is_whole(self.found) else verdict,
            statement=self.found,
            findings=findings,
            notes=list(self._notes(again.why)),
        )

    def _expected(self, content: Mapping[str, Any]) -> Envelope:
        """The face as it should be: the steps that the file knows, as far as they are ours."""
        ours = Envelope.of(self.found, "zh")
        stated = self.read.envelope
        language = stated.language if stated else _language(self.read.reading)
        known = len(stated.course) if stated else len(ours.course)
        return replace(ours, content=content, language=language, course=ours.course[:known])

    def _course(self, expected: Envelope) -> Iterator[Finding]:
        """Steps that the file states and that were never taken, or taken otherwise."""
        stated = self.read.envelope
        if stated is not None and list(stated.course) != list(expected.course):
            yield from _between(list(stated.course), list(expected.course), words.COURSE.zh)

    def _embedded(self, content: Mapping[str, Any]) -> Iterator[Finding]:
        """The content that the file carries unseen; in JSON it is what is seen."""
        stated = self.read.envelope
        if stated is not None and self.read.format != "json":
            yield from _between(stated.content, content, words.EMBEDDED.zh)

    def _face(self, expected: Envelope) -> Reading:
        scene = draw(expected.content, self.store, expected.language)
        return face_reading(expected, self.read.format, self.store, pictured=scene is not None)

    def _notes(self, why: Text | None) -> Iterator[Text]:
        yield words.RECOMPUTED if why is None else words.NOT_RECOMPUTED.format(why=why)
        if self.read.envelope is None:
            yield words.NO_ENVELOPE
        elif self.read.envelope.layout_number != LAYOUT:
            yield words.OTHER_LAYOUT
        if not is_whole(self.found):
            yield words.DAMAGED
        yield words.NOT_COMPARED[self.read.format]


def against_itself(path: Path, read: FileRead) -> Verification:
    """A file of another office: the content it carries against its hash and what it shows."""
    notes = [words.UNKNOWN]
    findings: list[Finding] = []
    if read.envelope is None:
        notes.append(words.NOTHING_TO_CHECK)
    else:
        if not read.envelope.agrees:
            finding = Finding(words.EMBEDDED.zh, "sha256", "", "", read.envelope.sha256, None)
            findings.append(finding)
            notes.append(words.HASH_DIFFERS)
        face = face_reading(read.envelope, read.format, None, pictured=True)
        findings += list(compared(replace(read, reading=_without_shapes(read.reading)), face))
    verdict: Verdict = "altered" if findings else "unknown"
    return Verification(path.name, read.format, read.code, verdict, None, findings, notes)


def compared(read: FileRead, face: Reading) -> Iterator[Finding]:
    """What differs; of a file that another release laid out, the figures that do."""
    other = read.envelope is not None and read.envelope.layout_number != LAYOUT
    return other_figures(read.reading, face) if other else differences(read.reading, face)


def _without_shapes(reading: Reading) -> Reading:
    kept = {place: one for place, one in reading.values.items() if "geometry" not in place.spot}
    return replace(reading, values=kept)


def face_reading(
    expected: Envelope, format_: str, store: Store | None, *, pictured: bool
) -> Reading:
    """What a file of this envelope states; an empty picture takes the place of the map."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, f"expected.{format_}")
        if format_ in PICTURED:
            PICTURED[format_](expected, _blank() if pictured else None, out)
        else:
            write_plain(expected, store, format_, out)
        return reading_of(out, format_)


def _blank() -> bytes:
    out = io.BytesIO()
    Image.new("L", (WIDTH, HEIGHT), 255).save(out, "PNG")
    return out.getvalue()


def _language(reading: Reading) -> Any:
    """The language of a face without an envelope: Chinese has its title."""
    return "zh" if any("核算单" in str(one) for one in reading.values.values()) else "en"


def _between(stated: Any, expected: Any, part: str) -> Iterator[Finding]:
    """What differs between two JSON documents."""
    one, other = (
        {Place(part, at): value for at, value in flattened(d)} for d in (stated, expected)
    )
    columns = {place: place.spot.rpartition(".")[2] for place in (*one, *other)}
    yield from differences(Reading(one, {}, columns), Reading(other, {}, columns))
