"""Which rules a place meets: the site check itself, asked without keeping it."""

from __future__ import annotations

from typing import Any

from geo.errors import EcoAtlasError
from projects.asking.area import AreaAsked, area_of
from projects.asking.errors import ASKED_WITHOUT_GROUND
from projects.sites.checking import check_site, sentence_of
from projects.sites.declared import CHECK_TITLES
from projects.sites.errors import too_large
from projects.sites.limits import place_limits_on
from projects.sites.rows import APPLIES, REVIEW, VERDICTS
from projects.sites.site import Site
from projects.work.services import Services

TOLD = (APPLIES, REVIEW)


def rules_at(services: Services, asked: AreaAsked) -> dict[str, Any]:
    """What applies and what is to review at a place; wordings stay in both languages.

    Raises as `area_of`, `asked-without-ground`, `site-too-large`, and as `check_site`.
    """
    settings = services.settings
    with services.reading() as session:
        limits = place_limits_on(session)
        district = settings.district_lon, settings.district_lat
        where = area_of(session, services.store, asked, limits, district)
        if where.ground is None:
            raise EcoAtlasError(ASKED_WITHOUT_GROUND)
        site = Site(where.said.zh, where.ground)
        size = site.area_m2 or 0.0
        if size > limits.site_area_m2:
            raise too_large(size, limits.site_area_m2)
        found = check_site(session, services.store, site)
    rows = [row for verdict in TOLD for row in found.rows if row.verdict == verdict]
    return {
        "sentence": sentence_of(found.counts),
        "notes": found.notes,
        "rows": [
            {
                "check": CHECK_TITLES[row.check],
                "verdict": row.verdict,
                "verdict_title": VERDICTS[row.verdict],
                "about": row.about,
                "why": row.why,
                "layer": row.layer,
                "key": row.feature,
                "name": row.name,
            }
            for row in rows
        ],
    }
