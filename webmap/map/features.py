"""One feature as the side panel shows it: attributes with titles and units, projects, clauses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any

from sqlalchemy.orm import Session

from geo.crs.transform import plane_of_bounds
from geo.errors import EcoAtlasError
from geo.figures.said import grouped, said
from geo.figures.units import METRES, POINTS, RATIO, SQUARE_METRES
from geo.figures.writing import Written, written
from geo.words import Text, listed
from layers.catalogue import SECRECY_GRADES, VersionRef, resolve
from layers.kinds import Code, Field, Kind, get_kind
from layers.kinds.rasters import is_raster
from layers.storage.feature import StoredFeature, read_features
from layers.storage.store import Store
from layers.system.china_time import today
from projects.chiefs.places import chiefs_of_feature
from projects.policy.units import unit_text
from projects.records.changes.records import Clause, clauses_of_features, projects_of_features
from projects.records.model.limits import ProjectLimits, limits_on
from projects.records.model.tables import Project
from projects.records.queries.responsible import Answers, responsible_for
from projects.water.in_charge import Chief, answering_unit
from projects.work.services import Services
from webmap.edge.errors import FEATURE_NOT_FOUND
from webmap.policy.cards import ClauseCard, ProjectCard, clause_card, project_card

YES_NO = {True: Text("是", "Yes"), False: Text("否", "No")}
AREA = Text("面积（椭球面）", "Area (on the ellipsoid)")
ANSWERS = Text("{unit}（{through}）", "{unit} ({through})")
LENGTH = Text("长度（椭球面）", "Length (on the ellipsoid)")


@dataclass(frozen=True, slots=True)
class Attribute:
    """One line of the list; `text` is None where the value is unknown."""

    name: str
    title: Text
    text: Text | None
    unit: str | None = None
    numeric: bool = False
    from_data: bool = True
    declared: bool = True


@dataclass(frozen=True, slots=True)
class Chip:
    label: Text
    colour: str
    pattern: str


@dataclass(frozen=True, slots=True)
class FeatureCard:
    """`bounds` is west, south, east, north in degrees (EPSG:4490)."""

    version: VersionRef
    kind: Kind
    key: str
    name: str
    chips: tuple[Chip, ...]
    attributes: tuple[Attribute, ...]
    bounds: tuple[float, float, float, float]
    projects: tuple[ProjectCard, ...]
    clauses: tuple[ClauseCard, ...]
    chiefs: tuple[Chief, ...] = ()
    responsible: Text | None = None
    """Who answers for it, and through which project."""
    gap: Text | None = None
    """How much is wanting, by its own values."""

    def as_dict(self) -> dict[str, Any]:
        return {
            "layer": self._layer(),
            "key": self.key,
            "name": self.name,
            "bounds": list(self.bounds),
            "chips": [
                {"label": chip.label, "colour": chip.colour, "pattern": chip.pattern}
                for chip in self.chips
            ],
            "responsible_unit": self.responsible,
            "gap": self.gap,
            "attributes": [_attribute(one) for one in self.attributes],
            "projects": [project.as_dict() for project in self.projects],
            "clauses": [clause.as_dict() for clause in self.clauses],
            "chiefs": [one.as_dict() for one in self.chiefs],
            "answering_unit": answering_unit(self.chiefs),
        }

    def _layer(self) -> dict[str, Any]:
        about = self.version.description
        return {
            "id": self.version.layer_id,
            "title": self.version.title,
            "kind": self.kind.id,
            "kind_title": self.kind.title,
            "version": self.version.number,
            "date": about.date.isoformat() if about.date else None,
            "source": about.source,
            "licence": about.licence,
            "secrecy": SECRECY_GRADES[self.version.secrecy],
        }


def feature_card(services: Services, layer: str, key: str) -> FeatureCard:
    """The feature of this key in `layer` (`ID` or `ID@V`).

    Raises `unknown-layer`, `unknown-version` or `feature-not-found`.
    """
    with services.reading() as session:
        ref = resolve(session, layer)
        found = feature_cards(session, services.store, ref, [key])
        if not found:
            raise EcoAtlasError(FEATURE_NOT_FOUND, layer=ref.layer_id, key=key)
        return found[0]


def feature_cards(
    session: Session, store: Store, ref: VersionRef, keys: Sequence[str]
) -> list[FeatureCard]:
    """The cards of those of these features that there are, in a bounded number of queries."""
    plane = plane_of_bounds(ref.bbox)
    found = read_features(store, ref.sha256, ref.key_field, keys, plane)
    about = _Around.of(session, store, ref, list(found))
    chiefs = {
        key: chiefs_of_feature(session, store, ref, one, key, today()) for key, one in found.items()
    }
    return [_card(ref, key, one, about, chiefs[key]) for key, one in found.items()]


@dataclass(frozen=True, slots=True)
class _Around:
    """What is known of features of a layer besides their values, by their keys."""

    limits: ProjectLimits
    projects: Mapping[str, Sequence[Project]]
    clauses: Mapping[str, Sequence[Clause]]
    responsible: Mapping[str, Answers]

    @classmethod
    def of(cls, session: Session, store: Store, ref: VersionRef, keys: Sequence[str]) -> _Around:
        projects = projects_of_features(session, ref.layer_id, keys)
        return cls(
            limits_on(session),
            projects,
            clauses_of_features(session, projects),
            responsible_for(session, store, ref, keys),
        )


def _card(
    ref: VersionRef, key: str, found: StoredFeature, about: _Around, chiefs: tuple[Chief, ...]
) -> FeatureCard:
    kind, values = get_kind(ref.kind), found.values
    projects, clauses = about.projects.get(key, ()), about.clauses.get(key, ())
    return FeatureCard(
        version=ref,
        kind=kind,
        key=key,
        name=_name(values) or key,
        chips=tuple(_chips(kind, values)),
        attributes=(
            *_attributes(kind, values),
            *(() if is_raster(kind) else _measured(found)),
        ),
        bounds=found.bounds,
        projects=tuple(project_card(one, about.limits) for one in projects),
        clauses=tuple(map(clause_card, clauses)),
        chiefs=chiefs,
        responsible=_responsible(about.responsible.get(key, ())),
        gap=gap_said(kind, values),
    )


def gap_said(kind: Kind, values: Mapping[str, Any]) -> Text | None:
    """In percentage points; None where nothing is wanting or a value is not known."""
    measures = [values.get(name) for name in kind.short_of or ()]
    if not measures or not all(map(_is_number, measures)):
        return None
    there, wanted = (float(one) for one in measures if one is not None)
    return said((wanted - there) * 100, POINTS) if there < wanted else None


def _responsible(found: Answers) -> Text | None:
    said = [ANSWERS.format(unit=unit_text(one.unit), through=one.through) for one in found]
    return listed(said) if said else None


def _name(values: Mapping[str, Any]) -> str:
    """Features without a name are known by their key."""
    value = values.get("name")
    return "" if value is None else str(value)


def _chips(kind: Kind, values: Mapping[str, Any]) -> Iterator[Chip]:
    field = kind.field(kind.class_field) if kind.class_field else None
    code = field.code(str(values.get(field.name))) if field else None
    if code is not None:
        style = kind.style_of(code.value)
        yield Chip(code.title, style.colour, style.pattern)


def _attributes(kind: Kind, values: Mapping[str, Any]) -> Iterator[Attribute]:
    """Declared fields first, in their order; then what else the file had, under its own names."""
    declared = [field for field in kind.fields if field.name in values]
    for field in declared:
        yield _declared(field, values[field.name])
    known = {field.name for field in declared}
    for name, value in values.items():
        if name not in known:
            text = _plain(value)
            title, numeric = Text(name, name), _is_number(value)
            yield Attribute(name, title, text, numeric=numeric, declared=False)


def value_said(kind: Kind, name: str, value: Any) -> tuple[Text, Text | None]:
    """Title and wording of one value; None where it is not known."""
    field = kind.field(name) if any(one.name == name for one in kind.fields) else None
    if field is None:
        return Text(name, name), _plain(value)
    return field.title, None if value is None else _formatted(field, value)


def _declared(field: Field, value: Any) -> Attribute:
    numeric = field.type in ("number", "integer", "ratio")
    if value is None:
        return Attribute(field.name, field.title, None, numeric=numeric)
    text = _formatted(field, value)
    own = field.type in ("code", "boolean") and text.zh != text.en
    return Attribute(field.name, field.title, text, field.unit, numeric, from_data=not own)


def _formatted(field: Field, value: Any) -> Text:
    """The value by the type of its field; what does not fit the type is shown as it is."""
    plain = _plain(value) or Text("—", "—")
    if field.type == "code":
        code: Code | None = field.code(str(value))
        return code.title if code else plain
    if field.type == "boolean" and not isinstance(value, str):
        return YES_NO[bool(value)]
    if field.type == "ratio" and _is_number(value):
        return written(value, RATIO).text
    if field.type == "integer" and _is_number(value):
        return _same(str(int(value)))
    return plain


def _plain(value: Any) -> Text | None:
    """Any value of a file as text; None where it is empty."""
    if value is None:
        return None
    if isinstance(value, dt.datetime | dt.date):
        return _same(value.isoformat()[:10])
    if _is_number(value):
        return _same(grouped(float(value)))
    return _same(str(value)) if str(value).strip() else None


def _is_number(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def _same(text: str) -> Text:
    return Text(text, text)


def _measured(found: StoredFeature) -> Iterator[Attribute]:
    """Area of polygons or length of lines; nothing for points."""
    if found.area_m2 is not None:
        yield _figure("area_m2", AREA, written(found.area_m2, SQUARE_METRES))
    if found.length_m is not None:
        yield _figure("length_m", LENGTH, written(found.length_m, METRES))


def _figure(name: str, title: Text, figure: Written) -> Attribute:
    unit = figure.symbol.zh if figure.symbol else None
    return Attribute(name, title, _same(figure.number), unit, numeric=True)


def _attribute(attribute: Attribute) -> dict[str, Any]:
    return {
        "name": attribute.name,
        "title": attribute.title,
        "text": attribute.text,
        "unit": attribute.unit,
        "numeric": attribute.numeric,
        "from_data": attribute.from_data,
        "declared": attribute.declared,
    }
