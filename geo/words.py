"""Text in the two languages of the service, always declared side by side."""

from __future__ import annotations

import string
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, get_args

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


class _Filling(string.Formatter):
    """`{count:zone|zones}` is the count with its noun, `{count:~has|have}` the word alone."""

    def format_field(self, value: Any, spec: str) -> str:
        if "|" not in spec:
            return str(super().format_field(value, spec))
        one, many = spec.removeprefix("~").split("|")
        word = one if str(value) == "1" else many
        return word if spec.startswith("~") else f"{value} {word}"


_FILLING = _Filling()


def fill(template: str, **values: object) -> str:
    """A template of one language with its places filled; see `Text`."""
    if "|" not in template:
        return str.format(template, **values)
    return _FILLING.vformat(template, (), values)


@dataclass(frozen=True, slots=True)
class Text:
    """One wording in Chinese and in English; a template may hold ``{names}``.

    English says one thing otherwise than several: ``{count:zone|zones} {count:~has|have} none``.
    """

    zh: str
    en: str

    def __post_init__(self) -> None:
        if not self.zh.strip() or not self.en.strip():
            raise ValueError(f"both languages are needed: {self!r}")

    def in_(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en

    def format(self, **values: object) -> Text:
        """Fill the template; a value that is itself a Text is filled in its own language."""

        def filled(template: str, language: Language) -> str:
            own = {k: v.in_(language) if isinstance(v, Text) else v for k, v in values.items()}
            return fill(template, **own)

        return Text(filled(self.zh, "zh"), filled(self.en, "en"))

    def as_dict(self) -> dict[str, str]:
        return {"zh": self.zh, "en": self.en}


NOTHING = "—"
NONE = Text("无", "none")
BETWEEN_NAMES = Text("、", ", ")
BETWEEN_CLAUSES = Text("；", "; ")


def listed(items: Iterable[object], most: int | None = None, between: Text = BETWEEN_NAMES) -> Text:
    """The items one after another, as each language writes it: 甲、乙…, and A, B, ….

    Of more than `most` the first are named and a mark says that there are more. An item that is a
    Text stands in its own language; between items with commas of their own use BETWEEN_CLAUSES.
    """
    every = list(items)
    shown = every[:most]
    left = len(every) > len(shown)

    def written(language: Language) -> str:
        mark = between.in_(language)
        said = [one.in_(language) if isinstance(one, Text) else str(one) for one in shown]
        more = {"zh": "…", "en": f"{mark}…"}[language] if left else ""
        return mark.join(said) + more

    return Text(written("zh") or NOTHING, written("en") or NOTHING)


def listed_or_none(items: Iterable[object]) -> Text:
    """The same in a message, where a list of nothing is 无 and none."""
    every = list(items)
    return listed(every) if every else NONE


def counted(things: Iterable[tuple[Text, int]]) -> Text:
    """How many there are of each: 面 2 个、点 1 个, and 2 polygons, 1 point.

    An English title says one and several, `polygon|polygons`, unless it is the same for both.
    """
    return listed(Text(f"{title.zh} {count} 个", _of(count, title.en)) for title, count in things)


def _of(count: int, title: str) -> str:
    one, _, many = title.partition("|")
    return f"{count} {one if count == 1 else many or one}"


def in_language(value: Any, chosen: Language) -> Any:
    """Plain values for JSON: every Text inside is replaced by its wording in one language."""
    if isinstance(value, Text):
        return value.in_(chosen)
    if isinstance(value, dict):
        return {key: in_language(item, chosen) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [in_language(item, chosen) for item in value]
    return value
