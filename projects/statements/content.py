"""What a statement says, from a stored run: everything a second person needs to compute it again.

The wording of the declaration is kept with the figures, so that a statement of years ago still
reads as it was signed when the declaration has changed since.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.catalogue import resolve
from layers.system.china_time import day
from layers.system.row_access import highest_grade
from projects.holdings.confirming import Confirmation, Place, confirmed
from projects.holdings.vouching import Holding
from projects.metrics.aging import aged
from projects.metrics.declaration import Column, Metric, Parameter, Record, Table
from projects.metrics.held import declarations_of
from projects.metrics.kept import MetricRun
from projects.metrics.outdated import require_vouched
from projects.metrics.registry import get_metric
from projects.sheets import SheetInfo, get_sheet, laws_of, ref_as_used, require_unaltered
from projects.sheets.declaration import SheetColumn
from projects.statements.errors import RUN_OUTDATED
from projects.statements.forms import FORM
from projects.statements.people import person
from projects.statements.surroundings import HeadLines, ground_of, head_of, places_of

if TYPE_CHECKING:
    from layers.storage.store import Store


NO_LINES = HeadLines()


def content_of(
    session: Session,
    store: Store,
    run: MetricRun,
    made_by: str,
    at: dt.datetime,
    head: HeadLines = NO_LINES,
    replaces: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The content of a statement on a run, as plain JSON values; `replaces` is code and sha256 of
    the one it takes the place of, `head` what its maker says of it.

    Raises `statement-run-outdated` where the declaration has changed since, and `unknown-version`
    for an input that this session does not see.
    """
    metric = get_metric(run.metric)
    if metric.version != run.metric_version:
        raise EcoAtlasError(
            RUN_OUTDATED,
            run=run.id,
            metric=metric.title,
            old=run.metric_version,
            new=metric.version,
        )
    require_vouched(session, run, run.id, run.result)
    found = confirmed(session, [(one["layer"], one["version"]) for one in run.inputs])
    inputs = [_input(session, metric, one, found) for one in run.inputs]
    secrecy = highest_grade(one["secrecy"] for one in inputs)
    return {
        "form": FORM,
        "head": _with_period(head_of(session, head), metric, run.parameters),
        "metric": _metric(metric),
        "result": run.result,
        "inputs": inputs,
        "sheets": [_sheet(session, metric, one) for one in run.result.get("sheets", [])],
        "parameters": [_parameter(one, run.parameters) for one in metric.parameters],
        "computed": {
            "run": run.id,
            "at": moment(run.created_at),
            "by": run.by,
            "person": person(session, run.by) if run.by else {},
            "input_hash": run.input_hash,
            "software": dict(run.software),
            "shapes": dict(run.shapes),
        },
        "replaces": None if replaces is None else dict(replaces),
        "places": places_of(session, store, metric, inputs),
        "ground": ground_of(session, inputs, secrecy),
        "secrecy": secrecy,
        # What has come after the laws of the rules, and who says what the layers hold, as it was
        # known on that day.
        **({"warnings": warned} if (warned := _warnings(session, run, found.values())) else {}),
        # To the microsecond: two statements of one person on one run are two.
        "made": {
            "at": at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
            "by": made_by,
            **person(session, made_by),
        },
    }


def _with_period(head: dict[str, str], metric: Metric, given: Mapping[str, Any]) -> dict[str, str]:
    """The head; what is told of a year says so where its maker names no period."""
    year = given.get("year")
    if head["period"] or not year:
        return head
    asked = metric.parameter("period")
    part = asked.said(given["period"]) if asked else None
    said = "" if part is None else part.zh
    gap = " " if said[:1].isdigit() else ""
    return head | {"period": f"{int(year)} 年{gap}{said}"}


def _warnings(
    session: Session, run: MetricRun, found: Iterable[Confirmation]
) -> list[Mapping[str, Any]]:
    declared = [_declared(session, one) for one in declarations_of(session, run.inputs)]
    looked = [_confirmed(session, one) for one in found]
    return [*aged(session, run).notes, *declared, *looked]


def _confirmed(session: Session, one: Confirmation) -> dict[str, Any]:
    who = person(session, one.by)
    layer = f"{one.layer_id}@{one.number}"
    said = CONFIRMED_WORDS.format(
        title=resolve(session, layer).title,
        day=one.day.isoformat(),
        who=" ".join(filter(None, (who.get("post"), who.get("name")))) or one.by,
        basis=one.basis.rstrip("。. "),
    )
    return {"code": CONFIRMED_BY, "layer": layer, "day": one.day.isoformat(), **said.as_dict()}


def _declared(session: Session, holding: Holding) -> dict[str, Any]:
    who = person(session, holding.by)
    values: dict[str, Any] = {
        "layer": f"{holding.layer_id}@{holding.number}",
        "title": resolve(session, holding.layer_id).title,
        "day": day(holding.at).isoformat(),
        "declaration": holding.id,
        "who": " ".join(filter(None, (who.get("post"), who.get("name")))) or holding.by,
    }
    said = DECLARED_WORDS.format(**values).as_dict()
    title = values.pop("title")
    return {"code": DECLARED_BY, **values, "title": words(title), **said}


DECLARED_BY = "layer-declared-by"
CONFIRMED_BY = "layer-confirmed-by"
SAID_OF_LAYERS = (DECLARED_BY, CONFIRMED_BY)
CONFIRMED_WORDS = Text(
    "图层“{title}”的状况由{who}核实至 {day}，依据：{basis}。",
    "The content of layer “{title}” was confirmed as of {day} by {who}, on the ground of: {basis}.",
)
DECLARED_WORDS = Text(
    "图层“{title}”装的是什么，凭{who}于 {day} 所作的第 {declaration} 号声明，请核对其依据。",
    "What layer “{title}” holds rests on declaration {declaration}, made by {who} on {day}: look "
    "at its ground.",
)


def moment(at: dt.datetime) -> str:
    """A moment in UTC, to the second."""
    return at.astimezone(dt.UTC).isoformat(timespec="seconds")


def words(text: Text | None) -> dict[str, str] | None:
    return None if text is None else text.as_dict()


def _metric(metric: Metric) -> dict[str, Any]:
    said = ("title", "summary", "formula", "source", "unit", "nulls")
    told = {name: getattr(metric, name).as_dict() for name in said}
    return {
        "id": metric.id,
        "version": metric.version,
        **told,
        "headline": metric.headline,
        "total": [_column(one) for one in metric.total],
        "records": [_record(one) for one in metric.records],
        "tables": [_table(one) for one in metric.tables],
    }


def _record(record: Record) -> dict[str, Any]:
    columns = [_column(one) for one in record.columns]
    return {"name": record.name, "title": words(record.title), "columns": columns}


def _table(table: Table) -> dict[str, Any]:
    columns = [_column(one) for one in table.columns]
    return {
        "name": table.name,
        "title": words(table.title),
        "role": table.role,
        "shapes": table.shapes,
        "missing": list(table.missing) if table.missing else None,
        "columns": columns,
    }


def _column(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "title": words(column.title),
        "unit": column.unit.content(),
        "type": column.type,
        "codes": {value: words(title) for value, title in column.codes.items()},
        "sums": column.sums,
        "against": list(column.against),
        "of": list(column.of) if column.of else None,
        "once": column.once,
        **({"colours": dict(column.colours)} if column.colours else {}),
    }


def _input(
    session: Session,
    metric: Metric,
    used: Mapping[str, Any],
    found: Mapping[Place, Confirmation],
) -> dict[str, Any]:
    version = resolve(session, f"{used['layer']}@{used['version']}")
    role, said = metric.role(used["role"]), version.description
    place = (used["layer"], used["version"])
    return {
        **used,
        "role_title": words(role.title if role else None),
        "title": words(version.title),
        "kind": version.kind,
        "key_field": version.key_field,
        "source": said.source,
        "date": said.date.isoformat() if said.date else None,
        **({"confirmed": one.day.isoformat()} if (one := found.get(place)) else {}),
        "licence": said.licence,
        "secrecy": said.secrecy,
        "crs_of_file": version.crs,
        "imported_at": moment(version.created_at),
    }


def _sheet(session: Session, metric: Metric, used: Mapping[str, Any]) -> dict[str, Any]:
    """A rule with all its rows, a series with its extent: the rows of a series fill books."""
    sheet = require_unaltered(get_sheet(session, ref_as_used(used)))
    role, rule = metric.sheet(used["role"]), sheet.kind.group == "rule"
    columns = _filled_columns(sheet) if rule else []
    laws = _laws_named(session, sheet, columns)
    return {
        **used,
        "role_title": words(role.title if role else None),
        "title": words(sheet.title),
        "group": sheet.kind.group,
        "source": sheet.source,
        "unverified": len(sheet.unverified),
        "extent": None if rule else _extent(sheet),
        "columns": [_sheet_column(one, laws) for one in columns],
        "entries": [{one.name: row[one.name] for one in columns} for row in sheet.rows]
        if rule
        else [],
    }


def _filled_columns(sheet: SheetInfo) -> list[SheetColumn]:
    """The columns of a rule; those that came later only where a row has something there."""
    return [
        one
        for one in sheet.kind.columns
        if not one.later or any(row[one.name] is not None for row in sheet.rows)
    ]


def _laws_named(
    session: Session, sheet: SheetInfo, columns: Sequence[SheetColumn]
) -> dict[str, Text]:
    """The names of the laws that rows of a sheet name, by id."""
    named = {row[one.name] for one in columns if one.type == "law" for row in sheet.rows}
    return {id_: law.name for id_, law in laws_of(session).by_id.items() if id_ in named}


def _sheet_column(column: SheetColumn, laws: Mapping[str, Text]) -> dict[str, Any]:
    """A column with the words of its codes; a law is a code of the sheet of laws."""
    titles = laws if column.type == "law" else dict(column.codes)
    codes = {value: words(title) for value, title in titles.items()}
    return {
        "name": column.name,
        "title": words(column.title),
        "unit": column.unit.content() if column.unit else None,
        "type": "code" if column.type == "law" else column.type,
        "codes": codes,
    }


def _extent(sheet: SheetInfo) -> list[str] | None:
    """First and last day of a series, where it has days."""
    day = next((one.name for one in sheet.kind.columns if one.type == "date"), None)
    days = sorted(str(row[day]) for row in sheet.rows if day and row.get(day))
    return [days[0], days[-1]] if days else None


def _parameter(parameter: Parameter, given: Mapping[str, Any]) -> dict[str, Any]:
    said = parameter.said(given.get(parameter.name))
    return {
        "name": parameter.name,
        "title": words(parameter.title),
        "value": given.get(parameter.name),
        "unit": parameter.unit.content() if parameter.unit else None,
        "default": parameter.default,
        "origin": words(parameter.origin),
        **({"said": words(said)} if said else {}),
    }
