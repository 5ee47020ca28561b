"""The check code of a statement: short enough to read out, derived from its whole content."""

from __future__ import annotations

import re

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: without I, L, O and U, which are taken for digits and for each other."""
LENGTH, GROUP = 16, 4
PRINTED = re.compile(rf"[{ALPHABET}]{{{GROUP}}}(?:-[{ALPHABET}]{{{GROUP}}}){{3}}")
MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def check_code(sha256: str) -> str:
    """The first 80 bits of a hash in four groups of four: `7F3K-01QX-…`."""
    bits = int(sha256[:20], 16)
    letters = [ALPHABET[(bits >> shift) & 31] for shift in range(75, -1, -5)]
    return "-".join("".join(letters[i : i + GROUP]) for i in range(0, LENGTH, GROUP))


def hash_start(code: str) -> str:
    """The hexadecimal digits that hashes of a printed code begin with."""
    number = 0
    for letter in code.replace("-", ""):
        number = number << 5 | ALPHABET.index(letter)
    return f"{number:020x}"


def read_code(typed: str) -> str | None:
    """A code as somebody typed it, in its printed form; None where it cannot be one."""
    letters = re.sub(r"[\s\-–—·]", "", typed).upper().translate(MISREAD)
    if len(letters) != LENGTH or set(letters) - set(ALPHABET):
        return None
    return "-".join(letters[i : i + GROUP] for i in range(0, LENGTH, GROUP))
