"""What the layers commands answer as JSON: imports and versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from layers.catalogue import VersionRef
from webmap.commands.context import Office

if TYPE_CHECKING:
    from layers.versions.importing import ImportResult


def imported_json(office: Office, result: ImportResult) -> dict[str, Any]:
    return {
        "ok": True,
        "layer": result.layer_id,
        "version": result.number,
        "sha256": result.sha256,
        "features": result.features,
        "created": result.created,
        "notes": [note.message.in_(office.language) for note in result.notes],
        "report": result.report.as_json(office.language),
    }


def version_json(ref: VersionRef) -> dict[str, Any]:
    about = ref.description
    return {
        "id": ref.layer_id,
        "title": ref.title.as_dict(),
        "kind": ref.kind,
        "version": ref.number,
        "live": ref.live,
        "sha256": ref.sha256,
        "features": ref.features,
        "key_field": ref.key_field,
        "bbox": list(ref.bbox),
        "crs_of_file": ref.crs,
        "source": about.source,
        "date": about.date.isoformat() if about.date else None,
        "licence": about.licence,
        "secrecy": about.secrecy,
        "note": about.note,
        "created_at": ref.created_at.isoformat(),
        "created_by": ref.created_by,
    }
