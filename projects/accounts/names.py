"""Names: the one under which somebody signs in, and the one that people see."""

from __future__ import annotations

import re
import unicodedata

from geo.errors import EcoAtlasError
from projects.accounts.errors import ACCOUNT_NAME_INVALID, ACCOUNT_NAME_RESERVED

NAME = re.compile(r"[^\W_][\w.-]{1,63}")
LONGEST_SHOWN = 100
# As actors these mean somebody else in the audit log.
RESERVED = frozenset({"anonymous", "system", "匿名", "系统", "未登录者"})


def folded(name: str) -> str:
    """The form in which names are kept and compared: NFKC, without case."""
    once = unicodedata.normalize("NFKC", name).casefold()
    return unicodedata.normalize("NFKC", once).strip()


def known_form(name: str) -> str | None:
    """The form in which a name would be kept; None for what can be nobody's name."""
    kept = folded(name)
    return kept if NAME.fullmatch(kept) else None


def checked(name: str) -> str:
    """The form in which it is kept; raises `account-name-invalid`, `account-name-reserved`."""
    kept = known_form(name)
    if kept is None:
        raise EcoAtlasError(ACCOUNT_NAME_INVALID, name=said(name))
    if kept in RESERVED:
        raise EcoAtlasError(ACCOUNT_NAME_RESERVED, name=kept)
    return kept


def shown(text: str) -> str:
    """One line that every page can show: no control characters, nothing that turns writing round.

    Empty where nothing of it can be seen.
    """
    seen = "".join(letter for letter in text if letter.isprintable() or letter.isspace())
    return " ".join(seen.split())[:LONGEST_SHOWN].rstrip()


def said(name: str) -> str:
    """A name that somebody gave, fit to stand in a refusal."""
    return shown(name)[:64] or "?"
