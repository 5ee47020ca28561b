"""The answer of a statement in one sentence: figure, target, verdict and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.words import Text
from projects.metrics.titled import titled
from projects.statements import words
from projects.statements.figures import Figures

Content = Mapping[str, Any]


SHARES = ("率", "比例", "度")


def titles_in(content: Content) -> dict[str, Text]:
    """The titles of the layers that went in, as they were."""
    return {one["layer"]: Text(**one["title"]) for one in content["inputs"]}


def headline_of(writer: Figures, content: Content) -> Mapping[str, Any] | None:
    """The column of the total that the statement is about: the declared one, else the first share,
    else the first number; None where the total has no number."""
    total = content["result"].get("total") or {}
    there = [one for one in content["metric"]["total"] if total.get(one["name"]) is not None]
    numbers = [one for one in there if one["type"] == "number"]
    named = content["metric"].get("headline")
    ranked = sorted(numbers, key=lambda one: (one["name"] != named, not writer.is_share(one)))
    return ranked[0] if ranked else None


def answer_of(writer: Figures, content: Content) -> str:
    """`据 … 的数据，…为 46.76%；目标 … 要求 ≥ 50%，未达到，差 4.66 km²。`"""
    head, metric = content["head"], Text(**content["metric"]["title"])
    headline = headline_of(writer, content)
    total = content["result"].get("total") or {}
    figure = "—" if headline is None else writer.headline(headline, total)
    # `…比例为 46.76%` where the title names the figure itself, `…：命中 5 个` where it does not.
    share = headline is not None and writer.is_share(headline)
    share = share and metric.zh.endswith(SHARES)
    named = words.ANSWER_SPAN if writer.told_span else words.ANSWER
    said = (named if share else words.ANSWER_OTHER).format(
        title=Text(**headline["title"]) if headline else metric,
        unit=_unit_word(writer, headline),
        when=_when(content),
        where=words.OF_AREA.format(area=head["area"]) if head["area"] else "",
        metric=metric,
        figure=figure,
        target=_target(writer, content),
    )
    return writer.say(said)


def _unit_word(writer: Figures, headline: Mapping[str, Any] | None) -> str:
    """The unit of a number that does not carry one itself, such as 个."""
    unit = writer.column(headline).unit if headline else ""
    return f" {unit}" if unit else ""


def _when(content: Content) -> Text | str:
    if content["head"]["period"]:
        return words.IN_PERIOD.format(period=content["head"]["period"])
    dates = {one["date"] for one in content["inputs"]}
    (date,) = dates if len(dates) == 1 else (None,)
    return words.BY_DATA.format(date=date) if date else ""


def _target(writer: Figures, content: Content) -> Text | str:
    target = content["result"].get("target")
    if not target or writer.reading.demanded is None:
        return ""
    year, met, gap = target.get("year"), target.get("met"), writer.reading.gap
    reason = target.get("reason")
    verdict = {True: words.YES, False: words.NO, None: words.OPEN}[met]
    missing = words.SHORT_BY.format(gap=gap) if gap is not None and met is False else ""
    if met is None and reason:
        said = titled(Text(**reason), titles_in(content))
        # Within brackets a sentence has no full stop of its own.
        missing = words.OPEN_BECAUSE.format(reason=Text(said.zh.rstrip("。"), said.en.rstrip(".")))
    return words.BESIDE_TARGET.format(
        id=target["id"],
        indicator=Text(**target["indicator"]) if target.get("indicator") else target["id"],
        year=words.TARGET_YEAR.format(year=year) if year else "",
        demand=writer.reading.demanded,
        met=verdict,
        gap=missing,
    )
