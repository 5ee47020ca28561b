"""What the list of versions on a layer's page offers to whoever asks."""

from __future__ import annotations

from webmap.access import person
from webmap.views_versions import History


def history() -> History:
    """Only people of the office are told the names of others."""
    return History(person().may("edit_layers"), person().account is not None)
