"""Checking a file of a statement in the background: asked for, done, and told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.errors import declare
from geo.words import Text
from layers.audit import record
from layers.jobs import Work
from layers.system.database import Database
from projects.sections.verifying import verify_any
from projects.sites.course import Course
from projects.sites.verifying import Checked
from projects.statements.office_key import find_key
from projects.statements.verifying.apart import Apart
from projects.statements.verifying.places import Finding
from projects.statements.verifying.received import discard, received_path
from projects.statements.verifying.verifying import Verification

VERIFY = "verify-statement"
TITLE = Text("核对核算单", "Checking a statement")
MOST_UNDER_WAY = 3
MOST_FINDINGS = 500
LONGEST_VALUE = 300

TOO_MANY_CHECKS = declare(
    "verify-too-many",
    "error",
    Text(
        "您已有 {count} 个核对任务没有完成，达到上限。",
        "You have {count:file|files} being checked, which is the most there may be.",
    ),
    Text("请等其中一个完成。", "Wait until one of them is done."),
    status=409,
)


def verify(work: Work, seen: Database) -> Mapping[str, Any]:
    """Check the file over what the asker may see; the file is gone afterwards."""
    work.progress("read", 0, 1)
    received, name = work.arguments["file"], work.arguments["name"]
    path = received_path(work.settings, received)
    key = find_key(work.settings)
    try:
        reader = Apart(work.settings, lambda: work.progress("read", 0, 1), name)
        checked = verify_any(
            seen,
            work.store,
            path,
            lambda done, of: work.progress("compute", done, of),
            reader,
            None if key is None else key.public,
        )
    finally:
        if not work.stopped():
            discard(work.settings, received)
    _record(work, checked)
    return told(checked, name)


def _record(work: Work, checked: Checked) -> None:
    found = checked.found
    details = {
        "sha256": work.arguments["sha256"],
        "verdict": found.verdict,
        "grade": found.grade,
        "differences": len(found.findings),
    }
    subject = found.statement.subject if found.statement else (found.code or "?")
    if checked.course is not None:
        subject = f"site {checked.course.kept.site_id}#{checked.course.kept.number}"
    with work.database.transaction() as session:
        record(session, work.by, "statement-verified", subject, details=details)


def told(checked: Checked, name: str) -> dict[str, Any]:
    """What checking found as plain values in both languages."""
    found, course = checked.found, checked.course
    return {
        "ok": found.ok,
        "file": name,
        "format": found.format,
        "code": found.code,
        "grade": found.grade,
        "verdict": found.verdict,
        "statement": found.statement.id if found.statement else None,
        "site": course.kept.address if course else None,
        "state": _state(found, course),
        "differences": len(found.findings),
        "findings": [_finding(one) for one in found.findings[:MOST_FINDINGS]],
        "unvouched": [one.as_dict() for one in found.unvouched],
        "notes": [one.as_dict() for one in found.notes],
    }


def _state(found: Verification, course: Course | None) -> str | None:
    if course is not None:
        return course.state
    return found.statement.state if found.statement else None


def _finding(finding: Finding) -> dict[str, Any]:
    return {name: _bounded(value) for name, value in finding.as_dict().items()}


def _bounded(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
