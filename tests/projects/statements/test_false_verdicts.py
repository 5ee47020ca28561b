"""Attempts to get a false verdict signed: what the world does between run, draft and signature."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import geopandas as gpd
import pytest
import shapely
from sqlalchemy import update

from geo.errors import EcoAtlasError
from layers.catalogue import Layer, get_layer
from layers.system.row_access import Sight
from projects.accounts.accounts import add_account
from projects.metrics.kept import get_run
from projects.metrics.outdated import asked_otherwise
from projects.metrics.summary import run_lines
from projects.metrics.tables import MetricRunRow
from projects.policy.tables import PolicyTarget
from projects.standing.choosing import set_figure
from projects.statements import review
from projects.statements.asserting import assertions
from projects.statements.kept import StatementInfo, get_statement, is_whole
from projects.statements.making import make_statement
from projects.statements.review import submit
from tests.projects.statements.conftest import LI, WANG, Actor, Office, sign

TARGET = "WEDZ-2023-T22"


@pytest.fixture
def shown(sqlite_office: Office) -> tuple[int, str]:
    """A statement that was handed in, and the hash of the list that a reviewer has read."""
    made = sqlite_office.make().id
    with sqlite_office.database.transaction() as session:
        submit(session, made, LI)
        return made, assertions(session, get_statement(session, made)).fingerprint


def signing(office: Office, number: int, asserted: str) -> str:
    """How a signature on the list that was read ends."""
    try:
        with office.database.transaction() as session:
            review.sign(session, number, office.wang, WANG, asserted=asserted)
    except EcoAtlasError as error:
        return error.code
    return "signed"


def register(office: Office, **values: Any) -> None:
    with office.database.transaction() as session:
        session.execute(update(PolicyTarget).where(PolicyTarget.id == TARGET).values(**values))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"value": 10.0}, "≥ 10%"),
        ({"year": 2030}, "2030"),
        ({"divisions": ["420113"]}, TARGET),
        ({"soft": ["力争"]}, TARGET),
        ({"replaced_by": ["WEDZ-2023-T98"]}, "WEDZ-2023-T98"),
    ],
)
def test_a_target_that_was_changed_since_is_not_signed_nor_made_nor_set(
    sqlite_office: Office, shown: tuple[int, str], values: dict[str, Any], said: str
) -> None:
    office, (number, asserted) = sqlite_office, shown
    register(office, **values)
    assert signing(office, number, asserted) == "statement-changed-meanwhile"
    with office.database.transaction() as session:
        found = get_statement(session, number)
        lines = [line for part in assertions(session, found).parts("zh") for line in part.lines]
        assert any("政策台账此后" in one and said in one for one in lines)
        with pytest.raises(EcoAtlasError) as refusal:
            sign(session, number, office.wang, WANG)
        assert refusal.value.code == "statement-not-vouched"
        for step in (
            lambda: make_statement(session, office.store, found.run_id, LI),
            lambda: set_figure(session, found.run_id, "年报", WANG, own=["zones", "built_up"]),
        ):
            with pytest.raises(EcoAtlasError) as refusal:
                step()
            assert refusal.value.code == "run-not-vouched"
    for earlier in (None, without_asked):
        lines_say(office, found.run_id, said, earlier)
    if "replaced_by" not in values:
        assert office.run() != found.run_id, "the kept run is of the target as it was"


def without_asked(summary: dict[str, Any]) -> dict[str, Any]:
    """As it was kept before the target was kept beside the result."""
    return {name: value for name, value in summary.items() if name != "asked"}


def lines_say(
    office: Office,
    number: int,
    said: str,
    earlier: Callable[[dict[str, Any]], dict[str, Any]] | None,
) -> None:
    """Lists show no verdict either, and say why, of runs of whatever release."""
    with office.database.transaction() as session:
        row = session.get_one(MetricRunRow, number)
        assert row.summary
        assert row.summary["asked"]["id"] == TARGET
        row.summary = earlier(row.summary) if earlier else row.summary
        session.flush()
        line = next(one for one in run_lines(session) if one.id == number)
        assert line.met is None
        assert line.outdated
        assert said in line.outdated.zh
        assert line.outdated.short.en == "target changed since; compute again"
        session.rollback()


def test_a_register_that_is_as_it_was_says_nothing(
    sqlite_office: Office, shown: tuple[int, str]
) -> None:
    with sqlite_office.database.reading() as session:
        run = get_run(session, get_statement(session, shown[0]).run_id)
        assert run is not None
        assert asked_otherwise(session, run.result, run.input_hash) is None
        assert [one.outdated for one in run_lines(session)] == [None]
    assert signing(sqlite_office, *shown) == "signed"


def _boundary(office: Office) -> None:
    zone = gpd.GeoDataFrame(
        {"code": ["4201-WEDZ"], "name": ["经开区（示例）"], "level": ["function_zone"]},
        geometry=[shapely.box(114.0, 30.2, 114.22, 30.6)],
        crs=4490,
    )
    office.add("economic_zone", "admin_division", zone, "public")


def _back(office: Office) -> None:
    office.add_zones(["met"] * 4)
    with office.database.transaction() as session:
        session.execute(update(Layer).where(Layer.id == "zones").values(live_version=1))


def _half(office: Office) -> None:
    codes = ["P0", "P1"]
    boxes = [shapely.box(114.2 + 0.01 * n, 30.4, 114.21 + 0.01 * n, 30.41) for n in range(2)]
    columns = {"code": codes, "name": codes, "verdict": ["met", "met"]}
    office.add(
        "zones", "sponge_zone", gpd.GeoDataFrame(columns, geometry=boxes, crs=4490), "public"
    )


@pytest.mark.parametrize("happens", [_boundary, _half])
def test_another_version_of_a_layer_or_boundary_is_read_before_it_is_signed(
    sqlite_office: Office, shown: tuple[int, str], happens: Callable[[Office], None]
) -> None:
    happens(sqlite_office)
    assert signing(sqlite_office, *shown) == "statement-changed-meanwhile"


def test_a_layer_that_came_and_was_rolled_back_is_the_one_of_the_run(
    sqlite_office: Office, shown: tuple[int, str]
) -> None:
    _back(sqlite_office)
    assert signing(sqlite_office, *shown) == "signed"
    with sqlite_office.database.reading() as session:
        first = get_statement(session, shown[0])
        assert get_layer(session, "zones").live_version == 1
    assert sqlite_office.run() == first.run_id, "the kept run is of the version that is live"


def test_a_layer_that_lost_features_is_said_before_signing(sqlite_office: Office) -> None:
    _half(sqlite_office)
    made = sqlite_office.make()
    with sqlite_office.database.reading() as session:
        said = [x for part in assertions(session, made).parts("zh") for x in part.lines]
    assert any("zones@2" in one and "2 个要素，上一版 4 个" in one for one in said)
    with sqlite_office.database.reading() as session:
        said = [x for part in assertions(session, made).parts("en") for x in part.lines]
    assert any("2 features, the version before had 4" in one for one in said)


def test_who_does_not_see_a_layer_of_the_run_does_not_sign_it(
    sqlite_office: Office, shown: tuple[int, str]
) -> None:
    """A newer version that is closed to the reviewer closes the statement too."""
    office = sqlite_office
    sight = Sight(frozenset({"public", "internal"}))
    with office.database.reading(sight) as session:
        assert get_statement(session, shown[0]).state == "submitted"
    office.add_zones(["met"] * 4, secrecy="restricted")
    with office.database.transaction(sight) as session, pytest.raises(EcoAtlasError) as refusal:
        sign(session, shown[0], office.wang, WANG)
    assert refusal.value.code == "unknown-statement"


@pytest.mark.slow
@pytest.mark.parametrize(
    "office", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
def test_of_one_who_signs_and_one_who_returns_at_the_same_moment_one_does(office: Office) -> None:
    made = office.make().id
    with office.database.transaction() as session:
        submit(session, made, LI)
        zhou = add_account(session, "zhou", "reviewer", must_change=False, by=None).account
        asserted = assertions(session, get_statement(session, made)).fingerprint
    start, ends = threading.Barrier(2), []

    def one(step: Callable[..., StatementInfo], *given: Any, **more: Any) -> None:
        start.wait()
        try:
            with office.database.transaction() as session:
                ends.append(step(session, made, *given, **more).state)
        except EcoAtlasError as error:
            ends.append(error.code)

    both = [
        threading.Thread(
            target=one, args=(review.sign, office.wang, WANG), kwargs={"asserted": asserted}
        ),
        threading.Thread(target=one, args=(review.return_, zhou, "再核", Actor("zhou", "x"))),
    ]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(ends)[1] == "statement-wrong-state"
    with office.database.reading() as session:
        found = get_statement(session, made)
    assert (is_whole(found), found.state) == (True, min(ends))
