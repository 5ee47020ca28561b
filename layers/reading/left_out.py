"""Rows that are left out, as a person has accepted: totals, hints, strays. What stands in their
cells is judged no more, neither by itself nor beside that of other rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from geo.errors import Problem
from layers.reading.fields.errors import DUPLICATE_KEYS
from layers.reading.raw import RawLayer
from layers.reading.shapes.checking import Geometry


@dataclass(frozen=True, slots=True)
class LeftOut:
    """`judged`: rows (0-based, of the file) that are not left out; None when that is all."""

    features: int
    judged: NDArray[np.int64] | None = None

    @classmethod
    def of(cls, raw: RawLayer, geometry: Geometry | None) -> LeftOut:
        """Of a layer that loses all its rows nothing is left to judge; it is refused as empty."""
        dropped = geometry.dropped if geometry is not None else []
        if not 0 < len(dropped) < raw.features:
            return cls(raw.features)
        return cls(raw.features, np.setdiff1d(np.arange(raw.features), np.array(dropped) - 1))

    def without(self, raw: RawLayer) -> RawLayer:
        """The layer as if those rows had never been; its geometry is not asked for again."""
        if self.judged is None:
            return raw
        mask = np.zeros(self.features, dtype=bool)
        mask[self.judged] = True
        kept = pa.array(mask)
        attributes = {name: column.filter(kept) for name, column in raw.attributes.items()}
        written = {name: column.filter(kept) for name, column in raw.written.items()}
        return replace(raw, attributes=attributes, written=written)

    def beside(self, columns: Mapping[str, pd.Series]) -> dict[str, pd.Series]:
        """Columns of all rows of the file again; at those left out stands some value of another."""
        if self.judged is None:
            return dict(columns)
        at = np.searchsorted(self.judged, np.arange(self.features))
        at = np.minimum(at, len(self.judged) - 1)
        return {name: s.take(at).reset_index(drop=True) for name, s in columns.items()}

    def in_file(self, problems: Iterable[Problem]) -> list[Problem]:
        """Findings about the rows judged, under their numbers in the file."""
        return [self._numbered(problem) for problem in problems]

    def _numbered(self, problem: Problem) -> Problem:
        if self.judged is None or problem.feature is None:
            return problem
        values = dict(problem.values)
        if problem.kind is DUPLICATE_KEYS:
            values["first"] = int(self.judged[values["first"] - 1]) + 1
        return replace(problem, values=values, feature=int(self.judged[problem.feature - 1]) + 1)

    def standing(self, problems: Iterable[Problem]) -> list[Problem]:
        """Findings without the errors about cells of those rows."""
        if self.judged is None:
            return list(problems)
        rows = set((self.judged + 1).tolist())
        return [
            problem
            for problem in problems
            if problem.kind.severity != "error"
            or problem.feature is None
            or problem.feature in rows
        ]
