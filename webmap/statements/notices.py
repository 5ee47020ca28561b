"""What a maker is told on every page: statements that a reviewer has returned to him."""

from __future__ import annotations

from geo.errors import EcoAtlasError
from projects.statements.making import returned_to
from projects.work.services import Services
from webmap.edge.access import asker
from webmap.edge.rendering import seen


def returned_to_me() -> tuple[tuple[int, str], ...]:
    """Number and code of each; read anew only after somebody has written."""
    try:
        who = asker()
    except EcoAtlasError:
        return ()
    if who.account is None or who.account.must_change or not who.may("run_metrics"):
        return ()
    return seen(_returned_to, who.account.name)


def _returned_to(services: Services, name: str) -> tuple[tuple[int, str], ...]:
    with services.reading() as session:
        return returned_to(session, name)
