"""Checks that are kept: each check of a site is a version of its own, with its hash and code."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import shapely
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.audit import Actor, record
from layers.catalogue import resolve
from layers.system.row_access import highest_grade
from projects.accounts.profile import office_profile
from projects.metrics.results import canonical
from projects.sites.checking import Outcome, check_site, counts_of, sentence_of
from projects.sites.declared import as_row
from projects.sites.errors import SITE_ALTERED, SITE_UNKNOWN
from projects.sites.office import Office
from projects.sites.site import Planned, Site
from projects.sites.tables import SiteCheckRow, SiteRow
from projects.statements.codes import check_code, hash_start

FORM = 2
"""Raised when what is kept is laid out anew. 2: office and secrecy of the sheet are kept too."""
MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class Kept:
    """A check as it is kept; `result` is what `as_result` made of its outcome."""

    id: int
    site_id: int
    number: int
    site: Site
    result: Mapping[str, Any]
    sha256: str
    at: dt.datetime
    by: str | None

    @property
    def code(self) -> str:
        """The check code that its paper carries."""
        return check_code(self.sha256)

    @property
    def rows(self) -> Sequence[Mapping[str, Any]]:
        rows: Sequence[Mapping[str, Any]] = self.result["rows"]
        return rows

    @property
    def counts(self) -> Mapping[str, int]:
        return counts_of([(row["check"], row["verdict"]) for row in self.rows])

    @property
    def sentence(self) -> Text:
        return sentence_of(self.counts)

    @property
    def notes(self) -> list[Text]:
        return [Text(**one) for one in self.result["notes"]]

    @property
    def address(self) -> str:
        return f"/sites/{self.site_id}/checks/{self.number}"

    def as_dict(self) -> dict[str, Any]:
        """What the interface and the command answer."""
        return {
            "site": self.site_id,
            "check": self.number,
            "code": self.code,
            "sha256": self.sha256,
            "checked_at": self.at.isoformat(timespec="seconds"),
            "checked_by": self.by,
            "sentence": self.sentence,
            "counts": dict(self.counts),
            **_in_words(self.result),
        }


def _in_words(value: Any) -> Any:
    """The wordings of a result as `Text` again, so that an answer is in one language."""
    if isinstance(value, Mapping):
        if set(value) == {"zh", "en"}:
            return Text(**value)
        return {name: _in_words(one) for name, one in value.items()}
    return [_in_words(one) for one in value] if isinstance(value, list) else value


def as_result(outcome: Outcome, head: Mapping[str, str]) -> dict[str, Any]:
    """An outcome as plain values: every row with its words in both languages, and what its sheet
    says of the office on that day."""
    site = outcome.site
    return {
        "form": FORM,
        "head": dict(head),
        "day": outcome.day.isoformat(),
        "name": site.name,
        "project": site.project,
        "planned": asdict(site.planned),
        "origin": site.origin.as_dict(),
        "shape": site.geojson,
        "area_m2": None if site.area_m2 is None else round(site.area_m2, 2),
        "length_m": None if site.length_m is None else round(site.length_m, 2),
        "rows": [as_row(one) for one in outcome.rows],
        "layers": list(outcome.layers),
        "sheets": list(outcome.sheets),
        "whole": outcome.whole,
        "notes": [one.as_dict() for one in outcome.notes],
    }


def check_and_keep(services: Office, site: Site, by: Actor, site_id: int | None = None) -> Kept:
    """Check a site and keep it, as a new site or as a new version of one that is kept.

    Nobody who writes waits while it is computed. Raises as `check_site`, `site-unknown`.
    """
    with services.reading() as session:
        outcome = check_site(session, services.store, site)
    # Numbers are counted over all checks, also those that the asker does not see.
    with services.whole_transaction() as session:
        return keep(session, outcome, by, site_id)


def check_again(services: Office, site_id: int, by: Actor) -> Kept:
    """A new version of the check of a kept site, with the layers and rules of today."""
    with services.reading() as session:
        site = site_of(known_site(session, site_id))
    return check_and_keep(services, site, by, site_id)


def keep(session: Session, outcome: Outcome, by: Actor, site_id: int | None = None) -> Kept:
    """Keep an outcome; it is in the audit log."""
    site = outcome.site
    row = (
        _site_row(session, site, by) if site_id is None else known_site(session, site_id, lock=True)
    )
    text = canonical(as_result(outcome, head_of(session, outcome.layers)))
    numbers = select(func.max(SiteCheckRow.number)).where(SiteCheckRow.site_id == row.id)
    kept = SiteCheckRow(
        site_id=row.id,
        number=(session.scalar(numbers) or 0) + 1,
        inputs=[*site.layers, *outcome.layers],
        result=text,
        sha256=hash_of_result(text),
        created_by=by.name,
    )
    session.add(kept)
    session.flush()
    details = {"project": row.project_code, "counts": dict(outcome.counts), "sha256": kept.sha256}
    record(session, by, "site-checked", f"site {row.id}#{kept.number}", details=details)
    return kept_of(row, kept)


def head_of(session: Session, used: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The head of the sheet: the office, its own line of secrecy, the highest grade of layers."""
    office = office_profile(session)
    return {"office": office.name, "secrecy": office.secrecy, "grade": grade_of(session, used)}


def grade_of(session: Session, used: Sequence[Mapping[str, Any]]) -> str:
    """The highest secrecy that versions which took part have now."""
    versions = (resolve(session, f"{one['layer']}@{one['version']}") for one in used)
    return highest_grade(one.secrecy for one in versions)


def find_check(session: Session, code: str) -> Kept | None:
    """The check that has a printed code, None where none that is seen has."""
    query = (
        select(SiteRow, SiteCheckRow)
        .join(SiteCheckRow, SiteCheckRow.site_id == SiteRow.id)
        .where(SiteCheckRow.sha256.startswith(hash_start(code)))
    )
    found = session.execute(query.limit(1)).first()
    return None if found is None else kept_of(*found)


def get_check(session: Session, site_id: int, number: int | None = None) -> Kept:
    """A kept check, the latest one that is seen unless a number is named.

    Raises `site-unknown`, `site-check-altered`.
    """
    row = known_site(session, site_id)
    query = select(SiteCheckRow).where(SiteCheckRow.site_id == site_id)
    if number is not None:
        query = query.where(SiteCheckRow.number == number)
    found = session.scalars(query.order_by(SiteCheckRow.number.desc()).limit(1)).first()
    if found is None:
        raise EcoAtlasError(SITE_UNKNOWN)
    return kept_of(row, found)


def checks_of(session: Session, site_id: int) -> list[Kept]:
    """Every check of a site that is seen, the latest first."""
    row = known_site(session, site_id)
    query = select(SiteCheckRow).where(SiteCheckRow.site_id == site_id)
    return [
        kept_of(row, one) for one in session.scalars(query.order_by(SiteCheckRow.number.desc()))
    ]


def list_sites(session: Session, project: str | None = None) -> list[Kept]:
    """The latest check of each site that is seen, the newest first; of one project if named."""
    latest = (
        select(SiteCheckRow.site_id, func.max(SiteCheckRow.number).label("number"))
        .group_by(SiteCheckRow.site_id)
        .subquery()
    )
    query = (
        select(SiteRow, SiteCheckRow)
        .join(SiteCheckRow, SiteCheckRow.site_id == SiteRow.id)
        .join(
            latest,
            (latest.c.site_id == SiteCheckRow.site_id) & (latest.c.number == SiteCheckRow.number),
        )
        .order_by(SiteCheckRow.created_at.desc(), SiteCheckRow.id.desc())
        .limit(MOST_LISTED)
    )
    if project is not None:
        query = query.where(SiteRow.project_code == project)
    return [kept_of(site, check) for site, check in session.execute(query)]


def _site_row(session: Session, site: Site, by: Actor) -> SiteRow:
    row = SiteRow(
        name=site.name,
        project_code=site.project,
        shape=canonical(site.geojson),
        planned=asdict(site.planned),
        origin=site.origin.as_dict(),
        inputs=list(site.layers),
        created_by=by.name,
    )
    session.add(row)
    session.flush()
    return row


def known_site(session: Session, site_id: int, *, lock: bool = False) -> SiteRow:
    """The row of a site, for this step alone if locked; raises `site-unknown`."""
    query = select(SiteRow).where(SiteRow.id == site_id)
    row = session.scalars(query.with_for_update() if lock else query).first()
    if row is None:
        raise EcoAtlasError(SITE_UNKNOWN)
    return row


def site_of(row: SiteRow) -> Site:
    return Site(
        name=row.name,
        shape=shapely.from_geojson(row.shape),
        planned=Planned(**row.planned),
        origin=Text(**row.origin),
        project=row.project_code,
        layers=tuple(row.inputs),
    )


def kept_of(row: SiteRow, check: SiteCheckRow) -> Kept:
    """A check as it is kept; raises `site-check-altered`."""
    if hash_of_result(check.result) != check.sha256:
        raise EcoAtlasError(SITE_ALTERED, check=check.number)
    return Kept(
        id=check.id,
        site_id=row.id,
        number=check.number,
        site=site_of(row),
        result=json.loads(check.result),
        sha256=check.sha256,
        at=check.created_at,
        by=check.created_by,
    )


def hash_of_result(text: str) -> str:
    """The SHA-256 of a result as it is kept."""
    return hashlib.sha256(text.encode()).hexdigest()
