"""Projects, clauses and units by what they are called, as the search box asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, case, func, or_, select
from sqlalchemy.orm import Session

from geo.words import Text
from projects.policy.tables import PolicyItem
from projects.records.model.tables import Project
from projects.units.tables import Unit, UnitAlias


class Named(NamedTuple):
    """A project, a clause or a unit."""

    code: str
    name: Text


def projects_named(session: Session, words: Sequence[str], most: int) -> list[Named]:
    """Projects whose code or name holds each word (in lower case); those that begin with the first
    word come first."""
    columns = (Project.code, Project.name)
    order = (_later(columns, words), Project.code)
    query = select(*columns).where(_hold(columns, words)).order_by(*order).limit(most)
    return [Named(code, Text(name, name)) for code, name in session.execute(query)]


def clauses_named(session: Session, words: Sequence[str], most: int) -> list[Named]:
    """Clauses whose number or title, in either language, holds each word; as `projects_named`."""
    columns = (PolicyItem.id, PolicyItem.title_zh, PolicyItem.title_en)
    order = (_later(columns, words), PolicyItem.position)
    query = select(*columns).where(_hold(columns, words)).order_by(*order).limit(most)
    return [Named(code, Text(zh, en)) for code, zh, en in session.execute(query)]


def units_named(session: Session, words: Sequence[str], most: int) -> list[Named]:
    """Units whose name of today, short name or any other name holds each word; as above."""
    columns = (Unit.code, Unit.name, Unit.short_name, Unit.name_en)
    other = select(UnitAlias.unit_code).where(_hold((UnitAlias.name,), words))
    fits = or_(_hold(columns, words), Unit.code.in_(other))
    query = select(Unit.code, Unit.name, Unit.name_en).where(fits)
    found = session.execute(query.order_by(_later(columns, words), Unit.code).limit(most))
    return [Named(code, Text(name, name_en or name)) for code, name, name_en in found]


def project_names(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """The names of these projects by code; what is no project is left out."""
    query = select(Project.code, Project.name).where(Project.code.in_(set(codes)))
    return {one.code: one.name for one in session.execute(query)}


def unit_names(session: Session, codes: Iterable[str]) -> dict[str, Text]:
    """The names of today of these units by code; what is no unit is left out."""
    query = select(Unit.code, Unit.name, Unit.name_en).where(Unit.code.in_(set(codes)))
    return {code: Text(name, name_en or name) for code, name, name_en in session.execute(query)}


def all_names(session: Session) -> tuple[list[Named], list[Named]]:
    """Every project and every clause that is shown."""
    projects = session.execute(select(Project.code, Project.name).order_by(Project.code))
    clauses = session.execute(
        select(PolicyItem.id, PolicyItem.title_zh, PolicyItem.title_en).order_by(
            PolicyItem.position
        )
    )
    return (
        [Named(code, Text(name, name)) for code, name in projects],
        [Named(code, Text(zh, en)) for code, zh, en in clauses],
    )


def _hold(columns: Sequence[SQLColumnExpression[Any]], words: Sequence[str]) -> ColumnElement[bool]:
    return and_(
        *(
            or_(*(func.lower(column).contains(word, autoescape=True) for column in columns))
            for word in words
        )
    )


def _later(columns: Sequence[SQLColumnExpression[Any]], words: Sequence[str]) -> ColumnElement[int]:
    begins = or_(*(func.lower(column).startswith(words[0], autoescape=True) for column in columns))
    return case((begins, 0), else_=1)
