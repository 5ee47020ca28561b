"""Two hosts, each with a worker and a home of its own, behind nginx: PostgreSQL, S3, Redis."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, IncompleteRead, RemoteDisconnected
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import geopandas as gpd
import numpy as np
import pytest
import shapely
from sqlalchemy import select

from layers.audit import Actor, AuditEntry, verify
from layers.jobs.ledger import Job, add_job, get_job
from layers.jobs.tables import JobRow
from layers.settings import CHECKOUT, Settings
from layers.system.database import Database, engine_for
from layers.system.fork_server import Forked
from projects.accounts import accounts
from projects.accounts.tokens import make_token
from projects.metrics.kept import list_runs
from projects.work.kinds import METRIC
from tests.forks import begun
from tests.object_store import KEYS, ObjectStore
from tests.webmap import office

pytestmark = [pytest.mark.slow, pytest.mark.postgresql]

NAME, PASSWORD = "li", "春江花月夜-trombone-47"
UPSTREAM = CHECKOUT / "docs" / "deployment" / "several-hosts.conf"
MANY, FEW = 12_000, 1_000
"""More than a group of rows in which a version is read by place, and enough to be killed in."""
PATIENCE_S = 180
BROKEN_OFF = 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(true: Callable[[], Any], *, every_s: float = 0.02) -> Any:
    end = time.monotonic() + PATIENCE_S
    while not (found := true()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(every_s)
    return found


def said_in(file: Path) -> str:
    return file.read_text("ascii") if file.exists() else ""


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running(command: list[Any], **more: Any) -> Iterator[subprocess.Popen[bytes]]:
    """In a group of its own, which is gone at the end."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True, **more)
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(30)


@dataclass
class Host:
    """`serve` of one machine: web processes and a worker."""

    settings: dict[str, str]
    folder: Path
    port: int = field(default_factory=free_port)
    process: Forked | None = None
    pid: int = 0

    def start(self, stack: ExitStack) -> None:
        begins = Path(tempfile.mkdtemp(dir=self.folder))
        told = os.environ | self.settings
        self.process = begun(begins, office.serve, str(self.port), environment=told)
        stack.callback(self.process.kill)
        self.pid = int(until(lambda: said_in(begins / office.PID)))
        stack.callback(self.kill)
        until(lambda: answers(self.port))

    @property
    def worker(self) -> int:
        """The process of its group that does jobs."""
        for place in Path("/proc").glob("[0-9]*"):
            try:
                mine = os.getpgid(int(place.name)) == self.pid
                if mine and (place / "comm").read_text().strip() == "ecoatlas-worker":
                    return int(place.name)
            except (OSError, ProcessLookupError):
                continue
        return 0

    @property
    def lives(self) -> bool:
        return Path(f"/proc/{self.pid}").exists()

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        assert self.process is not None
        self.process.wait(30)


@dataclass
class Site:
    """The entrance, the hosts behind it, and what they share."""

    port: int
    hosts: list[Host]
    database: Database
    token: str

    def ask(self, method: str, path: str, body: Any = None, port: int = 0, **more: str) -> Any:
        """Status, headers and bytes; JSON and the token of an administrator unless said."""
        headers = {"Authorization": f"Bearer {self.token}"} if not more else {}
        headers |= {name.replace("_", "-"): value for name, value in more.items()}
        if isinstance(body, dict):
            body, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
        elif body is not None and "Content-Type" not in headers:
            headers["Content-Type"] = "application/octet-stream"
        connection = HTTPConnection("127.0.0.1", port or self.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def told(self, method: str, path: str, body: Any = None, port: int = 0) -> Any:
        status, _, said = self.ask(method, path, body, port)
        assert status < 300, said
        return json.loads(said)

    def job(self, job_id: str) -> Job:
        with self.database.reading() as session:
            return get_job(session, job_id)

    def has(self, job_id: str) -> str | None:
        """Which worker does a job."""
        with self.database.reading() as session:
            return session.scalar(select(JobRow.worker).where(JobRow.id == job_id))

    def done(self, job_id: str) -> Job:
        """When it is over, well or not."""
        until(lambda: self.job(job_id).over, every_s=0.1)
        found = self.job(job_id)
        assert found.state == "done", found.problem
        return found


def entrance(folder: Path, port: int, hosts: list[Host]) -> Path:
    """The documented upstream, with our ports."""
    shared = UPSTREAM.read_text(encoding="utf-8")
    for number, host in enumerate(hosts, start=1):
        documented = f"10.0.0.1{number}:8000"
        assert documented in shared
        shared = shared.replace(documented, f"127.0.0.1:{host.port}")
    places = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    text = (
        f"daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{places}{shared}\nserver {{\n"
        f"listen 127.0.0.1:{port};\nlocation / {{\nproxy_pass http://ecoatlas;\n"
        "proxy_http_version 1.1;\nproxy_set_header Connection '';\nproxy_set_header Host $host;\n"
        "proxy_set_header X-Forwarded-For $remote_addr;\n}\n}\n}\n"
    )
    path = folder / "nginx.conf"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def site(
    tmp_path: Path,
    postgresql_url: str,
    object_store: ObjectStore,
    available: Callable[[str, str], str],
) -> Iterator[tuple[Site, ExitStack]]:
    redis, nginx = available("redis-server", "redis-server"), available("nginx", "nginx-light")
    redis_port, port = free_port(), free_port()
    shared = {
        **KEYS,
        "AWS_ENDPOINT_URL": object_store.address,
        "ECOATLAS_DATABASE_URL": postgresql_url,
        "ECOATLAS_STORE_URL": object_store.url(),
        "ECOATLAS_QUEUE_URL": f"redis://127.0.0.1:{redis_port}/0",
        "ECOATLAS_LIMITS_URL": f"redis://127.0.0.1:{redis_port}/1",
        "ECOATLAS_SECRET_KEY": "a key that all hosts of a test share with each other",
        "ECOATLAS_SHARED": str(tmp_path / "shared"),
        "ECOATLAS_TRUSTED_PROXY": "127.0.0.1",
        "ECOATLAS_WEB_PROCESSES": "2",
    }
    homes = (str(tmp_path / name) for name in ("one", "two"))
    hosts = [Host({**shared, "ECOATLAS_HOME": home}, tmp_path) for home in homes]
    with ExitStack() as stack:
        command = [redis, "--port", str(redis_port), "--bind", "127.0.0.1", "--save", ""]
        stack.enter_context(running([*command, "--dir", str(tmp_path)]))
        until(lambda: answers(redis_port))
        for host in hosts:
            host.start(stack)
        conf = entrance(tmp_path, port, hosts)
        stack.enter_context(running([nginx, "-p", str(tmp_path), "-c", str(conf)]))
        until(lambda: answers(port))
        database = Database(engine_for(Settings(home=tmp_path, database_url=postgresql_url)))
        stack.callback(database.close)
        with database.transaction() as session:
            accounts.add_account(
                session, NAME, "admin", password=PASSWORD, must_change=False, by=None
            )
            account = accounts.get_account(session, NAME)
            made = make_token(session, account, "test", account.role, 9, Actor(NAME, "-"))
        yield Site(port, hosts, database, made.token), stack


def layer_of(folder: Path, count: int) -> bytes:
    row, column = np.divmod(np.arange(count), 120)
    west, south = 114.0 + column * 0.001, 30.4 + row * 0.001
    frame = gpd.GeoDataFrame(
        {
            "code": [f"P{n}" for n in range(count)],
            "name": [f"示例分区{n}" for n in range(count)],
            "verdict": ["met", "not_met"] * (count // 2),
        },
        geometry=shapely.box(west, south, west + 0.001, south + 0.001),
        crs=4490,
    )
    frame.to_file(folder / f"{count}.gpkg")
    return (folder / f"{count}.gpkg").read_bytes()


def upload(site: Site, content: bytes) -> str:
    """Its pieces go to one host after the other; both know how much has arrived."""
    files = [{"name": "zones.gpkg", "size": len(content)}]
    number = site.told("POST", "/api/v1/uploads", {"files": files})["id"]
    offset, half = 0, len(content) // 2 + 1
    for at, host in enumerate(site.hosts):
        piece = content[at * half : (at + 1) * half]
        path = f"/api/v1/uploads/{number}/files/0?offset={offset}"
        offset = site.told("PUT", path, piece, host.port)["received"]
    ready = {"layer_id": "zones", "kind": "sponge_zone", "title": "分区", "secrecy": "public"}
    site.told("PATCH", f"/api/v1/uploads/{number}", ready)
    job = site.told("POST", f"/api/v1/uploads/{number}/check", {})["id"]
    site.done(job)
    return str(number)


def versions(site: Site, host: Host) -> dict[int, bool]:
    """Numbers of the versions, and whether each is live, as one host tells."""
    told = site.told("GET", "/api/v1/layers/zones/versions", port=host.port)["versions"]
    return {one["version"]: one["live"] for one in told}


def sign_in(site: Site, port: int, password: str) -> tuple[int, str]:
    _, headers, page = site.ask("GET", "/sign-in", port=port, Accept="text/html")
    found = re.search(rb'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    cookie = headers["Set-Cookie"].split(";")[0]
    asked = {"name": NAME, "password": password, "csrf_token": found[1].decode()}
    status, headers, _ = site.ask(
        "POST", "/sign-in", urlencode(asked).encode(), port, Cookie=cookie,
        Content_Type="application/x-www-form-urlencoded",
    )  # fmt: skip
    set_now = [one.split(";")[0] for one in headers.get_all("Set-Cookie") or []]
    return status, next((one for one in set_now if one.startswith("ecoatlas=")), cookie)


def the_one_that_works_dies(here: Site, ask: Callable[[], str], seen: Callable[[], Any]) -> Job:
    """Of two workers the one that does a job is killed alone; nothing is seen of the job until
    another worker, which takes it up, is done."""
    one, two = here.hosts
    before = seen()
    # The second one sleeps until the first one has the job.
    os.kill(until(lambda: two.worker), signal.SIGSTOP)
    job, dies = ask(), until(lambda: one.worker)
    try:
        until(lambda: here.job(job).state == "running")
        had = here.has(job)
        os.kill(dies, signal.SIGKILL)
    finally:
        os.kill(two.worker, signal.SIGCONT)

    def taken_up() -> bool:
        now = seen()
        if here.has(job) != had:
            return True
        assert now == before
        return False

    until(taken_up, every_s=0.1)
    found = here.done(job)
    assert found.attempts == 2
    assert one.lives
    return found


def logged(here: Site, action: str) -> list[str | None]:
    """The subjects of entries of the audit log, which is whole."""
    with here.database.reading() as session:
        assert verify(session).ok
        asked = select(AuditEntry.subject).where(AuditEntry.action == action)
        return list(session.scalars(asked.order_by(AuditEntry.number)))


def workers_die_alone(here: Site, folder: Path) -> None:
    """In an import, and in a coverage that reads its cover by place."""
    one, two = here.hosts
    number = upload(here, layer_of(folder, FEW))
    imported = logged(here, "layer-imported")
    the_one_that_works_dies(
        here,
        lambda: str(here.told("POST", f"/api/v1/uploads/{number}/import", {})["id"]),
        lambda: versions(here, two),
    )
    assert versions(here, one) == versions(here, two) == {1: False, 2: False, 3: True}
    assert logged(here, "layer-imported") == [*imported, "zones@3"]

    asked = {"metric": "coverage", "inputs": {"zones": "zones@3", "cover": "zones@2"}}

    def compute() -> str:
        arguments = {**asked, "parameters": {}, "role": "admin"}
        with here.database.transaction() as session:
            return add_job(session, METRIC, arguments, by=Actor(NAME, "-")).id

    done = the_one_that_works_dies(here, compute, lambda: logged(here, "metric-run"))
    assert done.result is not None
    assert logged(here, "metric-run") == [f"coverage#{done.result['run']}"]
    with here.database.reading() as session:
        (run,) = list_runs(session)
    assert run.id == done.result["run"]
    assert run.result["total"]["share"] == pytest.approx(1.0, abs=1e-9)


def test_a_host_is_killed_while_it_works_and_answers_and_nothing_is_lost(
    site: tuple[Site, ExitStack], tmp_path: Path
) -> None:
    here, stack = site
    one, two = here.hosts
    first = here.told("POST", f"/api/v1/uploads/{upload(here, layer_of(tmp_path, 200))}/import", {})
    here.done(first["id"])
    assert versions(here, one) == versions(here, two) == {1: True}

    # The second host's worker sleeps, so that the first one's has the job when it is killed.
    number = upload(here, layer_of(tmp_path, MANY))
    os.kill(until(lambda: two.worker), signal.SIGSTOP)
    asked: list[int] = []
    over = threading.Event()

    def visit() -> None:
        while not over.wait(0.2):
            try:
                asked.append(here.ask("GET", "/api/v1/layers")[0])
            except (IncompleteRead, RemoteDisconnected):
                asked.append(BROKEN_OFF)

    visitors = [threading.Thread(target=visit) for _ in range(3)]
    for visitor in visitors:
        visitor.start()
    until(lambda: len(asked) > 10)
    job = here.told("POST", f"/api/v1/uploads/{number}/import", {})["id"]
    until(lambda: here.job(job).state == "running")
    one.kill()
    os.kill(two.worker, signal.SIGCONT)
    try:
        found = here.done(job)
    finally:
        over.set()
        for visitor in visitors:
            visitor.join(90)
    assert found.attempts == 2
    # What was on its way when the host died breaks off, and its length tells; nothing else does.
    assert set(asked) <= {200, BROKEN_OFF}
    assert asked.count(BROKEN_OFF) <= len(visitors)
    assert asked.count(200) > 20
    assert versions(here, two) == {1: False, 2: True}

    one.start(stack)
    assert versions(here, one) == {1: False, 2: True}
    told = here.told("GET", "/api/v1/layers/zones/versions", port=one.port)["versions"]
    assert {row["version"]: row["features"] for row in told} == {1: 200, 2: MANY}
    here.told("POST", "/api/v1/layers/zones/rollback", {"version": 1}, port=two.port)
    assert versions(here, one) == versions(here, two) == {1: True, 2: False}

    workers_die_alone(here, tmp_path)

    # A session is known on both hosts, and so is its end; failed attempts count together.
    status, cookie = sign_in(here, one.port, PASSWORD)
    assert status in (302, 303)
    for host in (one, two):
        status, headers, _ = here.ask("GET", "/account", port=host.port, Cookie=cookie)
        assert status == 200, headers["Location"]
    refused = [sign_in(here, (one, two)[at % 2].port, "wrong")[0] for at in range(14)]
    assert 429 in refused
    assert sign_in(here, one.port, PASSWORD)[0] == sign_in(here, two.port, PASSWORD)[0] == 429
