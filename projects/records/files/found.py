"""What was found of a list, as much of it as is shown: short enough to be kept as JSON.

A long list is looked at by a job, and shown by a page that comes later; a short one is shown at
once. Both are shown out of the same.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.errors import ERROR_CODES, EcoAtlasError, ErrorCode, Problem
from geo.words import Text
from projects.records.changes.history import as_json
from projects.records.files.importing import Plan
from projects.records.files.taking import Difference
from projects.records.model import errors, list_errors

MOST_SHOWN = 200
OF_THE_LIST = frozenset(
    one.code
    for one in (
        list_errors.RECORDS_EARLIER_YEAR,
        list_errors.RECORDS_MIXED_UNITS,
        list_errors.RECORDS_UNIT_DOUBTFUL,
    )
)
"""Faults of a whole list or column that somebody may confirm, beside those with a proposal."""
NEW_UNITS = (errors.RECORD_UNIT_UNKNOWN.code, errors.RECORD_UNIT_MISSPELT.code)


@dataclass(frozen=True, slots=True)
class ListFound:
    """A list as it would be taken; `digest` is of its differences, empty where it cannot be read.

    heads: titles with the name of what they mean. errors, warnings, new (code and name) and
    differences are the first MOST_SHOWN; `counts` are of all: errors, warnings, new and changed
    projects, unchanged ones; `lines` is the number of differences. acceptable: kinds of faults that
    can be confirmed, each by its first, with their number. units: names that are in no register.
    refusal: why it cannot be read.
    """

    heads: Sequence[tuple[str, str | None]] = ()
    errors: Sequence[Problem] = ()
    warnings: Sequence[Problem] = ()
    counts: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)
    acceptable: Sequence[tuple[Problem, int]] = ()
    units: Sequence[str] = ()
    new: Sequence[tuple[str, str]] = ()
    differences: Sequence[Difference] = ()
    lines: int = 0
    digest: str = ""
    remembered: bool = False
    refusal: Sequence[Problem] = ()


def found_of(plan: Plan) -> ListFound:
    """What is shown of a plan."""
    shown = [one for one in plan.differences if not one.new]
    new = [row for row in plan.rows if row.project is None]
    changed = len({one.code for one in shown})
    wrong, odd = plan.errors, plan.warnings
    rest = len(plan.rows) - len(new) - changed
    return ListFound(
        heads=[(title, _meaning(plan, at)) for at, title in sorted(plan.heads.titles.items())],
        errors=wrong[:MOST_SHOWN],
        warnings=odd[:MOST_SHOWN],
        counts=(len(wrong), len(odd), len(new), changed, rest),
        acceptable=_acceptable(wrong),
        units=list(dict.fromkeys(str(p.values["value"]) for p in wrong if p.code in NEW_UNITS)),
        new=[(str(r.checked.get("code")), str(r.checked.get("name"))) for r in new[:MOST_SHOWN]],
        differences=shown[:MOST_SHOWN],
        lines=len(shown),
        digest=digest(plan.differences),
        remembered=plan.remembered,
    )


def unread(error: EcoAtlasError) -> ListFound:
    """A list of which nothing can be said yet."""
    return ListFound(refusal=(error.problem, *error.problems))


def _meaning(plan: Plan, at: int) -> str | None:
    meaning = plan.heads.columns.get(at)
    return meaning.name if meaning else None


def _acceptable(found: Iterable[Problem]) -> list[tuple[Problem, int]]:
    kinds: dict[str, list[Problem]] = {}
    for one in found:
        if "proposal" in one.values or one.code in OF_THE_LIST:
            kinds.setdefault(one.code, []).append(one)
    return [(some[0], len(some)) for some in kinds.values()]


def digest(differences: Iterable[Difference]) -> str:
    """Of what was shown: what is taken later is that and nothing else."""
    said = [[one.code, one.name, as_json({"b": one.before, "a": one.after})] for one in differences]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:32]


def to_json(found: ListFound) -> dict[str, Any]:
    """Plain values, from which `from_json` makes the same again."""
    return {one.name: _plain(getattr(found, one.name)) for one in dataclasses.fields(found)}


def _plain(value: Any) -> Any:
    if isinstance(value, Text):
        return value.as_dict()
    if isinstance(value, Problem):
        told = {name: _said(one) for name, one in value.values.items()}
        kind = {"code": value.code, "severity": value.kind.severity}
        return {**kind, "values": told, "row": value.feature, "field": value.field}
    if isinstance(value, Difference):
        sides = as_json({"before": value.before, "after": value.after})
        about = {"code": value.code, "row": value.row, "name": value.name, "new": value.new}
        return {**about, **sides, "title": value.title.as_dict()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def _said(value: Any) -> Any:
    """A value of a message, as it is written into it."""
    if isinstance(value, Text):
        return value.as_dict()
    return value if isinstance(value, bool | int | float | str | None) else _written(value)


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def from_json(kept: Mapping[str, Any]) -> ListFound:
    """The same as it was kept."""
    problems = {n: [_problem(one) for one in kept[n]] for n in ("errors", "warnings", "refusal")}
    errors_, warnings, new, changed, same = kept["counts"]
    return ListFound(
        heads=[(title, name) for title, name in kept["heads"]],
        counts=(errors_, warnings, new, changed, same),
        acceptable=[(_problem(one), count) for one, count in kept["acceptable"]],
        units=kept["units"],
        new=[(code, name) for code, name in kept["new"]],
        differences=[Difference(**{**one, "title": Text(**one["title"])})
                     for one in kept["differences"]],
        lines=kept["lines"],
        digest=kept["digest"],
        remembered=kept["remembered"],
        **problems,
    )  # fmt: skip


def _problem(kept: Mapping[str, Any]) -> Problem:
    known = ERROR_CODES[kept["code"]]
    # A rule that a file cannot keep is told as a warning: its weight is that of the finding.
    kind = ErrorCode(known.code, kept["severity"], known.message, known.fix, known.status)
    values = {n: Text(**v) if isinstance(v, dict) else v for n, v in kept["values"].items()}
    return Problem(kind, values, kept["row"], kept["field"])
