"""One layer from raw to finished, every step leaving its findings. Runs in the reading process."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import pandas as pd

from geo.errors import Problem
from layers.kinds import Kind, get_kind
from layers.reading.completeness import refuse_unaccounted
from layers.reading.crs import georeference
from layers.reading.crs.reproject import Carrier
from layers.reading.described import CrsReport, FieldReport, LayerReport
from layers.reading.fields.attributes import keys_of, mapped_columns
from layers.reading.fields.likeness import Proposals, proposals, told
from layers.reading.fields.mapping import FieldMap, map_fields
from layers.reading.intake.file_errors import EMPTY_LAYER
from layers.reading.left_out import LeftOut
from layers.reading.raw import RawLayer
from layers.reading.request import Request
from layers.reading.shapes import checking as shapes
from layers.reading.shapes.cross_checks import cross_check, weigh_candidates, with_places
from layers.reading.shapes.errors import GEOMETRY_UNREADABLE
from layers.reading.shapes.mixed import keep_wanted
from layers.storage.feature_table import FeatureTable

STOP = frozenset({GEOMETRY_UNREADABLE.code})


@dataclass(slots=True)
class Examined:
    """A layer and all that was found. `table` is None when there is nothing that could be kept."""

    report: LayerReport
    problems: list[Problem]
    table: FeatureTable | None = None
    key_field: str | None = None
    decisions: dict[str, Any] = field(default_factory=dict)
    carrier: Carrier | None = None
    """The way to degrees, once it is decided."""


def examine(raw: RawLayer, request: Request) -> Examined:
    """Check one layer against the request; builds the table only where one is wanted."""
    kind = get_kind(request.kind) if request.kind else None
    if raw.features == 0 and raw.encoding.used is not None:
        return _empty(raw)
    fields = _map(raw, kind, request)
    alike = proposals(kind, raw, fields) if kind and raw.encoding.used else {}
    placing: list[Problem] = []
    geometry, crs, placed = _geometry(raw, kind, request, placing)
    left_out = LeftOut.of(raw, geometry)
    problems = [*left_out.standing(raw.problems), *fields.problems]
    problems += [*(told(kind, alike) if kind else []), *placing]
    columns = _columns(raw, kind, fields, problems, request, left_out)
    if geometry is not None and geometry.dropped and not len(geometry.kept):
        # Every row was left out, as somebody had accepted.
        problems.append(Problem(EMPTY_LAYER, {"layer": raw.name}))
    if geometry is not None and placed:
        problems += cross_check(raw, kind, geometry, columns, fields.key_field, crs, request.known)
        problems = with_places(problems, geometry)
    report = _report(raw, fields, crs, alike)
    examined = Examined(report, problems, key_field=fields.key_field, carrier=crs.carrier)
    if geometry is not None:
        examined.decisions = _decisions(raw, fields, crs, geometry, request)
        wanted = request.frame_path is not None and not geometry.waits
        if wanted and columns is not None and crs.used:
            examined.table = _table(raw, columns, geometry)
    return examined


def _map(raw: RawLayer, kind: Kind | None, request: Request) -> FieldMap:
    """Names that cannot be read are not said to be missing as well."""
    if raw.encoding.used is None and not (raw.names and raw.encoding.report.detected):
        return FieldMap()
    return map_fields(
        kind,
        raw.names,
        asked=request.mapping,
        key=request.key,
        encoding=raw.table_encoding,
        remembered=request.remembered,
    )


def _empty(raw: RawLayer) -> Examined:
    fields = FieldMap()
    report = _report(raw, fields, georeference.CrsDecision(CrsReport(raw.crs.label)))
    return Examined(report, [*raw.problems, Problem(EMPTY_LAYER, {"layer": raw.name})])


def _geometry(
    raw: RawLayer, kind: Kind | None, request: Request, problems: list[Problem]
) -> tuple[shapes.Geometry | None, georeference.CrsDecision, bool]:
    """The geometry, how it was carried, and whether it is in degrees and valid now."""
    if raw.shapes is None:
        return None, georeference.CrsDecision(CrsReport(raw.crs.label)), False
    said = georeference.Said(
        request.district, request.crs, request.shift, request.accept, request.known
    )
    crs = georeference.decide(raw.crs, said, *shapes.sample_points(raw.shapes))
    crs = weigh_candidates(raw, crs, request.known)
    problems += crs.problems
    geometry = shapes.start(raw.shapes, raw.unreadable, request.accept)
    if kind is not None:
        keep_wanted(geometry, kind)
        shapes.check_types(geometry, kind)
    shapes.check_empty(geometry, request.accept, raw.damaged)
    broken = any(problem.code in STOP for problem in geometry.problems)
    placed = crs.carrier is not None and not broken
    if crs.carrier is not None and placed:
        shapes.carry_to_degrees(geometry, crs.carrier, request.accept)
        shapes.mend(geometry, request.accept)
    problems += geometry.problems
    return geometry, crs, placed


def _columns(
    raw: RawLayer,
    kind: Kind | None,
    fields: FieldMap,
    problems: list[Problem],
    request: Request,
    left_out: LeftOut,
) -> dict[str, pd.Series] | None:
    """Canonical columns first, then the file's own; None while the text cannot be read."""
    if raw.encoding.used is None:
        return None
    columns, found = mapped_columns(left_out.without(raw), kind, fields, request.values)
    problems += left_out.in_file(found)
    if fields.key_field is not None:
        keys, found = keys_of(columns[fields.key_field], fields.key_field)
        columns[fields.key_field] = keys
        problems += left_out.in_file(found)
    return left_out.beside(columns)


def _table(raw: RawLayer, columns: dict[str, pd.Series], geometry: shapes.Geometry) -> FeatureTable:
    rows = None if columns else range(raw.features)
    attributes = pd.DataFrame(columns, index=rows).iloc[geometry.kept].reset_index(drop=True)
    refuse_unaccounted(raw, len(attributes), len(geometry.dropped))
    return FeatureTable(attributes, geometry.shapes)


def _report(
    raw: RawLayer,
    fields: FieldMap,
    crs: georeference.CrsDecision,
    alike: Proposals = MappingProxyType({}),
) -> LayerReport:
    return LayerReport(
        name=raw.name,
        features=raw.features,
        geometry_types=shapes.types_of(raw.shapes) if raw.shapes is not None else (),
        encoding=raw.encoding.report,
        crs=crs.report,
        fields=tuple(
            FieldReport(name, type_, fields.ours_of(name), alike.get(name, ()))
            for name, type_ in zip(raw.names, raw.types, strict=True)
        ),
    )


def _decisions(
    raw: RawLayer,
    fields: FieldMap,
    crs: georeference.CrsDecision,
    geometry: shapes.Geometry,
    request: Request,
) -> dict[str, Any]:
    """What the manifest keeps: every choice made between the file and the version."""
    encoding = raw.encoding.report
    return {
        "file": request.file,
        "source_layer": raw.name,
        "encoding": {
            "declared": encoding.declared,
            "detected": encoding.detected,
            "used": encoding.used,
            "told": request.encoding,
        },
        "crs": {
            "declared": raw.crs.label,
            "used": crs.used,
            "told": request.crs,
            "shifted": crs.report.shifted,
            # How many, never which: local parameters may be secret.
            "local_parameters": crs.local.parameters if crs.local else None,
        },
        "axes_swapped": crs.swap,
        "mapping": fields.theirs | dict.fromkeys(sorted(fields.none), ""),
        "values": {name: dict(pairs) for name, pairs in request.values.items()},
        "key_field": fields.key_field,
        "accepted": sorted(request.accept),
        "dropped_rows": geometry.dropped,
        "repairs": [
            {
                "row": int(geometry.kept[r.row]) + 1,
                "reason": r.reason,
                "place": list(r.place),
                "area_before_m2": r.area_before_m2,
                "area_after_m2": r.area_after_m2,
            }
            for r in geometry.repairs
        ],
    }
