"""Site checks in the JSON interface."""

from __future__ import annotations

from flask import Blueprint, Response

from projects.sites.keeping import check_and_keep, get_check, list_sites
from webmap.edge.access import actor, requires
from webmap.edge.asked import takes
from webmap.edge.json_answer import PREFIX, answer
from webmap.edge.language import language
from webmap.edge.openapi import answers
from webmap.edge.rendering import services
from webmap.sites.answers import CheckAnswer, SitesAnswer
from webmap.sites.asked import UNNAMED, SiteBody, site_asked

blueprint = Blueprint("api_sites", __name__, url_prefix=PREFIX)


@blueprint.get("/sites")
@requires("view")
@answers(SitesAnswer)
def every_site() -> Response:
    """The latest check of each site that is seen."""
    with services().reading() as session:
        found = list_sites(session)
    rows = [
        {
            "site": one.site_id,
            "check": one.number,
            "name": one.site.name,
            "project": one.site.project,
            "sentence": one.sentence,
            "counts": dict(one.counts),
        }
        for one in found
    ]
    return answer({"sites": rows})


@blueprint.post("/sites/check")
@requires("check_sites")
@takes(SiteBody)
@answers(CheckAnswer)
def check(asked: SiteBody) -> Response:
    """Check and keep a place: points, WKT or GeoJSON as `place`, or the features of a project."""
    office = services()
    site = site_asked(office, asked, UNNAMED.in_(language()))
    response = answer(check_and_keep(office, site, actor()).as_dict())
    response.status_code = 201
    return response


@blueprint.get("/sites/<int:site>/checks/<int:number>")
@requires("view")
@answers(CheckAnswer)
def kept_check(site: int, number: int) -> Response:
    """A kept check of a site."""
    with services().reading() as session:
        found = get_check(session, site, number)
    return answer(found.as_dict())
