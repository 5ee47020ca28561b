"""Pages of the ledger: the grid of a unit and a period, one target, the template, the evidence."""

from __future__ import annotations

from flask import Blueprint, Response, request

from geo.errors import EcoAtlasError
from layers.system.china_time import today
from layers.system.media_types import XLSX
from layers.system.scratch import kept_folder
from projects.evidence.errors import EVIDENCE_UNKNOWN
from projects.evidence.files import get_evidence, open_evidence
from projects.policy.register import documents, get_target, split_into
from projects.targets.closing import closed_periods, period_events
from projects.targets.ledger import history_of, values_of
from projects.targets.lines import demand_line, lines_of, lines_page
from projects.targets.setting import demand_of, set_values_history, set_values_of
from projects.targets.workbook import write_template
from webmap.edge.access import asker, requires
from webmap.edge.file_answers import attachment, file_answer
from webmap.edge.forms import Form
from webmap.edge.language import language
from webmap.edge.parameters import asks
from webmap.edge.private_pages import private
from webmap.edge.refusals import Refused
from webmap.edge.rendering import page, services
from webmap.policy.states import target_line
from webmap.targets.asking import LinesAsked, asked_lines, eyes, is_named
from webmap.targets.view_models import LINES_ON_A_PAGE, GridView, TargetView
from webmap.targets.words import DONE

blueprint = Blueprint("targets", __name__)


@blueprint.get("/targets")
@requires("view")
@asks(LinesAsked)
def grid() -> Response:
    return grid_page(asked_lines())


def grid_page(asked: LinesAsked, said: Refused | None = None, status: int = 200) -> Response:
    with services().reading() as session:
        found = lines_page(
            session, asked.within, asked.page, LINES_ON_A_PAGE, unit=asked.of_unit,
            document=asked.document or None, target=asked.target or None, eyes=eyes(),
        )  # fmt: skip
        plans = [(one.id, one.title) for one in documents(session)]
        events, closed = period_events(session), closed_periods(session)
    who = asker()
    view = GridView(
        found=found,
        asked=asked,
        plans=plans,
        closed=sorted(closed),
        events=events,
        may_report=who.may("report_values"),
        may_approve=who.may("approve_values"),
        named=is_named(),
        name=who.actor.name,
        done=DONE.get(request.args.get("done", "")) if request.method == "GET" else None,
        refused=said or Refused(),
    )
    return private(page("targets.html", view), status)


@blueprint.get("/targets/template.xlsx")
@requires("report_values")
@asks(LinesAsked)
def template() -> Response:
    asked = asked_lines()
    with services().reading() as session:
        lines = lines_of(
            session, asked.within, unit=asked.of_unit, document=asked.document or None, eyes=eyes()
        )
    with kept_folder(services().settings.scratch) as folder:
        path = folder / "template.xlsx"
        write_template(lines, path, language())
        # The open file outlives its folder; it is closed when the answer has been sent.
        content = path.open("rb")
    named = "-".join(one for one in ("targets", asked.document, str(asked.within)) if one)
    return file_answer(content, XLSX, attachment(f"{named}.xlsx"))


@blueprint.get("/targets/evidence/<sha256>")
@requires("export")
def evidence(sha256: str) -> Response:
    """The file behind a value that the asker sees; it is handed out to be saved, as it came."""
    with services().reading() as session:
        found = get_evidence(session, sha256)
        seen = values_of(session, evidence=found.sha256, eyes=eyes())
    if not seen and not asker().may("report_values"):
        raise EcoAtlasError(EVIDENCE_UNKNOWN)
    file = open_evidence(services().store, found)
    return file_answer(file, found.media, attachment(found.name), found.sha256)


@blueprint.get("/targets/<target>")
@requires("view")
@asks("done")
def one_target(target: str) -> Response:
    return target_page(target, Form("set"))


def target_page(target: str, set_form: Form, status: int = 200) -> Response:
    """The page of a target; raises `unknown-target`."""
    who = asker()
    line = target_line(services(), target, today(), who.account is not None)
    with services().reading() as session:
        found = get_target(session, target)
        sets = set_values_of(session, [found.id])
        view = TargetView(
            target=found,
            document=found.document.title,
            items=[(one.id, one.title) for one in found.items],
            stands_for=split_into(session, found),
            line=line,
            demand=demand_line(found, demand_of(found, sets)),
            values=values_of(session, [found.id], eyes=eyes()),
            history=history_of(session, [found.id], eyes=eyes()),
            sets=set_values_history(session, found.id),
            form=set_form,
            may_report=who.may("report_values"),
            may_download=who.may("export"),
            named=is_named(),
            done=DONE.get(request.args.get("done", "")) if request.method == "GET" else None,
        )
        return private(page("target.html", view), status)
