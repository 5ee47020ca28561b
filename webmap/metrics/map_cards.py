"""The cards of the map's panel of figures: what stands, every figure written; nothing computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from geo.figures.units import PERCENT, SQUARE_METRES
from geo.words import Text, counted
from layers.system.china_time import day
from projects.metrics.cards import CardLine
from projects.metrics.declaration import Column, Metric
from projects.metrics.figured import Reading, parts_of
from projects.metrics.kept import get_runs
from projects.metrics.registry import METRICS
from projects.metrics.titled import titled
from projects.standing.figures import Standing, StandingFigure, standing
from projects.work.services import Services
from webmap.edge.people import person_words
from webmap.edge.titles import layer_titles, plain
from webmap.metrics.cards import RunCard, part_look
from webmap.metrics.declared import run_command
from webmap.metrics.standing import basis, figure_json, mark_of_figure, withdrawal
from webmap.metrics.standing_words import SAID

DECLARED = Text("图层内容凭声明（第 {number} 号，{day}）", "content declared (No. {number}, {day})")


def map_cards(
    services: Services, *, names: bool = True, titles: Mapping[str, Text] | None = None
) -> list[dict[str, Any]]:
    """A card for each figure that stands, in the order of the metrics that declare a card.

    Where none stands there is a card all the same if the metric asks for one, or if a statement
    that stood was withdrawn: it says so, and what to do. names: who set a figure is told. titles:
    of the layers, where no page asks. Two queries, however many metrics there are.
    """
    carded = [metric for metric in METRICS.values() if metric.card is not None]
    with services.reading() as session:
        found = standing(session)
        ids = [one.run_id for metric in carded for one in found.of_metric(metric.id)]
        runs = get_runs(session, ids)
        made = {number: RunCard.of(session, run, found) for number, run in runs.items()}
    told = layer_titles() if titles is None else titles
    return [card for metric in carded for card in _cards(metric, found, made, names, told)]


def _cards(
    metric: Metric,
    found: Standing,
    runs: Mapping[int, RunCard],
    names: bool,
    titles: Mapping[str, Text],
) -> Iterator[dict[str, Any]]:
    figures = found.of_metric(metric.id)
    for figure in figures:
        about = _about(metric, found, figure.purpose)
        run = runs.get(figure.run_id)
        if run is None:  # it was altered, and is believed no longer
            yield about | {"withdrawn": SAID["altered"].format(run=figure.run_id)}
        else:
            stands = {"standing": _stands(figure, names)}
            yield about | stands | _filled(metric, run, titles, names)
    fallen = [one for one in found.fallen if one.metric == metric.id]
    yield from (_about(metric, found, one.purpose) for one in fallen)
    if not figures and not fallen and metric.card and metric.card.without_run:
        yield _about(metric, found, metric.id)


def _about(metric: Metric, found: Standing, purpose: str) -> dict[str, Any]:
    """What a card says whether a figure stands or not."""
    gone = found.withdrawn.get(purpose)
    return {
        "metric": metric.id,
        "theme": metric.family.theme,
        "purpose": purpose,
        "title": metric.card.title if metric.card and metric.card.title else metric.title,
        "command": run_command(metric),
        "run": None,
        "standing": None,
        "withdrawn": withdrawal(gone, found) if gone else None,
    }


def _stands(figure: StandingFigure, names: bool) -> dict[str, Any]:
    mark = mark_of_figure(figure)
    return figure_json(figure, names=names) | {
        "mark": mark.text,
        "chip": mark.chip,
        "said": basis(figure, person_words(figure.set_by) if names else None),
    }


def _filled(
    metric: Metric, run: RunCard, titles: Mapping[str, Text], names: bool
) -> dict[str, Any]:
    reading = run.reading
    total = run.result.get("total") or {}
    column = _column(metric, metric.headline)
    return {
        "run": {"id": run.run.id, "url": run.url, "created_on": run.created_on},
        "inputs": titled(plain(run.inputs), titles),
        "areas": any(column.unit == SQUARE_METRES for column in metric.total),
        "figure": {
            "name": column.name,
            "title": column.title,
            "text": reading.told(column, total),
            "spanned": reading.spanned is not None,
        },
        "note": _note(metric, reading, total),
        "target": _target(reading, run),
        "parts": list(_parts(metric, reading, total)),
        "lines": [*_lines(metric, reading), *_aged(run), *_declared(run, names)],
        "behind": _behind(metric, run),
    }


def _column(metric: Metric, name: str) -> Column:
    return next(column for column in metric.total if column.name == name)


def _note(metric: Metric, reading: Reading, total: Mapping[str, Any]) -> Text | None:
    if metric.card is None or metric.card.note is None:
        return None
    return metric.card.note.format(**_written(reading, metric.total, total))


def _written(
    reading: Reading, columns: tuple[Column, ...], record: Mapping[str, Any]
) -> dict[str, Text]:
    return {one.name: reading.figure(one, record).text for one in columns}


def _target(reading: Reading, run: RunCard) -> dict[str, Any] | None:
    """What is asked, whether it is met, what is missing, and where the bar has its tick (0–1).

    A verdict that nobody vouches for is none; `earlier` says why."""
    target = reading.target
    if not target:
        return None
    share = reading.demand is not None and reading.demand.unit is PERCENT
    return {
        "met": run.met,
        "earlier": run.outdated and run.outdated.short,
        "by_data": run.by_data if run.met is not None else None,
        "demand": reading.demanded,
        "year": target.get("year"),
        "gap": reading.gap if run.met is False else None,
        "tick": target["value"] / 100 if share and target.get("value") is not None else None,
    }


def _parts(metric: Metric, reading: Reading, total: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for place, part in enumerate(parts_of(metric, reading)):
        yield {
            "title": part.column.title,
            "text": reading.figure(part.column, total).text,
            "said": part.written.text,
            "share": part.share,
            "look": part_look(part.column.name, place),
        }


def _lines(metric: Metric, reading: Reading) -> Iterator[dict[str, Any]]:
    declared = {one.name: one.columns for one in metric.records}
    for line in metric.card.lines if metric.card else ():
        record = reading.result.get(line.record) or {}
        if _told(line, record):
            words = line.words.format(**_written(reading, declared[line.record], record))
            yield {"text": words, "confirms": line.confirms}


def _aged(run: RunCard) -> Iterator[dict[str, Any]]:
    """That it is not as it would be computed today, on which layers and by which rules."""
    for said in filter(None, [run.outdated, *run.newer, run.early, *run.aged.said]):
        yield {"text": said, "confirms": False}


def _declared(run: RunCard, names: bool) -> Iterator[dict[str, Any]]:
    """On whose word it rests what the layers hold, and since when; people are named to who is
    signed in."""
    for one in run.declared:
        said = DECLARED.format(number=one.id, day=day(one.at).isoformat())
        who = person_words(one.by) if names else None
        text = Text(f"{said.zh} {who.zh}", f"{said.en} {who.en}") if who else said
        yield {"text": text, "confirms": False}


def _told(line: CardLine, record: Mapping[str, Any]) -> bool:
    if not record or any(value is None for value in record.values()):
        return False
    if line.unless_equal is None:
        return True
    one, other = line.unless_equal
    return bool(record[one] != record[other])


def _behind(metric: Metric, run: RunCard) -> Text | None:
    """How many of the features are behind of which class, which the list of the theme has first."""
    asked = metric.card.largest if metric.card else None
    table = metric.table(asked.table) if asked else None
    if asked is None or table is None:
        return None
    column = next(one for one in table.columns if one.name == asked.code)
    rows = [row for row in run.result.get(table.name) or [] if row.get(asked.size)]
    codes = Counter(row.get(asked.code) for row in rows)
    behind = [
        (column.codes[str(code)], count)
        for code, count in codes.most_common()
        if code not in asked.without
    ]
    return asked.words.format(classes=counted(behind)) if behind else None
