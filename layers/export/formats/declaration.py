"""A format that a version can be taken in: declared once, beside its writer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import Problem
from geo.words import Text

if TYPE_CHECKING:  # the writers of jobs stand above what this module is asked by
    from layers.export.formats.job import Job


@dataclass(frozen=True, slots=True)
class Rate:
    """Seconds for a feature, and for a megabyte of features as they lie in the store."""

    feature_s: float
    megabyte_s: float


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """`id` is what forms, commands and addresses call it; `place` its place among the others.

    media_type: of a download. write: writes the features of a job and returns what it could not
    carry; None for cells of a raster, which `write_raster` copies. rate: how long it takes,
    measured; what takes long is made by a job, and None is never long. suffix: of the file,
    unless it is the id; other_suffixes: what people name such files
    too. degrees_only: it holds WGS 84 and nothing else. of_raster: a raster
    can be taken in it, with `write` its table of classes.
    """

    id: str
    title: Text
    media_type: str
    place: int
    write: Callable[[Job], list[Problem]] | None
    rate: Rate | None
    suffix: str = ""
    other_suffixes: tuple[str, ...] = ()
    degrees_only: bool = False
    of_raster: bool = False

    def __post_init__(self) -> None:
        if (self.write is None) != (self.rate is None):
            raise ValueError(f"{self.id}: a writer needs its rate, and a rate its writer")

    @property
    def file_suffix(self) -> str:
        return self.suffix or self.id

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Every one that a file of it may have."""
        return (self.file_suffix, *self.other_suffixes)
