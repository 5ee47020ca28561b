"""What is told on every page: a maker what was returned to him, who asked what was answered."""

from __future__ import annotations

from geo.errors import EcoAtlasError
from projects.statements.kept import Answered, answered_to, returned_to
from projects.work.services import Services
from webmap.edge.access import asker
from webmap.edge.rendering import seen


def returned_to_me() -> tuple[tuple[int, str], ...]:
    """Number and code of each; read anew only after somebody has written."""
    name = _me()
    return () if name is None else seen(_returned_to, name)


def answered_to_me() -> tuple[Answered, ...]:
    """The comments of whoever asks that were answered and wait to be closed."""
    name = _me()
    return () if name is None else seen(_answered_to, name)


def _me() -> str | None:
    """The account of whoever asks, where he may make or review statements."""
    try:
        who = asker()
    except EcoAtlasError:
        return None
    if who.account is None or who.account.must_change or not who.may("run_metrics"):
        return None
    return who.account.name


def _answered_to(services: Services, name: str) -> tuple[Answered, ...]:
    with services.reading() as session:
        return answered_to(session, name)


def _returned_to(services: Services, name: str) -> tuple[tuple[int, str], ...]:
    with services.reading() as session:
        return returned_to(session, name)
