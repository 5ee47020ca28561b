"""What the page of recent changes shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from geo.words import Text, listed
from layers.system.china_time import china_time, today
from projects.metrics.registry import METRICS
from projects.policy.tables import PolicyTarget
from projects.recent import FigureLine, LayerLine, ProjectLine, Recent, TargetLine
from projects.targets.periods import read_period
from projects.targets.reading_values import value_text
from projects.targets.units import reporting_unit_text
from webmap.projects.told_changes import ToldField, told_changes
from webmap.projects.words import CHANGE_ACTIONS
from webmap.recent.words import COUNTED, SPANS, STEPS
from webmap.targets.words import ACTIONS

MOST_FIELDS = 6
"""How many fields of a project a line tells; its page has all."""


@dataclass(frozen=True, slots=True)
class Span:
    title: Text
    url: str
    chosen: bool


@dataclass(frozen=True)
class RecentView:
    """`recent.html`; `last_visit` says that nobody chose the day."""

    found: Recent
    targets: Mapping[str, PolicyTarget]
    last_visit: bool
    section: str = "recent"

    @property
    def day(self) -> dt.date:
        return china_time(self.found.since).date()

    @property
    def latest(self) -> dt.date:
        return today()

    @property
    def spans(self) -> Iterator[Span]:
        for days, title in SPANS.items():
            first = today() - dt.timedelta(days=days)
            yield Span(title, f"/changes?since={first}", first == self.day)

    @cached_property
    def counts(self) -> list[tuple[str, Text]]:
        """Anchor and wording of each list that is not empty."""
        counted = self.found.counted.items()
        return [(name, COUNTED[name].format(count=count)) for name, count in counted if count]

    def left_out(self, name: str) -> int:
        return self.found.counted[name] - len(getattr(self.found, name))

    @staticmethod
    def differences(line: LayerLine) -> str | None:
        """Where the two versions lie side by side, where there are two."""
        if line.before is None or line.before == line.live:
            return None
        return f"/layers/{line.id}/diff?from={line.before}&to={line.live}"

    @staticmethod
    def actions(line: ProjectLine) -> Text:
        names = dict.fromkeys(one.action for one in line.changes)
        return listed([CHANGE_ACTIONS[name] for name in names])

    @staticmethod
    def fields(line: ProjectLine) -> list[ToldField]:
        """What the record's fields became, the newest first; then what was reported."""
        told = sorted(told_changes(line.changes), key=lambda one: one.action == "reported")
        shown = (one for one in told if one.action in ("changed", "reported"))
        return [field for one in shown for field in one.fields][:MOST_FIELDS]

    def indicator(self, line: TargetLine) -> Text:
        target = self.targets.get(line.target_id)
        return target.indicator if target else Text(line.target_id, line.target_id)

    def value(self, line: TargetLine) -> Text:
        """Whose value, of which period, what it is, and what was done with it."""
        target, newest = self.targets.get(line.target_id), line.newest
        said = value_text(newest.value, target.unit if target else None)
        period = read_period(newest.period)
        return listed(
            [
                reporting_unit_text(newest.unit),
                period.title if period else Text(newest.period, newest.period),
                said,
                ACTIONS.get(newest.action, Text(newest.action, newest.action)),
            ]
        )

    @staticmethod
    def target(line: FigureLine) -> str | None:
        """The target that the figure is of, where it is of one."""
        return None if line.purpose in METRICS else line.purpose

    @staticmethod
    def step(line: FigureLine) -> Text:
        return STEPS[line.action]
