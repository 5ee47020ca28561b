"""What a token is for: its role says what it may do at most, its scope what of that.

A token of a program that reports readings can then report readings and read, and nothing else,
whatever the account may do.
"""

from __future__ import annotations

from dataclasses import dataclass

from geo.words import Text
from projects.accounts.permissions import may

WHOLE = "role"
"""No scope: all that the role may do."""
READING = frozenset({"view", "export", "see_rounds"})


@dataclass(frozen=True, slots=True)
class Scope:
    """`writes`: what it permits beside reading; None for all that the role permits."""

    id: str
    title: Text
    writes: frozenset[str] | None

    @property
    def permits(self) -> frozenset[str] | None:
        return None if self.writes is None else READING | self.writes


READINGS, PROGRESS, VALUES = "keep_readings", "report_progress", "report_values"
SCOPES: dict[str, Scope] = {
    one.id: one
    for one in (
        Scope(WHOLE, Text("角色许可的全部", "All that the role permits"), None),
        Scope("read", Text("只读取", "Reading only"), frozenset()),
        Scope(
            "readings",
            Text("读取，写水质监测值", "Reading; writing water readings"),
            frozenset({READINGS}),
        ),
        Scope(
            "progress",
            Text("读取，写项目进度", "Reading; writing progress of projects"),
            frozenset({PROGRESS}),
        ),
        Scope(
            "values",
            Text("读取，写目标值", "Reading; writing values of targets"),
            frozenset({VALUES}),
        ),
        Scope(
            "exchange",
            Text("读取，写监测值、进度和目标值", "Reading; writing readings, progress and values"),
            frozenset({READINGS, PROGRESS, VALUES}),
        ),
    )
}


def fits_role(scope: Scope, role: str) -> bool:
    """Whether somebody of this role may do all that the scope is for."""
    return all(may(role, one) for one in scope.writes or ())


def permits(scope: str, permission: str) -> bool:
    """Whether a scope leaves the permission; one that is not known leaves none."""
    found = SCOPES.get(scope)
    return found is not None and (found.permits is None or permission in found.permits)
