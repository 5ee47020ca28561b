"""Pages of site checks: asking, the answer, decisions on its rows, and what is taken along."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response, redirect, request
from pydantic import BaseModel, Field
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from layers.system.scratch import kept_folder
from projects.sites.comparing import differences
from projects.sites.course import last_signed
from projects.sites.deciding import decide
from projects.sites.errors import SITE_UNKNOWN
from projects.sites.given import LARGEST_FILE
from projects.sites.keeping import check_again, check_and_keep, checks_of, get_check, list_sites
from projects.sites.paper import TYPES, export_check, file_name
from projects.sites.picture import draw
from projects.sites.signing import asserted
from projects.statements.delegating import delegation_of
from projects.statements.office_key import find_key
from projects.statements.picture.svg import as_svg
from projects.statements.review import possible
from webmap.accounts.form_faults import CORRECTABLE, typed
from webmap.edge import refused_requests as refused
from webmap.edge.access import actor, asker, requires, takes_up_to
from webmap.edge.asked import Nothing, form, read
from webmap.edge.file_answers import attachment, file_answer
from webmap.edge.forms import FieldFault, Form
from webmap.edge.language import language
from webmap.edge.parameters import asks
from webmap.edge.private_pages import private
from webmap.edge.refusals import Refused
from webmap.edge.rendering import page, services
from webmap.sites.asked import LONGEST_PLACE, UNNAMED, SiteBody, site_asked
from webmap.sites.view_models import LONGEST_DRAWN, SitesView, SiteView

blueprint = Blueprint("sites", __name__)
REFUSED = CORRECTABLE | {413, 415}
KEEP = ("name", "crs", "project", "subject", "sector", "change", "activity", "starts")
NOT_OF_THE_FORM = frozenset({"site-unknown", "site-row-unknown", "site-check-signed"})


class Begun(BaseModel):
    """A form that is filled in already: by the map (`place`) or by a project."""

    place: Annotated[str, Field(max_length=LONGEST_DRAWN)] = ""
    project: Annotated[str, Field(max_length=64)] = ""


class Shown(BaseModel):
    """What was just done."""

    done: Annotated[str, Field(max_length=20)] = ""


class DecisionBody(BaseModel):
    key: Annotated[str, Field(max_length=700)] = ""
    decision: Annotated[str, Field(max_length=20)] = ""
    reason: Annotated[str, Field(max_length=20_000)] = ""


def _query() -> dict[str, str]:
    return {name: one for name, one in request.args.items() if name != "lang" and one}


@blueprint.get("/sites")
@requires("view")
@asks(Begun)
def site_list() -> Response:
    values = read(Begun, _query()).model_dump()
    values["place"] = values["place"].replace(";", "\n")
    return _list(Form("site", values))


def _list(shown: Form, said: Refused | None = None, status: int = 200) -> Response:
    with services().reading() as session:
        found = list_sites(session)
    view = SitesView(
        sites=found,
        form=shown,
        refused=said or Refused(),
        may_check=asker().may("check_sites"),
    )
    return private(page("sites.html", view), status)


@blueprint.post("/sites")
@requires("check_sites")
@takes_up_to(LARGEST_FILE + 2**20)
def checked() -> AnyResponse:
    """Check and keep what was asked, and go on to the answer."""
    try:
        office = services()
        site = site_asked(office, form(SiteBody), UNNAMED.in_(language()))
        return redirect(check_and_keep(office, site, actor()).address, 303)
    except EcoAtlasError as error:
        if error.status not in REFUSED:
            raise
        refused.note(error)
        values = dict(typed(KEEP)) | {"place": request.form.get("place", "")[:LONGEST_PLACE]}
        said = Refused(error.message, error.fix, error.problems, place="site")
        return _list(Form("site", values), said, error.status)


@blueprint.get("/sites/<int:site>/checks/<int:number>")
@requires("view")
@asks(Shown)
def site_check(site: int, number: int) -> Response:
    read(Shown, _query())
    return shown_page(site, number, Form("decide"))


def shown_page(site: int, number: int, shown: Form, status: int = 200) -> Response:
    office, who = services(), asker()
    with office.reading() as session:
        kept = get_check(session, site, number)
        checks = checks_of(session, site)
        scene = draw(session, office.store, kept, language())
        shown_to_sign = asserted(session, site, number)
        delegation = delegation_of(session, who.account.name) if who.account else None
        frozen = number <= last_signed(session, site)
    course = shown_to_sign.course
    steps = possible(
        course,
        who.account.name if who.account else None,
        reviewer=who.may("sign_statements"),
        delegated=delegation is not None,
    )
    before = next((one for one in checks if one.number < kept.number), None)
    changed, versions = differences(before, kept) if before else ([], [])
    view = SiteView(
        kept=kept,
        checks=checks,
        taken=shown_to_sign.taken,
        changed=changed,
        versions=versions,
        drawn=scene is not None,
        form=shown,
        may_check=who.may("check_sites"),
        may_decide=who.may("run_metrics") and not frozen,
        asserted=shown_to_sign,
        steps=steps if who.may("run_metrics") else frozenset(),
        account=who.account.name if who.account else "",
        may_export=who.may("export"),
        named=who.account is not None,
    )
    return private(page("site.html", view), status)


@blueprint.post("/sites/<int:site>/again")
@requires("check_sites")
def again(site: int) -> AnyResponse:
    """A new check of the same site."""
    form(Nothing)
    return redirect(check_again(services(), site, actor()).address, 303)


@blueprint.post("/sites/<int:site>/checks/<int:number>")
@requires("run_metrics")
def decided(site: int, number: int) -> AnyResponse:
    """Keep a decision on a row."""
    given = form(DecisionBody)
    try:
        with services().transaction() as session:
            kept = get_check(session, site, number)
            decide(session, kept, given.key, given.decision, given.reason, actor())
    except EcoAtlasError as error:
        if error.status not in CORRECTABLE or error.code in NOT_OF_THE_FORM:
            raise
        refused.note(error)
        fault = FieldFault("", error.message, error.fix)
        values = {"key": given.key, "decision": given.decision, "reason": given.reason}
        return shown_page(site, number, Form("decide", values, (fault,)), error.status)
    return redirect(f"/sites/{site}/checks/{number}?done=decided#rows", 303)


@blueprint.get("/sites/<int:site>/checks/<int:number>/map.svg")
@requires("view")
def picture(site: int, number: int) -> Response:
    office = services()
    with office.reading() as session:
        scene = draw(session, office.store, get_check(session, site, number), language())
    if scene is None:
        raise EcoAtlasError(SITE_UNKNOWN)
    return Response(as_svg(scene), mimetype="image/svg+xml")


@blueprint.get(f"/sites/<int:site>/checks/<int:number>/file.<any({', '.join(TYPES)}):format_>")
@requires("export")
def download(site: int, number: int, format_: str) -> Response:
    """The sheet of a check; that it was taken along is recorded."""
    office = services()
    with office.reading() as session:
        kept = get_check(session, site, number)
    with kept_folder(office.settings.scratch) as folder:
        path = folder / f"site.{format_}"
        key = find_key(office.settings)
        export_check(office, kept, format_, path, language(), actor(), key)
        # The open file outlives its folder; it is closed when the answer has been sent.
        content = path.open("rb")
    plain, name = file_name(kept, format_, "en"), file_name(kept, format_, language())
    return file_answer(content, TYPES[format_], attachment(name, plain))
