"""The form of a metric, derived from its declaration and from what the office has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo.figures.said import typed
from geo.words import Text
from layers.catalogue import VersionRef, live_versions, versions
from layers.kinds.supporting import ADMIN_DIVISION
from layers.storage.store import Store
from projects.metrics.checks.readiness import Need, needs_of
from projects.metrics.declaration import Metric, Parameter
from projects.metrics.jurisdiction.boundary import jurisdiction_of, names_of
from projects.metrics.registry import get_metric
from projects.metrics.roles import BOUNDARY
from projects.metrics.targets import judges
from projects.policy.register import targets
from projects.policy.subjects import SUBJECTS
from projects.policy.tables import PolicyTarget
from projects.sheets import SheetInfo, sheet_history
from projects.standing.figures import StandingFigure, standing
from projects.work.services import Services
from webmap.metrics.standing_words import SAID
from webmap.policy.cards import target_line

SHIPPED = Text("随软件提供", "as shipped")
MOST_VERSIONS = 30


@dataclass(frozen=True, slots=True)
class Option:
    """`text` may hold the name of a layer, which is Chinese."""

    value: str
    text: Text


@dataclass(frozen=True, slots=True)
class InputField:
    """A layer or a sheet to choose: groups of versions, the present one first.

    `first` is chosen already, and `why` says for what reason; nothing is where nobody can say.
    """

    need: Need
    groups: tuple[tuple[Text, tuple[Option, ...]], ...]
    first: str
    why: Text | None = None

    @property
    def name(self) -> str:
        return self.need.role.name


@dataclass(frozen=True, slots=True)
class ParameterField:
    parameter: Parameter
    options: tuple[Option, ...] = ()
    first: str = ""
    why: Text | None = None

    @property
    def name(self) -> str:
        return self.parameter.name


@dataclass(frozen=True, slots=True)
class MetricForm:
    metric: Metric
    inputs: tuple[InputField, ...]
    parameters: tuple[ParameterField, ...]

    @property
    def lacking(self) -> list[Need]:
        """What has to be there before anything can be computed."""
        return [one.need for one in self.inputs if one.need.lacking]

    def filled(self, given: Mapping[str, str]) -> dict[str, str]:
        """The values of the form: what is given, else what fits first, else the default."""
        chosen = {one.name: given.get(one.name, one.first) for one in self.inputs}
        return chosen | {one.name: given.get(one.name, _default(one)) for one in self.parameters}

    def asked(self, given: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        """Inputs and parameters of a filled form; what was left empty is in neither."""
        inputs = {one.name: given.get(one.name, "").strip() for one in self.inputs}
        parameters = {one.name: given.get(one.name, "").strip() for one in self.parameters}
        return {k: v for k, v in inputs.items() if v}, {k: v for k, v in parameters.items() if v}


def metric_form(services: Services, metric_id: str) -> MetricForm:
    """What can be chosen for a metric by whoever asks; raises `unknown-metric`."""
    metric = get_metric(metric_id)
    with services.reading() as session:
        needs = needs_of(session, metric)
        figures = standing(session).of_metric(metric.id)
        inputs = tuple(_input(session, need, figures) for need in needs)
        fitting = fitting_targets(targets(session, spatial=True), metric)
        likely = _likely_target(
            services.store, live_versions(session, ADMIN_DIVISION.id), fitting, figures
        )
        parameters = tuple(_parameter(one, fitting, likely) for one in metric.parameters)
    return MetricForm(metric, inputs, parameters)


def _input(session: Session, need: Need, figures: Sequence[StandingFigure]) -> InputField:
    if need.sheets or hasattr(need.role, "kind"):
        groups = tuple((sheet.title, _sheet_options(session, sheet)) for sheet in need.sheets)
    else:
        groups = tuple((layer.title, _layer_options(session, layer)) for layer in need.layers)
    return InputField(need, groups, *_first(need, [one[1][0].value for one in groups], figures))


def _first(
    need: Need, present: Sequence[str], figures: Sequence[StandingFigure]
) -> tuple[str, Text | None]:
    """What is chosen already, and why: a layer of the figure that stands, else the only one there.

    Of several layers none is taken by itself, for one of them may be there for trials only.
    """
    if need.role.name == BOUNDARY.name:  # it is found by the target
        return "", None
    stands = figures[0].run.by_role.get(need.role.name) if figures else None
    if stands in present:
        return stands or "", SAID["as_it_stands"]
    if need.role.optional or not need.kinds or not present:
        return "", None
    if need.sheets and need.sheets[0].kind.group == "rule":
        return present[0], None
    return (present[0], SAID["only_one"]) if len(present) == 1 else ("", None)


def _likely_target(
    store: Store,
    drawn: Sequence[VersionRef],
    fitting: Sequence[PolicyTarget],
    figures: Sequence[StandingFigure],
) -> tuple[str, Text | None]:
    """The target of the one figure that stands, else the one whose ground a layer here draws."""
    standing_for = [one.target_id for one in figures if one.target_id]
    if len(standing_for) == 1 and standing_for[0] in {one.id for one in fitting}:
        return standing_for[0], SAID["target_stands"]
    here = [one for one in fitting if jurisdiction_of(store, drawn, one.divisions).boundary]
    if len(here) != 1:
        return "", None
    whose = names_of(here[0].divisions)
    subject = SUBJECTS[here[0].subject].title
    return here[0].id, SAID["target_fits"].format(subject=subject, whose=whose)


def _layer_options(session: Session, layer: VersionRef) -> tuple[Option, ...]:
    """The live version under the id of the layer, then the others by number."""
    others = [one for one in versions(session, layer.layer_id) if one.number != layer.number]
    live = Text(f"现行（第 {layer.number} 版）", f"live (version {layer.number})")
    return (
        Option(layer.layer_id, _of(layer.title, live)),
        *(Option(one.label, _of(layer.title, _numbered(one.number))) for one in others),
    )[:MOST_VERSIONS]


def _sheet_options(session: Session, sheet: SheetInfo) -> tuple[Option, ...]:
    numbers = [one.number for one in sheet_history(session, sheet.id)]
    present = Text(f"现行（第 {numbers[0]} 版）", f"present (version {numbers[0]})")
    first = present if numbers[0] else SHIPPED
    others = (
        Option(f"{sheet.id}@{n}", _of(sheet.title, _numbered(n) if n else SHIPPED))
        for n in numbers[1:]
    )
    return (Option(sheet.id, _of(sheet.title, first)), *others)[:MOST_VERSIONS]


def _numbered(number: int) -> Text:
    return Text(f"第 {number} 版", f"version {number}")


def _of(title: Text, version: Text) -> Text:
    return Text(f"{title.zh} · {version.zh}", f"{title.en} · {version.en}")


def _parameter(
    parameter: Parameter, fitting: Sequence[PolicyTarget], likely: tuple[str, Text | None]
) -> ParameterField:
    if parameter.type == "target":
        options = tuple(Option(one.id, _named(one)) for one in fitting)
        return ParameterField(parameter, options, *likely)
    options = tuple(Option(one.value, one.title) for one in parameter.choices)
    return ParameterField(parameter, options)


def fitting_targets(every: Sequence[PolicyTarget], metric: Metric) -> list[PolicyTarget]:
    """The targets that a figure of the metric can be compared with, by subject and unit."""
    return [one for one in every if judges(metric, one)]


def _named(target: PolicyTarget) -> Text:
    said = target_line(target).text
    return Text(f"{target.id} {said.zh}", f"{target.id} {said.en}")


def _default(field: ParameterField) -> str:
    if field.first:
        return field.first
    default = field.parameter.default
    return typed(default) if isinstance(default, float) else str(default or "")
