"""Lists of projects that somebody wants to see again: a title and the filters of their address."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from projects.records.model.part_tables import ProjectView
from projects.records.queries.addresses import as_query, read_asked

MOST_VIEWS = 50
VIEW_INVALID = declare(
    "project-view-invalid",
    "error",
    Text("不能保存这个清单：{what}。", "This list cannot be kept: {what}."),
    Text("请改正后再保存。", "Correct it and save again."),
    status=422,
)


def save_view(session: Session, owner: str, title: str, query: str) -> ProjectView:
    """Keep a list under a title, in place of one of that title.

    Raises `project-view-invalid`, and as `read_asked` does where the query holds what is no filter.
    """
    title = " ".join(title.split())
    if not 0 < len(title) <= 100:
        raise EcoAtlasError(
            VIEW_INVALID, what=Text("名称为 1 至 100 字", "a title has 1 to 100 characters")
        )
    said = urlencode(as_query(read_asked(dict(parse_qsl(query.removeprefix("?"))))))
    mine = {one.title: one for one in views_of(session, owner)}
    row = mine.get(title)
    if row is None:
        if len(mine) >= MOST_VIEWS:
            raise EcoAtlasError(
                VIEW_INVALID, what=Text(f"已有 {MOST_VIEWS} 个", f"{MOST_VIEWS} are kept already")
            )
        row = ProjectView(owner=owner, title=title, query=said)
        session.add(row)
    row.query = said
    session.flush()
    return row


def views_of(session: Session, owner: str) -> Sequence[ProjectView]:
    """Somebody's lists, by title."""
    query = select(ProjectView).where(ProjectView.owner == owner).order_by(ProjectView.title)
    return session.scalars(query).all()


def drop_view(session: Session, owner: str, title: str) -> bool:
    """Take a list away; False where there is none of that title."""
    row = next((one for one in views_of(session, owner) if one.title == title), None)
    if row is None:
        return False
    session.delete(row)
    session.flush()
    return True
