"""The per-zone results of coverage behind a mapping: a change in one zone costs one zone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from geo.coverage.share import ZoneCoverage
from layers.system.database import Database
from projects.metrics.tables import ZoneResult
from projects.metrics.unaltered import zone_sha256

Insert = Callable[[type[ZoneResult]], sqlite.Insert | postgresql.Insert]
INSERT: dict[str, Insert] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
AREAS = select(ZoneResult.area_m2, ZoneResult.covered_m2, ZoneResult.sha256)


class ZoneCache(MutableMapping[str, ZoneCoverage]):
    """Reads from the database when asked; what is new stays here until `keep` writes it.

    What does not fit its hash is not there: it is computed again and written over.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.new: dict[str, ZoneCoverage] = {}

    def __getitem__(self, key: str) -> ZoneCoverage:
        if key in self.new:
            return self.new[key]
        # Asked for every zone: a bare connection answers in two thirds of a session's time.
        with self.database.engine.connect() as connection:
            found = connection.execute(AREAS.where(ZoneResult.key == key)).first()
        if found is None or found.sha256 != zone_sha256(key, found.area_m2, found.covered_m2):
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
        """Write what is new; what somebody else has written meanwhile is the same."""
        # In one order, so that two never deadlock.
        rows = [_row(key, zone) for key, zone in sorted(self.new.items())]
        if rows:
            insert = INSERT[session.get_bind().dialect.name](ZoneResult)
            written = {name: insert.excluded[name] for name in rows[0] if name != "key"}
            session.execute(
                insert.on_conflict_do_update(index_elements=["key"], set_=written), rows
            )
        self.new.clear()


def _row(key: str, zone: ZoneCoverage) -> dict[str, str | float]:
    areas = {"area_m2": float(zone.area_m2), "covered_m2": float(zone.covered_m2)}
    return {"key": key, **areas, "sha256": zone_sha256(key, **areas)}
