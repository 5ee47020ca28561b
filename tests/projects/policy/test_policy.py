"""The register in the database: loading it, asking it, and what happens with a wrong id."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select, text

from geo.errors import EcoAtlasError
from layers.system.database import Base, Database, engine_for_url
from projects.policy import register as policy
from projects.policy.files import POLICY_FOLDER
from projects.policy.tables import PolicyAction

Change = Callable[[dict[str, Any]], object]
FILE = "WEDZ-2023.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped register that a test may spoil."""
    return Path(shutil.copytree(POLICY_FOLDER, tmp_path / "policy"))


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    database = Database(engine_for_url(f"sqlite:///{tmp_path / 'policy.sqlite'}"))
    Base.metadata.create_all(database.engine)
    yield database
    database.close()


def edit(folder: Path, change: Change) -> None:
    content = json.loads((folder / FILE).read_text(encoding="utf-8"))
    change(content)
    (folder / FILE).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def dump(database: Database) -> dict[str, list[Any]]:
    names = [table for table in Base.metadata.tables if table.startswith(("policy_", "spatial_"))]
    with database.reading() as session:
        return {
            name: sorted(map(str, session.execute(text(f"SELECT * FROM {name}")).all()))
            for name in names
        }


def test_loading_counts_every_document_item_and_target(database: Database) -> None:
    with database.reading() as session:
        documents, items, targets = (
            ask(session) for ask in (policy.documents, policy.items, policy.targets)
        )
        in_force = [target for target in targets if not target.replaced_by]
        assert (len(documents), len(items), len(targets), len(in_force)) == (5, 195, 174, 169)
        assert session.scalar(select(func.count()).select_from(PolicyAction)) == 42
        assert Counter(target.kind for target in in_force) == {
            "quantitative": 68,
            "prohibition": 17,
            "delegated": 26,
            "checkable": 58,
        }
        assert Counter(i.spatial for i in items) == {"core": 32, "supporting": 65, "none": 98}
        assert Counter(t.spatial for t in in_force) == {"core": 48, "supporting": 45, "none": 76}


def test_summary_of_one_document_counts_that_document_only(database: Database) -> None:
    with database.reading() as session:
        found = policy.summary(session, "YC-2022")
    assert (found.items, found.targets, found.replaced) == (10, 27, 1)


def test_loading_twice_changes_nothing(database: Database) -> None:
    before = dump(database)
    with database.transaction() as session:
        assert policy.load_policy(session) == policy.PolicyLoad(0, 0, ())
    assert dump(database) == before


def test_loading_again_without_the_fingerprint_still_changes_nothing(database: Database) -> None:
    with database.transaction() as session:
        for document in policy.documents(session):
            document.fingerprint = "another"
    with database.transaction() as session:
        assert policy.load_policy(session) == policy.PolicyLoad(0, 0, ())


def test_unchanged_files_cost_one_question_to_the_database(sqlite_database: Database) -> None:
    asked: list[str] = []
    with sqlite_database.transaction() as session:
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", lambda *call: asked.append(call[2]))
        policy.load_policy(session)
    assert len(asked) == 1


@pytest.mark.slow
def test_a_corrected_file_updates_its_entry_and_nothing_else(empty: Database, folder: Path) -> None:
    with empty.transaction() as session:
        first = policy.load_policy(session, folder)
    edit(folder, lambda content: content["items"][0]["summary"].update(zh="改写后的摘要。"))
    with empty.transaction() as session:
        second = policy.load_policy(session, folder)
    assert (first.added, first.changed) == (5 + 42 + 195 + 174 + 40, 0)
    assert (second.added, second.changed) == (0, 1)
    with empty.reading() as session:
        assert policy.get_item(session, "WEDZ-2023-01-01").summary.zh == "改写后的摘要。"
        assert len(policy.items(session)) == 195


def test_a_moved_target_changes_its_links(empty: Database, folder: Path) -> None:
    def move(content: dict[str, Any]) -> None:
        content["targets"][0]["items"] = ["WEDZ-2023-01-01"]
        content["items"][0]["targets"] = ["WEDZ-2023-T01"]
        content["items"][1]["targets"] = []

    with empty.transaction() as session:
        policy.load_policy(session, folder)
    edit(folder, move)
    with empty.transaction() as session:
        policy.load_policy(session, folder)
    with empty.reading() as session:
        target = policy.get_target(session, "WEDZ-2023-T01")
        assert [item.id for item in target.items] == ["WEDZ-2023-01-01"]


def test_an_entry_gone_from_the_files_is_kept_and_named(empty: Database, folder: Path) -> None:
    with empty.transaction() as session:
        policy.load_policy(session, folder)
    (folder / "YC-2022.json").unlink()
    with empty.transaction() as session:
        kept = policy.load_policy(session, folder).kept
        again = policy.load_policy(session, folder)
    assert len(kept) == 1 + 10 + 10 + 28
    assert again == policy.PolicyLoad(0, 0, ())
    with empty.reading() as session:
        assert policy.get_item(session, "YC-2022-05").document_id == "YC-2022"


def test_documents_come_in_the_order_of_their_issue(database: Database) -> None:
    with database.reading() as session:
        found = policy.documents(session)
        ids = [document.id for document in found]
        zone = policy.get_document(session, "WEDZ-2023")
        assert ids == ["SY-2018", "EZ-2022", "YC-2022", "WEDZ-2023", "WH-2023"]
        assert zone.title.zh == "武汉经开区长江经济带降碳减污扩绿增长十大行动实施方案"
        assert zone.actions[8].title.zh == "提升城乡绿色人居环境行动"
        assert [len(action.items) for action in zone.actions] == [8, 5, 6, 6, 6, 4, 10, 7, 7, 5]


def test_items_of_a_document_come_in_its_order(database: Database) -> None:
    with database.reading() as session:
        found = policy.items(session, "WEDZ-2023")
        assert [item.id for item in found][:2] == ["WEDZ-2023-01-01", "WEDZ-2023-01-02"]
        assert len(found) == 64
        assert len(policy.items(session)) == 195
        assert len(policy.items(session, spatial=True)) == 32 + 65


def test_spatial_targets_leave_out_what_no_map_can_show(database: Database) -> None:
    with database.reading() as session:
        assert len(policy.targets(session)) == 141 + 33
        found = policy.targets(session, spatial=True)
        assert len(found) == 48 + 45
        assert {target.spatial for target in found} == {"core", "supporting"}
        assert len(policy.targets(session, "WEDZ-2023", spatial=True)) == 12 + 8


def test_item_knows_its_targets_units_and_checks(database: Database) -> None:
    with database.reading() as session:
        item = policy.get_item(session, "WEDZ-2023-09-03")
        assert [target.id for target in item.targets] == [
            "WEDZ-2023-T22",
            "WEDZ-2023-T23",
            "WEDZ-2023-T33",
        ]
        assert item.all_units == ["区住建局", "区自然资源和规划局", "区财政局", "区水务湖泊局"]
        checks = policy.spatial_checks(session, item.spatial_checks)
        assert [check.code for check in checks] == ["SC-SPONGE-AREA", "SC-SPONGE-NEWPROJ"]
        assert checks[0].cautions[0]["en"].startswith("A zone is not met merely")
        wuhan = policy.get_item(session, "WH-2023-10")
        assert wuhan.all_units[-1] == "各区人民政府(含开发区、长江新区、风景区管委会)"


def test_sponge_target_reads_as_issued(database: Database) -> None:
    with database.reading() as session:
        target = policy.get_target(session, "WEDZ-2023-T22")
        assert (target.comparator, target.value, target.year) == (">=", 50, 2025)
        assert target.unit is not None
        assert target.unit.as_dict() == {"zh": "%", "en": "%"}
        assert target.note is not None
        assert "GB/T 51345" in target.note.en
        assert [item.id for item in target.items] == ["WEDZ-2023-09-03"]
        range_target = policy.get_target(session, "YC-2022-T11")
        assert (range_target.value, range_target.value_to) == (5, 10)
        assert policy.get_target(session, "WEDZ-2023-T01").unit is None


def test_a_target_that_was_split_leaves_the_lists_of_work_and_stays_to_be_read(
    database: Database,
) -> None:
    with database.reading() as session:
        found = policy.targets_of_items(session, ["SY-2018-02"])["SY-2018-02"]
        assert [target.id for target in found] == ["SY-2018-T41", "SY-2018-T42"]
        split = policy.get_target(session, "SY-2018-T03")
        assert split.replaced is not None
        assert split.replaced.zh == "已拆分，由 SY-2018-T41、SY-2018-T42 代替"
        assert found[0].replaced is None


def test_targets_of_items_are_found_with_one_question(database: Database) -> None:
    with database.reading() as session:
        found = policy.targets_of_items(session, ["WEDZ-2023-09-03", "WEDZ-2023-01-01"])
        ids = {key: [target.id for target in value] for key, value in found.items()}
    assert ids == {"WEDZ-2023-09-03": ["WEDZ-2023-T22", "WEDZ-2023-T23", "WEDZ-2023-T33"]}


def test_ids_are_found_in_lower_case_and_with_spaces_around(sqlite_database: Database) -> None:
    with sqlite_database.reading() as session:
        assert policy.get_target(session, " wedz-2023-t22 ").id == "WEDZ-2023-T22"
        assert "WEDZ-2023-09-03" in policy.item_ids(session)


@pytest.mark.parametrize(
    ("ask", "wrong", "code", "near"),
    [
        (policy.get_target, "WEDZ-2023-T222", "unknown-target", "WEDZ-2023-T22"),
        (policy.get_item, "WEDZ-2023-9-3", "unknown-item", "WEDZ-2023-09-03"),
        (policy.get_document, "WEDZ2023", "unknown-document", "WEDZ-2023"),
        (policy.items, "wedz", "unknown-document", "WEDZ-2023"),
        (policy.targets, "WH2023", "unknown-document", "WH-2023"),
        (policy.summary, "YC-2023", "unknown-document", "YC-2022"),
    ],
)
def test_a_wrong_id_is_refused_with_similar_ones(
    sqlite_database: Database, ask: Any, wrong: str, code: str, near: str
) -> None:
    with (
        sqlite_database.reading() as session,
        pytest.raises(EcoAtlasError) as error,
    ):
        ask(session, wrong)
    assert (error.value.code, error.value.status) == (code, 404)
    assert wrong in error.value.message.zh
    assert near in error.value.fix.zh
    assert near in error.value.fix.en


def test_an_id_like_no_other_is_refused_without_a_guess(sqlite_database: Database) -> None:
    with (
        sqlite_database.reading() as session,
        pytest.raises(EcoAtlasError) as error,
    ):
        policy.get_item(session, "海绵")
    assert "无" in error.value.fix.zh
    assert "none" in error.value.fix.en


def test_units_have_a_name_in_both_languages() -> None:
    assert len(policy.unit_names()) == 119
    assert policy.unit_text("区水务湖泊局").en == "District Water and Lakes Bureau"
    assert policy.unit_text("某新公司").as_dict() == {"zh": "某新公司", "en": "某新公司"}


def test_a_faulty_file_leaves_the_database_as_it_was(empty: Database, folder: Path) -> None:
    with empty.transaction() as session:
        policy.load_policy(session, folder)
    before = dump(empty)
    edit(folder, lambda content: content["items"].clear())
    with pytest.raises(EcoAtlasError), empty.transaction() as session:
        policy.load_policy(session, folder)
    assert dump(empty) == before
