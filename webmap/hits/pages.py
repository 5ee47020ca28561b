"""Where the hits of a run are worked off: one after the other, with a decision and a reason."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request
from pydantic import BaseModel, Field
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from layers.system.scratch import kept_folder
from projects.metrics.hits.hits import Decided, Hit, decide, decisions_on, hits_of
from projects.metrics.hits.hits_export import FORMATS, export_hits
from webmap.accounts.form_faults import CORRECTABLE
from webmap.audit.pages import TYPES
from webmap.edge import refused_requests as refused
from webmap.edge.access import actor, asker, requires
from webmap.edge.asked import form, read
from webmap.edge.file_answers import attachment, file_answer
from webmap.edge.forms import FieldFault, Form
from webmap.edge.language import language
from webmap.edge.parameters import asks
from webmap.edge.private_pages import private
from webmap.edge.rendering import answered, page, seen, services
from webmap.hits.view_models import HitPages, HitsView, fits, ordered
from webmap.hits.words import CHOOSE_ONE, HITS, WRITE_REASON
from webmap.metrics import cards as figures
from webmap.metrics.cards import RunCard

blueprint = Blueprint("hits", __name__)
LONGEST = 20_000
Show = Literal["open", "decided", "all"]
Key = Annotated[str, Field(max_length=700)]
Page = Annotated[int, Field(ge=0, le=10**6)]
# Which field of the form a refusal is about; others are about the form as a whole.
FIELDS = {"hit-unknown-decision": "decision", "hit-reason-asked": "reason"}
EMPTY = {
    "decision": (CHOOSE_ONE, HITS["hits_decision"]),
    "reason": (WRITE_REASON, HITS["hits_reason_help"]),
}


class Asked(BaseModel):
    """`after`: the hit just decided on; what follows it comes next. `page` 0: that of the hit."""

    show: Show = "open"
    page: Page = 0
    hit: Key = ""
    after: Key = ""


class Given(BaseModel):
    key: Key = ""
    show: Show = "open"
    page: Page = 0
    decision: Annotated[str, Field(max_length=20)] = ""
    reason: Annotated[str, Field(max_length=LONGEST)] = ""
    seen: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


@blueprint.get("/metrics/runs/<int:run>/hits")
@requires("view")
@asks(Asked)
def hit_list(run: int) -> Response:
    given = {name: one for name, one in request.args.items() if name != "lang" and one}
    return _page(run, read(Asked, given))


@blueprint.post("/metrics/runs/<int:run>/hits")
@requires("run_metrics")
def decide_on(run: int) -> AnyResponse:
    """Keep the decision and go on to the next open hit."""
    given = form(Given)
    card = seen(figures.stored_run, run)
    faults = tuple(FieldFault(one, *EMPTY[one]) for one in EMPTY if not getattr(given, one).strip())
    if faults:
        return _again(run, given, faults, 400)
    try:
        with services().transaction() as session:
            decide(
                session, card.run, given.key, given.decision, given.reason, actor(),
                seen=given.seen,
            )  # fmt: skip
    except EcoAtlasError as error:
        if error.status not in CORRECTABLE or error.code == "hit-not-found":
            raise
        refused.note(error)
        fault = FieldFault(FIELDS.get(error.code, ""), error.message, error.fix)
        return _again(run, given, (fault,), error.status)
    asked = urlencode({"show": given.show, "page": given.page or 1, "after": given.key})
    return redirect(f"/metrics/runs/{run}/hits?{asked}", 303)


def _again(run: int, given: Given, faults: tuple[FieldFault, ...], status: int) -> Response:
    """The form with what was typed."""
    typed = {"decision": given.decision, "reason": given.reason}
    asked = Asked(show=given.show, page=given.page, hit=given.key)
    return _page(run, asked, Form("decide", typed, faults), status)


def _page(run: int, asked: Asked, shown: Form | None = None, status: int = 200) -> Response:
    card, every, taken = _found(run)
    pages = HitPages([one for one in every if fits(one, asked.show)])
    chosen = _chosen(every, pages, asked)
    history = taken.get(chosen.row["key"], [])[::-1] if chosen else []
    who = asker()
    view = HitsView(
        card=card,
        every=every,
        pages=pages,
        page=pages.within(asked.page or pages.page_of(chosen) or 1),
        show=asked.show,
        chosen=chosen,
        history=history,
        form=shown or Form("decide", {"decision": chosen.decision if history and chosen else ""}),
        saved=next((one for one in every if asked.after and one.row["key"] == asked.after), None),
        may_decide=who.may("run_metrics"),
        may_export=who.may("export"),
        named=who.account is not None,
    )
    return private(page("hits.html", view), status)


def _found(run: int) -> tuple[RunCard, list[Hit], dict[str, list[Decided]]]:
    """Raises `run-not-found`, `run-without-hits`."""
    card = seen(figures.stored_run, run)
    with services().reading() as session:
        return card, ordered(hits_of(session, card.run)), decisions_on(session, card.run)


def _chosen(every: list[Hit], pages: HitPages, asked: Asked) -> Hit | None:
    """The hit that was asked for, else the next one that fits; after a decision the next open.

    What is left on the page that is asked for comes before what stands on others.
    """
    named = next((one for one in every if one.row["key"] == asked.hit), None)
    if named is not None:
        return named
    at = next((n for n, one in enumerate(every, 1) if one.row["key"] == asked.after), 0)
    wanted = "open" if asked.after and asked.show == "all" else asked.show
    following = [one for one in every[at:] + every[:at] if fits(one, wanted)]
    here = {one.row["key"] for one in pages.on(pages.within(asked.page))} if asked.page else set()
    return next((one for one in following if one.row["key"] in here), next(iter(following), None))


@blueprint.get(f"/metrics/runs/<int:run>/hits.<any({', '.join(FORMATS)}):format_>")
@requires("export")
def download(run: int, format_: str) -> Response:
    """The list with its decisions; that it was taken along is recorded."""
    office = services()
    card = answered(office, figures.stored_run, run)
    with kept_folder(office.settings.scratch) as folder:
        path = folder / f"hits.{format_}"
        with office.transaction() as session:
            export_hits(session, card.run, format_, path, language=language(), by=actor())
        # The open file outlives its folder; it is closed when the answer has been sent.
        content = path.open("rb")
    name = f"hits-{card.run.metric}-{run}.{format_}"
    return file_answer(content, TYPES[format_], attachment(name))
