"""Whether the paper of a bulletin is the one that is written anew from the statement kept of it.

Its figures are computed again from the versions that took part, the paper is written again after as
many steps as it states, and the two are compared as files of statements are. Any other file is
checked as that of a statement or of a site check.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import LANGUAGES, Language
from layers.storage.store import Store
from layers.system.database import Database
from projects.metrics.declaration import Progress
from projects.metrics.waters.section_month import month_of
from projects.metrics.waters.section_month_metric import SECTION_MONTH
from projects.sections.bulletin_paper import WRITERS, title_of
from projects.sections.bulletins import FORMS, paper_of, standing_of
from projects.sites.verifying import Checked
from projects.sites.verifying import verify_any as verify_other
from projects.statements.chain import Event
from projects.statements.kept import StatementInfo, find_statement
from projects.statements.signature import PublicKey
from projects.statements.verifying.files import FileRead
from projects.statements.verifying.signed import signature_on
from projects.statements.verifying.verifying import (
    Compared,
    Here,
    OfStatement,
    Reader,
    Verification,
    codes_named,
    with_signature,
)


def verify_any(
    database: Database,
    store: Store,
    path: Path,
    progress: Progress | None = None,
    reader: Reader | None = None,
    key: PublicKey | None = None,
) -> Checked:
    """Check a file of a statement, of a site check or of a bulletin; raises `not-a-statement`."""
    by = reader or Here()
    read = by.read(path)
    with database.reading() as session:
        found = _bulletin(session, read)
    if found is None:
        return verify_other(database, store, path, progress, by, key, read)
    stated = signature_on(path, read.format, key)
    checked = _Paper(database, store, path, read, found, by, stated).verify(progress)
    return Checked(with_signature(checked, stated))


def _bulletin(session: Session, read: FileRead) -> StatementInfo | None:
    """The bulletin that a file without a content of its own is the paper of."""
    if read.envelope is not None or read.carried is not None or read.format not in FORMS:
        return None
    for code in codes_named(read):
        try:
            found = find_statement(session, code)
        except EcoAtlasError:
            continue
        if found.metric == SECTION_MONTH.id and _language(found, _texts(read)):
            return found
    return None


def _texts(read: FileRead) -> frozenset[str]:
    every = (one for one in read.reading.values.values() if isinstance(one, str))
    return frozenset(" ".join(one.split()) for one in every)


def _language(found: StatementInfo, texts: frozenset[str]) -> Language | None:
    """That of the title; None where the file is titled otherwise, as a statement is."""
    title = title_of(month_of(found.content["result"]["parameters"]))
    return next((one for one in LANGUAGES if title.in_(one) in texts), None)


@dataclass(frozen=True, slots=True)
class _Paper(OfStatement):
    def verify(self, progress: Progress | None) -> Verification:
        again, findings = self.again(progress)
        texts = _texts(self.read)
        language = _language(self.found, texts) or "zh"
        steps = self._steps(texts, language)
        compared = self._compared(language, steps)
        findings += compared.findings
        return self.verified(again, compared, findings, went_on=len(steps) < len(self.found.steps))

    def _steps(self, texts: frozenset[str], language: Language) -> Sequence[Event]:
        """The steps after which the paper was written; all of them where it states none."""
        steps = self.found.steps
        for known in range(len(steps), 0, -1):
            if standing_of(self.found, steps[:known]).in_(language) in texts:
                return steps[:known]
        return steps

    def _compared(self, language: Language, steps: Sequence[Event]) -> Compared:
        with self.database.reading() as session:
            report = paper_of(session, self.found, language, steps)
        with tempfile.TemporaryDirectory() as folder:
            face = Path(folder, f"expected.{self.read.format}")
            face.write_bytes(WRITERS[f".{self.read.format}"](report))
            return self.beside(face)
