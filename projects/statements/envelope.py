"""What every file of a statement carries besides what it shows: the content itself, and its course.

So a file can be checked in two ways: against the office that made it, and, anywhere, against
itself. The hash of the content must be the one stated, and everything shown must follow from it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.words import LANGUAGES, Language, in_language
from projects.metrics.results import canonical, fingerprint
from projects.statements.chain import hash_of
from projects.statements.codes import check_code
from projects.statements.earlier import sections as earlier
from projects.statements.figures import texts_in
from projects.statements.forms import is_earlier, layout_of
from projects.statements.kept import StatementInfo
from projects.statements.layout import Layout
from projects.statements.sections import lay_out

FORMAT = "ecoatlas-statement"
FORMAT_VERSION = 1
NAMES = ("format", "format_version", "layout", "language", "code", "sha256", "content", "course")
SHOWN = ("title", "notices", "text", "signature")
"""What the JSON face says besides in its language, so that the language is not a mere word: above
all the figures as they are written; and the signature, which another program may have kept when it
saved the file again."""


@dataclass(frozen=True)
class Envelope:
    """A content with code and hash as stated, what happened so far, the language of the face.

    `course` is the whole chain of events; before form 3 it was the steps without the comments.
    `texts`: the JSON face has the written figures beside the numbers; earlier ones had not.
    """

    content: Mapping[str, Any]
    sha256: str
    code: str
    course: Sequence[Mapping[str, Any]]
    language: Language
    layout_number: int
    texts: bool = True

    @classmethod
    def of(cls, found: StatementInfo, language: Language) -> Envelope:
        content = found.content
        events = found.steps if is_earlier(content) else found.events
        course = [one.as_dict() for one in events]
        return cls(content, found.sha256, found.code, course, language, layout_of(content))

    @property
    def layout(self) -> Layout:
        laid = earlier.lay_out if is_earlier(self.content) else lay_out
        return laid(self.content, self.sha256, self.code, self.course, self.language)

    @property
    def agrees(self) -> bool:
        """Whether hash and code are those of the content, each event has the hash it states, and
        the chain has no gap."""
        whole = all(one["hash"] == hash_of(one) for one in self.course)
        if not is_earlier(self.content):
            before = [self.sha256, *(one["hash"] for one in self.course)]
            whole = whole and [one["previous_hash"] for one in self.course] == before[:-1]
        return (
            whole
            and fingerprint(self.content) == self.sha256
            and check_code(self.sha256) == self.code
        )

    def as_dict(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "layout": self.layout_number,
            "language": self.language,
            "code": self.code,
            "sha256": self.sha256,
            "content": self.content,
            "course": list(self.course),
        }

    @property
    def shown(self) -> dict[str, Any]:
        """The JSON face: the envelope under its title and what every face says above all."""
        layout = self.layout
        texts = None if is_earlier(self.content) or not self.texts else texts_in(self.content)
        written = {"text": in_language(texts, self.language)} if texts else {}
        notices = list(layout.notices)
        return {"title": layout.title, "notices": notices, **self.as_dict(), **written}

    @property
    def text(self) -> str:
        """The envelope as canonical JSON."""
        return canonical(self.as_dict())


def read_envelope(text: str) -> Envelope:
    """The envelope that stands in a file; raises ValueError where it is none of ours."""
    read = json.loads(text)
    if not isinstance(read, dict) or read.get("format") != FORMAT:
        raise ValueError("no envelope of a statement")
    if set(read) - set(SHOWN) != set(NAMES) or read["format_version"] != FORMAT_VERSION:
        raise ValueError("an envelope of another form")
    fits = (
        isinstance(read["content"], dict)
        and isinstance(read["course"], list)
        and all(isinstance(one, dict) for one in read["course"])
        and read["language"] in LANGUAGES
    )
    if not fits:
        raise ValueError("an envelope with something else in it")
    return Envelope(
        content=read["content"],
        sha256=str(read["sha256"]),
        code=str(read["code"]),
        course=read["course"],
        language=read["language"],
        layout_number=int(read["layout"]),
        texts="text" in read,
    )
