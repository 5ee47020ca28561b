"""What the layers commands answer: the report of a file for people, versions as JSON."""

from __future__ import annotations

from typing import Any

from geo.words import Text
from layers.catalogue import VersionRef
from layers.importing import ImportResult
from layers.reading import CheckReport
from webmap.commands.context import Office

LAYER = Text(
    "图层 {name}：{features} 个要素，{types}", "Layer {name}: {features} features, {types}"
)
ENCODING = Text(
    "  编码：采用 {used}，内容判为 {detected}，文件声明 {declared}；样例：{sample}",
    "  Encoding: using {used}, content reads as {detected}, file declares {declared}; "
    "sample: {sample}",
)
CRS = Text(
    "  坐标系：采用 {used}，文件声明 {declared}", "  CRS: using {used}, file declares {declared}"
)
CANDIDATE = Text(
    "    候选 EPSG:{epsg}（{percent}%）{reason}", "    candidate EPSG:{epsg} ({percent} %) {reason}"
)
FIELDS = Text("  字段：{fields}", "  Fields: {fields}")
UNDECIDED = Text("未定", "undecided")
PROBLEM = Text("{mark} {code}  {said}", "{mark} {code}  {said}")
ADVICE = Text("    怎么办：{fix}", "    What to do: {fix}")
SEVERITY_MARK = {"error": "✗", "warning": "!", "info": "·"}


def print_report(office: Office, report: CheckReport) -> None:
    """What was found in the file, layer by layer, then every problem with its advice."""
    say, language = office.terminal.say, office.language
    for layer in report.layers:
        say(LAYER, name=layer.name, features=layer.features, types="/".join(layer.geometry_types))
        if layer.encoding.used or layer.encoding.detected:
            used = layer.encoding.used or UNDECIDED.in_(language)
            say(
                ENCODING,
                used=used,
                detected=layer.encoding.detected or "—",
                declared=layer.encoding.declared or "—",
                sample="、".join(layer.encoding.sample),
            )
        say(
            CRS,
            used=f"EPSG:{layer.crs.used}" if layer.crs.used else UNDECIDED,
            declared=layer.crs.declared or "—",
        )
        for found in layer.crs.candidates:
            say(
                CANDIDATE,
                epsg=found.epsg,
                percent=round(found.confidence * 100),
                reason=found.reason,
            )
        fields = ", ".join(f"{f.name}→{f.maps_to}" if f.maps_to else f.name for f in layer.fields)
        say(FIELDS, fields=fields)
    for finding in report.findings:
        say(
            PROBLEM,
            mark=SEVERITY_MARK[finding.severity],
            code=finding.problem.code,
            said=report.sentence(finding),
        )
        say(ADVICE, fix=finding.problem.fix)


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
