"""From a refusal to a form that is shown again: which field is wrong, and what was typed."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request

from geo.errors import EcoAtlasError, Problem
from webmap.accounts.words import FIELD_TITLES
from webmap.edge import refused_requests as refused
from webmap.edge.forms import FieldFault, Form

CORRECTABLE = frozenset({400, 404, 409, 422})
"""Statuses of refusals that whoever fills in the form can do something about."""
LONGEST_SHOWN = 200


def form_again(
    form: str, error: EcoAtlasError, keep: tuple[str, ...], fields: Mapping[str, str]
) -> Form:
    """The form with its faults; `keep` are the fields shown again, never one that is secret.

    `fields` says by error code which field a refusal is about. Raises the refusal again when
    nothing in the form can mend it.
    """
    if error.status not in CORRECTABLE and error.code not in fields:
        raise error
    refused.note(error)
    return Form(form, typed(keep), tuple(_faults(error, fields)))


def typed(keep: tuple[str, ...]) -> Mapping[str, str]:
    return {name: request.form.get(name, "")[:LONGEST_SHOWN] for name in keep}


def _faults(error: EcoAtlasError, fields: Mapping[str, str]) -> list[FieldFault]:
    if error.problems:
        return [_named(problem) for problem in error.problems]
    return [FieldFault(fields.get(error.code, ""), error.message, error.fix)]


def _named(problem: Problem) -> FieldFault:
    """The problem with the field called as the form calls it."""
    field = str(problem.values.get("field", ""))
    title = FIELD_TITLES.get(field)
    said = Problem(problem.kind, {**problem.values, "field": title}) if title else problem
    return FieldFault(field if title else "", said.message, said.fix)
