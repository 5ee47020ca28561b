"""Passwords: hashed with argon2, judged by how hard they are to guess, or made at random."""

from __future__ import annotations

import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from geo.errors import EcoAtlasError
from projects.accounts.errors import PASSWORD_TOO_LONG, PASSWORD_TOO_SHORT, PASSWORD_TOO_WEAK

LEAST, MOST = 12, 128
# Of 4: what withstands 10^8 guesses at the least (zxcvbn).
LEAST_SCORE = 3
LEAST_BESIDE_NAMES = 6
# zxcvbn's time grows with the length; what is judged of a long sentence is its beginning.
JUDGED = 64
# What is longer is nobody's password, and not worth normalising.
LONGEST_TRIED = 4 * MOST
OWN_WORDS = (
    *("ecoatlas", "admin", "wuhan", "hubei", "shengtai", "haimian"),
    *("武汉", "湖北", "生态", "海绵", "管理员", "密码"),
)
# Without what people confuse: 0 O 1 l I.
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 4, 5
# RFC 9106, second recommendation: 64 MiB, three passes.
HASHER = PasswordHasher()
_NOBODY = "nobody's password, so that an unknown name costs the same time"
_nobodys: dict[PasswordHasher, str] = {}


def normalized(password: str) -> str:
    """NFKC, so that keyboards and input methods of other make give the same password."""
    return unicodedata.normalize("NFKC", password)


def hashed(password: str) -> str:
    return HASHER.hash(_bytes(password))


def _bytes(password: str) -> bytes:
    # What comes out of JSON may hold half a surrogate pair, which UTF-8 alone would not write.
    return normalized(password).encode("utf-8", "surrogatepass")


def fits(kept: str | None, password: str) -> bool:
    """Whether it is the password of this hash; None costs the same time and never fits."""
    tried = _bytes(password) if len(password) <= LONGEST_TRIED else b""
    try:
        return HASHER.verify(kept or _nobodys_hash(), tried) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with other parameters than those of today."""
    return HASHER.check_needs_rehash(kept)


def _nobodys_hash() -> str:
    if HASHER not in _nobodys:
        _nobodys[HASHER] = HASHER.hash(_NOBODY)
    return _nobodys[HASHER]


def check_policy(password: str, *, name: str = "", display_name: str = "") -> None:
    """Refuse what is too short, too long or easily guessed; any character may stand in it.

    Raises `password-too-short`, `password-too-long` or `password-too-weak`.
    """
    if len(password) > LONGEST_TRIED or len(normalized(password)) > MOST:
        raise EcoAtlasError(PASSWORD_TOO_LONG, most=MOST)
    judged = normalized(password)
    if len(judged) < LEAST:
        raise EcoAtlasError(PASSWORD_TOO_SHORT, least=LEAST)
    # Its lists of words are 12 MB, and most processes judge no password.
    from zxcvbn import zxcvbn

    own = (name, display_name, *display_name.split(), *OWN_WORDS)
    known = sorted({word.casefold() for word in own if len(word) > 1}, key=len, reverse=True)
    score = zxcvbn(judged[:JUDGED], user_inputs=known)["score"]
    if score < LEAST_SCORE or _beside(known, judged) < LEAST_BESIDE_NAMES:
        raise EcoAtlasError(PASSWORD_TOO_WEAK)


def _beside(known: list[str], password: str) -> int:
    """How many letters and digits there are beside known words: zxcvbn forgives a name twice."""
    left = password.casefold()
    for word in known:
        left = left.replace(word, " ")
    return sum(letter.isalnum() for letter in left)


def random_password() -> str:
    """Twenty letters and digits in four groups: 100 bits that can be read over the telephone."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)
