"""The demonstration district, loaded from a page into an office that holds nothing yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.catalogue import Layer
from layers.jobs import Job, Work, ask_job, list_jobs
from projects.demo.load import DEMO_FOLDER, load_demo, read_manifest
from projects.records.model.tables import Project
from projects.work.asker import Asker
from projects.work.services import Services

DEMONSTRATION = "demonstration"
TITLE = Text("载入示范区", "Loading the demonstration district")
OFFICE_IN_USE = declare(
    "office-in-use",
    "error",
    Text(
        "这里已有图层或项目，不再载入示范区。",
        "There are layers or projects here; the demonstration is not loaded beside them.",
    ),
    Text(
        "示范区只能载入空的系统；要试用，请另装一套。",
        "It is loaded into an empty office only; to try it, install another one.",
    ),
    status=409,
)


def start_demonstration(office: Services, asker: Asker) -> Job:
    """Have the demonstration loaded; the job that is under way where there is one. Raises
    `office-in-use`, `forbidden`."""
    asker.require("manage_accounts")
    with office.whole_transaction() as session:
        for job in list_jobs(session, subject=DEMONSTRATION):
            if not job.over:
                return job
        held = (select(Layer.id).limit(1), select(Project.code).limit(1))
        if any(session.scalars(query).first() for query in held):
            raise EcoAtlasError(OFFICE_IN_USE)
        return ask_job(session, DEMONSTRATION, {}, asker, DEMONSTRATION)


def demonstrate(work: Work, _asker: Asker) -> Mapping[str, Any]:
    """Load it, in the name of whoever asked; begun again it goes on where it stopped."""
    demo = read_manifest(DEMO_FOLDER)
    whole = len(demo.layers) + len(demo.metrics)
    before: dict[str, int] = {}

    def told(step: str, done: int, total: int) -> None:
        del total
        before[step] = done
        work.progress(DEMONSTRATION, min(sum(before.values()), whole), whole)

    loaded = load_demo(work.database, work.store, told, by=work.by)
    return {"layers": list(loaded.layers)}
