"""What the interface answers of a month of sections."""

from __future__ import annotations

from pydantic import Field

from webmap.edge.answers import Answer


class ClassColour(Answer):
    class_: str = Field(alias="class")
    label: str
    colour: str


class DistrictPlace(Answer):
    layer: str
    key: str


class SectionState(Answer):
    """flow: which way the water goes, degrees from north. upstream, downstream: districts."""

    layer: str | None
    key: str | None
    name: str
    class_: str | None = Field(alias="class")
    class_title: str | None
    target: str | None
    target_title: str | None
    met: bool | None
    upstream: str | None
    downstream: str | None
    upstream_at: DistrictPlace | None
    downstream_at: DistrictPlace | None
    flow: float | None


class MonthAnswer(Answer):
    """sections: empty where nothing was measured. months: those that can be chosen, rising."""

    month: str
    months: list[str]
    words: dict[str, str]
    classes: list[ClassColour]
    sections: list[SectionState]
