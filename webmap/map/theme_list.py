"""The list of a theme: the features that it is about, what is behind first, with their projects.

The size of a row and what counts as behind come from the figure that stands for the theme, as its
metric declares them; nothing is computed here. One file of each layer is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, declare
from geo.words import Text, counted
from layers.catalogue import VersionRef, live_versions
from layers.kinds import KINDS, THEMES, Kind, get_kind
from layers.storage.store import Store
from projects.metrics.cards import Largest
from projects.metrics.declaration import Metric
from projects.metrics.figured import Reading
from projects.metrics.kept import MetricRun, get_runs
from projects.metrics.newer import newer
from projects.metrics.registry import METRICS, get_metric
from projects.policy.units import unit_text
from projects.records.model.codes import OVER
from projects.records.model.limits import limits_on
from projects.records.model.tables import ProjectLink
from projects.records.queries.asked import Asked
from projects.records.queries.brief import briefs_by_feature, every_brief
from projects.records.queries.responsible import units_of
from projects.standing.figures import standing
from projects.work.services import Services
from webmap.map.features import gap_said
from webmap.policy.cards import ProjectCard, project_card

ROWS_SHOWN = 500
QUERIES = 9
"""How many queries an answer takes at most, however many features and projects there are, where one
layer leads the theme; each further one takes one more."""

# The theme of projects is of no group of kinds: it shows what they are built on.
PROJECTS = "projects"
PROJECTS_TITLE = Text("项目", "Projects")

UNCLASSED = Text("未分类", "unclassed")
WITHIN = Text(
    "只计现行数字的范围（{name}）以内；图例计视野内全部要素。",
    "Of what the standing figure covers ({name}); the legend counts all in view.",
)
BEYOND = Text("范围以外另有{classes}。", "Outside it there are {classes} more.")
UNKNOWN_THEME = declare(
    "unknown-theme",
    "error",
    Text("没有名为“{theme}”的专题。", "There is no theme named “{theme}”."),
    Text("可用的专题：{known}。", "Use one of: {known}."),
    status=404,
)


@dataclass(frozen=True, slots=True)
class Sized:
    """What the standing figure says of the features of a layer: size as written, what is behind."""

    title: Text
    rows: Mapping[str, tuple[float, Text]]
    not_behind: tuple[str, ...]
    version: int
    ground: Text | None
    """Whose ground the figure is of, where it is of a target's division."""


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A feature; of the theme of projects a project with the features that it is built on."""

    layer: str | None
    key: str | None
    name: str
    code: str | None
    size: Text | None = None
    behind: bool = False
    outside: bool = False
    """Whether its class would be behind, on ground that the figure does not cover."""
    gap: Text | None = None
    """How much is wanting, by its own values."""
    order: tuple[Any, ...] = ()
    projects: tuple[ProjectCard, ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    units: tuple[str, ...] = ()
    """Who answers for it, where no project is built on it."""

    def as_dict(self) -> dict[str, Any]:
        return {
            "layer": self.layer,
            "key": self.key,
            "name": self.name,
            "class": self.code,
            "size": self.size,
            "behind": self.behind,
            "outside": self.outside,
            "gap": self.gap,
            "projects": [_told(one) for one in self.projects],
            "units": [unit_text(one) for one in self.units],
            "places": [list(place) for place in self.places],
        }


def _told(project: ProjectCard) -> dict[str, Any]:
    """over: nothing is due any more."""
    return project.as_dict() | {"late": project.late, "over": project.status in OVER}


@dataclass(frozen=True, slots=True)
class ThemeList:
    """`total` features, of which `rows` are the first; `size_title` says what sizes are, `said` how
    many are behind of which class, `notes` what has to be known of the figure that says so."""

    theme: str
    total: int
    behind: int
    rows: tuple[ThemeRow, ...]
    size_title: Text | None = None
    said: Text | None = None
    notes: tuple[Text, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {
            "theme": self.theme,
            "total": self.total,
            "behind": self.behind,
            "size_title": self.size_title,
            "behind_text": self.said,
            "notes": list(self.notes),
            "rows": [row.as_dict() for row in self.rows],
        }


def theme_title(theme: str) -> Text:
    """Raises `unknown-theme`."""
    if theme == PROJECTS:
        return PROJECTS_TITLE
    if theme not in THEMES:
        raise EcoAtlasError(UNKNOWN_THEME, theme=theme, known=", ".join([*THEMES, PROJECTS]))
    return THEMES[theme].title


def theme_list(services: Services, theme: str) -> ThemeList:
    """The features of the theme's leading layers that the asker may see; at most `ROWS_SHOWN`.

    Raises `unknown-theme`.
    """
    if theme == PROJECTS:
        return _of_projects(services)
    theme_title(theme)
    kinds = [kind.id for kind in KINDS.values() if kind.theme == theme and kind.on_map.leads]
    with services.reading() as session:
        refs = live_versions(session, *kinds)
        sized = _sized(session, theme)
        found = [row for ref in refs for row in _rows(services.store, ref, sized.get(ref.layer_id))]
        found.sort(key=lambda row: row.order)
        shown = _with_projects(session, found[:ROWS_SHOWN])
        shown = _with_units(session, services.store, refs, shown)
    titles = [one.title for one in sized.values()]
    behind = [row for row in found if row.behind]
    outside = [row for row in found if row.outside]
    notes = [note for ref in refs for note in _notes(ref, sized.get(ref.layer_id))]
    if outside:
        notes.append(BEYOND.format(classes=_by_class(outside, refs)))
    return ThemeList(
        theme, len(found), len(behind), tuple(shown), titles[0] if titles else None,
        _by_class(behind, refs) if behind else None, tuple(notes) if behind or outside else (),
    )  # fmt: skip


def _by_class(rows: Sequence[ThemeRow], refs: Sequence[VersionRef]) -> Text:
    """How many there are of each class, by its name: one that nobody assessed is not one that
    failed."""
    kinds = {ref.layer_id: get_kind(ref.kind) for ref in refs}
    names: Counter[Text] = Counter(_class_name(kinds[row.layer or ""], row.code) for row in rows)
    return counted(names.most_common())


def _class_name(kind: Kind, code: str | None) -> Text:
    field = kind.field(kind.class_field) if kind.class_field else None
    known = field.code(code) if field and code else None
    return known.title if known else UNCLASSED


def _notes(ref: VersionRef, sized: Sized | None) -> Iterator[Text]:
    if sized is None:
        return
    if sized.ground is not None:
        yield WITHIN.format(name=sized.ground)
    if sized.version != ref.number:
        yield newer(sized.version, ref)


def _of_projects(services: Services) -> ThemeList:
    """Projects that are late come first, those that had to be done earliest before others; then
    what is under way, then what is over."""
    with services.reading() as session:
        limits = limits_on(session)
        seen = {ref.layer_id for ref in live_versions(session)}
        places: dict[str, list[tuple[str, str]]] = {}
        links = select(ProjectLink.project_code, ProjectLink.layer_id, ProjectLink.feature_key)
        for code, layer, key in session.execute(links.order_by(ProjectLink.feature_key)):
            if layer in seen:
                places.setdefault(code, []).append((layer, key))
        cards = [project_card(one, limits) for one in every_brief(session, Asked())]
    rows = [of_project(card, tuple(places.get(card.code, ()))) for card in cards]
    rows.sort(key=lambda row: row.order)
    behind = sum(row.behind for row in rows)
    return ThemeList(PROJECTS, len(rows), behind, tuple(rows[:ROWS_SHOWN]))


def of_project(card: ProjectCard, places: tuple[tuple[str, str], ...]) -> ThemeRow:
    """The row of a project that is built on features of these layers and keys."""
    layer, key = places[0] if places else (None, None)
    due = card.due_date.isoformat() if card.due_date else "9"
    order = (not card.late, card.status in OVER, due, card.code)
    return ThemeRow(
        layer,
        key,
        card.name,
        card.status,
        None,
        card.late,
        order=order,
        projects=(card,),
        places=places,
    )


def _sized(session: Session, theme: str) -> dict[str, Sized]:
    """By layer, what the figures that stand for the theme say of single features."""
    listing = [one for one in METRICS.values() if one.family.theme == theme and _largest(one)]
    found = standing(session)
    firsts = [next(iter(found.of_metric(one.id)), None) for one in listing]
    runs = get_runs(session, [one.run_id for one in firsts if one])
    made: dict[str, Sized] = {}
    for run in runs.values():
        made.update(_of_run(run))
    return made


def _largest(metric: Metric) -> Largest | None:
    return metric.card.largest if metric.card else None


def _of_run(run: MetricRun) -> Iterator[tuple[str, Sized]]:
    metric, result = get_metric(run.metric), run.result
    asked = _largest(metric)
    table = metric.table(asked.table) if asked else None
    layers = {one["role"]: one["layer"] for one in result["inputs"]}
    if asked is None or table is None or table.role not in layers:
        return
    column = next(one for one in table.columns if one.name == asked.size)
    reading = Reading.of(result)
    rows = {
        str(row["key"]): (row[asked.size], reading.figure(column, row).text)
        for row in result.get(table.name) or []
        if row.get(asked.size)
    }
    used = {one["role"]: one["version"] for one in result["inputs"]}
    place = ((result.get("target") or {}).get("jurisdiction") or {}).get("name")
    ground = Text(**place) if place else None
    yield (
        layers[table.role],
        Sized(column.title, rows, asked.without, used[table.role], ground),
    )


def _rows(store: Store, ref: VersionRef, sized: Sized | None) -> Iterator[ThemeRow]:
    kind = get_kind(ref.kind)
    order = {code: place for place, code in enumerate(kind.style.by_code)}
    for key, name, code, gap in _named(store, ref, kind):
        size, text = sized.rows.get(key, (0.0, None)) if sized else (0.0, None)
        lacks = sized is not None and code not in sized.not_behind
        behind, outside = lacks and text is not None, lacks and text is None
        by_class = (order.get(code or "", len(order)), name, key)
        place = (not behind, not outside, -size if behind else 0.0, *by_class)
        yield ThemeRow(ref.layer_id, key, name, code, text, behind, outside, gap, place)


def _named(
    store: Store, ref: VersionRef, kind: Kind
) -> Iterator[tuple[str, str, str | None, Text | None]]:
    """Key, name, class and gap of every feature, in stored order; one file is read."""
    there, measures = store.columns(ref.sha256), kind.short_of or ()
    wanted = ("name", kind.class_field, *measures)
    asked = [ref.key_field, *(one for one in wanted if one in there)]
    table = store.attribute_table(ref.sha256, list(dict.fromkeys(asked)))
    empty = [None] * table.num_rows
    columns = {name: table.column(name).to_pylist() for name in table.column_names}
    names = columns.get("name", empty)
    codes = columns.get(kind.class_field or "", empty)
    values = zip(*(columns.get(one, empty) for one in measures), strict=True) if measures else empty
    rows = zip(columns[ref.key_field], names, codes, values, strict=True)
    for key, name, code, measured in rows:
        gap = gap_said(kind, dict(zip(measures, measured, strict=True))) if measured else None
        yield str(key), str(name or key), None if code is None else str(code), gap


def _with_projects(session: Session, rows: Sequence[ThemeRow]) -> list[ThemeRow]:
    """The same rows with the projects built on them, those that are late first."""
    linked = _linked(session, {row.layer for row in rows if row.layer}) if rows else {}
    return [
        replace(row, projects=tuple(linked.get((row.layer or "", row.key or ""), ())))
        for row in rows
    ]


def _with_units(
    session: Session, store: Store, refs: Sequence[VersionRef], rows: Sequence[ThemeRow]
) -> list[ThemeRow]:
    """The same rows, those without a project with the units that answer for them."""
    found: dict[tuple[str | None, str | None], tuple[str, ...]] = {}
    for ref in refs:
        mine = [row for row in rows if row.layer == ref.layer_id and not row.projects]
        keys = [row.key for row in mine if row.key is not None]
        for key, units in (units_of(session, store, ref, keys) if keys else {}).items():
            found[ref.layer_id, key] = units
    return [replace(row, units=found.get((row.layer, row.key), ())) for row in rows]


def _linked(session: Session, layers: set[str]) -> dict[tuple[str, str], list[ProjectCard]]:
    limits = limits_on(session)
    made = {
        place: [project_card(one, limits) for one in built]
        for place, built in briefs_by_feature(session, layers).items()
    }
    for cards in made.values():
        cards.sort(key=lambda one: not one.late)
    return made
