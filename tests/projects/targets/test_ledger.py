"""Reporting, approving, giving back, closing: what stays, who sees it, what is refused."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from geo.errors import EcoAtlasError
from layers.audit import Actor, AuditEntry
from layers.storage.integrity import examine
from layers.storage.store import Store
from layers.system.database import Database, engine_for_url
from projects.evidence.files import FORMS, get_evidence, look_at, open_evidence, plain_name
from projects.policy.register import get_target, load_policy
from projects.targets.approving import approve_values, return_values
from projects.targets.closing import close_period, closed_periods, period_events, reopen_period
from projects.targets.ledger import OFFICE, PUBLIC, Eyes, history_of, save_values, values_of
from projects.targets.setting import demand_of, set_value, set_values_history, set_values_of
from tests.databases import make_tables
from tests.projects.targets.conftest import (
    BUREAU,
    DELEGATED,
    EDITOR,
    MILESTONE,
    OTHER,
    REVIEWER,
    SHARE,
    Put,
    only,
    queries,
    row,
)

PDF = b"%PDF-1.7\n" + b"0" * 100


def test_a_value_is_drafted_reported_approved_and_every_step_stays(database: Database) -> None:
    with database.transaction() as session:
        done = save_values(
            session, [row(), row(2, target=MILESTONE, value="完成")], EDITOR, status="draft"
        )
    assert len(done.added) == 2
    with database.transaction() as session:
        again = save_values(session, [row()], EDITOR)
    assert len(again.changed) == 1, "the draft became reported, its value being the same"
    with database.transaction() as session:
        (share,) = values_of(session, [SHARE])
        assert approve_values(session, {share.id: share.version}, REVIEWER) == 1
    with database.reading() as session:
        (share,) = values_of(session, [SHARE])
        history = history_of(session, [SHARE])
        milestone = values_of(session, [MILESTONE])[0]
        actions = list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.number)))
    assert (share.value, share.status, share.version) == (46.8, "approved", 3)
    assert (share.reported_by, share.approved_by) == ("li", "zhao")
    assert [(one.action, one.by, one.version) for one in history] == [
        ("approved", "zhao", 3), ("reported", "li", 2), ("draft", "li", 1),
    ]  # fmt: skip
    assert history[-1].value.number == 46.8
    assert (milestone.done, milestone.status) == (True, "draft")
    assert actions[-3:] == ["values-draft", "values-reported", "values-approved"]


def test_nothing_is_stored_where_one_row_is_wrong(sqlite_database: Database) -> None:
    with (
        pytest.raises(EcoAtlasError, match="target-values-refused") as refused,
        sqlite_database.transaction() as session,
    ):
        save_values(
            session, [row(1), row(2, unit="无此局"), row(3, value="x", period="2020")], EDITOR
        )
    assert [(one.feature, one.field) for one in refused.value.problems] == [
        (2, "unit"),
        (3, "value"),
    ]
    with sqlite_database.reading() as session:
        assert values_of(session) == []


def test_the_second_of_two_people_is_shown_both_values(sqlite_database: Database, put: Put) -> None:
    put()
    put(OTHER, version=1, value="47.1")
    with pytest.raises(EcoAtlasError) as refused:
        put(EDITOR, version=1, value="50")
    (problem,) = refused.value.problems
    assert problem.code == "target-value-conflict"
    assert all(word in problem.message.zh for word in ("50%", "47.1%", "wang"))
    assert only(sqlite_database).value == 47.1
    put(EDITOR, version=2, value="50")
    assert only(sqlite_database).value == 50


def test_an_approved_value_changes_only_with_a_reason(sqlite_database: Database, put: Put) -> None:
    put()
    with sqlite_database.transaction() as session:
        approve_values(session, {only(sqlite_database).id: 1}, REVIEWER)
    with pytest.raises(EcoAtlasError) as refused:
        put(version=2, value="47")
    assert refused.value.problems[0].code == "target-value-no-reason"
    put(version=2, value="47", reason="复核后更正")
    found = only(sqlite_database)
    assert (found.value, found.status, found.approved_by) == (47, "reported", None)
    with sqlite_database.reading() as session:
        assert history_of(session)[0].reason == "复核后更正"


def test_approving_and_giving_back_need_the_value_that_was_looked_at(
    sqlite_database: Database, put: Put
) -> None:
    put()
    id_ = only(sqlite_database).id

    def refused(looked: dict[int, int], by: Actor = REVIEWER) -> str:
        with pytest.raises(EcoAtlasError) as error, sqlite_database.transaction() as session:
            approve_values(session, looked, by)
        return error.value.code

    assert refused({id_: 7}) == "target-value-moved"
    assert refused({id_ + 1: 1}) == "target-value-unknown"
    assert refused({id_: 1}, EDITOR) == "target-value-own"
    with sqlite_database.transaction() as session:
        with pytest.raises(EcoAtlasError, match="target-step-reason"):
            return_values(session, {id_: 1}, REVIEWER, "  ")
        return_values(session, {id_: 1}, REVIEWER, "口径不对")
    found = only(sqlite_database)
    assert (found.status, found.reported_by, found.version) == ("draft", None, 2)
    assert refused({id_: 2}) == "target-value-wrong-status"


def test_a_closed_period_takes_nothing_until_it_is_opened_with_a_reason(database: Database) -> None:
    with database.transaction() as session:
        save_values(session, [row()], EDITOR)
        close_period(session, "wedz-2023", "2024年", REVIEWER)
        assert closed_periods(session) == {("WEDZ-2023", "2024")}
        with pytest.raises(EcoAtlasError, match="target-period-closed"):
            close_period(session, "WEDZ-2023", "2024", REVIEWER)
        with pytest.raises(EcoAtlasError) as refused:
            save_values(session, [row(1, 1, value="50")], EDITOR)
        assert refused.value.problems[0].code == "target-value-closed-period"
        looked = {one.id: one.version for one in values_of(session)}
        with pytest.raises(EcoAtlasError, match="target-value-locked"):
            approve_values(session, looked, REVIEWER)
        with pytest.raises(EcoAtlasError, match="target-step-reason"):
            reopen_period(session, "WEDZ-2023", "2024", REVIEWER, "")
        reopen_period(session, "WEDZ-2023", "2024", REVIEWER, "补报")
        with pytest.raises(EcoAtlasError, match="target-period-open"):
            reopen_period(session, "WEDZ-2023", "2024", REVIEWER, "补报")
        save_values(session, [row(1, 1, value="50")], EDITOR)
        said = [(one.action, one.reason) for one in period_events(session, "WEDZ-2023")]
    assert said == [("reopened", "补报"), ("closed", None)]


def test_drafts_are_seen_by_their_maker_and_reviewers_and_the_public_sees_what_is_approved(
    sqlite_database: Database, put: Put
) -> None:
    put(status="draft")
    put(period="2023")
    put(OTHER, period="2022")
    with sqlite_database.transaction() as session:
        approved = next(one for one in values_of(session) if one.period == "2022")
        approve_values(session, {approved.id: approved.version}, REVIEWER)

        def seen(eyes: Eyes) -> list[str]:
            found = [one.period for one in values_of(session, eyes=eyes)]
            assert len({one.value_id for one in history_of(session, eyes=eyes)}) == len(found)
            return found

        assert seen(PUBLIC) == ["2022"]
        assert seen(Eyes("wang")) == ["2022", "2023"]
        assert seen(Eyes("li")) == seen(OFFICE) == ["2022", "2023", "2024"]


def test_evidence_is_what_its_name_says_or_refused_with_its_row(
    sqlite_database: Database, store: Store, tmp_path: Path
) -> None:
    good, false = tmp_path / "a", tmp_path / "b"
    good.write_bytes(PDF)
    false.write_bytes(b"MZ" + b"0" * 50)
    files = {"报告.pdf": good, "照片.png": false, "程序.exe": false}

    def save(name: str) -> None:
        with sqlite_database.transaction() as session:
            save_values(session, [row(5, evidence=name)], EDITOR, store=store, files=files)

    for name, word in (("照片.png", "PNG"), ("程序.exe", "pdf"), ("没有.pdf", "没有一起交来")):
        with pytest.raises(EcoAtlasError) as refused:
            save(name)
        (problem,) = refused.value.problems
        assert (problem.code, problem.feature, problem.field) == (
            "target-value-evidence",
            5,
            "evidence",
        )
        assert word in problem.message.zh
    assert store.is_empty()
    save("报告.pdf")
    found = only(sqlite_database)
    assert found.evidence == "报告.pdf"
    assert found.evidence_sha256
    with sqlite_database.reading() as session:
        kept = get_evidence(session, found.evidence_sha256)
        with pytest.raises(EcoAtlasError, match="evidence-unknown"):
            get_evidence(session, "0" * 64)
    with open_evidence(store, kept) as file:
        assert file.read() == PDF


def test_another_file_of_the_same_name_takes_no_cell_over(
    sqlite_database: Database, store: Store, tmp_path: Path
) -> None:
    def save(content: bytes, version: int = 0, **cells: Any) -> None:
        path = tmp_path / "汇总.pdf"
        path.write_bytes(content)
        files = {"汇总.pdf": path} if content else {}
        told = row(1, version, evidence="汇总.pdf", **cells)
        with sqlite_database.transaction() as session:
            save_values(session, [told], EDITOR, store=store, files=files)

    save(PDF)
    save(PDF + b"1", unit="区住建局")
    save(b"", 1, value="47")
    with sqlite_database.reading() as session:
        found = {one.unit: one for one in values_of(session)}
    assert found[BUREAU].value == 47
    first, second = (found[unit].evidence_sha256 for unit in (BUREAU, "区住建局"))
    assert first == hashlib.sha256(PDF).hexdigest()
    assert second == hashlib.sha256(PDF + b"1").hexdigest()
    place = store.path(str(second), "evidence.pdf")
    assert examine(store, str(second), deep=True).faults == ()
    Path(place).write_bytes(PDF)
    assert [one.name for one in examine(store, str(second), deep=True).faults] == ["evidence.pdf"]


def test_names_of_evidence_lose_folders_and_what_cannot_be_seen(tmp_path: Path) -> None:
    assert plain_name("C:\\Users\\li\\报告\u202e.pdf") == "报告.pdf"
    assert plain_name("a/\u0007报\t告\n二\u2069.pdf ") == "报 告 二.pdf"
    assert len(plain_name("甲" * 300 + ".pdf")) == 200
    assert plain_name("甲" * 300 + ".pdf").endswith(".pdf")
    empty = tmp_path / "leer"
    empty.touch()
    with pytest.raises(EcoAtlasError, match="evidence-size"):
        look_at(empty, "a.pdf")
    zipped = tmp_path / "zip"
    zipped.write_bytes(FORMS["docx"].begins + b"no directory")
    with pytest.raises(EcoAtlasError, match="evidence-false"):
        look_at(zipped, "a.docx")


def test_the_number_set_by_the_level_above_is_what_a_target_is_judged_by(
    database: Database,
) -> None:
    about: Any = {"issuer": "武汉市水务局", "document": "武水〔2023〕1号", "by": EDITOR}
    about["dated"] = dt.date(2023, 3, 1)
    with database.transaction() as session:
        target = get_target(session, DELEGATED)
        assert demand_of(target, {}).value is None
        more = about | {"measured_in": "亿立方米"}
        for value in (3.0, 2.5):
            set_value(session, DELEGATED, value=value, comparator="<=", **more)
        set_value(session, DELEGATED, value=0.4, comparator="<=", unit="汉南区", **about)
        found = set_values_of(session)
        assert [(one.unit, one.value) for one in found[DELEGATED]] == [("", 2.5), ("420113", 0.4)]
        assert len(set_values_history(session, DELEGATED)) == 3
        whole, part = demand_of(target, found), demand_of(target, found, "420113")
        wrongs = (
            {"target": SHARE},
            {"comparator": "~"},
            {"value": float("nan")},
            {"value": 0.95, "measured_in": "％"},
            {"target": "WEDZ-2023-T06", "measured_in": "万家"},
        )
        for wrong in wrongs:
            given: Any = {"target": DELEGATED, "value": 1.0, "comparator": "="} | wrong
            with pytest.raises(EcoAtlasError, match="target-set-value-invalid"):
                set_value(session, given.pop("target"), **about, **given)
        with pytest.raises(EcoAtlasError, match="target-unit-invalid"):
            set_value(session, DELEGATED, value=1, comparator="=", unit="无此局", **about)
    assert (whole.comparator, whole.value) == ("<=", 2.5)
    assert whole.unit is not None
    assert whole.unit.zh == "亿立方米"
    assert part.value == 0.4


def test_values_are_told_in_the_unit_that_the_level_above_has_set(
    sqlite_database: Database, put: Put
) -> None:
    about: Any = {
        "issuer": "市水务局",
        "document": "1 号",
        "dated": dt.date(2024, 1, 2),
        "by": EDITOR,
    }
    with sqlite_database.transaction() as session:
        set_value(session, DELEGATED, value=95, comparator=">=", measured_in="%", **about)
    with pytest.raises(EcoAtlasError) as caught:
        put(target=DELEGATED, value=0.96)
    assert [one.code for one in caught.value.problems] == ["target-value-hundredth"]
    put(target=DELEGATED, value="96%")
    assert only(sqlite_database).value == 96.0


def test_values_are_read_with_one_query(sqlite_database: Database, put: Put) -> None:
    for year in range(2018, 2024):
        put(period=str(year))
    with queries(sqlite_database) as asked, sqlite_database.reading() as session:
        assert len(values_of(session)) == 6
    assert len([one for one in asked if one.startswith("SELECT")]) == 1


def test_history_is_refused_by_the_database_itself(tmp_path: Path) -> None:

    opened = Database(engine_for_url(f"sqlite:///{tmp_path}/ledger.sqlite"))
    make_tables(opened.engine)
    with opened.transaction() as session:
        load_policy(session)
        save_values(session, [row()], EDITOR)
    for change in ("UPDATE target_value_change SET by = 'x'", "DELETE FROM target_value_change"):
        with pytest.raises(IntegrityError, match="never changes"), opened.transaction() as session:
            session.execute(text(change))
    opened.close()
