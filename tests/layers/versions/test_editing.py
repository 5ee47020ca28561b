"""Single values changed: a new version with a reason, or a refusal that stores nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from geo.errors import EcoAtlasError
from layers.audit import Actor, AuditEntry
from layers.catalogue import VersionRef, resolve, versions
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.database import Database, engine_for
from tests.databases import make_tables
from tests.imported import edit_feature, import_file

pytestmark = pytest.mark.slow

LI = Actor("li", "10.0.0.3")
LONG = 420106199001011234


def zone(number: int, **properties: Any) -> dict[str, Any]:
    west = 114 + number / 100
    ring = [[west, 30.5], [west + 0.005, 30.5], [west + 0.005, 30.51], [west, 30.51], [west, 30.5]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "geometry": shape, "properties": properties}


FEATURES = [
    zone(1, code="A", name="甲区", verdict="met", capture_target=0.7, 户数=120, 证=LONG, 泵=True),
    zone(
        2, code="B", name="乙区", verdict="not_met", capture_target=0.8, 户数=80, 证=LONG, 泵=False
    ),
]


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an office with the layer in its first version, to be copied."""
    folder = tmp_path_factory.mktemp("imported")
    settings = Settings(home=folder / "home")
    engine = engine_for(settings)
    make_tables(engine)
    path = folder / "zones.geojson"
    collection = {"type": "FeatureCollection", "features": FEATURES}
    path.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")
    import_file(
        Database(engine), Store(settings.resolved_store_url), path, layer_id="zones",
        kind="sponge_zone", key="code", crs="EPSG:4490", accept=("crs-missing",), with_tiles=False,
    )  # fmt: skip
    engine.dispose()
    return settings.home


@pytest.fixture
def database(imported: Path, private_home: Path) -> Iterator[Database]:
    shutil.copytree(imported, private_home)
    engine = engine_for(Settings(home=private_home))
    yield Database(engine)
    engine.dispose()


@pytest.fixture
def store(database: Database, private_home: Path) -> Store:
    return Store(Settings(home=private_home).resolved_store_url)


def edit(database: Database, store: Store, key: str = "A", base: int = 1, reason: str = "现场核实", **changes: str) -> VersionRef:  # fmt: skip # noqa: E501
    return edit_feature(database, store, "zones", base, key, changes, reason, LI, with_tiles=False)


def live(database: Database) -> VersionRef:
    with database.reading() as session:
        return resolve(session, "zones")


def test_a_changed_value_is_a_new_live_version_and_nothing_else_differs(
    database: Database, store: Store
) -> None:
    before = store.attributes(live(database).sha256).set_index("code")
    made = edit(database, store, verdict="未达标", capture_target="75%")
    assert (made.number, made.live, made.description.note) == (2, True, "现场核实")
    after = store.attributes(made.sha256).set_index("code")
    assert (after.loc["A", "verdict"], after.loc["A", "capture_target"]) == ("not_met", 0.75)
    assert after.loc["B"].equals(before.loc["B"])
    assert after.loc["A", "户数"] == 120
    shapes = [
        store.frame(one).set_index("code").geometry for one in (made.sha256, live(database).sha256)
    ]
    assert shapes[0].geom_equals(shapes[1]).all()


def test_who_changed_what_and_why_stands_in_the_log_and_the_manifest(
    database: Database, store: Store
) -> None:
    made = edit(database, store, name="甲区（改）")
    with database.reading() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc())).first()
        assert entry is not None
        assert (entry.action, entry.actor, entry.subject) == ("layer-edited", "li", "zones@2")
        assert entry.details["before"] == {"name": "甲区"}
        assert entry.details["after"] == {"name": "甲区（改）"}
    about = store.manifest(made.sha256)
    assert about["edited_from"]["version"] == 1
    assert about["edits"] == [
        {"key": "A", "field": "name", "before": "甲区", "after": "甲区（改）"}
    ]


def test_what_nobody_sees_is_not_typed_into_a_layer(database: Database, store: Store) -> None:
    made = edit(database, store, name="\u202e乙区\x07", 户数="\u200e121")
    row = store.attributes(made.sha256).set_index("code").loc["A"]
    assert (row["name"], row["户数"]) == ("乙区", 121)


def test_a_value_is_emptied_and_an_undeclared_number_stays_a_number(
    database: Database, store: Store
) -> None:
    made = edit(database, store, capture_target="", 户数="121")
    row = store.attributes(made.sha256).set_index("code").loc["A"]
    assert row.isna()["capture_target"]
    assert row["户数"] == 121


def test_an_emptied_cell_leaves_the_rest_of_its_column_as_it_is(
    database: Database, store: Store
) -> None:
    made = edit(database, store, 证="", 泵="")
    rows = {row["code"]: row for row in store.attribute_table(made.sha256).to_pylist()}
    assert (rows["A"]["证"], rows["A"]["泵"]) == (None, None)
    assert (rows["B"]["证"], rows["B"]["泵"]) == (LONG, False)


def test_a_long_number_and_a_yes_or_no_are_stored_as_they_are_written(
    database: Database, store: Store
) -> None:
    made = edit(database, store, 证=str(LONG + 1), 泵="否")
    rows = {row["code"]: row for row in store.attribute_table(made.sha256).to_pylist()}
    assert rows["A"]["证"] == LONG + 1
    assert rows["A"]["泵"] is False
    assert (rows["B"]["证"], rows["B"]["泵"]) == (LONG, False)


@pytest.mark.parametrize("typed", ["1.5", "1e30", "18446744073709551615"])
def test_a_number_that_is_not_whole_or_too_large_makes_its_column_one_of_decimals(
    database: Database, store: Store, typed: str
) -> None:
    made = edit(database, store, 户数=typed)
    rows = {row["code"]: row for row in store.attribute_table(made.sha256).to_pylist()}
    assert (rows["A"]["户数"], rows["B"]["户数"]) == (float(typed), 80.0)


def test_long_numbers_of_other_features_are_never_rounded(database: Database, store: Store) -> None:
    """One decimal among them, and every certificate would have lost its last digits."""
    with pytest.raises(EcoAtlasError) as refused:
        edit(database, store, 证="1.5")
    assert [one.code for one in refused.value.problems] == ["edit-would-round"]


def test_changing_back_makes_the_first_version_live_again(database: Database, store: Store) -> None:
    edit(database, store, name="改")
    again = edit(database, store, base=2, name="甲区")
    assert again.number == 1
    with database.reading() as session:
        assert len(versions(session, "zones")) == 2


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"verdict": "差不多"}, "edit-invalid"),
        ({"capture_target": "很多"}, "edit-invalid"),
        ({"户数": "许多"}, "edit-invalid"),
        ({"户数": "inf"}, "edit-invalid"),
        ({"泵": "也许"}, "edit-invalid"),
        ({"证": "1.5"}, "edit-invalid"),
        ({"证": "99999999999999999999"}, "edit-invalid"),
        ({"name": ""}, "edit-invalid"),
        ({"code": "Z"}, "edit-key"),
        ({"geometry": "POINT(0 0)"}, "edit-unknown-field"),
        ({"nothing": "1"}, "edit-unknown-field"),
        ({"name": "甲区"}, "edit-nothing-changed"),
        ({"name": "x", "key": "C"}, "edit-unknown-feature"),
        ({"name": "x", "reason": "  "}, "edit-without-reason"),
        ({"name": "x", "base": 7}, "edit-stale"),
    ],
)
def test_what_cannot_be_accepted_stores_nothing(
    database: Database, store: Store, options: dict[str, Any], code: str
) -> None:
    with pytest.raises(EcoAtlasError) as refused:
        edit(database, store, **options)
    assert refused.value.code == code
    assert live(database).number == 1


def test_two_people_cannot_overwrite_each_other(database: Database, store: Store) -> None:
    edit(database, store, name="先")
    with pytest.raises(EcoAtlasError) as refused:
        edit(database, store, name="后")
    assert refused.value.code == "edit-stale"
    assert store.attributes(live(database).sha256).set_index("code").loc["A", "name"] == "先"
