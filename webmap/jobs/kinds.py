"""The kinds of background jobs of an office, each done with the rights of whoever asked for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from geo.crs.known_ground import Boundary
from geo.errors import EcoAtlasError
from geo.words import Text
from layers.artifacts import COMPARE, DIFF_FILE, EXPORT
from layers.artifacts import work as making
from layers.jobs import JobKind, Work
from layers.system.database import Database
from layers.system.row_access import EVERYTHING, Sight
from layers.uploads.asking import refuse_taken
from layers.uploads.receiving import get_upload
from layers.uploads.work import (
    CHECK,
    IMPORT,
    MEND,
    TILES,
    build_tiles,
    check_upload,
    import_upload,
    mend_upload,
    titled,
)
from layers.versions.importing import Hooks
from projects.accounts.accounts import AccountInfo, get_account
from projects.accounts.grants import grant, sight_of
from projects.accounts.permissions import PERMISSIONS, lesser, may
from projects.metrics import run_metric
from projects.records.orphans import links_hold
from webmap.edge.access import role_titles
from webmap.edge.errors import FORBIDDEN
from webmap.edge.services import Services
from webmap.statements import verify_jobs as verifying
from webmap.statements.verify_jobs import VERIFY
from webmap.uploads.known_ground import known_boundary

RESTRICTED = "restricted"
METRIC = "metric"
Doing = Callable[[Work], Mapping[str, Any]]


def check(work: Work) -> Mapping[str, Any]:
    sight = _asker(work)[1]
    return check_upload(work, sight, _known(work, sight))


def mend(work: Work) -> Mapping[str, Any]:
    sight = _asker(work)[1]
    return mend_upload(work, sight, _known(work, sight))


def import_(work: Work) -> Mapping[str, Any]:
    """Import with what the asker sees; whoever imports a restricted layer is named for it."""
    account, sight = _asker(work)
    with _office(work).reading() as session:
        choices = get_upload(session, work.settings, work.arguments["upload"], None).choices

    def before(session: Session) -> None:
        refuse_taken(session, sight, choices)

    def after(session: Session, live: Any) -> None:
        if live.secrecy == RESTRICTED and account.role != "admin":
            grant(session, live.layer_id, account.name, work.by)

    return import_upload(
        work,
        Hooks(before, after),
        known=_known(work, sight),
        before_live=links_hold(work.store, choices.get("accept", ())),
    )


def compute(work: Work) -> Mapping[str, Any]:
    """Compute a figure on what the asker sees."""
    _account, sight = _asker(work, "run_metrics")
    work.progress("compute", 0, 1)
    asked = work.arguments
    run = run_metric(
        work.database.seen_by(sight),
        work.store,
        asked["metric"],
        asked["inputs"],
        asked["parameters"],
        work.by,
        progress=lambda done, of: work.progress("compute", done, of),
    )
    return {"run": run.id}


def made(needed: str, doing: Callable[[Work, Database], Mapping[str, Any]]) -> Doing:
    """Work done over what the asker may see, if he still may do it at all."""
    return lambda work: doing(work, work.database.seen_by(_asker(work, needed)[1]))


def _known(work: Work, sight: Sight) -> Boundary | None:
    """The ground that whoever asked may see."""
    return known_boundary(_office(work).seen_by(sight))


def _office(work: Work) -> Services:
    """Everything: accounts and uploads are looked up before it is known what may be seen."""
    return Services(work.settings, work.database, work.store, EVERYTHING)


def _asker(work: Work, needed: str = "edit_layers") -> tuple[AccountInfo, Sight]:
    """Who asked and what he sees now; raises `forbidden` if he may no longer do this.

    A token may have had less than the account; the job carries the role that counted.
    """
    with _office(work).reading() as session:
        account = get_account(session, work.by.name)
        role = lesser(account.role, work.arguments.get("role") or account.role)
        if account.disabled or not may(role, needed):
            said = PERMISSIONS[needed]
            raise EcoAtlasError(FORBIDDEN, permission=said.title, roles=role_titles(said.roles))
        return account, sight_of(session, account, role)


JOB_KINDS: dict[str, JobKind] = {
    kind.id: kind
    for kind in (
        titled(CHECK, check),
        titled(IMPORT, import_),
        titled(MEND, mend),
        titled(TILES, build_tiles),
        making.titled(EXPORT, made("export", making.export_file)),
        making.titled(COMPARE, made("view", making.compare)),
        making.titled(DIFF_FILE, made("export", making.diff_file)),
        JobKind(VERIFY, verifying.TITLE, made("export", verifying.verify)),
        JobKind(METRIC, Text("计算指标", "Computing a figure"), compute),
    )
}
