"""What is compared when somebody searches: pairs of neighbouring characters.

Full-text indexes take words apart at blanks, and Chinese has none; their index of three characters
finds no name by two, which is how most of them are asked for. So each text is indexed by all its
pairs (汉江大桥: 汉江, 江大, 大桥), in any script, and by its single characters. A text that
holds the pairs of what was asked, one after the other, holds what was asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from string import ascii_lowercase, digits
from zlib import crc32

from layers.system.pinyin import initials

# Of the private use area, where no text has characters: beginning and end of a text, what marks
# pairs of initials, and where the ASCII is put that the index would take for a blank.
BEGINS, ENDS, SOUND = "\ue000", "\ue001", "\ue002"
SHIFTED = 0xE100
PLAIN = {code: SHIFTED + code for code in range(128) if not chr(code).isalnum()}
OF_CODES = frozenset(ascii_lowercase + digits)
OPENS = OF_CODES | {BEGINS}
LONGEST_TEXT = 200
LONGEST_WORD = 64
MOST_WORDS = 8
LEAST_INITIALS = 2


def compared(*texts: str | None) -> str:
    """Texts of one feature in the form in which they are compared, one after the other."""
    kept = dict.fromkeys(text.casefold()[:LONGEST_TEXT] for text in texts if text)
    return "".join(f"{BEGINS}{text}{ENDS}" for text in kept)


def sound_of(name: str | None) -> str | None:
    """The initials of a Chinese name, as `compared`; None where it sounds as it is written."""
    if not name:
        return None
    sounding = initials(name)
    return None if sounding == name.casefold() else compared(sounding)


def grams_of(words: str, sound: str | None) -> list[str]:
    """The pairs of what `compared` made, in order, those of the initials, and each character."""
    plain = words.translate(PLAIN)
    pairs = [a + b for a, b in pairwise(plain) if a != ENDS]
    return [*pairs, *_heard(sound or ""), *sorted(set(plain) - {BEGINS, ENDS})]


def numbers_of(words: str, sound: str | None) -> list[int]:
    """What PostgreSQL indexes: pairs, single characters, and of codes each three characters, as
    numbers; the same for initials.

    Codes have few characters, and most of their pairs are common. Numbers take a quarter of the
    room; two grams may have the same one, since texts are compared after all.
    """
    grams = {*words, *_pairs(words), *_triples(words)} - {BEGINS, ENDS}
    if sound is not None:
        grams.update(gram + SOUND for gram in [*_pairs(sound), *_triples(sound)])
    return sorted(map(_number, grams))


def _pairs(text: str) -> list[str]:
    return [a + b for a, b in pairwise(text) if ENDS not in (a, b)]


def _triples(text: str) -> list[str]:
    found = zip(text, text[1:], text[2:], strict=False)
    return [a + b + c for a, b, c in found if b in OF_CODES and c in OF_CODES and a in OPENS]


def _number(gram: str) -> int:
    return crc32(gram.encode("utf-8", "surrogatepass")) - 2**31


def _heard(sound: str) -> list[str]:
    plain = sound.translate(PLAIN)
    return [a + b + SOUND for a, b in pairwise(plain)]


@dataclass(frozen=True, slots=True)
class Part:
    """Grams that stand one after the other, and the text that they make up.

    heard: of the initials instead of what is written.
    """

    grams: tuple[str, ...]
    text: str
    heard: bool = False

    @property
    def numbers(self) -> list[int]:
        """Those of `numbers_of` that a text with this part has: as few as narrow it down."""
        mark, last = SOUND if self.heard else "", len(self.text) - 1
        grams = [self.text] if last == 0 else []
        at = 0
        while at < last:
            # Three characters say what both of their pairs do.
            triple = _triples(self.text[at : at + 3])
            grams += triple or [self.text[at : at + 2]]
            at += 2 if triple and not _triples(self.text[at + 1 : at + 4]) else 1
        return sorted({_number(gram + mark) for gram in grams})


def written(word: str, *, first: bool = False) -> Part:
    """A word as it is written; `first` at the beginning of a text."""
    text = (BEGINS if first else "") + word
    plain = text.translate(PLAIN)
    pairs = tuple(a + b for a, b in pairwise(plain))
    return Part(pairs or (plain,), text)


def heard(word: str, *, first: bool = False) -> Part | None:
    """A word as initials; None for what cannot be: one letter would find half of everything."""
    if len(word) < LEAST_INITIALS or not word.isascii():
        return None
    text = (BEGINS if first else "") + word
    return Part(tuple(_heard(text)), text, heard=True)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody searches for: words that must all be found, in any order."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Asked:
        words = text.replace("\x00", " ").casefold().split()
        return cls(tuple(word[:LONGEST_WORD] for word in words[:MOST_WORDS]))

    def ranked(self) -> list[list[tuple[Part, ...]]]:
        """Conditions from the best answers to the last: all of a list must hold, of each of them
        one part. Texts that begin with the first word, texts that hold all words, and then the
        same by initials."""
        if not self.words:
            return []
        first, *others = self.words
        rest = [(written(word),) for word in others]
        ranks: list[list[tuple[Part, ...]]] = [
            [(written(first, first=True),), *rest],
            [(written(first),), *rest],
        ]
        begins = heard(first, first=True)
        if begins is not None:
            ranks.append([(begins,), *(_either(word) for word in others)])
        if any(heard(word) for word in self.words):
            ranks.append([_either(word) for word in self.words])
        return ranks


def _either(word: str) -> tuple[Part, ...]:
    sounding = heard(word)
    return (written(word),) if sounding is None else (written(word), sounding)
