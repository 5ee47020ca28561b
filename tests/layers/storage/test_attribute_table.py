"""The attribute table: a page at a time, sorted, filtered and searched, also by sound."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.catalogue import Description, VersionRef
from layers.settings import Settings
from layers.storage import attribute_table
from layers.storage.attribute_table import (
    TableQuery,
    filters_from,
    prepare_table,
    row_number,
    table_page,
)
from layers.storage.content import canonical
from layers.storage.store import Store
from layers.system.database import now

pytestmark = pytest.mark.slow

ROWS = {
    "code": ["Q10", "Q9", "Q1", "Q2"],
    "name": ["汉阳分区", "蔡甸分区", "江岸分区", None],
    "verdict": ["met", "not_met", "met", None],
    "capture_target": [0.7, 0.8, None, 0.75],
    "备注": ["=1+1", "已核", " ", "<b>x</b>"],
    # Longer than a double holds: they differ in the last digit alone.
    "parcel": [420111000000000001, 420111000000000002, 1, 420111000000000003],
    "open": [True, False, True, None],
}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """One office for tests that only ask; those that look at what is kept have their own."""
    return Settings(home=tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def store(settings: Settings) -> Store:
    return Store(settings.resolved_store_url)


@pytest.fixture(scope="module")
def ref(store: Store) -> VersionRef:
    return put(store)


def put(store: Store) -> VersionRef:
    shapes = [shapely.box(114 + i / 100, 30, 114.005 + i / 100, 30.01) for i in range(4)]
    frame = gpd.GeoDataFrame(ROWS, geometry=shapes, crs=4490)
    content = canonical(frame, kind="sponge_zone", key_field="code")
    store.put(content)
    title = Text("分区", "Zones")
    return VersionRef(
        "zones", 1, content.sha256, "sponge_zone", "code", title, 4, content.bbox, "EPSG:4490",
        Description(), True, now(), None,
    )  # fmt: skip


def codes(settings: Settings, store: Store, ref: VersionRef, **asked: object) -> list[str]:
    query = TableQuery(**asked)  # type: ignore[arg-type]
    return [row["code"] for row in table_page(settings, store, ref, query).rows]


def test_rows_come_in_the_order_of_their_numbers(
    settings: Settings, store: Store, ref: VersionRef
) -> None:
    assert codes(settings, store, ref) == ["Q1", "Q2", "Q9", "Q10"]
    assert codes(settings, store, ref, descending=True) == ["Q10", "Q9", "Q2", "Q1"]


def test_chinese_sorts_by_sound_and_nothing_comes_last(
    settings: Settings, store: Store, ref: VersionRef
) -> None:
    assert codes(settings, store, ref, sort="name") == ["Q9", "Q10", "Q1", "Q2"]
    assert codes(settings, store, ref, sort="name", descending=True) == ["Q1", "Q10", "Q9", "Q2"]
    by_number = codes(settings, store, ref, sort="capture_target", descending=True)
    assert by_number == ["Q9", "Q2", "Q10", "Q1"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("汉阳", ["Q10"]),
        ("hyfq", ["Q10"]),
        ("cd", ["Q9"]),
        ("q1", ["Q1", "Q10"]),
        ("已核", ["Q9"]),
        ("未达标", ["Q9"]),
        ("not met", ["Q9"]),
        ("none", []),
        ("分区", ["Q1", "Q9", "Q10"]),
    ],
)
def test_a_search_looks_into_every_text_and_by_sound(
    settings: Settings, store: Store, ref: VersionRef, asked: str, found: list[str]
) -> None:
    assert codes(settings, store, ref, search=asked) == found


@pytest.mark.parametrize(
    ("column", "asked", "found"),
    [
        ("capture_target", ">=0.75", ["Q2", "Q9"]),
        ("capture_target", "0.7..0.75", ["Q2", "Q10"]),
        ("capture_target", "0.75..0.7", ["Q2", "Q10"]),
        ("parcel", "420111000000000001", ["Q10"]),
        ("parcel", ">420111000000000001", ["Q2", "Q9"]),
        ("parcel", ">=0.5", ["Q1", "Q2", "Q9", "Q10"]),
        ("parcel", "1e18..2", ["Q2", "Q9", "Q10"]),
        ("parcel", "99999999999999999999", []),
        ("open", "是", ["Q1", "Q10"]),
        ("open", "No", ["Q9"]),
        ("open", "空", ["Q2"]),
        ("open", "也许", []),
        ("备注", "空", ["Q1"]),
        ("capture_target", "0.8", ["Q9"]),
        ("capture_target", "空", ["Q1"]),
        ("verdict", "empty", ["Q2"]),
        ("verdict", "not", ["Q9"]),
        ("备注", "=1", ["Q10"]),
    ],
)
def test_conditions_by_column(
    settings: Settings, store: Store, ref: VersionRef, column: str, asked: str, found: list[str]
) -> None:
    assert codes(settings, store, ref, filters=((column, asked),)) == found


def test_conditions_and_a_search_hold_together(
    settings: Settings, store: Store, ref: VersionRef
) -> None:
    filters = filters_from({"f.verdict": "met", "f.name": " ", "page": "2"})
    assert filters == (("verdict", "met"),)
    assert codes(settings, store, ref, search="jiang", filters=filters) == []
    assert codes(settings, store, ref, search="ja", filters=filters) == ["Q1"]


def test_what_cannot_be_asked_is_refused(settings: Settings, store: Store, ref: VersionRef) -> None:
    for asked, code in (
        ({"sort": "nothing"}, "unknown-column"),
        ({"sort": "__search"}, "unknown-column"),
        ({"filters": (("nothing", "1"),)}, "unknown-column"),
        ({"filters": (("capture_target", "viel"),)}, "filter-not-understood"),
        ({"filters": (("capture_target", "1.2.3"),)}, "filter-not-understood"),
    ):
        with pytest.raises(EcoAtlasError) as refused:
            codes(settings, store, ref, **asked)
        assert refused.value.code == code


def test_pages_are_parts_of_the_whole(settings: Settings, store: Store, ref: VersionRef) -> None:
    pages = [table_page(settings, store, ref, TableQuery(), at, 3) for at in (0, 3, 6, -5)]
    assert [[row["code"] for row in page.rows] for page in pages] == [
        ["Q1", "Q2", "Q9"], ["Q10"], [], ["Q1", "Q2", "Q9"],
    ]  # fmt: skip
    assert {page.total for page in pages} == {4}


def test_columns_are_declared_ones_first_with_title_and_unit(
    settings: Settings, store: Store, ref: VersionRef
) -> None:
    columns = table_page(settings, store, ref, TableQuery()).columns
    assert [one.name for one in columns] == [
        "code", "name", "verdict", "capture_target", "备注", "parcel", "open",
    ]  # fmt: skip
    assert columns[3].numeric
    assert columns[4].title.zh == "备注"


def test_a_feature_is_found_in_the_order_that_is_shown(
    settings: Settings, store: Store, ref: VersionRef
) -> None:
    assert row_number(settings, store, ref, TableQuery(), "Q9") == 2
    assert row_number(settings, store, ref, TableQuery(search="江岸"), "Q9") is None
    assert row_number(settings, store, ref, TableQuery(), "no-such") is None


def test_the_laid_out_table_is_made_once_and_can_be_made_again(private_home: Path) -> None:
    settings, store, ref = own_office(private_home)
    codes(settings, store, ref)
    folder = settings.resolved_home / "cache" / "tables"
    (made,) = folder.glob("*.arrow")
    assert {one.name[:64] for one in folder.glob("*.npy")} == {ref.sha256}
    assert list(settings.scratch.iterdir()) == []
    made.unlink()
    assert len(codes(settings, store, ref)) == 4


def own_office(home: Path) -> tuple[Settings, Store, VersionRef]:
    settings = Settings(home=home)
    store = Store(settings.resolved_store_url)
    return settings, store, put(store)


def test_an_order_is_kept_for_every_process_and_made_again_where_it_is_not_whole(
    private_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, store, ref = own_office(private_home)
    monkeypatch.setattr(attribute_table, "WORTH_PREPARING", 1)
    prepare_table(settings, store, ref)
    kept = list((settings.resolved_home / "cache" / "tables").glob("*.npy"))
    shown = codes(settings, store, ref)
    by_name = codes(settings, store, ref, sort="name")
    forget()
    with monkeypatch.context() as patched:
        patched.setattr(attribute_table, "_positions", None)
        assert codes(settings, store, ref) == shown
        assert codes(settings, store, ref, sort="name") == by_name
    forget()
    for one in kept:
        one.write_bytes(one.read_bytes()[:-3])
    assert codes(settings, store, ref) == shown


def forget() -> None:
    """As another process, which has opened nothing yet."""
    attribute_table._ordered.cache_clear()
