"""The fields of a problem and of its closing, declared once as those of a record are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, Problem
from geo.words import Text
from projects.records.changes.history import told_values
from projects.records.changes.known import known_now
from projects.records.changes.records import get_project, named, refuse
from projects.records.changes.values import Reading, read_value
from projects.records.model.fields import RecordField

PROBLEM_FIELDS: tuple[RecordField, ...] = (
    RecordField("kind", Text("类别", "Kind"), "problem_kind", required=True),
    RecordField("text", Text("问题", "What is wrong"), "text", required=True, limit=2000),
    RecordField("found_on", Text("发现日期", "Found on"), "date", required=True),
    RecordField("issued_by", Text("提出单位", "Issued by"), "text", limit=200),
    RecordField("document_number", Text("文号", "Document number"), "text", limit=200),
    RecordField("deadline", Text("整改期限", "Deadline"), "date", ends=True),
    RecordField("unit", Text("责任单位", "Unit in charge"), "unit", limit=100),
)
CLOSING_FIELDS: tuple[RecordField, ...] = (
    RecordField("closed_on", Text("销号日期", "Closed on"), "date", required=True),
    RecordField("closing", Text("整改情况", "How it was put right"), "text", limit=2000),
)


def read_fields(
    session: Session, code: str, fields: tuple[RecordField, ...], values: Mapping[str, Any]
) -> dict[str, Any]:
    """Values as people write them in their stored types.

    Raises `unknown-project`, or the first of the `record-…` problems with all in `.problems`.
    """
    project, known = get_project(session, code), known_now(session)
    reading = Reading(named(code), known, known.divisions(told_values(project)))
    read: dict[str, Any] = {}
    problems: list[Problem] = []
    for one in fields:
        try:
            read[one.name] = read_value(one, values.get(one.name), reading)
        except EcoAtlasError as error:
            problems.append(Problem(error.problem.kind, error.problem.values, field=one.name))
    refuse(problems)
    return read
