"""What somebody asserts who signs a statement: shown before the signature, and bound by a hash.

The hash covers content, everything that happened to the statement, and which inputs are no longer
those of today. Whoever signs says the hash of the list that was shown; where anything has changed
since, the list is shown again and nothing is signed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import and_, false, or_, select
from sqlalchemy.orm import Session

from geo.words import LANGUAGES, Language, Text
from geo.words import listed as words_listed
from layers.catalogue import Version
from layers.system.china_time import day as china_day
from projects.metrics.dating import another_year, day_of
from projects.metrics.results import fingerprint
from projects.statements import words
from projects.statements.earlier.figures import figures_of
from projects.statements.envelope import Envelope
from projects.statements.kept import StatementInfo
from projects.statements.layout import Layout, Section, beside
from projects.statements.points import Point
from projects.statements.since import Newer, newer_inputs
from projects.statements.talking import anchor_words

SAID = ("answer", "total", "target", "warnings", "notes")
"""The sections of the sheet that are asserted: figures, verdict, warnings of the run."""
INPUTS = Text("输入图层和数据表", "Layers and sheets that went in")
INPUT = Text("{title}，{name}，数据日期 {date}", "{title}, {name}, data of {date}")
FEWER = Text("{now} 个要素，上一版 {then} 个", "{now} features, the version before had {then}")
NO_DATE = Text("不详", "unknown date")
NEWER = Text("制作之后有了新版本的输入", "Inputs with newer versions since")
NEWER_LINE = Text(
    "{title}：所用第 {then} 版，现行第 {now} 版", "{title}: version {then} used, {now} now"
)
YEAR = Text("目标年份", "Year of the target")
GONE = Text("（看不到）", "(not to be seen)")
OPEN = Text("未答复的意见", "Comments without an answer")


@dataclass(frozen=True, slots=True)
class Part:
    """A heading of the list with its lines, in one language."""

    title: str
    lines: Sequence[str]


@dataclass(frozen=True)
class Assertions:
    """The list of a statement; `open` are the points that signing waits for."""

    statement: StatementInfo
    newer: Sequence[Newer]
    fewer: Mapping[str, int] = field(default_factory=dict)
    """Of layers that have lost features: how many the version before had. Versions never change,
    so it is no part of the hash."""

    @cached_property
    def fingerprint(self) -> str:
        return fingerprint(
            {
                "sha256": self.statement.sha256,
                "last": self.statement.events[-1].hash,
                "newer": [[one.name, one.then, one.now] for one in self.newer],
            }
        )

    @property
    def open(self) -> list[Point]:
        return open_points(self.statement)

    @property
    def over(self) -> Text | None:
        """Why nobody vouches for the verdict any more, where that is so: it is not to be signed."""
        return next((one.outdated for one in self.newer if one.outdated is not None), None)

    @property
    def kept(self) -> dict[str, Any]:
        """What the event of the signature keeps, so that the hash can be made again."""
        newer = [{"name": one.name, "then": one.then, "now": one.now} for one in self.newer]
        return {"asserted": self.fingerprint} | ({"newer": newer} if newer else {})

    def parts(self, language: Language) -> list[Part]:
        """The list as it is read before signing."""
        layout = Envelope.of(self.statement, language).layout
        return [one for one in self._parts(layout, language) if one.lines]

    def _parts(self, layout: Layout, language: Language) -> Iterator[Part]:
        for section in (layout.section(one) for one in SAID):
            if section is not None:
                yield Part(section.title, tuple(_lines(section, language)))
        year = _year(self.statement.content)
        yield Part(YEAR.in_(language), (year.in_(language),) if year else ())
        yield Part(INPUTS.in_(language), tuple(self._inputs(language)))
        newer = (_newer(one).in_(language) for one in self.newer)
        yield Part(NEWER.in_(language), tuple(newer))
        waiting = (point_words(self.statement, one).in_(language) for one in self.open)
        yield Part(OPEN.in_(language), tuple(waiting))

    def _fewer(self, used: Mapping[str, Any], language: Language) -> str:
        then = self.fewer.get(used["layer"])
        if then is None:
            return ""
        said = FEWER.format(now=used["features"], then=then).in_(language)
        return f"（{said}）" if language == "zh" else f" ({said})"

    def _inputs(self, language: Language) -> Iterator[str]:
        content = self.statement.content
        for one in content["inputs"]:
            name = f"{one['layer']}@{one['version']}"
            title, date = Text(**one["title"]), one["date"] or NO_DATE
            line = INPUT.format(title=title, name=name, date=date)
            yield line.in_(language) + self._fewer(one, language)
        for one in content["sheets"]:
            yield beside(one["title"][language], f"{one['sheet']}@{one['version']}")


def assertions(session: Session, found: StatementInfo) -> Assertions:
    """What signing this statement would assert now."""
    return Assertions(found, newer_inputs(session, found), _fewer(session, found.content))


def _fewer(session: Session, content: Mapping[str, Any]) -> dict[str, int]:
    """How many features the version before had, of layers that have fewer. One query."""
    used = {one["layer"]: one for one in content["inputs"]}
    before = [
        and_(Version.layer_id == name, Version.number == one["version"] - 1)
        for name, one in used.items()
    ]
    query = select(Version.layer_id, Version.features).where(or_(false(), *before))
    return {
        name: features
        for name, features in session.execute(query)
        if features > used[name]["features"]
    }


def _year(content: Mapping[str, Any]) -> Text | None:
    """That the data are not of the target's year, by the dates that the statement prints."""
    result, inputs = content["result"], content["inputs"]
    dates = {
        (one["layer"], one["version"]): dt.date.fromisoformat(one["date"]) if one["date"] else None
        for one in inputs
    }
    confirmed = {
        (one["layer"], one["version"]): dt.date.fromisoformat(one["confirmed"])
        for one in inputs
        if "confirmed" in one
    }
    computed = china_day(dt.datetime.fromisoformat(content["computed"]["at"]))
    asked = (content["metric"]["id"], inputs, result.get("parameters") or {})
    day = day_of(*asked, dates, computed, confirmed)
    return another_year(day, (result.get("target") or {}).get("year"))


def open_points(found: StatementInfo) -> list[Point]:
    """Comments and reasons of returns that wait for an answer."""
    return [one for one in found.points if one.state == "open"]


def point_words(found: StatementInfo, point: Point) -> Text:
    """`第 3 条（分区 P2）`: a point as a sentence names it."""
    anchor = anchor_text(found, *point.anchor)
    named = words.ON_POINT.format(number=point.number)
    return Text(f"{named.zh}（{anchor.zh}）", f"{named.en} ({anchor.en})")


def anchor_text(found: StatementInfo, table: str, row: str) -> Text:
    """What a comment is about."""
    content = found.content
    zh, en = (anchor_words(figures_of(content, one), content, table, row) for one in LANGUAGES)
    return Text(zh, en)


def listed(found: StatementInfo, points: Sequence[Point]) -> Text:
    """Several points in one sentence."""
    named = [point_words(found, one) for one in points]
    return words_listed(named)


def _lines(section: Section, language: Language) -> Iterator[str]:
    yield from section.paragraphs
    colon = "：" if language == "zh" else ": "
    for head, *others in section.grid.rows if section.grid is not None else ():
        # The value and its unit; the same in hectares beside it says nothing more.
        value, *unit = [one.text for one in others[:2] if one.value is not None] or ["—"]
        yield head.text + colon + " ".join([value, *(one for one in unit if one not in value)])


def _newer(one: Newer) -> Text:
    if one.outdated is not None:
        return one.outdated
    now = GONE if one.now is None else one.now
    return NEWER_LINE.format(title=one.title, then=one.then, now=now)
