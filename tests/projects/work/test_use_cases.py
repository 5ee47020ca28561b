"""Who asks, what he may have done, and that every way to a live version asks for the same right."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo.errors import EcoAtlasError
from layers.audit import Actor
from layers.catalogue import Description, resolve
from layers.jobs import Job, ask_job, list_jobs
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.database import Database, engine_for_url
from layers.system.row_access import EVERYTHING, PUBLIC
from layers.uploads.work import CHECK, TILES
from layers.versions.editing import Edit
from layers.versions.importing import Wanted
from projects.accounts import accounts, grants, options
from projects.accounts.permissions import PERMISSIONS, ROLES
from projects.units.register import load_units
from projects.work.asker import Asker, asker_of, nobody, sender, user_of_machine
from projects.work.jobs import job_for, start_check, start_run
from projects.work.kinds import JOB_KINDS, OFFICE_JOBS
from projects.work.services import Services
from projects.work.versions import edit_feature, import_file, make_live, restoring
from tests.databases import make_tables

pytestmark = pytest.mark.slow

HERE = Actor("here", "命令行 / command line")
SQUARE = shapely.box(114.2, 30.4, 114.21, 30.41)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One account of every role."""
    path = tmp_path_factory.mktemp("work") / "office.sqlite"
    database = Database(engine_for_url(f"sqlite:///{path}"))
    make_tables(database.engine)
    with database.transaction() as session:
        load_units(session)
        for role in ROLES:
            unit = "区水务湖泊局" if role == "unit" else ""
            accounts.add_account(session, role, role, unit=unit, by=HERE)
    database.close()
    return path


@pytest.fixture
def office(migrated: Path, tmp_path: Path) -> Iterator[Services]:
    own = shutil.copyfile(migrated, tmp_path / "office.sqlite")
    database = Database(engine_for_url(f"sqlite:///{own}"))
    yield Services(Settings(home=tmp_path), database, Store(tmp_path / "store"), EVERYTHING)
    database.close()


def asks(office: Services, name: str, *, by_token: bool = False) -> Asker:
    with office.database.reading() as session:
        account = accounts.get_account(session, name)
        actor = Actor(account.name, "10.0.0.5")
        return sender(session, account, account.role, actor, by_token=by_token)


def brought(
    office: Services, asker: Asker, folder: Path, name: str, secrecy: str = "internal"
) -> int:
    """The number of the version of an imported square of this name."""
    path = folder / "zones.geojson"
    columns = {"code": ["A"], "name": [name], "verdict": ["met"]}
    gpd.GeoDataFrame(columns, geometry=[SQUARE], crs=4326).to_file(path)
    wanted = Wanted("zones", "sponge_zone", description=Description(secrecy=secrecy))
    said = {"crs": "EPSG:4490", "key": "code", "accept": ("crs-missing", "secrecy-would-drop")}
    return import_file(office, asker, path, wanted, said).number


def test_who_asks_is_found_out_in_one_place_and_sees_what_the_role_sees(office: Services) -> None:
    machine, stranger = user_of_machine(HERE), nobody(HERE)
    assert (machine.sight, machine.owner, machine.name) == (EVERYTHING, None, None)
    assert machine.may("edit_layers")
    assert not machine.may("sign_statements")
    assert not any(stranger.may(permission) for permission in PERMISSIONS)
    assert asks(office, "admin").owner is None
    assert asks(office, "editor").owner == "editor"
    token = asks(office, "admin", by_token=True)
    assert (token.owner, token.may("manage_accounts"), token.may("edit_layers")) == (
        "admin", False, True,
    )  # fmt: skip
    with pytest.raises(EcoAtlasError, match="forbidden"):
        asks(office, "viewer").require("edit_layers")


def test_who_has_not_signed_in_sees_what_the_office_shows_everybody(office: Services) -> None:
    def anybody() -> Asker:
        with office.database.reading() as session:
            return sender(session, None, None, HERE, by_token=False)

    assert (anybody().may("view"), anybody().sight.grades) == (False, frozenset())
    with office.database.transaction() as session:
        options.set_anonymous_viewing(session, True, HERE)
    assert (anybody().may("view"), anybody().sight) == (True, PUBLIC)


def test_a_job_is_done_with_the_rights_of_its_asker_as_they_are_then(office: Services) -> None:
    def asked(role: str | None) -> Job:
        with office.database.transaction() as session:
            editor = Asker(Actor("editor", "10.0.0.5"), EVERYTHING, role)
            return ask_job(session, CHECK, {"upload": "x"}, editor, "x")

    def found(job: Job) -> Asker:
        with office.database.reading() as session:
            return asker_of(session, job, "edit_layers")

    asker = found(asked("editor"))
    assert (asker.name, asker.role, asker.actor.origin) == ("editor", "editor", "10.0.0.5")
    assert not asker.sight.everything
    with pytest.raises(EcoAtlasError, match="forbidden"):
        found(asked("viewer"))  # by a token that has less
    late = asked("editor")
    with office.database.transaction() as session:
        accounts.set_role(session, "editor", "viewer", HERE)
    with pytest.raises(EcoAtlasError, match="forbidden"):
        found(late)
    with office.database.transaction() as session:
        accounts.set_role(session, "editor", "editor", HERE)
        accounts.disable(session, "editor", HERE)
    with pytest.raises(EcoAtlasError, match="forbidden"):
        found(late)


def test_every_kind_of_job_says_who_may_ask_for_it() -> None:
    assert list(JOB_KINDS) == list(OFFICE_JOBS)
    asked = {name: job.permission for name, job in OFFICE_JOBS.items()}
    assert [name for name, permission in asked.items() if permission is None] == [TILES]
    assert set(asked.values()) - {None} <= PERMISSIONS.keys()


@pytest.mark.parametrize(
    "start",
    [
        lambda office, asker: start_check(office, asker, "none"),
        lambda office, asker: start_run(office, asker, "sponge_coverage", {}, {}),
    ],
)
def test_a_job_is_not_started_for_who_may_not_have_it_done(
    office: Services, start: Callable[[Services, Asker], Job]
) -> None:
    with pytest.raises(EcoAtlasError, match="forbidden"):
        start(office, asks(office, "viewer"))
    with office.database.reading() as session:
        assert list_jobs(session) == []


def test_a_job_is_known_to_its_asker_and_to_administrators(office: Services) -> None:
    reviewer = asks(office, "reviewer")
    job = start_run(office, reviewer, "sponge_coverage", {"zones": "z"}, {})
    assert start_run(office, reviewer, "sponge_coverage", {"zones": "z"}, {}).id == job.id
    with office.database.reading() as session:
        assert job_for(session, reviewer, job.id).id == job.id
        assert job_for(session, asks(office, "admin"), job.id).id == job.id
        for other in (asks(office, "editor"), nobody(HERE)):
            with pytest.raises(EcoAtlasError, match="unknown-job"):
                job_for(session, other, job.id)


def test_every_way_to_a_live_version_asks_for_the_same_right(
    office: Services, tmp_path: Path
) -> None:
    assert brought(office, user_of_machine(HERE), tmp_path, "一") == 1
    edit = Edit("zones", 1, "A", {"name": "二"}, "核实")
    ways: tuple[Callable[[Asker], object], ...] = (
        lambda asker: brought(office, asker, tmp_path, "二"),
        lambda asker: edit_feature(office, asker, edit),
        lambda asker: make_live(office, asker, "zones", 1),
        lambda asker: restoring(office, asker, "zones", 1),
    )
    for name in ("viewer", "reviewer"):
        for way in ways:
            with pytest.raises(EcoAtlasError, match="forbidden"):
                way(asks(office, name))
    editor = asks(office, "editor")
    made = edit_feature(office, editor, edit)
    assert (made.number, made.created_by) == (2, "editor")
    assert make_live(office, editor, "zones", 1).previous == 2
    with office.database.reading() as session:
        # The first has its tiles from the import; those of the edit are a job.
        assert [(job.kind, job.subject) for job in list_jobs(session)] == [(TILES, "zones@2")]


def test_whoever_imports_a_restricted_layer_is_named_for_it_unless_he_sees_all(
    office: Services, tmp_path: Path
) -> None:
    def named() -> list[str]:
        with office.database.reading() as session:
            return [one.name for one in grants.granted(session, "zones")]

    for asker in (user_of_machine(HERE), asks(office, "admin")):
        brought(office, asker, tmp_path, asker.actor.name, "restricted")
    assert named() == []
    with pytest.raises(EcoAtlasError, match="layer-id-taken"):
        brought(office, asks(office, "editor"), tmp_path, "三", "restricted")
    with office.database.transaction() as session:
        grants.grant(session, "zones", "editor", HERE)
        grants.revoke(session, "zones", "editor", HERE)
    brought(office, asks(office, "admin"), tmp_path, "四", "internal")
    brought(office, asks(office, "editor"), tmp_path, "五", "restricted")
    assert named() == ["editor"]
    with office.database.reading() as session:
        assert resolve(session, "zones").created_by == "editor"
