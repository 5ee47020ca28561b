"""What stands beside the sentence of a state: which day it goes by, what does not count and why."""

from __future__ import annotations

import math

from geo.figures.writing import NO_VALUE
from geo.words import Text
from projects.states.known import Asked, Entry, Evidence, Known
from projects.states.rule import UNSTATED
from projects.states.steps import RULE

WAITING = Text(
    "另有未审定的填报 {value}（{period}，{unit}），不计。",
    " A report that nobody approved, {value} ({period}, {unit}), does not count.",
)
UNSURE = Text(
    "签署的核算结果 {value}（{when}）中有情况不明的，在 {least} 至 {most} 之间，不能据以判定。",
    " Something of the signed figure {value} ({when}) is not known: it is between {least} and"
    " {most}, so nothing is judged by it.",
)
UNDATED = Text(
    "签署的核算结果 {value} 所用图层没有写明数据日期，不知是哪一年的情况，不能据以判定。",
    " The layers of the signed figure {value} do not state the day of their data: of which year it"
    " tells is not known, so nothing is judged by it.",
)
NO_END = Text("不限", "no limit")
DONE = {True: Text("完成", "done"), False: Text("未完成", "not done")}


def why_of(
    asked: Asked, known: Known, why: Text, step: str, counts: Evidence | Entry | None
) -> Text:
    """The sentence about the target, and what has to be known beside it."""
    said = _with_undated(asked, known, _with_unsure(asked, known, _with_day(asked, why, step)))
    return _with_waiting(asked, known, _with_outdated(counts, said))


def _with_outdated(counts: Evidence | Entry | None, why: Text) -> Text:
    """The sentence, and that the signed figure on which it rests was computed by an earlier rule:
    the signature stands, but nobody says that today's rule would give the same verdict."""
    figure = counts.figure if isinstance(counts, Evidence) else None
    if figure is None or figure.outdated is None:
        return why
    return Text(f"{why.zh}{figure.outdated.zh}", f"{why.en} {figure.outdated.en}")


def _with_day(asked: Asked, why: Text, step: str) -> Text:
    """The sentence, and that the day is not one of the text where it is not."""
    if asked.due is not None or asked.day is None or "{day}" not in RULE[step].why.zh:
        return why
    said = UNSTATED.format(day=asked.day)
    return Text(why.zh + said.zh, why.en + said.en)


def _with_unsure(asked: Asked, known: Known, why: Text) -> Text:
    """The sentence, and the signed figure whose verdict rests on what nobody knows."""
    figure = known.figure
    if figure is None or figure.between is None or not figure.speaks:
        return why
    if figure.met is not None or asked.reached_by(figure) is not None or asked.by_person:
        return why
    least, most = (NO_END if math.isinf(end) else asked.written(end) for end in figure.between)
    said = UNSURE.format(
        value=asked.written(figure.value), when=figure.of or figure.day, least=least, most=most
    )
    return Text(why.zh + said.zh, why.en + said.en)


def _with_undated(asked: Asked, known: Known, why: Text) -> Text:
    """The sentence, and the signed figure of which nobody knows the year."""
    figure = known.figure
    if figure is None or figure.of is not None or not figure.speaks:
        return why
    said = UNDATED.format(value=asked.told(figure))
    return Text(why.zh + said.zh, why.en + said.en)


def _with_waiting(asked: Asked, known: Known, why: Text) -> Text:
    """The sentence, and the newest report that waits to be approved."""
    if not known.reported:
        return why
    last = known.reported[-1]
    value = said_by(asked, last)
    said = WAITING.format(value=value, period=last.period, unit=last.unit_title)
    return Text(why.zh + said.zh, why.en + said.en)


def said_by(asked: Asked, entry: Entry) -> Text:
    """What an entry says: a number in the unit of the target, done or not, or words."""
    if entry.value is not None:
        return asked.written(entry.value)
    if entry.done is not None:
        return DONE[entry.done]
    return Text(entry.text or NO_VALUE, entry.text or NO_VALUE)
