"""Sight in the records: what hangs on a layer that is not seen is not seen either."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from geo.errors import EcoAtlasError
from layers.catalogue import Layer, Version
from layers.system.database import Database, now
from layers.system.row_access import PUBLIC, Sight, limited_tables
from projects.accounts.tables import Account, LayerGrant
from projects.metrics.kept import get_run, list_runs
from projects.metrics.tables import MetricRunRow
from projects.metrics.unaltered import run_sha256
from projects.migrations.tables import METADATA
from projects.records.changes.records import (
    features_of_project,
    projects_of_features,
)
from projects.records.model.tables import Project, ProjectLink
from projects.records.queries.query import every_project

NAMED = Sight(frozenset({"public"}), frozenset({"closed"}))
OtherRun = aliased(MetricRunRow)
# Inputs of the runs by id; `open` is public, `closed` restricted, `gone` was never there.
RUNS: dict[int, list[tuple[str, int]]] = {
    1: [("open", 2)],
    2: [("open", 1)],
    3: [("open", 2), ("closed", 1)],
    4: [("open", 2), ("open", 2)],
    5: [("gone", 1)],
    6: [("open", 99)],
}


@pytest.fixture
def office(database: Database) -> Database:
    """A public and a restricted layer, whose older versions are graded the other way round."""
    with database.transaction() as session:
        for layer_id, grades in (
            ("open", ("restricted", "public")),
            ("closed", ("public", "restricted")),
        ):
            session.add(
                Layer(
                    id=layer_id, kind="lake", title_zh=layer_id, title_en=layer_id,
                    key_field="code", live_version=2,
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
        session.add(Project(code="XM-1", name="甲", status="planned"))
        session.add(Account(name="a", display_name="a", role="viewer", password_hash=""))
        session.flush()
        for layer_id in ("open", "closed"):
            session.add(ProjectLink(project_code="XM-1", layer_id=layer_id, feature_key="A"))
            session.add(LayerGrant(layer_id=layer_id, account_id=1))
        for number, inputs in RUNS.items():
            session.add(_run(number, inputs))
    return database


def _run(number: int, inputs: list[tuple[str, int]]) -> MetricRunRow:
    named = [{"role": "zones", "layer": layer, "version": version} for layer, version in inputs]
    row = MetricRunRow(
        id=number, input_hash=str(number), metric="coverage", metric_version=1, inputs=named,
        parameters={}, result=json.dumps({"inputs": named, "parameters": {}}), software={},
        shapes={}, created_at=now(),
    )  # fmt: skip
    row.sha256 = run_sha256(row)
    return row


@pytest.mark.parametrize(
    ("sight", "shown"), [(PUBLIC, [4, 1]), (NAMED, [4, 3, 1]), (None, [6, 5, 4, 3, 2, 1])]
)
def test_a_run_is_seen_when_every_input_is(
    office: Database, sight: Sight | None, shown: list[int]
) -> None:
    with office.reading(sight) as session:
        assert [run.id for run in list_runs(session)] == shown
        assert [run.id for run in list_runs(session, "coverage", limit=1)] == shown[:1]
        assert [n for n in RUNS if get_run(session, n) is not None] == sorted(shown)
        assert session.scalar(select(func.count()).select_from(MetricRunRow)) == len(shown)
        assert sorted(session.scalars(select(OtherRun.id))) == sorted(shown)


def test_links_to_hidden_layers_vanish(office: Database) -> None:
    count = select(Project.code, func.count(ProjectLink.layer_id)).join(Project.links)
    with office.reading(PUBLIC) as session:
        assert [link.layer_id for link in features_of_project(session, "XM-1")] == ["open"]
        assert [link.layer_id for link in session.get_one(Project, "XM-1").links] == ["open"]
        assert session.execute(count.group_by(Project.code)).all() == [("XM-1", 1)]
        joined = select(Project).options(joinedload(Project.links))
        assert [len(project.links) for project in session.scalars(joined).unique()] == [1]
        assert every_project(session, layer="closed") == []
        assert [one.code for one in every_project(session, layer="open")] == ["XM-1"]
    with office.reading(NAMED) as session:
        assert len(features_of_project(session, "XM-1")) == 2
        assert [one.code for one in every_project(session, layer="closed")] == ["XM-1"]


def test_features_of_a_hidden_layer_are_asked_of_in_vain(office: Database) -> None:
    with office.reading(PUBLIC) as session, pytest.raises(EcoAtlasError) as caught:
        projects_of_features(session, "closed", ["A"])
    assert caught.value.code == "unknown-layer"


def test_grants_of_hidden_layers_are_hidden(office: Database) -> None:
    with office.reading(PUBLIC) as session:
        assert session.scalars(select(LayerGrant.layer_id)).all() == ["open"]


def test_every_table_that_names_a_layer_is_limited() -> None:
    """A new table with a foreign key to a layer must say what a limited sight finds in it."""
    naming = {
        table.name
        for table in METADATA.tables.values()
        if any(key.column.table.name in ("layer", "layer_version") for key in table.foreign_keys)
    }
    assert len(naming) >= 3
    assert naming | {"layer"} <= limited_tables()
    others = {"metric_run", "statement", "statement_event", "standing_choice"}
    others |= {"site", "site_check", "site_event"}
    assert limited_tables() - naming == {"layer", *others}
