"""What changed since a day, or since the reader looked last: `/changes`, and for programs."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from flask import Blueprint, Response, request
from pydantic import AwareDatetime, BaseModel, Field, field_validator
from sqlalchemy import select

from layers.system.china_time import CHINA, today
from layers.system.database import now
from projects.policy.tables import PolicyTarget
from projects.recent import Recent, recent_changes
from webmap.edge.access import requires
from webmap.edge.asked import read
from webmap.edge.json_answer import PREFIX, answer, moment
from webmap.edge.language import YEAR_S
from webmap.edge.openapi import answers
from webmap.edge.parameters import asks
from webmap.edge.private_pages import private
from webmap.edge.rendering import page, services
from webmap.recent.answers import ChangesAnswer
from webmap.recent.view_models import RecentView
from webmap.targets.asking import eyes, given

blueprint = Blueprint("recent", __name__)
COOKIE = "ecoatlas_looked"
DAYS_AT_FIRST = 30
MOST_IN_FEED = 5000


class Since(BaseModel):
    """The day from whose beginning, in China, changes are told; none: since the last visit."""

    since: Annotated[dt.date, Field(ge=dt.date(2000, 1, 1), le=dt.date(2100, 1, 1))] | None = None


class FeedSince(BaseModel):
    """A day of China, or a moment with its zone; none: thirty days ago."""

    since: (
        Annotated[dt.date, Field(ge=dt.date(2000, 1, 1), le=dt.date(2100, 1, 1))] | AwareDatetime
    ) | None = None

    @field_validator("since")
    @classmethod
    def within(cls, since: dt.date | None) -> dt.date | None:
        """The same years for both."""
        if since is not None and not 2000 <= since.year <= 2100:
            raise ValueError(since)
        return since


def _last_visit() -> dt.date | None:
    """The last day before today on which the reader looked, as his browser remembers it."""
    days = request.cookies.get(COOKIE, "").split(".")
    try:
        before, latest = (dt.date.fromisoformat(one) if one else None for one in days)
    except ValueError:
        return None
    return latest if latest is not None and latest < today() else before


def _begins(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), CHINA)


def _found(day: dt.date) -> tuple[Recent, dict[str, PolicyTarget]]:
    begins = _begins(day)
    with services().reading() as session:
        found = recent_changes(session, begins, eyes())
        ids = [line.target_id for line in found.targets]
        targets = session.scalars(select(PolicyTarget).where(PolicyTarget.id.in_(ids)))
        return found, {one.id: one for one in targets}


@blueprint.get("/changes")
@requires("view")
@asks(Since)
def changes() -> Response:
    asked = read(Since, given())
    before = _last_visit()
    day = asked.since or before or today() - dt.timedelta(days=DAYS_AT_FIRST)
    found, targets = _found(day)
    last_visit = asked.since is None and before is not None
    response = private(page("recent.html", RecentView(found, targets, last_visit)))
    kept = f"{before or ''}.{today()}"
    response.set_cookie(COOKIE, kept, max_age=YEAR_S, samesite="Lax", httponly=True)
    return response


@blueprint.get(f"{PREFIX}/changes")
@requires("view")
@asks(FeedSince)
@answers(ChangesAnswer)
def changes_json() -> Response:
    """The same for programs, since a day or a moment (`since=2026-11-01T08:00:00+08:00`).

    Asked again from `until` on, nothing is missed and what falls on that moment may come twice.
    """
    asked, until = read(FeedSince, given()), now()
    since = asked.since or today() - dt.timedelta(days=DAYS_AT_FIRST)
    begins = since if isinstance(since, dt.datetime) else _begins(since)
    with services().reading() as session:
        found = recent_changes(session, begins, eyes(), MOST_IN_FEED)
    return answer(_as_dict(since, until, found))


def _as_dict(since: dt.date, until: dt.datetime, found: Recent) -> dict[str, Any]:
    listed = sum(map(len, (found.layers, found.projects, found.targets, found.figures)))
    return {
        "since": since.isoformat(),
        "until": moment(until),
        "complete": listed == sum(found.counted.values()),
        "counted": found.counted,
        "layers": [
            {
                "layer": one.id,
                "title": one.title,
                "at": moment(one.at),
                "version": one.live,
                "version_before": one.before,
                "features": one.features,
                "features_before": one.features_before,
                "new_versions": one.new_versions,
                "rolled_back": one.rolled_back,
            }
            for one in found.layers
        ],
        "projects": [
            {
                "code": one.code,
                "name": one.name,
                "at": moment(one.at),
                "version": one.changes[0].version,
                "actions": list(dict.fromkeys(change.action for change in one.changes)),
            }
            for one in found.projects
        ],
        "targets": [
            {
                "target": one.target_id,
                "at": moment(one.at),
                "values": one.cells,
                "unit": one.newest.unit,
                "period": one.newest.period,
                "action": one.newest.action,
            }
            for one in found.targets
        ],
        "figures": [
            {
                "purpose": one.purpose,
                "action": one.action,
                "at": moment(one.at),
                "run": one.run_id,
                "text": one.text,
                "before": one.before,
                "statement": one.statement,
            }
            for one in found.figures
        ],
    }
