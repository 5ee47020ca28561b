"""The per-zone results of coverage behind a mapping: a change in one zone costs one zone."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo.coverage import ZoneCoverage
from layers.database import Database
from projects.metrics.tables import ZoneResult


class ZoneCache(MutableMapping[str, ZoneCoverage]):
    """Reads from the database when asked; what is new stays here until `keep` writes it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.new: dict[str, ZoneCoverage] = {}

    def __getitem__(self, key: str) -> ZoneCoverage:
        if key in self.new:
            return self.new[key]
        with self.database.reading() as session:
            found = session.get(ZoneResult, key)
            if found is None:
                raise KeyError(key)
            return ZoneCoverage(found.area_m2, found.covered_m2)

    def __setitem__(self, key: str, value: ZoneCoverage) -> None:
        self.new[key] = value

    def __delitem__(self, key: str) -> None:
        del self.new[key]

    def __iter__(self) -> Iterator[str]:
        with self.database.reading() as session:
            stored = session.scalars(select(ZoneResult.key)).all()
        return iter(dict.fromkeys([*stored, *self.new]))

    def __len__(self) -> int:
        with self.database.reading() as session:
            stored = session.scalar(select(func.count()).select_from(ZoneResult)) or 0
        return stored + len(self.new)

    def keep(self, session: Session) -> None:
        """Write what is new; somebody else may have written the same meanwhile."""
        for key, value in self.new.items():
            session.merge(ZoneResult(key=key, area_m2=value.area_m2, covered_m2=value.covered_m2))
        session.flush()
        self.new.clear()
