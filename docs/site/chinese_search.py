"""Search of the site for Chinese words, without a dictionary and without a server.

Sphinx's own Chinese search cuts a page into the words of a dictionary but looks for a query as it
was typed: 排水分区 is found only where that dictionary has it as one word. Here page and query are
both cut into pairs of neighbouring characters (排水, 水分, 分区), and a page is found when it
has them all. Words in Latin letters are searched as in Sphinx's English search.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from sphinx.search.en import SearchEnglish

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_RUN = re.compile(r"[\u4e00-\u9fff]+|[^\W\u4e00-\u9fff]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")


def pairs(text: str) -> list[str]:
    """The search terms of a text in their order: pairs of Chinese characters, other words whole."""
    terms: list[str] = []
    for run in _RUN.findall(text):
        if _CHINESE.fullmatch(run) and len(run) > 1:
            terms.extend(run[at : at + 2] for at in range(len(run) - 1))
        else:
            terms.append(run)
    return terms


class SearchChinesePairs(SearchEnglish):
    """Sphinx's English search whose words of Chinese characters are pairs."""

    lang = "zh"
    # Sphinx calls the stemmer of the page by this name, and it is the English one.
    language_name = "English"
    # The same as `pairs`, for what is typed into the page.
    js_splitter_code = r"""
function splitQuery(query) {
  const runs = query.match(/[\u4e00-\u9fff]+|(?:(?![\u4e00-\u9fff])[\p{L}\p{N}_])+/gu) ?? [];
  return runs.flatMap((run) =>
    /^[\u4e00-\u9fff]{2,}$/.test(run)
      ? Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2))
      : [run],
  );
}
"""

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        # The same few thousand words on every page.
        self.stem = cache(super().stem)

    def split(self, input: str) -> list[str]:
        return pairs(input)


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_search_language(SearchChinesePairs)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
