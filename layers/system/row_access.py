"""What a session may see: layers by secrecy grade and by name, and all that hangs on a layer.

A session with a limited sight adds a criterion to every ORM query, so that what is hidden is not
found, exactly as if it were not there. `with_loader_criteria` does not reach every form of a query
(a table named without its class, a bare `exists()`, text), so the SQL itself is checked before it
is sent: where a limited table is read without its criterion, nothing is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Engine, event
from sqlalchemy.engine.interfaces import ExecutionContext
from sqlalchemy.orm import (
    DeclarativeBase,
    LoaderCriteriaOption,
    ORMExecuteState,
    Session,
)

from geo.words import Text

SECRECY_GRADES: dict[str, Text] = {
    "public": Text("公开", "Public"),
    "internal": Text("内部", "Internal"),
    "restricted": Text("受限", "Restricted"),
}
"""Grades from the most open to the most closed."""


@dataclass(frozen=True, slots=True)
class Sight:
    """Versions of these `grades` are seen, and every version of the layers that are `named`.

    A layer is seen when its live version is; a layer that is not seen hides all of its versions.
    """

    grades: frozenset[str]
    named: frozenset[str] = frozenset()

    @property
    def everything(self) -> bool:
        return self.grades >= SECRECY_GRADES.keys()

    def up_to(self, grade: str) -> Sight:
        """What of it is no more closed than `grade`."""
        grades = list(SECRECY_GRADES)
        open_ = frozenset(grades[: grades.index(grade) + 1])
        return Sight(self.grades & open_, self.named if grade == grades[-1] else frozenset())


EVERYTHING = Sight(frozenset(SECRECY_GRADES))
PUBLIC = Sight(frozenset({"public"}))
NOTHING = Sight(frozenset())

Criterion = Callable[[Sight, str, str], ColumnElement[bool]]
"""From a sight, the name of the table that is read inside, and the dialect of the database."""

_criteria: dict[type[DeclarativeBase], Criterion] = {}
_MARK = "seen_by_"
_KNOWN = "ecoatlas_known"
LIMITED = "ecoatlas_limited"


class SightGapError(RuntimeError):
    """A query of a limited session reads a limited table in a form that no criterion reaches."""


def limit(entity: type[DeclarativeBase], criterion: Criterion) -> None:
    """Show rows of `entity` in limited sessions only where the criterion holds.

    It has the form `entity.column IN (SELECT name.…)`, or NOT IN, with the name that it is given:
    by that it is recognised in the SQL. What it reads itself it reads from plain tables, under
    names that begin with the given one.
    """
    _criteria[entity] = criterion
    _options.cache_clear()
    limited_tables.cache_clear()


@cache
def limited_tables() -> frozenset[str]:
    """Names of the tables whose rows are limited."""
    return frozenset(entity.__tablename__ for entity in _criteria)


class LimitedSession(Session):
    """A session whose sight is not everything; `info["sight"]` says what it is."""


@event.listens_for(LimitedSession, "do_orm_execute")
def _add_criteria(state: ORMExecuteState) -> None:
    if state.is_column_load:
        # More columns of an object that the session holds: it was seen, or it was made here.
        state.update_execution_options(**{_KNOWN: True})
    elif state.is_orm_statement and not state.is_insert:
        sight, dialect = state.session.info["sight"], state.session.get_bind().dialect.name
        state.statement = state.statement.options(*_options(sight, dialect))


class _Criterion(LoaderCriteriaOption):
    """A criterion that is known by what it was made from.

    SQLAlchemy would walk through the whole of it before every query, only to find that it knows
    the SQL; that took longer than most queries.
    """

    __slots__ = ("known_by",)

    def __init__(self, entity: type[DeclarativeBase], sight: Sight, dialect: str) -> None:
        criterion = _criteria[entity](sight, f"{_MARK}{entity.__tablename__}", dialect)
        super().__init__(entity, criterion, include_aliases=True)
        self.known_by = (_Criterion, entity, sight, dialect)

    def _gen_cache_key(self, *_: object) -> tuple[object, ...]:
        # The values of the sight are part of the key: kept SQL has them, and is for it alone.
        return self.known_by


@lru_cache(maxsize=256)
def _options(sight: Sight, dialect: str) -> tuple[LoaderCriteriaOption, ...]:
    """The criteria of a sight; kept, because building them costs more than a query."""
    return tuple(_Criterion(entity, sight, dialect) for entity in _criteria)


def watch(engine: Engine) -> None:
    """Refuse what a limited session of this engine would read past its criteria."""
    if not event.contains(engine, "before_cursor_execute", _check):
        event.listen(engine, "before_cursor_execute", _check)


def _check(
    connection: Any,
    _cursor: object,
    statement: str,
    _parameters: object,
    context: ExecutionContext | None,
    _many: bool,
) -> None:
    if not connection.get_execution_options().get(LIMITED, False):
        return
    if context is not None and context.execution_options.get(_KNOWN, False):
        return
    gaps = _gaps(statement, limited_tables())
    if gaps:
        raise SightGapError(f"no criterion reaches {', '.join(gaps)} in: {statement}")


@lru_cache(maxsize=1024)
def _gaps(statement: str, tables: frozenset[str]) -> tuple[str, ...]:
    """Tables that the statement reads under a name for which it has no criterion."""
    if not statement.lstrip(" (\n").upper().startswith(("SELECT", "WITH")):
        return ()
    return tuple(table for table in sorted(tables) if _is_open(statement, table))


def _is_open(statement: str, table: str) -> bool:
    """Whether some reading of the table lacks `name.column IN (SELECT seen_by_table…`."""
    read = rf'"?{table}"?(?![\w."])(?: AS (\w+))?'
    bare = re.findall(rf'(?<![\w."])(?<!AS ){read}', statement)
    with_schema = re.findall(rf'(?:FROM|JOIN)\s+"?\w+"?\.{read}', statement)
    names = {alias or table for alias in (*bare, *with_schema)}
    closed = rf"(?<![\w.])(\w+)\.\w+ (?:NOT )?IN \(SELECT {_MARK}{table}\."
    open_names = names - set(re.findall(closed, statement))
    return any(not name.startswith(_MARK) for name in open_names)


def highest_grade(grades: Iterable[str]) -> str:
    """The most closed of some secrecy grades; what is made of nothing is public."""
    order = list(SECRECY_GRADES)
    return max(grades, key=order.index, default=order[0])
