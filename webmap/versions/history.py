"""What the list of versions on a layer's page offers to whoever asks."""

from __future__ import annotations

from webmap.edge.access import asker
from webmap.versions.view_models import History


def history() -> History:
    """Only people of the office are told the names of others."""
    return History(asker().may("edit_layers"), asker().account is not None)
