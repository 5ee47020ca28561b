"""What a check asks of whoever has it done; `projects.work` answers, which verifies checks too."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy.orm import Session

from layers.storage.store import Store


class Office(Protocol):
    """Sessions that see what the asker may see, and one that sees everything."""

    @property
    def store(self) -> Store: ...

    def reading(self) -> AbstractContextManager[Session]: ...

    def transaction(self) -> AbstractContextManager[Session]: ...

    def whole_transaction(self) -> AbstractContextManager[Session]: ...
