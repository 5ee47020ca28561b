"""Sight: what a limited session finds of the catalogue, in every form in which it can be asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import (
    delete,
    exists,
    func,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session, aliased, joinedload, selectinload, subqueryload

from geo.errors import EcoAtlasError
from layers import catalogue
from layers.catalogue import Layer, Version
from layers.system.database import Database
from layers.system.row_access import EVERYTHING, PUBLIC, Sight, SightGapError

# Grades of the versions in their order; the last is live, but for the layer `empty`.
LAYERS = {
    "closed": ("public", "restricted"),
    "empty": ("public",),
    "office": ("public", "internal"),
    "open": ("internal", "public"),
}
OFFICE = Sight(frozenset({"public", "internal"}))
NAMED = Sight(frozenset({"public"}), frozenset({"closed"}))
Ask = Callable[[Session], Any]
OtherLayer, OtherVersion = aliased(Layer), aliased(Version)
TABLE = Layer.__table__


@pytest.fixture
def graded(any_database: Database) -> Database:
    with any_database.transaction() as session:
        for layer_id, grades in LAYERS.items():
            live = None if layer_id == "empty" else len(grades)
            session.add(
                Layer(
                    id=layer_id, kind="lake", title_zh=layer_id, title_en=layer_id,
                    key_field="code", live_version=live,
                )
            )  # fmt: skip
            session.flush()
            for number, grade in enumerate(grades, 1):
                session.add(
                    Version(
                        layer_id=layer_id, number=number, sha256=f"{layer_id}{number}", features=1,
                        bbox=[0.0, 0.0, 1.0, 1.0], crs="EPSG:4490", secrecy=grade, manifest={},
                    )
                )  # fmt: skip
    return any_database


@pytest.mark.parametrize(
    ("sight", "layers", "versions"),
    [
        (PUBLIC, ["open"], ["open@2"]),
        (OFFICE, ["office", "open"], ["office@1", "office@2", "open@1", "open@2"]),
        (NAMED, ["closed", "open"], ["closed@1", "closed@2", "open@2"]),
        (Sight(frozenset()), [], []),
        (Sight(frozenset({"internal"})), ["office"], ["office@2"]),
        (EVERYTHING, ["closed", "empty", "office", "open"], None),
    ],
)
def test_a_layer_is_seen_when_its_live_version_is(
    graded: Database, sight: Sight, layers: list[str], versions: list[str] | None
) -> None:
    with graded.reading(sight) as session:
        found = select(Layer).order_by(Layer.id)
        assert [layer.id for layer in session.scalars(found)] == layers
        every = session.scalars(select(Version).order_by(Version.layer_id, Version.number))
        labels = [f"{version.layer_id}@{version.number}" for version in every]
    assert labels == versions or (versions is None and len(labels) == 7)


FORMS: dict[str, tuple[Ask, Any]] = {
    "column": (lambda s: s.scalars(select(Layer.id)).all(), ["open"]),
    "count of rows": (lambda s: s.scalar(select(func.count()).select_from(Version)), 1),
    "count of a column": (lambda s: s.scalar(select(func.count(Version.number))), 1),
    "highest number of a hidden layer": (
        lambda s: s.scalar(select(func.max(Version.number)).where(Version.layer_id == "closed")),
        None,
    ),
    "groups": (
        lambda s: s.execute(
            select(Version.layer_id, func.count()).group_by(Version.layer_id)
        ).all(),
        [("open", 1)],
    ),
    "exists": (
        lambda s: s.scalar(select(select(Version).where(Version.layer_id == "closed").exists())),
        False,
    ),
    "class named in the condition only": (
        lambda s: s.scalars(
            select(func.count(Version.number)).where(
                Layer.id == Version.layer_id, Layer.id == "closed"
            )
        ).all(),
        [0],
    ),
    "alias": (lambda s: s.scalars(select(OtherLayer.id)).all(), ["open"]),
    "join along a relationship": (
        lambda s: s.execute(select(Layer.id, Version.number).join(Layer.versions)).all(),
        [("open", 2)],
    ),
    "join on a condition": (
        lambda s: s.execute(
            select(Layer.id, Version.number).outerjoin(Version, Version.layer_id == Layer.id)
        ).all(),
        [("open", 2)],
    ),
    "join of an alias along a relationship": (
        lambda s: s.execute(
            select(Layer.id, OtherVersion.number).join(Layer.versions.of_type(OtherVersion))
        ).all(),
        [("open", 2)],
    ),
    "product with itself": (
        lambda s: s.execute(
            select(Version.number, OtherVersion.number).where(
                OtherVersion.layer_id == Version.layer_id
            )
        ).all(),
        [(2, 2)],
    ),
    "any": (
        lambda s: s.scalars(
            select(Layer.id).where(Layer.versions.any(Version.secrecy == "internal"))
        ).all(),
        [],
    ),
    "has": (
        lambda s: s.scalars(
            select(Version.number).where(Version.layer.has(Layer.id == "closed"))
        ).all(),
        [],
    ),
    "list of a subquery": (
        lambda s: s.scalar(
            select(func.count()).where(
                literal_column("'closed'").in_(select(Version.layer_id).where(Version.number == 2))
            )
        ),
        0,
    ),
    "common table": (
        lambda s: s.scalars(select(select(Layer.id).cte().c.id)).all(),
        ["open"],
    ),
    "union": (
        lambda s: s.scalars(select(Layer.id).union(select(Version.layer_id))).all(),
        ["open"],
    ),
    "old query": (lambda s: s.query(Layer).count(), 1),
    "hidden by key": (lambda s: s.get(Layer, "closed"), None),
    "hidden version of a hidden layer by key": (lambda s: s.get(Version, ("closed", 1)), None),
    "hidden version of a seen layer by key": (lambda s: s.get(Version, ("open", 1)), None),
    "by key twice": (lambda s: (s.get(Layer, "open"), s.get(Layer, "closed"))[1], None),
    "lazy list": (lambda s: [v.number for v in s.get(Layer, "open").versions], [2]),
    "lazy parent": (lambda s: s.get(Version, ("open", 2)).layer.id, "open"),
    "lists in a second query": (lambda s: _numbers(s, selectinload(Layer.versions)), [[2]]),
    "lists joined": (lambda s: _numbers(s, joinedload(Layer.versions)), [[2]]),
    "lists in a subquery": (lambda s: _numbers(s, subqueryload(Layer.versions)), [[2]]),
    "rows to lock": (lambda s: len(s.scalars(select(Layer).with_for_update()).all()), 1),
    "change of many": (lambda s: s.execute(update(Layer).values(kind="river")).rowcount, 1),
    "removal of many": (lambda s: s.execute(delete(Version)).rowcount, 1),
}


def _numbers(session: Session, how: Any) -> list[list[int]]:
    layers = session.scalars(select(Layer).options(how)).unique()
    return [[version.number for version in layer.versions] for layer in layers]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_question_finds_only_what_is_seen(graded: Database, form: str) -> None:
    ask, found = FORMS[form]
    with graded.reading(PUBLIC) as session:
        assert ask(session) == found
    with graded.reading() as session:
        assert ask(session) != found or form in SAME_FOR_ALL


SAME_FOR_ALL = {"lazy parent"}


GAPS: dict[str, Ask] = {
    "text": lambda s: s.execute(text("SELECT id FROM layer")).all(),
    "quoted text": lambda s: s.execute(text('SELECT "id" FROM "layer"')).all(),
    "second table of a list": lambda s: s.execute(text("SELECT 1 FROM (SELECT 1) x,layer")).all(),
    "text with a schema": lambda s: s.execute(text("SELECT id FROM main.layer")).all(),
    "table": lambda s: s.scalars(select(TABLE.c.id)).all(),
    "table in a subquery": lambda s: s.scalars(
        select(Version.number).where(Version.layer_id.in_(select(TABLE.c.id)))
    ).all(),
    "bare exists": lambda s: s.scalar(select(exists().where(Version.layer_id == "closed"))),
    "join of an alias on a condition": lambda s: s.execute(
        select(Version.number, OtherVersion.number).join(
            OtherVersion, OtherVersion.layer_id == Version.layer_id
        )
    ).all(),
    "connection": lambda s: s.connection().execute(select(TABLE.c.id)).all(),
}


@pytest.mark.parametrize("form", GAPS)
def test_what_no_criterion_reaches_is_not_asked_at_all(graded: Database, form: str) -> None:
    with graded.reading(PUBLIC) as session, pytest.raises(SightGapError):
        GAPS[form](session)
    with graded.reading() as session:
        assert "schema" in form or GAPS[form](session)


def test_what_is_hidden_is_refused_like_what_is_not_there(graded: Database) -> None:
    def refusal(name: str) -> tuple[str, str, str]:
        with graded.reading(PUBLIC) as session, pytest.raises(EcoAtlasError) as caught:
            catalogue.resolve(session, name)
        said = caught.value
        return said.code, said.message.zh, said.message.en

    for suffix in ("", "@1", "@2", "@x"):
        hidden, absent = refusal(f"closed{suffix}"), refusal(f"nowhere{suffix}")
        assert hidden[0] == "unknown-layer"
        assert [t.replace("closed", "nowhere") for t in hidden] == list(absent)
    assert refusal("open@1")[1].replace("1", "9") == refusal("open@9")[1]


def test_the_lists_of_the_catalogue_hold_what_is_seen(graded: Database) -> None:
    with graded.reading(PUBLIC) as session:
        assert [ref.label for ref in catalogue.live_versions(session)] == ["open@2"]
        assert [layer.id for layer in catalogue.list_layers(session)] == ["open"]
        assert [ref.number for ref in catalogue.versions(session, "open")] == [2]


def test_a_session_may_go_on_with_what_it_has_made(graded: Database) -> None:
    """An import makes a layer before its first version is live."""
    version = Version(
        sha256="e" * 64, features=1, bbox=[0.0, 0.0, 1.0, 1.0], crs="EPSG:4490",
        secrecy="internal", manifest={},
    )  # fmt: skip
    layer = Layer(id="new", kind="lake", title_zh="新", title_en="New", key_field="code")
    with graded.transaction(OFFICE) as session:
        catalogue.make_live(session, layer, version)
    with graded.reading(OFFICE) as session:
        assert catalogue.resolve(session, "new").number == 1


def test_sessions_of_different_sight_never_share_an_answer(graded: Database) -> None:
    """The same statement object, compiled once, with the parameters of each sight."""
    statement = select(Layer.id).order_by(Layer.id)
    found = []
    for sight in (PUBLIC, OFFICE, NAMED, PUBLIC, EVERYTHING):
        with graded.reading(sight) as session:
            found.append(len(session.scalars(statement).all()))
    assert found == [1, 2, 2, 1, 4]


def test_use_cases_that_open_sessions_themselves_are_limited_too(graded: Database) -> None:
    limited = graded.seen_by(PUBLIC)
    with limited.reading() as session:
        assert session.scalars(select(Layer.id)).all() == ["open"]
    with limited.transaction() as session:
        assert session.get(Layer, "closed") is None
    with graded.reading() as session:
        assert session.get(Layer, "closed") is not None
