"""What other systems are answered when they write."""

from __future__ import annotations

from webmap.edge.answers import Answer
from webmap.targets.answers import ValueAnswer


class ReadingsAnswer(Answer):
    """batch: its number, null of a dry run."""

    batch: int | None
    readings: int
    values: int
    sections: int
    dry_run: bool


class ReportedProject(Answer):
    """version: of the project after the report."""

    project: str
    version: int


class ProgressAnswer(Answer):
    reported: int
    projects: list[ReportedProject]
    dry_run: bool


class KeptValue(ValueAnswer):
    target: str


class ValuesAnswer(Answer):
    added: int
    changed: int
    unchanged: int
    values: list[KeptValue]
    dry_run: bool
