"""Of two workers kill the one that does the job, alone, at random moments; look at what is seen.

    python -m benchmarks.kill_workers --kills 10

A web server that lives on, its worker, and a second worker (of a home of its own, or of the
database, store and queue that `ECOATLAS_…` names). In turn an import and a coverage that reads by
place is begun, the second worker has it and is killed with SIGKILL, and the other one takes it up.
Until it is done the old version is live and nothing of it is logged; then there is one version more
or one run, with one entry of the audit log, and everything is whole. Stops with exit code 1 at the
first breach.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select

from benchmarks.kill_imports import LAYER, OVER, Office, Service, cli, must, write_zip
from layers.audit import Actor, AuditEntry
from layers.jobs.ledger import Job, add_job, get_job
from projects.metrics import list_runs
from projects.work.kinds import METRIC

TOOL = (sys.executable, "-c", "from webmap.commands import main; main()")
CHOICES = {"kind": "sponge_zone", "layer_id": LAYER, "key": "code", "encoding": "GB18030"}
NAME = "killer"
LOGGED = {"import": "layer-imported", "coverage": "metric-run"}
# About how long each takes undisturbed, in seconds.
SPANS = {"import": 3.0, "coverage": 1.5}


class Second:
    """The worker that dies; started again each time."""

    def __init__(self, home: Path) -> None:
        self.env = os.environ | {"ECOATLAS_HOME": str(home)}
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen([*TOOL, "worker"], env=self.env, stdout=subprocess.DEVNULL)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def worker_of(service: Service) -> int:
    """The worker that the web server has started."""
    for place in Path("/proc").glob("[0-9]*"):
        try:
            mine = os.getpgid(int(place.name)) == service.process.pid
            if mine and (place / "cmdline").read_bytes().endswith(b"\0worker\0"):
                return int(place.name)
        except (OSError, ProcessLookupError):
            continue
    return 0


def waited(true: Callable[[], object], what: str) -> None:
    end = time.monotonic() + 180
    while not true():
        must(time.monotonic() < end, what)
        time.sleep(0.02)


def job_of(office: Office, job: str) -> Job:
    with office.database.reading() as session:
        return get_job(session, job)


def seen(office: Office) -> tuple[str, tuple[str, ...]]:
    """The content that is live, and what the log tells of imports and runs."""
    with office.database.reading() as session:
        asked = select(AuditEntry.action).where(AuditEntry.action.in_(LOGGED.values()))
        return office.live(), tuple(session.scalars(asked.order_by(AuditEntry.number)))


def ask_import(service: Service, file: Path) -> str:
    data = file.read_bytes()
    listed = [{"name": file.name, "size": len(data)}]
    upload = service.ask("POST", "/uploads", json={"files": listed})["id"]
    kind = {"Content-Type": "application/octet-stream"}
    service.ask("PUT", f"/uploads/{upload}/files/0?offset=0", data=data, headers=kind)
    service.ask("PATCH", f"/uploads/{upload}", json=CHOICES)
    check = service.ask("POST", f"/uploads/{upload}/check", json={})["id"]
    waited(lambda: service.ask("GET", f"/jobs/{check}")["state"] in OVER, "the check is not done")
    return str(upload)


def ask_coverage(office: Office, number: int) -> str:
    """A question that was not asked before: every round has another pair of versions."""
    inputs = {"zones": f"{LAYER}@{number}", "cover": f"{LAYER}@{number + 1}"}
    asked = {"metric": "coverage", "inputs": inputs, "parameters": {}, "role": "admin"}
    with office.database.transaction() as session:
        return add_job(session, METRIC, asked, by=Actor(NAME, "-")).id


def one_round(
    service: Service, office: Office, second: Second, begin: Callable[[], str], delay: float
) -> str:
    """Where the kill fell; raises `BreachError`."""
    before, first = seen(office), worker_of(service)
    # The first one sleeps until the second one has the job.
    os.kill(first, signal.SIGSTOP)
    try:
        job = begin()
        waited(lambda: job_of(office, job).state != "waiting", "nobody takes the job")
        time.sleep(delay)
        second.kill()
        died_at = job_of(office, job).state
    finally:
        os.kill(first, signal.SIGCONT)
    while True:
        now, found = seen(office), job_of(office, job)
        if found.over:
            break
        must(now == before, "something is seen of a job that is not done")
        time.sleep(0.05)
    must(found.state == "done", f"the job ended {found.state}: {found.problem}")
    must(len(seen(office)[1]) == len(before[1]) + 1, "the log has not one entry more")
    must(found.attempts == (2 if died_at == "running" else 1), f"{found.attempts} attempts")
    office.look()
    second.start()
    return "at work" if died_at == "running" else "after the end"


def rounds(folder: Path, home: Path, token: str, kills: int, chance: random.Random) -> None:
    office, service, second = Office(home), Service(home, token), Second(home)
    counts: Counter[tuple[str, str]] = Counter()
    try:
        for number in range(kills):
            what = ("import", "coverage")[number % 2]
            if what == "import":
                upload = ask_import(service, write_zip(folder, number + 2))
                path = f"/uploads/{upload}/import"

                def begin(path: str = path) -> str:
                    return str(service.ask("POST", path, json={})["id"])

            else:

                def begin(number: int = number) -> str:
                    return ask_coverage(office, number // 2 + 1)

            waited(office.settled, "jobs are left")
            delay = chance.uniform(0, SPANS[what])
            counts[what, one_round(service, office, second, begin, delay)] += 1
            print(f"{number + 1:3d}  {what} + {delay:.2f} s  {dict(counts)}", flush=True)
        with office.database.reading() as session:
            must(len(list_runs(session)) == kills // 2, "runs are lost or doubled")
    finally:
        second.kill()
        service.kill()
    for (what, where), times in sorted(counts.items()):
        print(f"{what:9} {where:14} {times:3d}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder, home = Path(made), Path(made, "home")
        Path(made, "tmp").mkdir()
        cli(home, "init")
        cli(home, "users", "add", NAME, "--role", "admin")
        told = cli(home, "users", "token", NAME, "--title", "k", "--role", "admin", "--json")
        how = ("--layer", LAYER, "--kind", "sponge_zone", "--key", "code", "--encoding", "GB18030")
        cli(home, "layers", "import", str(write_zip(folder, 0)), *how)
        rounds(folder, home, json.loads(told)["token"], asked.kills, random.Random(asked.seed))


if __name__ == "__main__":
    main()
