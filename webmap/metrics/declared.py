"""Declarations as plain JSON: what commands, the API and pages share about metrics and sheets."""

from __future__ import annotations

from typing import Any

from projects.metrics.declaration import Column, Metric, SheetRole
from projects.sheets import get_sheet_kind


def metric_json(metric: Metric) -> dict[str, Any]:
    """A metric as declared: roles, parameters, formula, source, columns of the answer."""
    return {
        "id": metric.id,
        "version": metric.version,
        "title": metric.title.as_dict(),
        "summary": metric.summary.as_dict(),
        "formula": metric.formula.as_dict(),
        "source": metric.source.as_dict(),
        "unit": metric.unit.as_dict(),
        "nulls": metric.nulls.as_dict(),
        "inputs": [
            {
                "role": r.name,
                "title": r.title.as_dict(),
                "kinds": list(r.kinds),
                "geometry": list(r.geometry),
                "fields": list(r.fields),
                "optional": r.optional,
            }
            for r in metric.inputs
        ],
        "sheets": [
            {
                "role": s.name,
                "title": s.title.as_dict(),
                "kind": s.kind,
                "optional": s.optional,
            }
            for s in metric.sheets
        ],
        "parameters": [
            {
                "name": p.name,
                "title": p.title.as_dict(),
                "type": p.type,
                "required": p.required,
                "default": p.default,
                "choices": [{"value": c.value, "title": c.title.as_dict()} for c in p.choices],
                "unit": p.unit.as_dict() if p.unit else None,
                "origin": p.origin.as_dict(),
            }
            for p in metric.parameters
        ],
        "total": [column_json(column) for column in metric.total],
        "tables": [
            {
                "name": table.name,
                "title": table.title.as_dict(),
                "columns": [column_json(column) for column in table.columns],
                "role": table.role or None,
                "shapes": table.shapes,
            }
            for table in metric.tables
        ],
        "checks": [check.code for check in metric.checks],
        "family": {"id": metric.family.id, "title": metric.family.title.as_dict()},
        "asked_as": metric.asked_as or None,
        "card": {"title": (metric.card.title or metric.title).as_dict()} if metric.card else None,
    }


def run_command(metric: Metric) -> str:
    """How the metric is run on the command line, with what it cannot do without."""
    layers = [one.name for one in metric.inputs if not one.optional]
    series = [one.name for one in metric.sheets if not one.optional and not _is_rule(one)]
    named = (f"--{name.replace('_', '-')} {name.upper()}" for name in (*layers, *series))
    return " ".join(("ecoatlas metrics run", metric.id, *named))


def _is_rule(role: SheetRole) -> bool:
    """Whether the sheet is a rule, of which there is always one."""
    return get_sheet_kind(role.kind).group == "rule"


def column_json(column: Column) -> dict[str, Any]:
    return {"name": column.name, "title": column.title.as_dict(), "unit": column.unit.as_dict()}
