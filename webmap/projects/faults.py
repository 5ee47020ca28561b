"""From a refusal of a project's form to what is wrong with which of its fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from geo.errors import EcoAtlasError, Problem
from geo.words import Text
from projects.records.model import errors, list_errors
from webmap.accounts.form_faults import CORRECTABLE
from webmap.edge import refused_requests as refused
from webmap.edge.forms import FieldFault
from webmap.projects.words import FELL_FIX

FIXES: Mapping[str, Text] = {
    errors.RECORD_PROGRESS_FELL.code: FELL_FIX,
    errors.RECORD_UNIT_UNKNOWN.code: Text(
        "相近的单位：{near}。确是新单位的，先到“单位名录”登记。",
        "Similar: {near}. A new unit is registered first, on the page of units.",
    ),
    errors.RECORD_UNIT_MISSPELT.code: Text(
        "建议：{proposal}。确是新单位的，先到“单位名录”登记。",
        "Proposal: {proposal}. A new unit is registered first, on the page of units.",
    ),
    list_errors.RECORDS_NO_HEAD.code: Text(
        "请在下面“表头对应”中选定，再重新核对。", "Say below what the heads mean, and look again."
    ),
    errors.UNKNOWN_PROJECT.code: Text(
        "请写项目编号或全名；编号见“项目”页。",
        "Write its code or whole name; the page of projects has them.",
    ),
    errors.RECORD_UNKNOWN_ITEM.code: Text(
        "请写事项编号，例如 WEDZ-2023-09-03；编号见“政策”页。",
        "Write an item's number such as WEDZ-2023-09-03; the page of policies has them.",
    ),
}
"""Advice for pages, where that of the refusal speaks of the command line."""
OTHERS = frozenset({errors.PROJECT_CHANGED_MEANWHILE.status, 413, 415})
"""A newer version, and files that are too large or of no kind that is kept."""
FILES = "files"
FIELD_OF = {errors.RECORD_PROGRESS_FELL.code: "reason", errors.DUPLICATE_PROJECT.code: "code"}


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that two people changed, or somebody else alone (then there is nothing to choose)."""

    name: str
    title: Text
    base: Text
    theirs: Text
    mine: Text

    @property
    def both(self) -> bool:
        return self.theirs != self.base and self.mine not in (self.base, self.theirs)

    @property
    def mine_alone(self) -> bool:
        return self.theirs == self.base != self.mine


def correctable(error: EcoAtlasError) -> None:
    """Raises the refusal again where whoever fills in the form can do nothing about it."""
    if error.status not in CORRECTABLE | OTHERS:
        raise error
    refused.note(error)


def clashes_of(error: EcoAtlasError) -> tuple[Clash, ...]:
    """Both versions field by field, where somebody else was faster."""
    if error.code != errors.PROJECT_CHANGED_MEANWHILE.code:
        return ()
    said = [one.values for one in error.problems]
    return tuple(Clash(v["name"], v["column"], v["base"], v["theirs"], v["mine"]) for v in said)


def faults_of(
    error: EcoAtlasError,
    titles: Mapping[str, Text],
    at: Mapping[str, str] | None = None,
    otherwise: str = "",
) -> Iterator[FieldFault]:
    """What is wrong, each with its field where the form has it.

    titles: the fields of the form; at: by error code the field that a refusal is about; otherwise:
    the field of those that are about none of the form.
    """
    place = {**FIELD_OF, **(at or {})}
    if error.code == errors.PROJECT_CHANGED_MEANWHILE.code:
        yield FieldFault("", error.message, error.fix)
    elif error.problems:
        for one in error.problems:
            yield _fault(one, titles, place, otherwise)
    else:
        yield _fault(error.problem, titles, place, otherwise)


def _fault(
    problem: Problem, titles: Mapping[str, Text], place: Mapping[str, str], otherwise: str
) -> FieldFault:
    asked = str(problem.values.get("field", ""))
    if asked in titles and problem.field is None:
        problem = Problem(problem.kind, {**problem.values, "field": titles[asked]})
        return FieldFault(asked, problem.message, problem.fix)
    of_file = FILES if problem.code.startswith("evidence-") else ""
    found = place.get(problem.code, problem.field or of_file)
    fix = FIXES.get(problem.code)
    said = fix.format(**problem.values) if fix is not None else problem.fix
    return FieldFault(found if found in titles else otherwise, problem.message, said)
