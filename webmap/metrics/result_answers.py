"""The result of each metric as a model, made of what the metric declares: programs get it typed.

A result that an earlier version of its metric computed has the names of that version; it is told as
what it is, and reads as any object.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal, Union

from pydantic import ConfigDict, Discriminator, GetJsonSchemaHandler, Tag
from pydantic_core import CoreSchema

from projects.metrics.declaration import Column, Metric, Parameter, Table
from projects.metrics.registry import METRICS
from webmap.edge.answers import Answer, BothLanguages, Cell, Fields, model_name, model_of, worded

EARLIER = "earlier"


class DeclaredContent(Answer):
    """What a layer was declared to hold, where a general measure judges a target."""

    declaration: int
    subject: str
    terms: dict[str, Cell]
    day: str
    basis: str


class ListedContent(Answer):
    """The same where a sheet says itself what it lists."""

    list: str


class LayerInput(Answer):
    role: str
    layer: str
    version: int
    sha256: str
    features: int
    holds: DeclaredContent | ListedContent | None = None


class SheetInput(Answer):
    role: str
    sheet: str
    version: int
    sha256: str
    rows: int


class Note(Answer):
    """What the reader of a figure has to know: a code, its values by name, and the sentence."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Cell | list[Cell]]

    code: str
    zh: str
    en: str


class InsideAnswer(Answer):
    """left_out: features outside the division."""

    role: str
    layer: str
    share: float | None
    left_out: int


class JurisdictionAnswer(Answer):
    """Whose the target is, by which boundary, and what of each layer lies inside it."""

    divisions: list[str]
    name: BothLanguages
    boundary: str | None
    features: list[str]
    inside: list[InsideAnswer]


class JudgedTarget(Answer):
    """A target as it was judged. measured, gap: in its unit, a percentage as a share; least, most:
    between which the figure lies, whatever is not known of it. met: null without a verdict."""

    id: str
    comparator: str
    value: float | None
    unit: str | None
    year: int | None
    met: bool | None
    indicator: BothLanguages
    reason: BothLanguages | None
    measured: float | None = None
    gap: float | None = None
    gap_m2: float | None = None
    gap_units: float | None = None
    least: float | None = None
    most: float | None = None
    jurisdiction: JurisdictionAnswer | None = None


class EarlierResult(Answer):
    """A result of an earlier version of its metric, under the names of that version."""

    model_config = ConfigDict(extra="allow")

    metric: str
    metric_version: int


def _column(column: Column) -> Any:
    if column.type == "number":
        return float | None
    return str | list[str] | None


def _columns(columns: Sequence[Column]) -> Fields:
    return {one.name: (_column(one), worded(one.title, one.unit)) for one in columns}


def _row(name: str, table: Table) -> type[Answer]:
    also = {one: (Cell | list[str], worded(title)) for one, title in table.also.items()}
    row: Fields = {"key": (str, ...), "name": (str | None, ...)}
    return model_of(name, row | _columns(table.columns) | also)


def _parameter(one: Parameter) -> Any:
    type_ = float if one.type == "number" else str
    # What came later is in no result where it is empty.
    missing = {"default": None} if one.later else {}
    return type_ | None, worded(one.title, one.unit, **missing)


def result_model(metric: Metric) -> type[Answer]:
    """What a result of this version of the metric is: all that is declared, and nothing else."""
    fields: Fields = {
        "metric": (Literal[metric.id], ...),
        "metric_version": (Literal[metric.version], ...),
        "inputs": (list[LayerInput], ...),
        "parameters": (
            model_of(
                model_name(metric.id, "Parameters"),
                {one.name: _parameter(one) for one in metric.parameters},
            ),
            ...,
        ),
        "measured_on": (str, ...),
        "area_apart": (float, None),
        "total": (
            model_of(model_name(metric.id, "Total"), _columns(metric.total)),
            worded(metric.title),
        ),
        "notes": (list[Note], []),
    }
    if metric.sheets:
        fields["sheets"] = list[SheetInput], ...
    if any(one.type == "target" for one in metric.parameters):
        fields["target"] = JudgedTarget | None, None
    for record in metric.records:
        model = model_of(model_name(metric.id, record.name), _columns(record.columns))
        fields[record.name] = model | None, worded(record.title, default=None)
    for table in metric.tables:
        model = _row(model_name(metric.id, table.name, "Row"), table)
        fields[table.name] = list[model], worded(table.title)  # type: ignore[valid-type]
    return model_of(model_name(metric.id, "Result"), fields)


def _which(result: Any) -> str:
    told = result if isinstance(result, Mapping) else {}
    metric = METRICS.get(str(told.get("metric")))
    if metric is None or metric.version != told.get("metric_version"):
        return EARLIER
    return metric.id


class _AnyOf:
    """That of an earlier version fits more than its own, so that one of them would be too few."""

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"anyOf": handler(core)["oneOf"]}


def results_of(metrics: Iterable[Metric]) -> Any:
    """The type of a result of any of them, or of an earlier version of one."""
    tagged = [Annotated[result_model(one), Tag(one.id)] for one in metrics]
    every = (*tagged, Annotated[EarlierResult, Tag(EARLIER)])
    return Annotated[Union[every], Discriminator(_which), _AnyOf()]  # noqa: UP007


ANY_RESULT = results_of(METRICS.values())
"""The result of a run; its `metric` and `metric_version` say which it is."""
