"""Words of pages in one language, and what every script says when no answer comes."""

from __future__ import annotations

from collections.abc import Mapping

from geo.words import Language, Text, fill

# What every script says when the server does not answer.
NO_ANSWER: dict[str, Text] = {
    "no_connection": Text("连不上服务", "The service cannot be reached"),
    "no_connection_fix": Text("请检查网络后重试。", "Check the network and try again."),
    "no_answer": Text("服务没有给出可用的回答", "The service gave no usable answer"),
    "session_over": Text("登录已过期", "You are no longer signed in"),
    "session_over_fix": Text(
        "这一页和填写的内容都还在；登录后从这里继续。",
        "This page and all that was typed are still here; sign in and go on from here.",
    ),
    "try_again": Text("再试一次", "Try again"),
    "sign_in_go_on": Text("登录并继续", "Sign in and go on"),
    "see_layers": Text("看现有图层", "See the layers there are"),
    "see_account": Text("看我的权限", "See what I may do"),
}
# What is said where a form could not be sent.
SENDING: dict[str, Text] = {
    "away": Text("连不上服务，没有提交", "The service cannot be reached; nothing was sent"),
    "away_fix": Text(
        "填写的内容和选好的文件都还在这一页，请不要关闭；稍后再发送。",
        "What was typed and chosen is still on this page: keep it open and send it later.",
    ),
    "again": Text("再发送一次", "Send it again"),
    "over": Text("登录已过期，没有提交", "You are no longer signed in; nothing was sent"),
    "over_fix": Text(
        "填写的内容都还在这一页；登录后接着提交。",
        "What was typed is still on this page; sign in and it is sent.",
    ),
    "go_on": Text("登录并继续", "Sign in and go on"),
    "give_up": Text("先不登录", "Not now"),
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
