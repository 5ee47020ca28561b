"""Background work: a ledger of jobs in the database, a queue (huey), and a worker to do them."""

from layers.jobs.asker import Asker
from layers.jobs.ledger import (
    Job,
    add_job,
    ask_cancel,
    ask_job,
    get_job,
    jobs_about,
    list_jobs,
    with_role,
)
from layers.jobs.queue import Jobs, work
from layers.jobs.running import Cancelled, JobKind, Work
from layers.jobs.tables import STATES

__all__ = [
    "STATES",
    "Asker",
    "Cancelled",
    "Job",
    "JobKind",
    "Jobs",
    "Work",
    "add_job",
    "ask_cancel",
    "ask_job",
    "get_job",
    "jobs_about",
    "list_jobs",
    "with_role",
    "work",
]
