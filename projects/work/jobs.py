"""Jobs as people ask for them: who may start which, how many at once, and who may look at one.

A job is written down in a transaction; who has started it puts it into the queue afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.artifacts import ask_made
from layers.jobs import Job, ask_job, get_job, list_jobs, with_role
from layers.jobs.errors import UNKNOWN_JOB
from layers.uploads import asking
from layers.uploads.work import CHECK, IMPORT, MEND
from projects.statements.verifying.received import Received, discard, receive
from projects.work.asker import Asker
from projects.work.kinds import METRIC, OFFICE_JOBS
from projects.work.lists import TITLES as WORKBOOKS
from projects.work.services import Services
from projects.work.verifying import MOST_UNDER_WAY, TOO_MANY_CHECKS, VERIFY

MOST_RUNS = 20
MOST_LOOKED_AT = 200
LONGEST_ID = 40

TOO_MANY_RUNS = declare(
    "runs-too-many",
    "error",
    Text(
        "您已有 {count} 个计算任务没有完成，达到上限。",
        "You have {count:computation|computations} under way, which is the most there may be.",
    ),
    Text(
        "请等其中一些完成，或取消不需要的。", "Wait for some of them, or cancel those not needed."
    ),
    status=409,
)
MOST_WORKBOOKS = 3
TOO_MANY_WORKBOOKS = declare(
    "workbooks-too-many",
    "error",
    Text(
        "您已有 {count} 个项目表格的后台任务没有完成，达到上限。",
        "You have {count:workbook|workbooks} of projects under way, which is the most there may "
        "be.",
    ),
    Text("请等其中一个完成。", "Wait until one of them is done."),
    status=409,
)


def start_check(office: Services, asker: Asker, upload: str) -> Job:
    """Check an upload; raises what `layers.uploads.asking.ask_check` raises."""
    _require(asker, CHECK)
    with office.transaction() as session:
        return asking.ask_check(session, office.settings, upload, asker)


def start_import(office: Services, asker: Asker, upload: str) -> Job:
    """Make an upload a version. That an id is taken is known of layers that are not seen."""
    _require(asker, IMPORT)
    with office.whole_transaction() as session:
        return asking.ask_import(session, office.settings, upload, asker)


def start_mending(office: Services, asker: Asker, upload: str, format: str) -> Job:
    """Write the mended data of an upload (gpkg or zip)."""
    _require(asker, MEND)
    with office.transaction() as session:
        return asking.ask_mended(session, office.settings, upload, format, asker)


def start_making(
    office: Services, asker: Asker, kind: str, subject: str, arguments: Mapping[str, Any]
) -> Job:
    """Make an export or a comparison, or find the one made; raises `made-too-many`."""
    _require(asker, kind)
    with office.transaction() as session:
        return ask_made(session, office.settings, kind, subject, arguments, asker)


def start_run(
    office: Services,
    asker: Asker,
    metric: str,
    inputs: Mapping[str, str],
    parameters: Mapping[str, Any],
    *,
    leads: str | None = None,
) -> Job:
    """Compute a figure. The same question asked again while it is under way is the same job.

    leads: the page that shows the result, where it is not that of the run. Raises `runs-too-many`.
    """
    _require(asker, METRIC)
    asked = {"metric": metric, "inputs": dict(inputs), "parameters": dict(parameters)}
    arguments = asked if leads is None else asked | {"leads": leads}
    with office.transaction() as session:
        waiting = [one for one in _under_way(session, asker, METRIC) if not one.cancel_asked]
        said = with_role(asker, arguments)
        same = next((one for one in waiting if one.arguments == said), None)
        if same is not None:
            return same
        if len(waiting) >= MOST_RUNS:
            raise EcoAtlasError(TOO_MANY_RUNS, count=len(waiting))
        return ask_job(session, METRIC, arguments, asker, f"metric:{metric}")


def start_verification(office: Services, asker: Asker, name: str, stream: IO[bytes]) -> Job:
    """Check a file of a statement; raises `verify-too-many`, `verify-no-file`, and others."""
    _require(asker, VERIFY)
    with office.reading() as session:
        _refuse_many_checks(session, asker)
    received = receive(office.settings, name, stream)
    try:
        with office.transaction() as session:
            _refuse_many_checks(session, asker)
            return _check_received(session, asker, received)
    except BaseException:
        discard(office.settings, received.id)
        raise


def start_workbook(
    office: Services, asker: Asker, kind: str, subject: str, arguments: Mapping[str, Any]
) -> Job:
    """Have a long workbook of projects dealt with; `kind` is one of `projects.work.lists`.

    The same asked again while it is under way is the same job. Raises `workbooks-too-many`.
    """
    _require(asker, kind)
    with office.transaction() as session:
        jobs = list_jobs(session, by=asker.actor.name, limit=MOST_LOOKED_AT)
        waiting = [one for one in jobs if one.kind in WORKBOOKS and not one.over]
        said = with_role(asker, arguments)
        same = (one for one in waiting if one.kind == kind and one.arguments == said)
        found = next((one for one in same if not one.cancel_asked), None)
        if found is not None:
            return found
        if len(waiting) >= MOST_WORKBOOKS:
            raise EcoAtlasError(TOO_MANY_WORKBOOKS, count=len(waiting))
        return ask_job(session, kind, arguments, asker, subject)


def job_for(session: Session, asker: Asker, job_id: str) -> Job:
    """A job, if the asker may know of it: his own, any for administrators. Raises `unknown-job`."""
    job = get_job(session, job_id[:LONGEST_ID])
    if asker.may("manage_accounts") or asker.name == job.actor.name:
        return job
    raise EcoAtlasError(UNKNOWN_JOB, job=job_id[:LONGEST_ID])


def _require(asker: Asker, kind: str) -> None:
    """Raises `forbidden`."""
    permission = OFFICE_JOBS[kind].permission
    if permission is not None:
        asker.require(permission)


def _under_way(session: Session, asker: Asker, kind: str) -> list[Job]:
    """His jobs of a kind that are not over."""
    jobs = list_jobs(session, by=asker.actor.name, limit=MOST_LOOKED_AT)
    return [one for one in jobs if one.kind == kind and not one.over]


def _refuse_many_checks(session: Session, asker: Asker) -> None:
    count = len(_under_way(session, asker, VERIFY))
    if count >= MOST_UNDER_WAY:
        raise EcoAtlasError(TOO_MANY_CHECKS, count=count)


def _check_received(session: Session, asker: Asker, received: Received) -> Job:
    arguments = {"file": received.id, "name": received.name, "sha256": received.sha256}
    return ask_job(session, VERIFY, arguments, asker, f"verify:{received.id}")
