"""The catalogue: which layers there are, and which immutable versions each of them has had."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Integer,
    Select,
    SQLColumnExpression,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    func,
    literal,
    select,
)
from sqlalchemy.orm import Mapped, Session, defer, mapped_column, relationship

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.system.database import JSON_VALUE, Base, UtcDateTime, now, read_once
from layers.system.row_access import SECRECY_GRADES as SECRECY_GRADES
from layers.system.row_access import Sight, limit

# Any number, as long as it stays: apart from the locks of migrations.
TURNS = 4490

UNKNOWN_LAYER = declare(
    "unknown-layer",
    "error",
    Text("没有编号为“{layer}”的图层。", "There is no layer “{layer}”."),
    Text("用 ecoatlas layers list 查看已有图层。", "See the layers with: ecoatlas layers list"),
    status=404,
)
UNKNOWN_VERSION = declare(
    "unknown-version",
    "error",
    Text("图层“{layer}”没有第 {version} 版。", "Layer “{layer}” has no version {version}."),
    Text(
        "用 ecoatlas layers versions {layer} 查看已有版本。",
        "See its versions with: ecoatlas layers versions {layer}",
    ),
    status=404,
)
UNKNOWN_SECRECY = declare(
    "unknown-secrecy",
    "error",
    Text("没有“{secrecy}”这一密级。", "There is no secrecy grade “{secrecy}”."),
    Text("请选 public、internal 或 restricted。", "Choose public, internal or restricted."),
)


@dataclass(frozen=True, slots=True)
class Description:
    """What a person says about a version: origin, date of the data, licence, secrecy grade."""

    source: str | None = None
    date: dt.date | None = None
    licence: str | None = None
    secrecy: str = "internal"
    note: str | None = None

    def __post_init__(self) -> None:
        if self.secrecy not in SECRECY_GRADES:
            raise EcoAtlasError(UNKNOWN_SECRECY, secrecy=self.secrecy)


class Layer(Base):
    """A layer: its id, kind and key stay, its content comes in versions."""

    __tablename__ = "layer"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(64), index=True)
    title_zh: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    key_field: Mapped[str] = mapped_column(String(200))
    live_version: Mapped[int | None] = mapped_column(default=None)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)
    created_by: Mapped[str | None] = mapped_column(String(100), default=None)

    versions: Mapped[list[Version]] = relationship(
        back_populates="layer", order_by="Version.number", cascade="all, delete-orphan"
    )

    @property
    def title(self) -> Text:
        return Text(self.title_zh, self.title_en)


class Version(Base):
    """One immutable content of a layer, kept in the store under `sha256`."""

    __tablename__ = "layer_version"
    __table_args__ = (
        UniqueConstraint("layer_id", "sha256"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("secrecy IN ('public', 'internal', 'restricted')", name="secrecy_known"),
    )

    layer_id: Mapped[str] = mapped_column(ForeignKey("layer.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    features: Mapped[int]
    bbox: Mapped[list[float]] = mapped_column(JSON_VALUE)
    crs: Mapped[str] = mapped_column(String(100))
    source: Mapped[str | None] = mapped_column(String(500), default=None)
    date: Mapped[dt.date | None] = mapped_column(default=None)
    licence: Mapped[str | None] = mapped_column(String(200), default=None)
    secrecy: Mapped[str] = mapped_column(String(20))
    note: Mapped[str | None] = mapped_column(default=None)
    manifest: Mapped[dict[str, Any]] = mapped_column(JSON_VALUE)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)
    created_by: Mapped[str | None] = mapped_column(String(100), default=None)

    layer: Mapped[Layer] = relationship(back_populates="versions")

    @property
    def description(self) -> Description:
        return Description(self.source, self.date, self.licence, self.secrecy, self.note)


def layers_in(sight: Sight, name: str, of: SQLColumnExpression[str]) -> Select[tuple[str]]:
    """Ids of the layers that a sight shows, read under `name`: those whose live version it shows.

    `of` is the column that will be compared with them: the database looks up that one layer where
    it would list them all. Plain tables, so that no criterion is added to the criterion.
    """
    layer = cast(Table, Layer.__table__).alias(name)
    live = cast(Table, Version.__table__).alias(f"{name}_live")
    joined = layer.join(
        live, (live.c.layer_id == layer.c.id) & (live.c.number == layer.c.live_version)
    )
    return (
        select(layer.c.id)
        .select_from(joined)
        .where(_shown(sight, live.c.secrecy, layer.c.id), layer.c.id == of)
    )


def versions_in(sight: Sight, name: str) -> Select[tuple[str, int]]:
    """Layer id and number of the versions that a sight shows, of layers that it shows."""
    version = cast(Table, Version.__table__).alias(f"{name}_version")
    return select(version.c.layer_id, version.c.number).where(
        version.c.layer_id.in_(layers_in(sight, name, version.c.layer_id)),
        _shown(sight, version.c.secrecy, version.c.layer_id),
    )


def require_seen(session: Session, sight: Sight, layer_id: str, number: int | None = None) -> None:
    """Refuse what a sight does not show, in a session that sees everything.

    Of the layer, or of one of its versions. Raises `unknown-layer`, `unknown-version`.
    """
    shown = versions_in(sight, "asker")
    column = shown.selected_columns
    of_layer = shown.with_only_columns(column.number).where(column.layer_id == layer_id)
    numbers = set(session.scalars(of_layer))
    if not numbers:
        raise EcoAtlasError(UNKNOWN_LAYER, layer=layer_id)
    if number is not None and number not in numbers:
        raise EcoAtlasError(UNKNOWN_VERSION, layer=layer_id, version=number)


def _shown(
    sight: Sight, secrecy: SQLColumnExpression[str], layer_id: SQLColumnExpression[str]
) -> ColumnElement[bool]:
    return _one_of(secrecy, sight.grades) | _one_of(layer_id, sight.named)


def _one_of(column: SQLColumnExpression[str], values: frozenset[str]) -> ColumnElement[bool]:
    """Each value a parameter of its own: SQL that is kept for a sight is not written out anew for
    the number of its values whenever it is asked."""
    return column.in_([literal(value) for value in sorted(values)])


def _version_shown(sight: Sight, name: str, _dialect: str) -> ColumnElement[bool]:
    shown = _shown(sight, Version.secrecy, Version.layer_id)
    return Version.layer_id.in_(layers_in(sight, name, Version.layer_id)) & shown


limit(Layer, lambda sight, name, _dialect: Layer.id.in_(layers_in(sight, name, Layer.id)))
limit(Version, _version_shown)


@dataclass(frozen=True, slots=True)
class VersionRef:
    """One version of a layer, free of the session; `bbox` is west, south, east, north in EPSG:4490.

    `crs` names the reference system of the original file; the stored content is EPSG:4490.
    """

    layer_id: str
    number: int
    sha256: str
    kind: str
    key_field: str
    title: Text
    features: int
    bbox: tuple[float, float, float, float]
    crs: str
    description: Description
    live: bool
    created_at: dt.datetime
    created_by: str | None

    @property
    def label(self) -> str:
        return f"{self.layer_id}@{self.number}"

    @property
    def secrecy(self) -> str:
        return self.description.secrecy


# Built once: what `Session.get` asks is built anew each time, which takes longer than the query.
_OF_ID = select(Layer).where(Layer.id == bindparam("layer_id"))
_NAMED = (
    select(Layer, Version)
    .outerjoin(
        Version,
        (Version.layer_id == Layer.id)
        & (Version.number == func.coalesce(bindparam("number", type_=Integer), Layer.live_version)),
    )
    .where(Layer.id == bindparam("layer_id"))
    # A manifest is as long as a report, and no part of a reference.
    .options(defer(Version.manifest))
)

_EVERY = (
    select(Layer, Version)
    .outerjoin(Version, Version.layer_id == Layer.id)
    .where(Layer.id == bindparam("layer_id"))
    .options(defer(Version.manifest))
    .order_by(Version.number.desc())
)


def get_layer(session: Session, layer_id: str) -> Layer:
    """The layer; raises `unknown-layer`."""
    asked = {"layer_id": layer_id}
    layer = read_once(session, ("layer", layer_id), lambda: session.scalar(_OF_ID, asked))
    if layer is None:
        raise EcoAtlasError(UNKNOWN_LAYER, layer=layer_id)
    return layer


def list_layers(session: Session, kind: str | None = None) -> Sequence[Layer]:
    """Layers by id, of one kind if one is named; only those that have a live version."""
    query = select(Layer).where(Layer.live_version.is_not(None)).order_by(Layer.id)
    if kind is not None:
        query = query.where(Layer.kind == kind)
    return session.scalars(query).all()


def usual_grade(session: Session, layer_id: str) -> str:
    """The secrecy grade of a new version of which nobody says any: that of the live one."""
    layer = session.get(Layer, layer_id)
    live = layer and session.get(Version, (layer.id, layer.live_version))
    return live.secrecy if live else Description().secrecy


def live_versions(session: Session, *kinds: str) -> list[VersionRef]:
    """The live version of every layer, or of those of these kinds, by layer id, in one query."""
    return list(read_once(session, ("live versions", kinds), lambda: _live(session, kinds)))


def _live(session: Session, kinds: tuple[str, ...]) -> list[VersionRef]:
    query = (
        select(Layer, Version)
        .join(Version, (Version.layer_id == Layer.id) & (Version.number == Layer.live_version))
        # A manifest is as long as a report, and no part of a reference.
        .options(defer(Version.manifest))
        .order_by(Layer.id)
    )
    if kinds:
        query = query.where(Layer.kind.in_(kinds))
    return [reference(layer, version) for layer, version in session.execute(query)]


def newest_content(session: Session) -> str | None:
    """The content that was stored last; None while there is none."""
    return session.scalar(select(Version.sha256).order_by(Version.created_at.desc()).limit(1))


def versions(session: Session, layer_id: str) -> list[VersionRef]:
    """Every version of a layer, the newest first; raises `unknown-layer`."""
    return list(read_once(session, ("versions", layer_id), lambda: _versions(session, layer_id)))


def _versions(session: Session, layer_id: str) -> list[VersionRef]:
    found = session.execute(_EVERY, {"layer_id": layer_id}).all()
    if not found:
        raise EcoAtlasError(UNKNOWN_LAYER, layer=layer_id)
    return [reference(layer, version) for layer, version in found if version is not None]


def resolve(session: Session, name: str) -> VersionRef:
    """The version that `ID` (the live one) or `ID@V` names.

    Raises `unknown-layer` or `unknown-version`.
    """
    return read_once(session, ("named", name), lambda: _named(session, name))


def _named(session: Session, name: str) -> VersionRef:
    layer_id, _, number = name.partition("@")
    asked = {"layer_id": layer_id, "number": _number(number)}
    found = session.execute(_NAMED, asked).one_or_none()
    if found is None:
        raise EcoAtlasError(UNKNOWN_LAYER, layer=layer_id)
    layer, version = found
    if version is None:
        raise EcoAtlasError(UNKNOWN_VERSION, layer=layer_id, version=number or "?")
    return reference(layer, version)


def _number(number: str) -> int | None:
    """None for the live version."""
    if not number:
        return None
    # Wider than any version number would overflow the column instead of finding nothing.
    return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else -1


def reference(layer: Layer, version: Version) -> VersionRef:
    west, south, east, north = version.bbox
    return VersionRef(
        layer_id=layer.id,
        number=version.number,
        sha256=version.sha256,
        kind=layer.kind,
        key_field=layer.key_field,
        title=layer.title,
        features=version.features,
        bbox=(west, south, east, north),
        crs=version.crs,
        description=version.description,
        live=layer.live_version == version.number,
        created_at=version.created_at,
        created_by=version.created_by,
    )


def take_turn(session: Session, layer_id: str) -> None:
    """Let no other transaction make a version of this layer before this one has ended.

    A layer that is not there yet has no row to lock: two first imports would both make it, and
    the later one would end as a fault. SQLite has one writer at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        key = func.hashtext(layer_id)
        session.execute(select(func.pg_advisory_xact_lock(TURNS, key)))


def make_live(session: Session, layer: Layer, version: Version) -> tuple[Version, bool]:
    """Add `version` to the layer and make it live; the same content is never added twice.

    Returns the version that is live now and whether it is new. The number is given here, under
    the lock of the layer's row.
    """
    session.add(layer)
    session.flush()
    session.refresh(layer, with_for_update=True)
    same = session.scalar(
        select(Version).where(Version.layer_id == layer.id, Version.sha256 == version.sha256)
    )
    if same is None:
        last = session.scalar(select(func.max(Version.number)).where(Version.layer_id == layer.id))
        version.layer_id, version.number = layer.id, (last or 0) + 1
        session.add(version)
    live = same or version
    layer.live_version = live.number
    session.flush()
    return live, same is None
