"""What the interface answers of the versions of a layer and of what differs between two."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from webmap.edge.answers import Answer, BothLanguages, Cell


class VersionAnswer(Answer):
    """crs_of_file: in which the file came; what is kept is EPSG:4490. date: the day of the data."""

    version: int
    live: bool
    features: int
    sha256: str
    crs_of_file: str | None
    source: str | None
    date: str | None
    licence: str | None
    secrecy: str
    note: str | None
    created_at: str
    created_by: str | None


class VersionsAnswer(Answer):
    layer: str
    versions: list[VersionAnswer]


class RolledBack(Answer):
    """previous: the version that was live before."""

    layer: str
    version: int
    previous: int | None
    changed: bool
    sha256: str


class ComparedVersion(Answer):
    version: int
    sha256: str
    features: int
    live: bool
    created_at: str
    created_by: str | None


class ColumnChange(Answer):
    field: str
    title: BothLanguages
    what: str
    filled: int | None


class SaidChangeAnswer(Answer):
    name: str
    title: BothLanguages
    old: Cell
    new: Cell


class ValueChangeAnswer(Answer):
    field: str
    title: BothLanguages
    old: Cell
    new: Cell


class FeatureChange(Answer):
    """A changed feature; besides these its measures by name, in m and m², and `text` has each as it
    is written."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, float | None]

    key: str
    name: str | None
    what: list[str]
    text: dict[str, BothLanguages]
    fields: list[ValueChangeAnswer]


class DiffAnswer(Answer):
    """a, b: the versions compared. total: of all changes that fit, next_offset: null at the end."""

    layer: str
    kind: str
    key_field: str
    a: ComparedVersion
    b: ComparedVersion
    counts: dict[str, int]
    fields_changed: dict[str, int]
    schema_: list[ColumnChange] = Field(alias="schema")
    description: list[SaidChangeAnswer]
    total: int
    offset: int
    next_offset: int | None
    changes: list[FeatureChange]
