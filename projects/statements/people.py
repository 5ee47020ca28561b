"""People as sheets print them: name and post, as they were when somebody took a step."""

from __future__ import annotations

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from projects.accounts.accounts import get_account


def person(session: Session, name: str) -> dict[str, str]:
    """Name and post of an account; empty for one who has none, such as the command line."""
    try:
        found = get_account(session, name)
    except EcoAtlasError:
        return {}
    return {"name": found.display_name, "post": found.post}
