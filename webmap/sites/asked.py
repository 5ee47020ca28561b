"""What a form or a body asks to be checked, as a site."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from flask import request
from pydantic import BaseModel, Field

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.kinds.codes import CHANGE_KINDS, ENTERPRISE_SECTORS
from layers.system.scratch import kept_folder
from projects.accounts.names import shown
from projects.records.changes.records import get_project
from projects.sites.errors import SITE_CHOICE_UNKNOWN, SITE_EMPTY
from projects.sites.given import site_of_file, site_of_project
from projects.sites.limits import place_limits_on
from projects.sites.pasted import read_pasted
from projects.sites.site import SUBJECTS, Planned, Site
from projects.work.services import Services

LONGEST_PLACE = 600_000
Short = Annotated[str, Field(max_length=200)]
UNNAMED = Text("未命名选址", "unnamed site")


class SiteBody(BaseModel):
    """A place as text (points, WKT or GeoJSON), or the project whose features it is; what is
    planned there. A file comes beside it."""

    name: Short = ""
    place: Annotated[str, Field(max_length=LONGEST_PLACE)] = ""
    crs: Annotated[str, Field(max_length=40)] = ""
    project: Annotated[str, Field(max_length=64)] = ""
    subject: Annotated[str, Field(max_length=20)] = "site"
    sector: Annotated[str, Field(max_length=40)] = ""
    change: Annotated[str, Field(max_length=40)] = ""
    activity: Short = ""
    starts: dt.date | None = None


def site_asked(office: Services, asked: SiteBody, otherwise: str) -> Site:
    """The site of a request: its file, else its text, else the features of its project.

    otherwise: what it is called where nobody says. Raises `site-choice-unknown`, `site-empty`,
    `unknown-project` and whatever is wrong with file, text or shape.
    """
    planned = _planned(asked)
    name = shown(asked.name)
    with office.reading() as session:
        most = place_limits_on(session).site_area_m2
    sent = request.files.get("file") if request.mimetype == "multipart/form-data" else None
    if sent is not None and sent.filename:
        with kept_folder(office.settings.scratch) as folder:
            path = folder / (Path(sent.filename).name[-80:] or "site")
            sent.save(path)
            called = name or shown(path.stem)
            site = site_of_file(
                path, called, office.settings, planned, asked.crs, most_area_m2=most
            )
    elif asked.place.strip():
        settings = office.settings
        district = settings.district_lon, settings.district_lat
        read = read_pasted(asked.place, asked.crs or None, district, most_area_m2=most)
        site = Site(name, read.shape, planned, read.origin)
    elif asked.project.strip():
        with office.reading() as session:
            site = site_of_project(session, office.store, asked.project.strip(), planned)
        return replace(site, name=name or site.name)
    else:
        raise EcoAtlasError(SITE_EMPTY)
    return replace(site, name=site.name or otherwise, project=_project(office, asked.project))


def _project(office: Services, code: str) -> str | None:
    """Raises `unknown-project`."""
    if not code.strip():
        return None
    with office.reading() as session:
        return get_project(session, code.strip()).code


def _planned(asked: SiteBody) -> Planned:
    return Planned(
        subject=_chosen(asked.subject, tuple(SUBJECTS)) or "site",
        sector=_chosen(asked.sector, tuple(one.value for one in ENTERPRISE_SECTORS)),
        change=_chosen(asked.change, tuple(one.value for one in CHANGE_KINDS)),
        activity=shown(asked.activity) or None,
        started_on=asked.starts.isoformat() if asked.starts else None,
    )


def _chosen(value: str, known: tuple[str, ...]) -> str | None:
    if not value:
        return None
    if value not in known:
        raise EcoAtlasError(SITE_CHOICE_UNKNOWN, value=value[:40], choices=", ".join(known))
    return value
