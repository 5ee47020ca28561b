"""The page of a run: its figures, on what they rest, and whether it is the office's figure."""

from __future__ import annotations

from flask import Response, request

from geo.words import Text, in_language
from layers.system.china_time import today
from projects.metrics.hits.hits import has_hits, hits_of
from projects.metrics.targets import target_phase
from projects.metrics.titled import titles_of
from projects.sheets import SheetInfo, get_sheet, ref_as_used
from projects.standing.choosing import SETTING, Choice, choices_of, undeclared
from projects.standing.figures import Standing, purpose_of_run
from projects.statements.kept import StatementInfo, statements_on
from webmap.edge.access import asker
from webmap.edge.forms import Form
from webmap.edge.language import language
from webmap.edge.private_pages import private
from webmap.edge.rendering import answered, page, services
from webmap.metrics import cards as figures
from webmap.metrics.cards import RunCard
from webmap.metrics.hits_progress import HitsWorked
from webmap.metrics.run_maps import map_options
from webmap.metrics.run_tables import shown_table
from webmap.metrics.standing import withdrawal
from webmap.metrics.standing_view import StandingView
from webmap.metrics.view_models import RunView
from webmap.metrics.words import metric_words

RUNS_SHOWN = 20


def run_page(run: int, shown: Form | None = None, status: int = 200) -> Response:
    """The page, with the form that was sent where it was refused; raises `run-not-found`."""
    office, who = services(), asker()
    card = answered(office, figures.stored_run, run)
    found, listed = figures.run_list(office, who, card.run.metric, RUNS_SHOWN)
    history = [one for one in listed if one.line.id != run]
    asked = {name: value for name, value in request.args.items() if name != "lang"}
    tables = [
        shown_table(one, card.result[one.name], asked)
        for one in card.metric.tables
        if card.result.get(one.name)
    ]
    options = map_options(card)
    drawn = None if options is None else in_language(options, language())
    view = RunView(
        card, tables, history, _sheets(card), drawn, _phase(card), who.may("run_metrics"),
        metric_words(language()), _standing(card, found, shown or Form("current")),
        "kept" in request.args, _worked(card), _statements(run), _titles(card),
        who.may("sign_statements"),
    )  # fmt: skip
    return private(page("metric_run.html", view), status)


def _standing(card: RunCard, found: Standing, shown: Form) -> StandingView:
    """What stands for the purpose of the run, and for those who choose: what they can do."""
    who, run = asker(), card.run
    purpose = purpose_of_run(run.metric, run.parameters)
    gone = found.withdrawn.get(purpose)
    lacking: list[str] = []
    history: list[Choice] = []
    if who.may(SETTING):
        with services().reading() as session:
            lacking, history = undeclared(session, run.id), choices_of(session, purpose)
    return StandingView(
        purpose=purpose,
        run_id=run.id,
        mark=card.mark,
        figure=found.figures.get(purpose),
        withdrawn=withdrawal(gone, found) if gone else None,
        others=[one for one in found.of_metric(run.metric) if one.purpose != purpose],
        names=who.account is not None,
        may_set=who.may(SETTING),
        outdated=card.outdated is not None,
        undeclared=lacking,
        history=history,
        form=shown,
    )


def _worked(card: RunCard) -> HitsWorked | None:
    """How far the hits are worked off, where the metric has a list of them."""
    if not has_hits(card.run):
        return None
    with services().reading() as session:
        return HitsWorked.of(hits_of(session, card.run), card.url)


def _statements(run: int) -> list[StatementInfo]:
    with services().reading() as session:
        return statements_on(session, run)


def _titles(card: RunCard) -> dict[str, Text]:
    with services().reading() as session:
        return titles_of(session, [one["layer"] for one in card.run.inputs])


def _sheets(card: RunCard) -> dict[str, SheetInfo]:
    """The sheets of a run as they were, by role."""
    with services().reading() as session:
        return {
            one["role"]: get_sheet(session, ref_as_used(one))
            for one in card.result.get("sheets", ())
        }


def _phase(card: RunCard) -> str | None:
    target = card.result.get("target")
    return target_phase(target.get("year"), today()) if target else None
