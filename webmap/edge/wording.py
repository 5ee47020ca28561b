"""Words of pages in one language, and what every script says when no answer comes."""

from __future__ import annotations

from collections.abc import Mapping

from geo.words import Language, Text, fill

# What every script says when the server does not answer.
NO_ANSWER: dict[str, Text] = {
    "no_connection": Text("连不上服务", "The service cannot be reached"),
    "no_connection_fix": Text("请检查网络后重试。", "Check the network and try again."),
    "no_answer": Text("服务没有给出可用的回答", "The service gave no usable answer"),
}


def in_one(words: Mapping[str, Text], language: Language) -> dict[str, str]:
    """Words as a script gets them, in one language."""
    return {name: text.in_(language) for name, text in words.items()}


class Template(str):
    """Words of one language whose places are filled as those of a `Text` are."""

    def format(self, **values: object) -> str:  # type: ignore[override]
        return fill(self, **values)


class Wording:
    """`words.layers` in a template; a name that is not declared is a fault, not an empty place."""

    def __init__(self, words: Mapping[str, Text], language: Language) -> None:
        self._words, self._language = words, language

    def __getattr__(self, name: str) -> str:
        if name not in self._words:
            raise AttributeError(f"no wording declared for {name}")
        return Template(self._words[name].in_(self._language))
