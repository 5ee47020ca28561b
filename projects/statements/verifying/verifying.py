"""Whether a file of a statement is the one that is made anew from the stored run.

A file of this office is compared with a face made anew from figures computed anew: byte for byte,
and where that fails value by value, and by what else may change what a reader sees. A file of
another office can be compared with itself only: with the content that it carries, whose hash its
code states. Whoever forges content, hash and code together is found by the office that made it.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, Protocol

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.storage.store import Store
from layers.system.database import Database
from projects.metrics.declaration import Progress
from projects.statements import verifying_words as words
from projects.statements.codes import PRINTED, check_code, read_code
from projects.statements.envelope import Envelope
from projects.statements.faces.exporting import write_face
from projects.statements.forms import earlier_layouts
from projects.statements.kept import StatementInfo, find_statement, is_whole
from projects.statements.recomputing import Recomputed, recompute
from projects.statements.signature import PublicKey, take_signature_out
from projects.statements.verifying.files import FileRead, Shown, read_file, shown_of
from projects.statements.verifying.itself import shown_by, without_layers
from projects.statements.verifying.looks import (
    Look,
    beside,
    looking_otherwise,
    looks_of,
    only_moved,
    throughout,
    told,
)
from projects.statements.verifying.marks import KINDS, strange
from projects.statements.verifying.parts import identical
from projects.statements.verifying.places import (
    Finding,
    Place,
    Reading,
    differences,
    flattened,
    other_figures,
)
from projects.statements.verifying.signed import (
    NOT_OF_THE_FILE,
    SIGNATURE,
    OnFile,
    signature_on,
)
from projects.statements.verifying.stated import language_of, steps_of

Grade = Literal["identical", "saved-again", "altered"]
Verdict = Literal["agrees", "saved-again", "altered", "not-recomputed", "unknown"]


@dataclass(frozen=True, slots=True)
class Verification:
    """What checking a file found. `findings` are places of the file, the first ones first.

    `grade` is what is said of the file: `identical` to the one made anew, `saved-again` with every
    value equal and `unvouched` naming what could not be compared, or `altered`; None where there is
    no statement to compare with. `verdict` says besides whether the figures could be computed again
    (`not-recomputed`), and `unknown` that no statement of this office is meant.
    """

    file: str
    format: str
    code: str | None
    verdict: Verdict
    statement: StatementInfo | None
    findings: Sequence[Finding]
    notes: Sequence[Text]
    grade: Grade | None = None
    unvouched: Sequence[Text] = field(default=())

    @property
    def ok(self) -> bool:
        """Whether the file can be signed from: nothing short of identical can."""
        return self.verdict == "agrees"


class Reader(Protocol):
    """How a file is read: here, or in a process of its own."""

    def read(self, path: Path) -> FileRead: ...

    def looks(self, path: Path) -> list[Look]: ...

    def against_itself(self, path: Path, read: FileRead) -> Verification: ...


class Here:
    """Reads in this process: for files of whoever runs the command."""

    def read(self, path: Path) -> FileRead:
        return read_file(path)

    def looks(self, path: Path) -> list[Look]:
        return looks_of(path)

    def against_itself(self, path: Path, read: FileRead) -> Verification:
        return against_itself(path, read)


def verify_file(
    database: Database,
    store: Store,
    path: Path,
    progress: Progress | None = None,
    reader: Reader | None = None,
    key: PublicKey | None = None,
    read: FileRead | None = None,
) -> Verification:
    """Check a file, its signature too where this office has a `key`, and `read` already if it was;
    raises `not-a-statement` for one that is none."""
    by = reader or Here()
    read = read or by.read(path)
    found = _known(database, read)
    if found is None:
        return by.against_itself(path, read)
    stated = signature_on(path, read.format, key)
    checked = _Sheet(database, store, path, read, found, by, stated).verify(progress)
    return with_signature(checked, stated)


def with_signature(checked: Verification, stated: OnFile) -> Verification:
    """The same with what is to be said of the signature: a false one is an alteration."""
    notes = [*checked.notes, *stated.notes]
    checked = replace(checked, unvouched=[*stated.unvouched, *checked.unvouched])
    if not stated.false:
        return replace(checked, notes=notes)
    finding = Finding(SIGNATURE.zh, stated.key or "", "", "", NOT_OF_THE_FILE.zh, None)
    findings = [*checked.findings, finding]
    return replace(checked, verdict="altered", grade="altered", findings=findings, notes=notes)


def _known(database: Database, read: FileRead) -> StatementInfo | None:
    with database.reading() as session:
        for code in codes_named(read, read.envelope.sha256 if read.envelope else ""):
            try:
                return find_statement(session, code)
            except EcoAtlasError:
                continue
    return None


def codes_named(read: FileRead, sha256: str = "") -> Iterator[str]:
    """The check codes that a file names: the one it states, that of the hash that it carries, and
    those in its text: any of them may be what was altered."""
    hashed = check_code(sha256) if re.fullmatch("[0-9a-f]{64}", sha256) else ""
    texts = (one for one in read.reading.values.values() if isinstance(one, str))
    printed = (found[0] for text in texts for found in PRINTED.finditer(text))
    yield from filter(None, map(read_code, dict.fromkeys((read.code or "", hashed, *printed))))


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing two files found: whether they are identical, and if not, what is known."""

    identical: bool
    findings: Sequence[Finding] = ()
    unvouched: Sequence[Text] = ()


def grade_of(compared: Compared, findings: Sequence[Finding], *, whole: bool) -> Grade:
    """whole: whether what is kept here is as it was when it was stored."""
    if findings or not whole:
        return "altered"
    return "identical" if compared.identical else "saved-again"


@dataclass(frozen=True, slots=True)
class OfStatement:
    """A file that this office made of a statement: its sheet, or the paper of a bulletin."""

    database: Database
    store: Store
    path: Path
    read: FileRead
    found: StatementInfo
    reader: Reader
    signature: OnFile

    def again(self, progress: Progress | None) -> tuple[Recomputed, list[Finding]]:
        """Its figures computed again, and where those that are kept differ."""
        again = recompute(self.database, self.store, self.found.content, progress)
        if again.result is None:
            return again, []
        kept = self.found.content["result"]
        return again, list(between(kept, again.result, words.RECORD.zh))

    def beside(self, face: Path, *, other_layout: bool = False) -> Compared:
        """Compared with the file made anew."""
        given = Given(self.path, self.read, self.reader, self.signature)
        return given.compared(face, other_layout=other_layout)

    def verified(
        self,
        again: Recomputed,
        compared: Compared,
        findings: Sequence[Finding],
        *,
        went_on: bool,
    ) -> Verification:
        """What was found of it; went_on: whether its statement has steps that it does not know."""
        grade = grade_of(compared, findings, whole=is_whole(self.found))
        return Verification(
            file=self.path.name,
            format=self.read.format,
            code=self.found.code,
            verdict=verdict_of(grade, recomputed=again.result is not None),
            statement=self.found,
            findings=findings,
            notes=list(self._notes(again.why, grade, went_on=went_on)),
            grade=grade,
            unvouched=compared.unvouched,
        )

    def unseen(self) -> Iterator[Text]:
        """What is to be said of what it carries besides what is seen."""
        return iter(())

    def _notes(self, why: Text | None, grade: Grade, *, went_on: bool) -> Iterator[Text]:
        if grade == "altered":
            yield words.TAKE_A_FRESH_ONE
        yield words.RECOMPUTED if why is None else words.NOT_RECOMPUTED.format(why=why)
        yield from self.unseen()
        if not is_whole(self.found):
            yield words.DAMAGED
        if went_on:
            yield words.WENT_ON
        if self.found.withdrawn is not None:
            yield self.found.withdrawn


@dataclass(frozen=True, slots=True)
class _Sheet(OfStatement):
    """The sheet of a statement, in whatever format."""

    def verify(self, progress: Progress | None) -> Verification:
        again, differing = self.again(progress)
        content = dict(self.found.content)
        if again.result is not None:
            content["result"] = again.result
        expected = self._expected(content)
        compared = self._compared(expected)
        findings = [*self._course(expected), *differing, *self._embedded(content)]
        findings += compared.findings
        went_on = len(expected.course) < len(Envelope.of(self.found, "zh").course)
        return self.verified(again, compared, findings, went_on=went_on)

    def unseen(self) -> Iterator[Text]:
        if self.read.envelope is None:
            yield words.NO_ENVELOPE

    def _expected(self, content: Mapping[str, Any]) -> Envelope:
        """The face as it should be: the steps that the file knows, as far as they are ours."""
        ours = Envelope.of(self.found, "zh")
        stated = self.read.envelope
        language = stated.language if stated else language_of(self.read.reading)
        known = len(stated.course) if stated else steps_of(self.read.reading, ours.course, language)
        texts = stated is None or stated.texts
        return replace(
            ours, content=content, language=language, course=ours.course[:known], texts=texts
        )

    def _compared(self, expected: Envelope) -> Compared:
        with tempfile.TemporaryDirectory() as folder:
            face = Path(folder, f"expected.{self.read.format}")
            write_face(expected, self.store, self.read.format, face)
            return self.beside(face, other_layout=is_other_layout(self.read))

    def _course(self, expected: Envelope) -> Iterator[Finding]:
        """Steps that the file states and that were never taken, or taken otherwise."""
        stated = self.read.envelope
        if stated is not None:
            yield from between(list(stated.course), list(expected.course), words.COURSE.zh)

    def _embedded(self, content: Mapping[str, Any]) -> Iterator[Finding]:
        """The content that the file carries unseen; in JSON it is what is seen."""
        stated = self.read.envelope
        if stated is not None and self.read.format != "json":
            yield from between(stated.content, content, words.EMBEDDED.zh)


@dataclass(frozen=True, slots=True)
class Given:
    """A file of this office as it was handed in, to be laid beside the one made anew."""

    path: Path
    read: FileRead
    reader: Reader
    signature: OnFile

    def compared(self, face: Path, *, other_layout: bool) -> Compared:
        """With the file made anew: byte for byte, else by everything that can be compared."""
        with tempfile.TemporaryDirectory() as folder:
            if identical(self._as_signed(Path(folder)), face, self.read.format):
                return Compared(identical=True)
        shown = shown_of(face, self.read.format)
        findings, unvouched = compare(self.read, self.read.shown, shown, other_layout=other_layout)
        if other_layout:
            return Compared(False, findings, unvouched)
        unvouched.append(words.NOT_COMPARED[self.read.format])
        if self.read.format == "pdf" and not findings:
            findings, pages = self._looks(face)
            unvouched += pages
        return Compared(False, findings, unvouched)

    def _as_signed(self, folder: Path) -> Path:
        """The file as it was before it was signed; only a signature of ours that fits comes off."""
        if not self.signature.fits:
            return self.path
        whole = Path(shutil.copyfile(self.path, folder / "whole"))
        take_signature_out(whole, self.read.format)
        return whole

    def _looks(self, face: Path) -> tuple[list[Finding], list[Text]]:
        """Where the text is the same, what lies over it: pages are compared as they look."""
        stated = self.reader.looks(self.path)
        boxes, pages = looking_otherwise(stated, looks_of(face))
        moved = only_moved(boxes, stated, face)
        unvouched = [throughout(pages)] if pages else []
        unvouched += [beside(moved)] if moved else []
        return list(told([one for one in boxes if one not in moved], face)), unvouched


def verdict_of(grade: Grade, *, recomputed: bool) -> Verdict:
    if grade == "altered":
        return grade
    if not recomputed:
        return "not-recomputed"
    return "agrees" if grade == "identical" else grade


def against_itself(path: Path, read: FileRead) -> Verification:
    """A file of another office: the content it carries against its hash and what it shows."""
    notes = [words.UNKNOWN]
    findings: list[Finding] = []
    unvouched: list[Text] = []
    if read.envelope is None:
        notes.append(words.NOTHING_TO_CHECK)
    else:
        if not read.envelope.agrees:
            finding = Finding(words.EMBEDDED.zh, "sha256", "", "", read.envelope.sha256, None)
            findings.append(finding)
            notes.append(words.HASH_DIFFERS)
        expected = shown_by(read.envelope, read.format)
        stated, other = without_layers(read.shown), is_other_layout(read)
        shown, unvouched = compare(read, stated, expected, other_layout=other)
        findings += shown
        unvouched.append(words.NOT_BY_ITSELF)
    verdict: Verdict = "altered" if findings else "unknown"
    grade: Grade | None = "altered" if findings else None
    return Verification(
        path.name, read.format, read.code, verdict, None, findings, notes, grade, unvouched
    )


def compare(
    read: FileRead, stated: Shown, expected: Shown, *, other_layout: bool
) -> tuple[list[Finding], list[Text]]:
    """Value by value, and what besides the values is not as in the expected file.

    Of a file that another release laid out in other words or places only the figures are compared,
    wherever they stand.
    """
    found = list(differences(stated.reading, expected.reading))
    unvouched = []
    if other_layout:
        unvouched.append(words.OTHER_LAYOUT if found else words.SAME_LAYOUT)
        found = list(other_figures(stated.reading, expected.reading)) if found else []
    unvouched += strange(stated.marks, expected.marks)
    if not read.plain:
        unvouched.append(KINDS["packing"])
    return found, unvouched


def is_other_layout(read: FileRead) -> bool:
    return (own := read.envelope) is not None and own.layout_number in earlier_layouts(own.content)


def between(stated: Any, expected: Any, part: str) -> Iterator[Finding]:
    """What differs between two JSON documents; nothing where they are written alike."""
    if repr(stated) == repr(expected):
        return
    one, other = (
        {Place(part, at): value for at, value in flattened(d)} for d in (stated, expected)
    )
    columns = {place: place.spot.rpartition(".")[2] for place in (*one, *other)}
    yield from differences(Reading(one, {}, columns), Reading(other, {}, columns))
