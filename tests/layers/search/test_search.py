"""The index of the search box: what is found by which words, by whom, and in which order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import geopandas as gpd
import pytest
import shapely
from sqlalchemy import event, func, select, text
from sqlalchemy.orm import Session

from layers.catalogue import Layer, Version, get_layer
from layers.search import (
    Asked,
    Hit,
    drop_unused,
    ensure_indexed,
    filling,
    find,
    keep_indexed,
    not_indexed,
)
from layers.search.tables import SearchContent, SearchEntry
from layers.search.words import compared, heard, numbers_of, written
from layers.storage.content import canonical
from layers.storage.feature_table import FeatureTable
from layers.storage.store import Store
from layers.system.database import Database
from layers.system.pinyin import initials
from layers.system.row_access import PUBLIC, Sight

pytestmark = pytest.mark.slow

Names = dict[str, str | None]
NAMES: Names = {
    "B-01": "汉江大桥",
    "B-02": "东湖绿道 3 号段",
    "B-03": "江汉路步行街",
    "B-04": "100%_桥\\",
    "B-05": None,
    "B-06": "Wuhan Bridge",
    "B-07": '"大桥" OR 汉',
    "B-08": "𠮷田（汉江）",
}


def add(
    database: Database,
    store: Store,
    layer_id: str,
    names: Names,
    grade: str = "public",
) -> str:
    """Make these features the live version of a layer; its content."""
    frame = gpd.GeoDataFrame(
        {"code": list(names), "name": list(names.values())},
        geometry=shapely.points([[114.2 + 0.01 * at, 30.4] for at in range(len(names))]),
        crs=4490,
    )
    content = canonical(FeatureTable.of(frame), kind="pumping_station", key_field="code")
    store.put(content, manifest={"key_field": "code", "features": content.features})
    with database.transaction() as session:
        layer = session.get(Layer, layer_id)
        number = 1 if layer is None else len(layer.versions) + 1
        session.add(
            layer
            or Layer(
                id=layer_id, kind="pumping_station", title_zh=layer_id, title_en=layer_id,
                key_field="code",
            )
        )  # fmt: skip
        session.flush()
        session.add(
            Version(
                layer_id=layer_id, number=number, sha256=content.sha256, features=len(names),
                bbox=[0.0, 0.0, 1.0, 1.0], crs="EPSG:4490", secrecy=grade, manifest={},
            )
        )  # fmt: skip
        get_layer(session, layer_id).live_version = number
    return content.sha256


def indexed(
    database: Database,
    store: Store,
    layer_id: str,
    names: Names,
    grade: str = "public",
) -> str:
    sha256 = add(database, store, layer_id, names, grade)
    assert ensure_indexed(database, store, sha256)
    return sha256


def found(database: Database, asked: str, sight: Sight | None = None, most: int = 12) -> list[Hit]:
    with database.reading(sight) as session:
        return find(session, Asked.of(asked), most)


def keys(database: Database, asked: str, sight: Sight | None = None) -> list[str]:
    return [hit.key for hit in found(database, asked, sight)]


def entries(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(SearchEntry)) or 0


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        sent.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("asked", "answers"),
    [
        ("汉", ["B-01", "B-03", "B-07", "B-08"]),
        ("汉江", ["B-01", "B-08"]),
        ("江汉", ["B-03"]),
        ("江大桥", ["B-01"]),
        ("大桥 汉", ["B-01", "B-07"]),
        ("汉 大桥", ["B-01", "B-07"]),
        ("3", ["B-02", "B-03"]),
        ("b-0", ["B-01", "B-02", "B-03", "B-04", "B-05", "B-06", "B-07", "B-08"]),
        ("-05", ["B-05"]),
        ("%", ["B-04"]),
        ("_", ["B-04"]),
        ("%_", ["B-04"]),
        ("桥\\", ["B-04"]),
        ('"', ["B-07"]),
        ('" OR "', ["B-07"]),
        ("BRIDGE wuhan", ["B-06"]),
        ("hjdq", ["B-01"]),
        ("jdq", ["B-01"]),
        ("lüdao", []),
        ("𠮷", ["B-08"]),
        ("汉汉", []),
        ("nan", []),
        ("none", []),
        ("* AND NEAR(", []),
        ("  ", []),
        ("\x00", []),
        ("汉" * 500, []),
    ],
)
def test_words_are_found_in_names_and_keys(
    any_found: Database, asked: str, answers: list[str]
) -> None:
    assert keys(any_found, asked) == answers


@pytest.fixture
def any_found(any_database: Database, store: Store) -> Database:
    indexed(any_database, store, "places", NAMES)
    return any_database


@pytest.mark.parametrize(
    "name", ["汉江大桥 B0004711", "b00汉4711", "汉", "a", "ab", "B-7", "𠮷田（汉江）12号楼"]
)
def test_every_part_of_a_name_asks_for_grams_that_the_name_has(name: str) -> None:
    """In PostgreSQL, where the grams that narrow are others than those that are counted."""
    stored = set(numbers_of(compared(name), compared(initials(name))))
    for begins in range(len(name)):
        for ends in range(begins + 1, len(name) + 1):
            word, first = name[begins:ends].casefold(), begins == 0
            parts = [written(word, first=first), heard(initials(word), first=first)]
            numbers = [part.numbers for part in parts if part is not None]
            assert all(numbers)
            assert stored.issuperset(number for some in numbers for number in some)


def test_names_that_begin_with_what_is_asked_come_first(
    any_database: Database, store: Store
) -> None:
    names: Names = {"1": "大汉江", "2": "和家", "3": "汉江", "4": "汉江大道"}
    indexed(any_database, store, "places", names)
    assert [(hit.key, hit.rank) for hit in found(any_database, "汉江")] == [
        ("3", 0), ("4", 0), ("1", 1),
    ]  # fmt: skip
    assert [(hit.key, hit.rank) for hit in found(any_database, "hj")] == [
        ("2", 2), ("3", 2), ("4", 2), ("1", 3),
    ]  # fmt: skip
    assert keys(any_database, "h") == []


def test_few_answers_and_few_statements_however_many_features_fit(
    any_database: Database, store: Store
) -> None:
    for number in range(5):
        indexed(any_database, store, f"layer{number}", {f"{number}-{n}": "汉江" for n in range(40)})
    with statements(any_database) as sent:
        assert len(found(any_database, "汉江", most=7)) == 7
        common = len(sent)
        assert found(any_database, "qqqq") == []
    # The versions that are shown, their places, and one or two questions a rank, of which there are
    # four; in PostgreSQL a setting and its end beside them.
    assert common <= 5
    assert len(sent) - common <= 12


def test_only_what_is_seen_is_found(any_database: Database, store: Store) -> None:
    indexed(any_database, store, "first", {"A": "汉江"})
    indexed(any_database, store, "closed", {f"H{n}": "汉江" for n in range(30)}, "restricted")
    indexed(any_database, store, "last", {"Z": "汉江"})
    assert keys(any_database, "汉江", PUBLIC) == ["A", "Z"]
    named = Sight(frozenset({"public"}), frozenset({"closed"}))
    assert len(keys(any_database, "汉江", named)) == 12


def test_a_content_that_two_layers_share_is_found_in_those_that_are_seen(
    any_database: Database, store: Store
) -> None:
    same: Names = {"A": "汉江"}
    indexed(any_database, store, "closed", same, "restricted")
    indexed(any_database, store, "open", same)
    assert [hit.version.layer_id for hit in found(any_database, "汉江", PUBLIC)] == ["open"]
    both = [hit.version.layer_id for hit in found(any_database, "汉江")]
    assert sorted(both) == ["closed", "open"]


def test_the_version_before_answers_until_the_live_one_can(
    any_database: Database, store: Store
) -> None:
    first = indexed(any_database, store, "places", {"A": "汉江", "B": "东湖"})
    second = add(any_database, store, "places", {"A": "长江"})
    assert drop_unused(any_database) == 0
    assert [(hit.key, hit.version.number) for hit in found(any_database, "江")] == [("A", 1)]
    with any_database.reading() as session:
        assert not_indexed(session) == [second]
    assert ensure_indexed(any_database, store, second)
    assert drop_unused(any_database) == 1
    assert keys(any_database, "汉江") == []
    assert keys(any_database, "长江") == ["A"]
    with any_database.transaction() as session:
        get_layer(session, "places").live_version = 1
        assert (not_indexed(session), entries(session)) == ([first], 1)
    assert ensure_indexed(any_database, store, first)
    drop_unused(any_database)
    assert keys(any_database, "江") == ["A"]
    assert keys(any_database, "东湖") == ["B"]


def test_an_earlier_version_of_another_grade_answers_nobody_who_may_not_see_it(
    any_database: Database, store: Store
) -> None:
    indexed(any_database, store, "places", {"A": "汉江"}, "restricted")
    add(any_database, store, "places", {"A": "长江"})
    assert keys(any_database, "江", PUBLIC) == []
    assert keys(any_database, "江") == ["A"]


def test_an_index_that_was_interrupted_is_gone_on_with(
    any_database: Database, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "AT_ONCE", 3)
    sha256 = add(any_database, store, "places", NAMES)
    put, times = filling._put, iter(range(9))

    def killed(*asked: object) -> bool:
        if next(times) == 2:
            raise KeyboardInterrupt
        return put(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(filling, "_put", killed)
    with pytest.raises(KeyboardInterrupt):
        ensure_indexed(any_database, store, sha256)
    assert keys(any_database, "b-0") == []
    told: list[tuple[str, int, int]] = []
    assert ensure_indexed(any_database, store, sha256, lambda *step: told.append(step))
    assert told == [("search", 6, 8), ("search", 8, 8)]
    assert keys(any_database, "b-0") == list(NAMES)


def test_two_that_index_the_same_put_nothing_in_twice(
    any_database: Database, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = add(any_database, store, "places", NAMES)
    put = filling._put

    def overtaken(*asked: object) -> bool:
        monkeypatch.setattr(filling, "_put", put)
        assert ensure_indexed(any_database, store, sha256)
        return put(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(filling, "_put", overtaken)
    assert not ensure_indexed(any_database, store, sha256)
    assert keys(any_database, "汉江") == ["B-01", "B-08"]
    with any_database.reading() as session:
        assert entries(session) == len(NAMES)


def test_what_is_being_taken_out_is_not_put_in_before_it_is_gone(
    any_database: Database, store: Store
) -> None:
    sha256 = indexed(any_database, store, "places", NAMES)
    with any_database.transaction() as session:
        row = session.scalars(select(SearchContent)).one()
        row.entries, row.complete = -1, False
    assert not ensure_indexed(any_database, store, sha256)
    keep_indexed(any_database, store, sha256)
    assert keys(any_database, "汉江") == ["B-01", "B-08"]
    with any_database.reading() as session:
        assert (not_indexed(session), entries(session)) == ([], len(NAMES))


def test_nothing_of_what_was_taken_out_stays_in_the_index(database: Database, store: Store) -> None:
    """Asked of the index itself, which keeps no text of its own to compare with."""
    indexed(database, store, "places", NAMES)
    with database.transaction() as session:
        get_layer(session, "places").live_version = None
    assert drop_unused(database) == 1
    with database.transaction() as session:
        assert entries(session) == 0
        rows = session.execute(text("SELECT rowid FROM search_gram WHERE search_gram MATCH '汉江'"))
        assert rows.all() == []
        session.execute(text("INSERT INTO search_gram (search_gram) VALUES ('integrity-check')"))
