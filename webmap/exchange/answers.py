"""What other systems are answered when they write."""

from __future__ import annotations

from pydantic import BaseModel

from webmap.targets.answers import ValueAnswer


class ReadingsAnswer(BaseModel):
    """batch: its number, null of a dry run."""

    batch: int | None
    readings: int
    values: int
    sections: int
    dry_run: bool


class ReportedProject(BaseModel):
    """version: of the project after the report."""

    project: str
    version: int


class ProgressAnswer(BaseModel):
    reported: int
    projects: list[ReportedProject]
    dry_run: bool


class KeptValue(ValueAnswer):
    target: str


class ValuesAnswer(BaseModel):
    added: int
    changed: int
    unchanged: int
    values: list[KeptValue]
    dry_run: bool
