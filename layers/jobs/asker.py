"""Who asks for a job, as far as these rooms need to know it."""

from __future__ import annotations

from typing import Protocol

from layers.audit import Actor
from layers.system.row_access import Sight


class Asker(Protocol):
    """actor: for the audit log. role: a name that the job carries, so that it may do no more.

    sight: what the catalogue shows. owner: whose uploads are dealt with; None: everybody's.
    """

    @property
    def actor(self) -> Actor: ...
    @property
    def role(self) -> str | None: ...
    @property
    def sight(self) -> Sight: ...
    @property
    def owner(self) -> str | None: ...
