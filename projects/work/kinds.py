"""The kinds of background jobs of an office: who may ask for each, and what is done then.

Each is done with the rights of whoever asked for it, as they are when it is done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from geo.words import Text
from layers.artifacts import COMPARE, DIFF_FILE, EXPORT, MADE_KINDS
from layers.artifacts import work as making
from layers.jobs import JobKind, Work
from layers.system.database import Database
from layers.uploads.receiving import get_upload
from layers.uploads.work import (
    CHECK,
    IMPORT,
    MEND,
    TILES,
    TITLES,
    build_tiles,
    check_upload,
    import_upload,
    mend_upload,
)
from projects.metrics.run import run_metric
from projects.records.queries.responsible import units_beside
from projects.work import demonstrating, lists, verifying
from projects.work.asker import Asker, asker_of, nobody
from projects.work.known_ground import known_beside
from projects.work.services import Services
from projects.work.verifying import VERIFY
from projects.work.versions import for_import

METRIC = "metric"
Doing = Callable[[Work, Asker], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class OfficeJob:
    """A kind of job. `permission`: what whoever asks for it needs, also when it is done; None
    where the system asks for it too. `do` is given him, and returns plain JSON values.
    """

    id: str
    title: Text
    permission: str | None
    do: Doing

    def work(self, work: Work) -> Mapping[str, Any]:
        """Do it for whoever asked; raises `forbidden` if he may no longer have it done."""
        return self.do(work, self._asker(work))

    def _asker(self, work: Work) -> Asker:
        if self.permission is None:
            return nobody(work.by)
        with work.database.reading() as session:
            return asker_of(session, work.job, self.permission)


def check(work: Work, asker: Asker) -> Mapping[str, Any]:
    return check_upload(work, _beside(work, asker, _choices(work)))


def mend(work: Work, asker: Asker) -> Mapping[str, Any]:
    return mend_upload(work, _beside(work, asker, _choices(work)))


def import_(work: Work, asker: Asker) -> Mapping[str, Any]:
    """Its tiles become a job of their own, also when it is begun again after it was live."""
    choices = _choices(work)
    terms = for_import(_office(work), asker, choices, progress=work.progress)
    return import_upload(work, terms, _beside(work, asker, choices))


def compute(work: Work, asker: Asker) -> Mapping[str, Any]:
    """Compute a figure on what the asker sees."""
    work.progress("compute", 0, 1)
    asked = work.arguments
    run = run_metric(
        work.database.seen_by(asker.sight),
        work.store,
        asked["metric"],
        asked["inputs"],
        asked["parameters"],
        work.by,
        progress=lambda done, of: work.progress("compute", done, of),
    )
    return {"run": run.id}


def over_seen(doing: Callable[[Work, Database], Mapping[str, Any]]) -> Doing:
    """Work done over what the asker may see."""
    return lambda work, asker: doing(work, work.database.seen_by(asker.sight))


def _export(work: Work, seen: Database) -> Mapping[str, Any]:
    return making.export_file(work, seen, units_beside)


def _tiles(work: Work, _asker: Asker) -> Mapping[str, Any]:
    """Of a content that is live already: nobody is shown more by it."""
    return build_tiles(work)


def _office(work: Work) -> Services:
    return Services(work.settings, work.database, work.store)


def _choices(work: Work) -> Mapping[str, Any]:
    with work.database.reading() as session:
        return get_upload(session, work.settings, work.arguments["upload"], None).choices


def _beside(work: Work, asker: Asker, choices: Mapping[str, Any]) -> Mapping[str, Any]:
    return known_beside(_office(work).seen_by(asker.sight), choices.get("layer_id"))


OFFICE_JOBS: dict[str, OfficeJob] = {
    job.id: job
    for job in (
        OfficeJob(CHECK, TITLES[CHECK], "edit_layers", check),
        OfficeJob(IMPORT, TITLES[IMPORT], "edit_layers", import_),
        OfficeJob(MEND, TITLES[MEND], "edit_layers", mend),
        OfficeJob(TILES, TITLES[TILES], None, _tiles),
        OfficeJob(EXPORT, MADE_KINDS[EXPORT], "export", over_seen(_export)),
        OfficeJob(COMPARE, MADE_KINDS[COMPARE], "view", over_seen(making.compare)),
        OfficeJob(DIFF_FILE, MADE_KINDS[DIFF_FILE], "export", over_seen(making.diff_file)),
        OfficeJob(VERIFY, verifying.TITLE, "export", over_seen(verifying.verify)),
        OfficeJob(
            demonstrating.DEMONSTRATION,
            demonstrating.TITLE,
            "manage_accounts",
            demonstrating.demonstrate,
        ),
        OfficeJob(lists.LOOK, lists.TITLES[lists.LOOK], "edit_projects", lists.look),
        OfficeJob(lists.MARK, lists.TITLES[lists.MARK], "edit_projects", lists.marked),
        OfficeJob(lists.TAKE, lists.TITLES[lists.TAKE], "edit_projects", lists.take),
        OfficeJob(lists.WRITE, lists.TITLES[lists.WRITE], "export", lists.write),
        OfficeJob(lists.MERGE, lists.TITLES[lists.MERGE], "report_rounds", lists.merge),
        OfficeJob(METRIC, Text("计算指标", "Computing a figure"), "run_metrics", compute),
    )
}
JOB_KINDS: dict[str, JobKind] = {
    job.id: JobKind(job.id, job.title, job.work) for job in OFFICE_JOBS.values()
}
"""The same for the worker."""
