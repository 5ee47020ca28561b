"""Declarations as plain JSON: what commands, the API and the map share about kinds and metrics."""

from __future__ import annotations

from typing import Any

from layers.kinds import Kind
from layers.kinds.model import Field
from projects.metrics.declaration import Column, Metric, SheetRole
from projects.sheets import SheetInfo, SheetKind, get_sheet_kind


def kind_json(kind: Kind) -> dict[str, Any]:
    """A kind with its fields, code lists, style and legend; wording in both languages."""
    return {
        "id": kind.id,
        "title": kind.title.as_dict(),
        "group": kind.group,
        "description": kind.description.as_dict(),
        "geometry": list(kind.geometry),
        "class_field": kind.class_field,
        "fields": [field_json(field) for field in kind.fields],
        "legend": [
            {
                "label": entry.label.as_dict(),
                "value": entry.value,
                "colour": entry.colour,
                "pattern": entry.pattern,
                "shape": entry.shape,
            }
            for entry in kind.legend()
        ],
        "drawing_place": kind.on_map.place,
        **kind.map_facts(),
    }


def field_json(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "title": field.title.as_dict(),
        "type": field.type,
        "required": field.required,
        "unit": field.unit,
        "short_name": field.short_name,
        "aliases": list(field.aliases),
        "codes": [{"value": code.value, "title": code.title.as_dict()} for code in field.codes],
    }


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


def sheet_kind_json(kind: SheetKind) -> dict[str, Any]:
    """A kind of sheet with its columns, bounds and code lists."""
    return {
        "id": kind.id,
        "title": kind.title.as_dict(),
        "summary": kind.summary.as_dict(),
        "group": kind.group,
        "keys": list(kind.keys),
        "columns": [
            {
                "name": one.name,
                "title": one.title.as_dict(),
                "type": one.type,
                "unit": one.unit.as_dict() if one.unit else None,
                "required": one.required,
                "low": one.low,
                "high": one.high,
                "codes": [{"value": v, "title": title.as_dict()} for v, title in one.codes],
            }
            for one in kind.columns
        ],
    }


def sheet_json(sheet: SheetInfo, *, rows: bool = True) -> dict[str, Any]:
    """A version of a sheet; its rows are left out of lists."""
    about = {
        "sheet": sheet.id,
        "version": sheet.number,
        "kind": sheet.kind.id,
        "group": sheet.kind.group,
        "title": sheet.title.as_dict(),
        "sha256": sheet.sha256,
        "count": len(sheet.rows),
        "unverified": len(sheet.unverified),
        "source": sheet.source,
        "note": sheet.note,
        "saved_at": sheet.created_at.isoformat() if sheet.created_at else None,
        "by": sheet.created_by,
    }
    return about | {"rows": list(sheet.rows)} if rows else about


def column_json(column: Column) -> dict[str, Any]:
    return {"name": column.name, "title": column.title.as_dict(), "unit": column.unit.as_dict()}
