"""Pages of metrics: the list, the form of one, the job that computes it, the stored result."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from layers.jobs import STATES
from layers.system.media_types import GEOJSON
from projects.metrics.checks.readiness import needs_of
from projects.metrics.drawing import draw_table
from projects.metrics.families import FAMILIES
from projects.metrics.kept import find_run
from projects.metrics.ordering import place_order
from projects.metrics.registry import METRICS, get_metric
from projects.work.jobs import job_for
from projects.work.kinds import METRIC
from webmap.accounts.form_faults import CORRECTABLE
from webmap.edge import refused_requests as refused
from webmap.edge.access import asker, requires
from webmap.edge.forms import FieldFault, Form
from webmap.edge.json_answer import PREFIX, answer
from webmap.edge.language import language
from webmap.edge.openapi import answers, gives
from webmap.edge.parameters import ANY, asks, refuse_others
from webmap.edge.private_pages import private
from webmap.edge.rendering import answered, page, seen, services
from webmap.jobs.api import problem_json
from webmap.jobs.stopping import stop
from webmap.metrics import cards as figures
from webmap.metrics.answers import MetricsAnswer
from webmap.metrics.declared import metric_json
from webmap.metrics.forms import MetricForm, metric_form
from webmap.metrics.run_jobs import ask_run
from webmap.metrics.run_page import RUNS_SHOWN, run_page
from webmap.metrics.standing import sees_every_run
from webmap.metrics.view_models import JobView, MetricLine, MetricsView, MetricView
from webmap.metrics.words import FILL_IN, metric_words
from webmap.policy.policy import check_cards

blueprint = Blueprint("metrics", __name__)
LONGEST_VALUE = 5000
LEFT_OPEN = ("missing-input", "missing-parameter")


@blueprint.get("/metrics")
@requires("view")
def metric_list() -> str:
    office = services()
    found, runs = figures.run_list(office, asker(), limit=RUNS_SHOWN)
    with office.reading() as session:
        lines = [
            MetricLine(metric, needs_of(session, metric), found.of_metric(metric.id))
            for metric in METRICS.values()
        ]
    held = {one: [line for line in lines if line.metric.family is one] for one in FAMILIES}
    families = [(family, found) for family, found in held.items() if found]
    view = MetricsView(
        families, runs, check_cards(office), asker().may("run_metrics"), sees_every_run(asker())
    )
    return page("metrics.html", view)


@blueprint.get("/metrics/<metric>")
@requires("view")
@asks(ANY)
def metric_page(metric: str) -> Response:
    form = seen(metric_form, metric)
    refuse_others([*(one.name for one in form.inputs), *(one.name for one in form.parameters)])
    return _form_page(form, Form("run", form.filled(request.args)))


def _form_page(form: MetricForm, shown: Form, status: int = 200) -> Response:
    who = asker()
    _, runs = figures.run_list(services(), who, form.metric.id, RUNS_SHOWN)
    view = MetricView(
        form, shown, runs, who.may("run_metrics"), who.may("edit_layers"), sees_every_run(who)
    )
    return private(page("metric.html", view), status)


@blueprint.post("/metrics/<metric>")
@requires("run_metrics")
def compute(metric: str) -> AnyResponse:
    """Give the kept run of the same input, or have it computed in the background."""
    office, declared = services(), get_metric(metric)
    form = metric_form(office, metric)
    given = {name: value[:LONGEST_VALUE] for name, value in request.form.items()}
    inputs, parameters = form.asked(given)
    try:
        with office.reading() as session:
            order = place_order(session, office.store, declared.id, inputs, parameters)
            kept = find_run(session, order.input_hash)
    except EcoAtlasError as error:
        if error.status not in CORRECTABLE:
            raise
        refused.note(error)
        shown = Form("run", form.filled(given), (_fault(error, form),))
        return _form_page(form, shown, error.status)
    if kept is not None:
        return redirect(f"/metrics/runs/{kept.id}?kept=1", 303)
    job = ask_run(declared.id, inputs, parameters)
    return redirect(f"/metrics/jobs/{job.id}", 303)


def _fault(error: EcoAtlasError, form: MetricForm) -> FieldFault:
    """The fault at the field that the refusal names, if it is one of the form."""
    values = error.problem.values
    names = {one.name for one in form.inputs} | {one.name for one in form.parameters}
    targets = [one.name for one in form.parameters if one.parameter.type == "target"]
    said = [values.get("role"), values.get("parameter"), *(targets if "target" in values else ())]
    field = next((str(one) for one in said if one in names), "")
    if error.code in LEFT_OPEN:
        return FieldFault(field, *(one.format(title=values["title"]) for one in FILL_IN))
    return FieldFault(field, error.message, error.fix)


@blueprint.get("/metrics/jobs/<job>")
@requires("run_metrics")
def job_page(job: str) -> AnyResponse:
    """How far a computation is; leads to the result once there is one."""
    with services().reading() as session:
        found = job_for(session, asker(), job)
    if found.kind != METRIC:
        return redirect("/metrics", 303)
    if found.state == "done" and found.result:
        return redirect(found.arguments.get("leads") or f"/metrics/runs/{found.result['run']}", 303)
    metric = get_metric(found.arguments["metric"])
    given = {**found.arguments["inputs"], **found.arguments["parameters"]}
    again = found.arguments.get("leads") or f"/metrics/{metric.id}?{urlencode(given)}"
    view = JobView(
        found, metric, STATES[found.state], problem_json(found.problem), again,
        metric_words(language()),
    )  # fmt: skip
    return private(page("metric_job.html", view))


@blueprint.post("/metrics/jobs/<job>/cancel")
@requires("run_metrics")
def cancel(job: str) -> AnyResponse:
    """Stop a computation; nothing of it is stored."""
    with services().reading() as session:
        found = job_for(session, asker(), job)
    return stop(found, f"/metrics/jobs/{found.id}")


@blueprint.get("/metrics/runs/<int:run>")
@requires("view")
@asks("kept", "sort.*", "page.*", "find.*")
def metric_run(run: int) -> Response:
    return run_page(run)


@blueprint.get(f"{PREFIX}/metrics/runs/<int:run>/shapes/<table>")
@requires("view")
@gives(GEOJSON)
def shapes(run: int, table: str) -> Response:
    """The rows of a table of a run as GeoJSON, bounded and simplified."""
    office = services()
    card = answered(office, figures.stored_run, run)
    with office.reading() as session:
        drawn = draw_table(session, office.store, card.metric, card.run, table)
    return Response(drawn.geojson, mimetype=GEOJSON)


@blueprint.get(f"{PREFIX}/metrics")
@requires("view")
@answers(MetricsAnswer)
def declared_metrics() -> Response:
    """Every metric as declared, in both languages."""
    return answer({"metrics": [metric_json(metric) for metric in METRICS.values()]})
