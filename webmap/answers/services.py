"""The two things every answer is read from."""

from __future__ import annotations

from dataclasses import dataclass

from layers.database import Database
from layers.settings import Settings
from layers.store import Store


@dataclass(frozen=True, slots=True)
class Services:
    settings: Settings
    database: Database
    store: Store
