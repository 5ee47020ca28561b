"""What a check found: plain values that travel from the reading process and turn into JSON."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from geo.crs.transform import CrsCandidate
from geo.errors import ERROR_CODES, Problem
from geo.words import Language, Text
from layers.reading.actions import action_of
from layers.reading.described import (
    CrsReport,
    EncodingReport,
    FieldReport,
    Finding,
    LayerReport,
    Proposal,
)
from layers.reading.errors import CONFIRM, is_waved_through


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The whole answer of a check. `accepted` are the codes that a person has accepted."""

    file: str
    layers: tuple[LayerReport, ...] = ()
    findings: tuple[Finding, ...] = ()
    accepted: frozenset[str] = field(default=frozenset())

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(finding.problem for finding in self.findings)

    @property
    def ok(self) -> bool:
        """There is a layer, and no error is left that was not accepted. Warnings may still want
        confirmation."""
        return bool(self.layers) and not any(
            f.severity == "error" and self._stands(f) for f in self.findings
        )

    @property
    def blocking(self) -> tuple[Problem, ...]:
        """What keeps an import from going on: errors, and warnings that want confirmation."""
        return tuple(
            f.problem
            for f in self.findings
            if self._stands(f) and (f.severity == "error" or f.problem.code in CONFIRM)
        )

    def _stands(self, finding: Finding) -> bool:
        return not is_waved_through(finding.problem, self.accepted)

    def as_json(self, language: Language = "zh") -> dict[str, Any]:
        """The answer of `layers check --json`; sentences in the language asked for.

        Each layer lists its own problems; those of the file as a whole, and of layers that could
        not be read at all, stand beside the layers.
        """
        described = {layer.name for layer in self.layers}
        return {
            "ok": self.ok,
            "layers": [
                _layer_json(layer, language) | {"problems": self._problems(language, {layer.name})}
                for layer in self.layers
            ],
            "problems": self._problems(language, self._names - described),
        }

    @property
    def _names(self) -> set[str | None]:
        """Every layer that something is said about, and None for the file as a whole."""
        return {None, *(finding.layer for finding in self.findings)}

    def _problems(self, language: Language, layers: Container[str | None]) -> list[dict[str, Any]]:
        return [
            self._problem_json(finding, language)
            for finding in self.findings
            if finding.layer in layers
        ]

    def _problem_json(self, finding: Finding, language: Language) -> dict[str, Any]:
        problem = finding.problem
        return {
            "code": problem.code,
            "severity": finding.severity,
            "feature": problem.feature,
            "row": problem.feature,
            "field": problem.field,
            "place": list(problem.place) if problem.place else None,
            "value": _told_value(problem),
            "message": self.sentence(finding).in_(language),
            "fix": problem.fix.in_(language),
            "action": action_of(problem, self.accepted).in_(language),
        }

    def sentence(self, finding: Finding) -> Text:
        """The message, with the layer in front when the file holds several, and the row."""
        text = finding.problem.message
        if finding.problem.feature is not None:
            text = Text("第 {row} 行：{said}", "Row {row}: {said}").format(
                row=finding.problem.feature, said=text
            )
        told = {layer.name for layer in self.layers} | self._names - {None}
        if finding.layer and max(len(self.layers), len(told)) > 1:
            text = Text("图层“{layer}”：{said}", "Layer '{layer}': {said}").format(
                layer=finding.layer, said=text
            )
        return text


def _told_value(problem: Problem) -> str | None:
    """The value of the file that a finding is about, as text."""
    value = problem.values.get("value")
    return None if value is None else str(value)


def _layer_json(layer: LayerReport, language: Language) -> dict[str, Any]:
    return {
        "name": layer.name,
        "features": layer.features,
        "geometry_types": list(layer.geometry_types),
        "encoding": {
            "declared": layer.encoding.declared,
            "detected": layer.encoding.detected,
            "used": layer.encoding.used,
            "sample": list(layer.encoding.sample),
        },
        "crs": {
            "declared": layer.crs.declared,
            "used": f"EPSG:{layer.crs.used}" if layer.crs.used else None,
            "shifted": layer.crs.shifted,
            "candidates": [_candidate_json(c, language) for c in layer.crs.candidates],
        },
        "fields": [_field_json(field_, language) for field_ in layer.fields],
    }


def _field_json(field_: FieldReport, language: Language) -> dict[str, Any]:
    return {
        "name": field_.name,
        "type": field_.type,
        "maps_to": field_.maps_to,
        "proposals": [
            {"field": p.field, "score": p.score, "reason": p.reason.in_(language)}
            for p in field_.proposals
        ],
    }


def _candidate_json(candidate: CrsCandidate, language: Language) -> dict[str, Any]:
    return {
        "epsg": candidate.epsg,
        "reason": candidate.reason.in_(language),
        "confidence": candidate.confidence,
        "crs": candidate.asked,
        "swapped": candidate.swapped,
        "bounds": list(candidate.bounds) if candidate.bounds else None,
        "inside": candidate.inside,
    }


# --- the way between the two processes ---------------------------------------------------------


def to_wire(value: Any) -> Any:
    """Reports as JSON values; a `Text` becomes {"zh", "en"}."""
    match value:
        case Text():
            return value.as_dict()
        case Problem():
            values = {name: to_wire(item) for name, item in value.values.items()}
            return {
                "code": value.code,
                "values": values,
                "feature": value.feature,
                "field": value.field,
                "place": list(value.place) if value.place else None,
            }
        case (
            Finding() | LayerReport() | EncodingReport() | CrsReport() | FieldReport() | Proposal()
        ):
            return {name: to_wire(getattr(value, name)) for name in value.__slots__}
        case CrsCandidate():
            return {name: to_wire(getattr(value, name)) for name in value.__slots__}
        case list() | tuple():
            return [to_wire(item) for item in value]
        case _:
            return value


def problem_from_wire(data: Mapping[str, Any]) -> Problem:
    values = {name: _value_from_wire(value) for name, value in data["values"].items()}
    place = (data["place"][0], data["place"][1]) if data["place"] else None
    return Problem(ERROR_CODES[data["code"]], values, data["feature"], data["field"], place)


def finding_from_wire(data: Mapping[str, Any]) -> Finding:
    return Finding(problem_from_wire(data["problem"]), data["layer"])


def layer_from_wire(data: Mapping[str, Any]) -> LayerReport:
    encoding, crs = data["encoding"], data["crs"]
    return LayerReport(
        name=data["name"],
        features=data["features"],
        geometry_types=tuple(data["geometry_types"]),
        encoding=EncodingReport(**{**encoding, "sample": tuple(encoding["sample"])}),
        crs=CrsReport(**{**crs, "candidates": tuple(_candidates(crs["candidates"]))}),
        fields=tuple(_field_from_wire(item) for item in data["fields"]),
    )


def _field_from_wire(item: Mapping[str, Any]) -> FieldReport:
    proposals = tuple(
        Proposal(p["field"], p["score"], Text(**p["reason"])) for p in item["proposals"]
    )
    return FieldReport(item["name"], item["type"], item["maps_to"], proposals)


def _candidates(items: Iterable[Mapping[str, Any]]) -> Iterable[CrsCandidate]:
    for item in items:
        bounds = tuple(item["bounds"]) if item["bounds"] else None
        yield CrsCandidate(**{**item, "reason": Text(**item["reason"]), "bounds": bounds})


def _value_from_wire(value: Any) -> Any:
    if isinstance(value, dict) and value.keys() == {"zh", "en"}:
        return Text(**value)
    return value
