"""Project records: keep, change, find, link to features and ask for clauses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import geopandas as gpd
import pytest
from shapely.geometry import Point

from geo.errors import EcoAtlasError
from layers.storage.store import Store
from layers.system.database import Database
from projects.records.changes import records
from projects.records.model.tables import Project
from projects.records.queries.query import every_project

DONE = {"status": "完工", "progress_percent": 100, "actual_end_date": "2024-06-30"}
SPONGE, SEWAGE, CORRIDOR = "WEDZ-2023-09-03", "WEDZ-2023-09-01", "WEDZ-2023-09-07"


def project(code: str = "P-1", **values: Any) -> dict[str, Any]:
    return {"code": code, "name": f"项目{code}", "status": "在建"} | values


def refused(call: Callable[[], object]) -> EcoAtlasError:
    with pytest.raises(EcoAtlasError) as caught:
        call()
    return caught.value


@pytest.fixture
def plants(database: Database, add_layer: Callable[..., Any]) -> str:
    """A layer of three sewage plants with the keys W1, W2 and 3."""
    frame = gpd.GeoDataFrame(
        {"code": ["W1", "W2", "3"], "name": ["甲厂", "乙厂", "丙厂"]},
        geometry=[Point(114.1, 30.4), Point(114.2, 30.4), Point(114.3, 30.4)],
        crs=4490,
    )
    add_layer(database, "plants", "sewage_plant", frame)
    return "plants"


def test_a_record_is_kept_in_its_types(database: Database) -> None:
    written = project(
        action_item_id=SPONGE,
        other_item_ids=f"{SEWAGE}、{CORRIDOR}",
        lead_unit="区水务湖泊局",
        responsible_units="区住建局, 区财政局；区住建局",
        start_date="2023年3月1日",
        due_date=dt.date(2025, 12, 31),
        investment_wan_yuan="12,500.5万元",
        progress_percent=" 45 % ",
    )
    with database.transaction() as session:
        records.add_project(session, written)
    with database.reading() as session:
        kept = records.get_project(session, "P-1")
        assert kept.status == "building"
        assert kept.item_ids == [SPONGE, SEWAGE, CORRIDOR]
        assert kept.responsible_units == ["区住建局", "区财政局"]
        assert (kept.start_date, kept.due_date) == (dt.date(2023, 3, 1), dt.date(2025, 12, 31))
        assert (kept.investment_wan_yuan, kept.progress_percent) == (12500.5, 45.0)
        assert kept.created_at.tzinfo is not None


@pytest.mark.parametrize(
    ("values", "code", "said"),
    [
        ({"start_date": "2023-02-30"}, "record-bad-date", "开始日期"),
        ({"start_date": "2025年底"}, "record-bad-date", "2025年底"),
        ({"due_date": "2025-06"}, "record-date-month", "计划完成日期"),
        ({"due_date": "1203-01-01"}, "record-out-of-range", "1203-01-01"),
        ({"start_date": "2025-01-02", "due_date": "2025-01-01"}, "record-dates-reversed", "早于"),
        ({"status": "快了"}, "record-unknown-code", "快了"),
        ({"status": ""}, "record-missing-value", "项目状态"),
        ({"name": "  "}, "record-missing-value", "项目名称"),
        ({"name": "长" * 201}, "record-too-long", "201"),
        ({"investment_wan_yuan": "1.2亿美元"}, "record-bad-money", "1.2亿美元"),
        ({"investment_wan_yuan": True}, "record-bad-money", "True"),
        ({"investment_wan_yuan": "nan"}, "record-bad-money", "nan"),
        ({"investment_wan_yuan": "12,34,5"}, "record-bad-money", "12,34,5"),
        ({"investment_wan_yuan": "0.001元"}, "record-money-not-exact", "0.001元"),
        ({"progress_percent": "很多"}, "record-bad-number", "很多"),
        ({"start_date": 46082}, "record-date-serial", "46082"),
        ({"lead_unit": "区住健局"}, "record-unit-misspelt", "区住建局"),
        ({"lead_unit": "火星"}, "record-unit-unknown", "火星"),
        ({"lead_unit": "市生态环境局"}, "record-unit-ambiguous", "鄂州市生态环境局"),
        ({"investment_wan_yuan": -1}, "record-out-of-range", "-1"),
        ({"progress_percent": 100.1}, "record-out-of-range", "100.1"),
        ({"action_item_id": "WEDZ-2023-99-01"}, "record-unknown-item", "WEDZ-2023-99-01"),
        ({"other_item_ids": [SPONGE, "X"]}, "record-unknown-item", "X"),
        ({"colour": "red"}, "record-unknown-field", "colour"),
    ],
)
def test_a_misfit_is_refused_with_its_place(
    sqlite_database: Database, values: dict[str, Any], code: str, said: str
) -> None:
    with sqlite_database.transaction() as session:
        error = refused(lambda: records.add_project(session, project(**values)))
        assert error.code == code
        assert said in error.message.zh
        assert "P-1" in error.message.en
        assert error.fix.zh
        assert every_project(session) == []


def test_every_misfit_of_a_record_is_said(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as session:
        wrong = project(status="?", start_date="?", investment_wan_yuan="?")
        error = refused(lambda: records.add_project(session, wrong))
    assert [problem.code for problem in error.problems] == [
        "record-unknown-code",
        "record-bad-date",
        "record-bad-money",
    ]


def test_a_code_is_given_once(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as session:
        records.add_project(session, project())
        assert refused(lambda: records.add_project(session, project())).code == "duplicate-project"


def test_a_change_touches_only_what_is_given(database: Database) -> None:
    with database.transaction() as session:
        records.add_project(
            session, project(start_date="2024-01-01", other_item_ids=[SEWAGE, CORRIDOR], note="旧")
        )
    with database.transaction() as session:
        records.update_project(session, "P-1", {"note": "", "other_item_ids": [CORRIDOR, SPONGE]})
    with database.reading() as session:
        kept = records.get_project(session, "P-1")
        assert (kept.note, kept.start_date) == (None, dt.date(2024, 1, 1))
        assert kept.other_item_ids == [CORRIDOR, SPONGE]
        assert kept.name == "项目P-1"


def test_a_change_is_checked_against_what_is_kept(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as session:
        records.add_project(session, project(start_date="2024-01-01"))
        early = {"due_date": "2023-12-31"}
        error = refused(lambda: records.update_project(session, "P-1", early))
        assert error.code == "record-dates-reversed"
        error = refused(lambda: records.update_project(session, "P-1", {"code": "P-2"}))
        assert error.code == "record-code-fixed"
        assert refused(lambda: records.update_project(session, "P-9", {})).code == "unknown-project"


def test_filters_hold_together(database: Database, plants: str, store: Store) -> None:
    with database.transaction() as session:
        records.add_project(session, project("A", lead_unit="武汉市水务局", action_item_id=SPONGE))
        records.add_project(
            session, project("B", responsible_units=["武汉市水务局", "十堰市财政局"], **DONE)
        )
        records.add_project(session, project("C", responsible_units=["区水务湖泊局"], name="0%_湖"))
        records.add_project(session, project("D", other_item_ids=[SPONGE], **DONE))
        records.link(session, "B", plants, ["W1"], store=store)

        def codes(**filters: Any) -> list[str]:
            return [one.code for one in every_project(session, **filters)]

        assert codes() == ["A", "B", "C", "D"]
        assert codes(unit="市水务局") == codes(unit="武汉市水务局") == ["A", "B"]
        assert codes(item=SPONGE) == ["A", "D"]
        assert codes(item=SPONGE, status=("completed",)) == ["D"]
        assert codes(layer=plants) == ["B"]
        assert codes(text="0%_") == ["C"]
        assert codes(text="_") == ["C"]
        assert codes(text="b") == ["B"]


def test_a_link_needs_a_feature_of_the_live_version(
    database: Database, plants: str, store: Store
) -> None:
    with database.transaction() as session:
        records.add_project(session, project())
        assert records.link(session, "P-1", plants, ["W2", "W1", "W2"], store=store) == 2
        error = refused(
            lambda: records.link(session, "P-1", plants, ["3", "W7", "W8"], store=store)
        )
        assert error.code == "unknown-feature"
        assert "W7、W8" in error.message.zh
        found = records.features_of_project(session, "P-1")
        assert [(one.layer_id, one.feature_key) for one in found] == [
            (plants, "W1"),
            (plants, "W2"),
        ]


def test_a_link_is_refused_where_something_is_unknown(
    database: Database, plants: str, store: Store
) -> None:
    with database.transaction() as session:
        records.add_project(session, project())
        link = records.link
        assert refused(lambda: link(session, "P-9", plants, ["W1"], store=store)).code == (
            "unknown-project"
        )
        assert refused(lambda: link(session, "P-1", "nowhere", ["W1"], store=store)).code == (
            "unknown-layer"
        )
        assert refused(lambda: link(session, "P-1", plants, [], store=store)).code == (
            "nothing-to-link"
        )


def test_linking_again_changes_nothing_and_unlinking_takes_away(
    database: Database, plants: str, store: Store
) -> None:
    with database.transaction() as session:
        records.add_project(session, project())
        records.link(session, "P-1", plants, ["W1", "W2"], store=store)
    with database.transaction() as session:
        assert records.link(session, "P-1", plants, ["W1", 3], store=store) == 1
        assert records.unlink(session, "P-1", plants, ["W2", "W9"]) == 1
    with database.reading() as session:
        keys = [one.feature_key for one in records.features_of_project(session, "P-1")]
        assert keys == ["3", "W1"]


def test_a_feature_knows_its_projects_clauses_and_targets(
    database: Database, plants: str, store: Store
) -> None:
    with database.transaction() as session:
        records.add_project(session, project("A", action_item_id=SPONGE))
        records.add_project(session, project("B", action_item_id=SEWAGE, other_item_ids=[SPONGE]))
        records.add_project(session, project("C", action_item_id=CORRIDOR))
        for code in ("A", "B"):
            records.link(session, code, plants, ["W1"], store=store)
        records.link(session, "C", plants, ["W2"], store=store)
    with database.reading() as session:
        built = records.projects_of_features(session, plants, ["W1", "3"])
        assert {key: [one.code for one in some] for key, some in built.items()} == {
            "W1": ["A", "B"]
        }
        clauses = records.clauses_of_features(session, built)["W1"]
        assert [one.item.id for one in clauses] == [SPONGE, SEWAGE]
        sponge = next(one for one in clauses if one.item.id == SPONGE)
        ids = [target.id for target in sponge.targets]
        assert ids == ["WEDZ-2023-T22", "WEDZ-2023-T23", "WEDZ-2023-T33"]
        assert [one.item.id for one in records.clauses_of_project(session, "B")] == [SEWAGE, SPONGE]
        unknown = refused(lambda: records.projects_of_features(session, "nowhere", ["W1"]))
        assert unknown.code == "unknown-layer"


def test_a_project_goes_with_its_links(database: Database, plants: str, store: Store) -> None:
    with database.transaction() as session:
        records.add_project(session, project(other_item_ids=[SPONGE]))
        records.link(session, "P-1", plants, ["W1"], store=store)
    with database.transaction() as session:
        session.delete(records.get_project(session, "P-1"))
    with database.reading() as session:
        assert records.projects_of_features(session, plants, ["W1"]) == {}
        assert session.get(Project, "P-1") is None
