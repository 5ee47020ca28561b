"""From what was asked to what a metric computes on, checked against its declaration."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NoReturn

import geopandas as gpd
from sqlalchemy.orm import Session

from geo import words
from geo.coverage.sharing import Source
from geo.errors import EcoAtlasError
from geo.words import Text
from layers.catalogue import VersionRef, resolve
from layers.kinds import get_kind
from layers.storage.by_place import ByPlace
from layers.storage.raster_store import holds_raster
from layers.storage.store import Store
from projects.metrics.declaration import NO_FIELD, Metric, Parameter, Role, SheetRole, kinds_for
from projects.metrics.errors import (
    BAD_PARAMETER,
    INPUT_GEOMETRY,
    MISSING_FIELD,
    MISSING_INPUT,
    MISSING_PARAMETER,
    NO_SUCH_CHOICE,
    NOT_A_DAY,
    TEXT_TOO_LONG,
    UNKNOWN_PARAMETER,
    UNKNOWN_ROLE,
    WRONG_KIND,
)
from projects.metrics.results import listed
from projects.sheets import SheetInfo, get_sheet, get_sheet_kind, require_unaltered
from projects.sheets.errors import WRONG_SHEET_KIND

LONGEST_TEXT = 5000

OR = Text("、", " or ")
GEOMETRIES = {
    "polygon": Text("面", "polygons"),
    "line": Text("线", "lines"),
    "point": Text("点", "points"),
    "raster": Text("栅格", "a raster"),
}
FAMILIES = {
    "polygon": ("Polygon", "MultiPolygon"),
    "line": ("LineString", "MultiLineString"),
    "point": ("Point", "MultiPoint"),
    "raster": (),
}
IN_UNIT = Text("（{unit}）", " ({unit})")


def resolve_inputs(
    session: Session, metric: Metric, inputs: Mapping[str, str]
) -> dict[str, VersionRef]:
    """The version behind each role that has one, in declared order.

    Raises `unknown-role`, `missing-input`, `unknown-layer`, `unknown-version`, `wrong-kind`.
    """
    for name in inputs:
        if metric.role(name) is None and metric.sheet(name) is None:
            names = [one.name for one in metric.inputs] + [one.name for one in metric.sheets]
            choices = ", ".join(names)
            raise EcoAtlasError(UNKNOWN_ROLE, metric=metric.id, role=name, choices=choices)
    found = {role.name: _resolve(session, metric, role, inputs) for role in metric.inputs}
    return {name: version for name, version in found.items() if version is not None}


def _resolve(
    session: Session, metric: Metric, role: Role, inputs: Mapping[str, str]
) -> VersionRef | None:
    asked = inputs.get(role.name)
    if not asked:
        return None if role.optional else _missing(metric, role)
    version = resolve(session, asked)
    _check_kind(role, version)
    return version


def _missing(metric: Metric, role: Role | SheetRole) -> NoReturn:
    raise EcoAtlasError(
        MISSING_INPUT,
        metric=metric.id,
        role=role.name,
        title=role.title,
        option=role.name.replace("_", "-"),
    )


def resolve_sheets(
    session: Session,
    metric: Metric,
    inputs: Mapping[str, str],
    versions: Mapping[str, VersionRef],
) -> dict[str, SheetInfo]:
    """The sheet behind each role that has one, in declared order; a rule that is not named is the
    one that holds. A sheet that goes with a raster has no role without one.

    Raises `missing-input`, `unknown-sheet`, `unknown-sheet-version`, `wrong-sheet-kind`,
    `sheet-altered`.
    """
    found = {
        role.name: _resolve_sheet(session, metric, role, inputs)
        for role in metric.sheets
        if not role.raster_of or _is_raster(versions.get(role.raster_of))
    }
    return {name: require_unaltered(one) for name, one in found.items() if one is not None}


def _is_raster(version: VersionRef | None) -> bool:
    return version is not None and holds_raster(version)


def _resolve_sheet(
    session: Session, metric: Metric, role: SheetRole, inputs: Mapping[str, str]
) -> SheetInfo | None:
    kind = get_sheet_kind(role.kind)
    asked = inputs.get(role.name) or (role.kind if kind.group == "rule" else None)
    if not asked:
        return None if role.optional else _missing(metric, role)
    sheet = get_sheet(session, asked)
    if sheet.kind.id != role.kind:
        raise EcoAtlasError(
            WRONG_SHEET_KIND, sheet=sheet.id, actual=sheet.kind.title, wanted=kind.title
        )
    return sheet


def _check_kind(role: Role, version: VersionRef) -> None:
    allowed = kinds_for(role)
    if version.kind in allowed:
        return
    titles = [get_kind(kind).title for kind in allowed]
    raise EcoAtlasError(
        WRONG_KIND,
        layer=version.layer_id,
        actual=get_kind(version.kind).title,
        role=role.name,
        title=role.title,
        choices=words.listed(titles),
    )


def with_chosen(role: Role, parameters: Mapping[str, Any]) -> Role:
    """The role that also asks for the fields that the parameters name."""
    named = {str(parameters[name] or NO_FIELD) for name in role.chosen} - {NO_FIELD}
    return replace(role, fields=(*role.fields, *sorted(named)))


def load(
    store: Store,
    role: Role,
    version: VersionRef,
    box: tuple[float, float, float, float] | None = None,
) -> gpd.GeoDataFrame:
    """Features by key: columns `key`, `name`, the fields of the role, geometry (EPSG:4490).

    A wanted field that the layer lacks is there, and empty. box: in degrees; only features whose
    own box meets it.

    Raises `missing-field`, `input-geometry`; a frame without CRS is refused where it is measured.
    """
    there = store.columns(version.sha256)
    for field in role.fields:
        if field not in there:
            raise _missing_field(version, field)
    asked = (version.key_field, "name", *role.fields, *role.wanted)
    wanted = [name for name in dict.fromkeys(asked) if name in there]
    frame = store.frame(version.sha256, bbox=box, columns=wanted)
    frame["key"] = frame[version.key_field].astype(str)
    frame = frame.sort_values("key", ignore_index=True)
    _check_geometry(frame, role, version)
    for name in ("name", *role.wanted):
        if name not in frame:
            frame[name] = None
    kept = list(dict.fromkeys(("key", "name", *role.fields, *role.wanted, frame.geometry.name)))
    return frame[kept]


def load_by_place(store: Store, role: Role, version: VersionRef) -> Source:
    """The same features, without attributes, as a metric reads them near one place after the other.

    Raises `input-geometry`.
    """
    source = ByPlace.of(store, version.sha256, version.key_field)
    allowed = {name for family in role.geometry for name in FAMILIES[family]}
    if not source.types <= allowed:
        load(store, role, version)  # tells which
    return source


def _missing_field(version: VersionRef, field: str) -> EcoAtlasError:
    declared = get_kind(version.kind).field(field)
    return EcoAtlasError(
        MISSING_FIELD,
        layer=version.layer_id,
        version=version.number,
        field=field,
        title=declared.title if declared else field,
    )


def _check_geometry(frame: gpd.GeoDataFrame, role: Role, version: VersionRef) -> None:
    allowed = [name for family in role.geometry for name in FAMILIES[family]]
    misfits = frame.loc[~frame.geom_type.isin(allowed), "key"]
    if len(misfits):
        raise EcoAtlasError(
            INPUT_GEOMETRY,
            layer=version.layer_id,
            role=role.name,
            count=len(misfits),
            keys=listed(misfits, 3),
            wanted=words.listed((GEOMETRIES[one] for one in role.geometry), between=OR),
        )


def read_parameters(metric: Metric, given: Mapping[str, Any]) -> dict[str, Any]:
    """Every declared parameter with its value or default, in declared order.

    Raises `unknown-parameter`, `missing-parameter`, `bad-parameter`.
    """
    for name in given:
        if metric.parameter(name) is None:
            choices = ", ".join(one.name for one in metric.parameters) or "—"
            raise EcoAtlasError(
                UNKNOWN_PARAMETER, metric=metric.id, parameter=name, choices=choices
            )
    found = {one.name: _parameter(metric, one, given.get(one.name)) for one in metric.parameters}
    later = {one.name for one in metric.parameters if one.later}
    return {name: one for name, one in found.items() if one is not None or name not in later}


def _parameter(metric: Metric, parameter: Parameter, raw: Any) -> Any:
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        if parameter.required:
            raise EcoAtlasError(
                MISSING_PARAMETER,
                metric=metric.id,
                parameter=parameter.name,
                title=parameter.title,
            )
        return parameter.default
    return READERS[parameter.type](parameter, raw)


def _number(parameter: Parameter, raw: Any) -> float:
    try:
        value = float(raw)
    except (TypeError, ValueError):
        value = math.nan
    if parameter.low <= value <= parameter.high:  # not-a-number is in no range
        return value
    raise EcoAtlasError(
        BAD_PARAMETER,
        parameter=parameter.name,
        value=raw,
        low=parameter.low,
        high=parameter.high,
        unit=IN_UNIT.format(unit=parameter.unit) if parameter.unit else "",
    )


def _date(parameter: Parameter, raw: Any) -> str:
    try:
        return dt.date.fromisoformat(str(raw).strip()).isoformat()
    except ValueError:
        raise EcoAtlasError(NOT_A_DAY, parameter=parameter.name, value=raw) from None


def _choice(parameter: Parameter, raw: Any) -> str:
    values = [one.value for one in parameter.choices]
    if raw not in values:
        choices = ", ".join(values)
        raise EcoAtlasError(NO_SUCH_CHOICE, parameter=parameter.name, value=raw, choices=choices)
    return str(raw)


def _text(parameter: Parameter, raw: Any) -> str:
    text = str(raw).strip()
    if len(text) > LONGEST_TEXT:
        raise EcoAtlasError(TEXT_TOO_LONG, parameter=parameter.name, limit=LONGEST_TEXT)
    return text


READERS: dict[str, Callable[[Parameter, Any], Any]] = {
    "number": _number,
    "date": _date,
    "choice": _choice,
    "text": _text,
    "target": _text,
}
