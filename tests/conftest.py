"""What every test shares: no network, a private home, PostGIS where a server is named."""

from __future__ import annotations

import gc
import os
import pkgutil
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher
from sqlalchemy import create_engine
from sqlalchemy.orm import Mapper

from layers.reading.sandbox import READER
from layers.system import database, sqlite_file
from layers.system.fork_server import ForkServer
from projects.accounts import passwords
from tests import starting
from tests.databases import Compiled, never_wait, own_postgresql, remembering
from tests.embedding import Remembering
from tests.postgresql_copies import Copies, Fill

if TYPE_CHECKING:
    import psycopg

    from tests.object_store import ObjectStore

# The collector looks seldom, from the first of thousands of modules and tests on.
gc.set_threshold(100_000, 50, 100)
# Where this is set, each worker and each process that a test begins compiles all modules anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

IN_CI = os.environ.get("CI") == "true"


def missing(reason: str) -> None:
    """Skip with the reason; in CI nothing of this kind may skip, so fail there."""
    if IN_CI:
        pytest.fail(f"must run in CI: {reason}")
    pytest.skip(reason)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Files with browser and slow tests first, so that no worker ends with a long one alone; the
    same order wherever a worker began."""

    def long(file: Path) -> tuple[bool, int]:
        kept = of_file[file]
        heavy = sum(1 for item in kept if any(map(item.get_closest_marker, ("browser", "slow"))))
        return heavy == 0, -(heavy or len(kept))

    items.sort(key=lambda item: item.path)
    yield
    of_file: dict[Path, list[pytest.Item]] = {}
    for item in items:
        of_file.setdefault(item.path, []).append(item)
    items[:] = [item for file in sorted(of_file, key=long) for item in of_file[file]]


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector, which the programs call themselves, need not go
    through all modules and thousands of tests each time."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """What a file of tests leaves behind, such as modules that it was the first to import, stays
    too: else each file makes the collector slower for all that follow."""
    if nextitem is not None and nextitem.path != item.path:
        gc.collect()
        gc.freeze()


def pytest_configure(config: pytest.Config) -> None:
    # A conftest is not asked about fixtures of the session; a plugin is.
    config.pluginmanager.register(starting)
    if config.args_source is pytest.Config.ArgsSource.TESTPATHS:
        config.args = folders(int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")))


def folders(worker: int) -> list[str]:
    """All tests, each worker beginning with another folder: in a fresh checkout modules of tests
    are compiled, and what one worker has compiled the others need not."""
    here = Path(__file__).parent
    rooms = sorted(one for one in here.iterdir() if any(one.glob("**/test_*.py")))
    first = -worker % len(rooms)
    return [str(one) for one in (*rooms[first:], *rooms[:first], *sorted(here.glob("test_*.py")))]


@pytest.fixture(scope="session")
def object_store() -> Iterator[ObjectStore]:
    """A real S3 server; its library is loaded where a test asks for it only."""
    from tests.object_store import served

    with served() as server:
        yield server


@pytest.fixture
def available() -> Callable[[str, str], str]:
    """The path of a program, given with the package that has it; without it the test is skipped."""

    def find(program: str, package: str) -> str:
        path = shutil.which(program)
        if path is None:
            missing(f"{program} is not installed ({package})")
        return str(path)

    return find


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where nobody's home is yet. Most tests need none: no folder is made for it."""
    folder = tmp_path_factory.mktemp("homes", numbered=False)
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def private_home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test ever touches the data of the checkout, and no setting leaks in from outside."""
    for name in [n for n in os.environ if n.startswith("ECOATLAS_") and "_TEST_" not in n]:
        monkeypatch.delenv(name)
    home = next(homes)
    monkeypatch.setenv("ECOATLAS_HOME", str(home))
    return home


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> Iterator[None]:
    """Passwords hashed with little work: hundreds of times accounts are made and sign in."""
    with pytest.MonkeyPatch.context() as patched:
        cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patched.setattr(passwords, "HASHER", cheap)
        yield


@pytest.fixture(scope="session", autouse=True)
def unwaited_disk() -> Iterator[None]:
    """Nobody waits until what a test writes is on the disk: no test is there after a power cut.
    GDAL is told by its environment, which processes that a test begins have too."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "fsync", lambda _: None)
        never_wait(patched, sqlite_file)
        patched.setenv("OGR_SQLITE_SYNCHRONOUS", "OFF")
        yield


@pytest.fixture(scope="session", autouse=True)
def read_as_in_an_office() -> Iterator[None]:
    """What tests of object stores bring along is not loaded where files are read, nor asked for
    credentials whenever a raster is opened."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("rasterio.session.boto3", None)
        patched.setattr(READER, "_modules", (*READER._modules, "tests.without_boto3"))
        yield


COUNTED = "COVERAGE_PROCESS_CONFIG"


@pytest.fixture(scope="session", autouse=True)
def counted_forks() -> Iterator[None]:
    """`make coverage` counts the copies of a server of forks too: its environment is clean, but for
    what coverage.py needs; that of the copies is as they were asked for."""
    with pytest.MonkeyPatch.context() as patched:
        if COUNTED in os.environ:
            begin, told = ForkServer._begin, {COUNTED: os.environ[COUNTED]}
            patched.setattr(ForkServer, "_begin", lambda one, env: begin(one, {**env, **told}))
        yield


@pytest.fixture(scope="session", autouse=True)
def compiled_statements() -> Iterator[None]:
    """Statements are compiled once for all databases of a kind: every test has one of its own."""
    with pytest.MonkeyPatch.context() as patched:
        memory = Compiled(2000)
        patched.setattr(database, "create_engine", remembering(create_engine, memory))
        # What a session writes is compiled for each kind of record.
        patched.setattr(Mapper, "_compiled_cache", memory)
        yield


PICTURES = ("projects.statements.faces.exporting.as_png", "projects.sites.paper.as_png")
LETTERS = "fpdf.output.ftsubset.Subsetter"


@pytest.fixture(scope="session")
def drawn_once() -> Iterator[None]:
    """The picture of a scene is drawn once, and the same letters are taken out of the font of a PDF
    once: hundreds of files of statements show the same few."""
    with pytest.MonkeyPatch.context() as patched:
        for one in PICTURES:
            patched.setattr(one, cache(pkgutil.resolve_name(one)))
        patched.setattr(LETTERS, Remembering)
        yield


@pytest.fixture
def drawn_anew(drawn_once: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of the picture itself, and of the bytes of files."""
    for one in PICTURES:
        monkeypatch.setattr(one, pkgutil.resolve_name(one).__wrapped__)
    monkeypatch.setattr(LETTERS, Remembering.__base__)


@pytest.fixture(scope="session")
def postgresql_server() -> str:
    """URL of a PostgreSQL server with PostGIS in which databases may be created."""
    url = os.environ.get("ECOATLAS_TEST_POSTGRESQL")
    if not url:
        missing("set ECOATLAS_TEST_POSTGRESQL to the URL of a PostgreSQL server with PostGIS")
    assert url
    return url


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """An empty database of the test's own."""
    with own_postgresql(postgresql_server) as (_, url):
        yield url


@pytest.fixture(scope="session")
def postgresql_templates(postgresql_server: str) -> Iterator[Callable[[Fill], str]]:
    """Names of databases that were filled once: hundreds of tests begin with a copy of one."""
    with ExitStack() as dropped:

        @cache
        def template(fill: Fill) -> str:
            name, url = dropped.enter_context(own_postgresql(postgresql_server))
            fill(url)
            return name

        yield template


@pytest.fixture(scope="session")
def postgresql_copies(
    postgresql_server: str, postgresql_templates: Callable[[Fill], str]
) -> Iterator[Copies]:
    """Copies of these, which one test has after the other."""
    with closing(Copies(postgresql_server, postgresql_templates)) as copies:
        yield copies


@pytest.fixture
def postgresql_copy(postgresql_copies: Copies) -> Iterator[Callable[[Fill], str]]:
    """From what fills a database, given its URL, to the URL of the test's own copy of it."""
    with ExitStack() as own:
        yield lambda fill: own.enter_context(postgresql_copies.one(fill))


@pytest.fixture(scope="session")
def second_program(postgresql_server: str) -> Iterator[psycopg.Connection]:
    """One database with PostGIS for all comparisons: the second program for our figures."""
    import psycopg

    with own_postgresql(postgresql_server) as (_, url), psycopg.connect(url) as connection:
        connection.execute("CREATE EXTENSION postgis")
        connection.execute("SET jit = off")  # it costs more than these queries take
        connection.commit()
        yield connection


@pytest.fixture
def postgis(second_program: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """A connection to it; nothing of the test's stays."""
    yield second_program
    second_program.rollback()
