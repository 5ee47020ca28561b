"""Heads and codes of tables as they are compared."""

from __future__ import annotations

import unicodedata


def plain(text: object) -> str:
    """A head or a code as it is compared: full-width forms, case and spaces do not count."""
    folded = unicodedata.normalize("NFKC", str(text)).casefold()
    return "".join(folded.split()).rstrip("*:")
