"""A target of the register as plain values, both languages side by side."""

from __future__ import annotations

from typing import Any

from projects.policy.tables import PolicyTarget


def target_json(target: PolicyTarget) -> dict[str, Any]:
    """What the register says of a target."""
    return {
        "id": target.id,
        "document": target.document_id,
        "items": [item.id for item in target.items],
        "indicator": target.indicator.as_dict(),
        "subject": target.subject,
        "divisions": target.divisions,
        "comparator": target.comparator,
        "value": target.value,
        "value_to": target.value_to,
        "unit": target.unit.as_dict() if target.unit else None,
        "year": target.year,
        "due": target.due.isoformat() if target.due else None,
        "period": target.period,
        "soft": target.soft,
        "kind": target.kind,
        "spatial": target.spatial,
        "spatial_checks": target.spatial_checks,
        "quote": target.quote,
        "replaced_by": target.replaced_by,
    }
