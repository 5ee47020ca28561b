"""Whether a file of a site check is the one that is made anew from what is kept of it.

The check is done again by the versions of layers and rules that took part, and the file is written
again with as many steps and decisions as it states; then the two are compared as files of
statements are. A file of another office is compared with itself only.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.storage.store import Store
from layers.system.database import Database
from projects.metrics.declaration import Progress
from projects.metrics.results import canonical
from projects.sites import words
from projects.sites.checking import check_as_then
from projects.sites.course import Course, course_of
from projects.sites.declared import as_row
from projects.sites.envelope import LAYOUT, Carried, SiteEnvelope, envelope_of, read_carried
from projects.sites.keeping import find_check
from projects.sites.paper import TYPES, face_of, write_face
from projects.statements import verifying_words as verifying
from projects.statements.signature import PublicKey
from projects.statements.verifying.files import FileRead
from projects.statements.verifying.places import Finding
from projects.statements.verifying.signed import OnFile, signature_on
from projects.statements.verifying.verifying import (
    Compared,
    Given,
    Here,
    Reader,
    Verification,
    between,
    codes_named,
    grade_of,
    verdict_of,
    verify_file,
    with_signature,
)

EARLIER_LAYOUTS = range(1, LAYOUT)
"""Of these only figures are compared; a file that claims a layout which never was gains nothing."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found of a file; `course`: the site check that it is of, where it is of one."""

    found: Verification
    course: Course | None = None


def verify_any(
    database: Database,
    store: Store,
    path: Path,
    progress: Progress | None = None,
    reader: Reader | None = None,
    key: PublicKey | None = None,
    read: FileRead | None = None,
) -> Checked:
    """Check a file of a statement or of a site check, `read` already if it was; raises
    `not-a-statement` for another."""
    by = reader or Here()
    read = read or by.read(path)
    carried = read_carried(read.carried)
    with database.reading() as session:
        course = _known(session, read, carried)
    if course is None and carried is None:
        return Checked(verify_file(database, store, path, progress, by, key, read))
    if course is None or read.format not in TYPES:
        return Checked(_against_itself(path, read, carried))
    stated = signature_on(path, read.format, key)
    with database.reading() as session:
        found = _File(session, store, path, read, carried, course, by, stated).verify()
    return Checked(with_signature(found, stated), course)


def _known(session: Session, read: FileRead, carried: Carried | None) -> Course | None:
    """The check that the file names: its code, the code of the hash it states, printed ones."""
    for code in codes_named(read, str(carried.values["sha256"]) if carried else ""):
        kept = find_check(session, code)
        if kept is not None:
            return course_of(session, kept)
    return None


@dataclass(frozen=True, slots=True)
class _File:
    """A file of a check that is kept here."""

    session: Session
    store: Store
    path: Path
    read: FileRead
    carried: Carried | None
    course: Course
    reader: Reader
    signature: OnFile

    def verify(self) -> Verification:
        expected = self._expected()
        compared = self._compared(expected)
        findings = [*self._embedded(expected), *compared.findings]
        grade = grade_of(compared, findings, whole=self.course.whole)
        again = self._again()
        return Verification(
            file=self.path.name,
            format=self.read.format,
            code=self.course.code,
            verdict=verdict_of(grade, recomputed=again is None),
            statement=None,
            findings=findings,
            notes=list(self._notes(expected, again, altered=grade == "altered")),
            grade=grade,
            unvouched=compared.unvouched,
        )

    def _expected(self) -> SiteEnvelope:
        """The file as it should be, with the steps and decisions that it knows of ours."""
        if self.carried is None:
            language = "zh" if any("选址研判" in one for one in self._texts()) else "en"
            return envelope_of(self.session, self.course, language)  # type: ignore[arg-type]
        known = self.course.events[: len(self.carried.course)]
        course = Course(self.course.kept, known)
        until = self.carried.values["decisions_until"]
        return envelope_of(self.session, course, self.carried.language, until)

    def _texts(self) -> list[str]:
        return [one for one in self.read.reading.values.values() if isinstance(one, str)]

    def _compared(self, expected: SiteEnvelope) -> Compared:
        other = self.carried is not None and self.carried.values["layout"] in EARLIER_LAYOUTS
        with tempfile.TemporaryDirectory() as folder:
            face = Path(folder, f"expected.{self.read.format}")
            made = face_of(self.session, self.store, expected, self.read.format)
            write_face(made, self.read.format, face)
            given = Given(self.path, self.read, self.reader, self.signature)
            return given.compared(face, other_layout=other)

    def _embedded(self, expected: SiteEnvelope) -> Iterator[Finding]:
        """What the file carries unseen, and the steps that it states."""
        if self.carried is None:
            return
        values, ours = self.carried.values, expected.as_dict()
        yield from between(list(self.carried.course), ours["course"], verifying.COURSE.zh)
        if self.read.format != "json" or values["layout"] in EARLIER_LAYOUTS:
            names = ("result", "decisions", "sha256", "code")
            stated, mine = ({n: one[n] for n in names} for one in (values, ours))
            yield from between(stated, mine, verifying.EMBEDDED.zh)

    def _again(self) -> Text | None:
        """None where the check done again says the same, else why it does not."""
        kept = self.course.kept
        try:
            again = check_as_then(self.session, self.store, kept.site, kept.result)
        except EcoAtlasError as error:
            return error.message
        same = canonical([as_row(one) for one in again.rows]) == canonical(list(kept.rows))
        return None if same else words.DIFFERS_NOW

    def _notes(
        self, expected: SiteEnvelope, again: Text | None, *, altered: bool
    ) -> Iterator[Text]:
        if altered:
            yield verifying.TAKE_A_FRESH_ONE
        yield words.CHECKED_AGAIN if again is None else words.NOT_CHECKED_AGAIN.format(why=again)
        if self.carried is None:
            yield verifying.NO_ENVELOPE
        if not self.course.whole:
            yield verifying.DAMAGED
        if len(expected.course.events) < len(self.course.events):
            yield words.WENT_ON
        if self.course.withdrawn is not None:
            yield self.course.withdrawn
        elif self.course.signature is None:
            yield words.NOT_SIGNED


def _against_itself(path: Path, read: FileRead, carried: Carried | None) -> Verification:
    """A file of another office: what it carries against its own hash and chain."""
    notes, findings = [words.UNKNOWN], []
    if carried is None:
        notes.append(verifying.NOTHING_TO_CHECK)
    elif not carried.agrees:
        stated = str(carried.values["sha256"])
        findings.append(Finding(verifying.EMBEDDED.zh, "sha256", "", "", stated, None))
        notes.append(verifying.HASH_DIFFERS)
    return Verification(
        file=path.name,
        format=read.format,
        code=read.code,
        verdict="altered" if findings else "unknown",
        statement=None,
        findings=findings,
        notes=notes,
        grade="altered" if findings else None,
        unvouched=[verifying.NOT_BY_ITSELF],
    )
