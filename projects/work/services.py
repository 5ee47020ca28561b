"""What every answer is read from, and what of it the asker may see."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from layers.settings import Settings
from layers.storage.store import Store
from layers.system.database import Database
from layers.system.row_access import EVERYTHING, PUBLIC, Sight


@dataclass(frozen=True, slots=True)
class Services:
    """Answers read through `reading` and `transaction`, so that none forgets the sight.

    The store knows no sight: ask it for a version that one of these sessions has shown.
    """

    settings: Settings
    database: Database
    store: Store
    sight: Sight = PUBLIC

    def seen_by(self, sight: Sight) -> Services:
        """The same, limited to a sight; use cases that are given `database` are limited too."""
        return replace(self, database=self.database.seen_by(sight), sight=sight)

    def tried(self, begun: Callable[[], object]) -> Services:
        """The same where nothing that is written stays: `Database.tried`."""
        return replace(self, database=self.database.tried(begun))

    def reading(self) -> AbstractContextManager[Session]:
        """As `Database.reading`, limited to what the asker may see."""
        return self.database.reading(self.sight)

    def whole_transaction(self) -> AbstractContextManager[Session]:
        """One that sees everything, for the few questions whose answer depends on what is hidden.

        What is asked with it must say no more than that an id is taken.
        """
        return self.database.transaction(EVERYTHING)

    def transaction(self) -> AbstractContextManager[Session]:
        """As `Database.transaction`, limited to what the asker may see."""
        return self.database.transaction(self.sight)
