"""Batches of readings: whole or not at all, taken back, corrected, and months made of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from geo.errors import EcoAtlasError
from layers.audit import Actor
from layers.audit.tables import AuditEntry
from layers.storage.integrity import require_whole
from layers.storage.store import Store
from layers.system.database import Database
from projects.water.batches import TakenIn, take_in, withdraw, would_take
from projects.water.correcting import correct, corrections_of, kept_values
from projects.water.kept import list_batches
from projects.water.months import month_lines, section_months
from projects.water.readings import Asked
from projects.water.tables import WaterMonth
from projects.water.values import SectionMonth

LI = Actor("li", "test")
HEAD = "断面名称,监测时间,氨氮(mg/L),总磷(mg/L)"
Take = Callable[..., TakenIn]


@pytest.fixture
def take(database: Database, store: Store, tmp_path: Path) -> Take:
    def of(
        text: str, name: str = "readings.csv", reason: str | None = None, **said: Any
    ) -> TakenIn:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        with database.transaction() as session:
            return take_in(session, store, path, Asked(**said), LI, reason=reason)

    return of


def month(
    database: Database, section: str = "宗关", wanted: str = "2024-03"
) -> SectionMonth | None:
    with database.reading() as session:
        return next(iter(section_months(session, wanted, wanted, [section])), None)


def test_a_month_is_the_mean_of_its_values_with_how_many_there_are(
    database: Database, take: Take
) -> None:
    take(f"{HEAD}\n宗关,2024-03-05,0.1,0.02\n宗关,2024-03-15,0.2,<0.01\n宗关,2024-03-25,0.3,*\n")
    found = month(database)
    assert found is not None
    assert found.values == {"NH3-N": 0.2, "TP": 0.0125}
    assert found.counts == {"NH3-N": 3, "TP": 2}
    assert found.not_detected == {"TP": 1}
    assert (found.readings, found.expected, found.state) == (3, 1, "complete")


def test_completeness_is_told_by_the_step_between_readings(database: Database, take: Take) -> None:
    rows = [f"宗关,2024-03-{day:02d} {hour:02d}:00,0.1,0.1"
            for day in range(1, 16) for hour in range(0, 24, 4)]  # fmt: skip
    take("\n".join([HEAD, *rows]))
    found = month(database)
    assert found is not None
    assert (found.readings, found.expected, found.state) == (90, 186, "partial")
    daily = [f"南津关,2024-03-{day:02d},0.1,0.1" for day in range(1, 31)]
    take("\n".join([HEAD, *daily]), "daily.csv")
    found = month(database, "南津关")
    assert found is not None
    assert (found.readings, found.expected, found.state) == (30, 31, "complete")


def test_every_fault_is_told_and_nothing_is_kept(database: Database, take: Take) -> None:
    with pytest.raises(EcoAtlasError) as refused:
        take(f"{HEAD}\n宗关,2024-03-05,坏,0.1\n,2024-03-06,0.1,0.1\n宗关,2024-03-07,0.1,15\n")
    assert refused.value.code == "water-refused"
    assert [(one.code, one.feature) for one in refused.value.problems] == [
        ("water-value-unreadable", 2),
        ("water-section-missing", 3),
        ("water-unit-doubted", 4),
    ]
    assert month(database) is None


def test_two_values_for_one_time_are_refused_and_a_repeated_one_counts_once(
    database: Database, store: Store, tmp_path: Path, take: Take
) -> None:
    with pytest.raises(EcoAtlasError) as refused:
        take(f"{HEAD}\n宗关,2024-03-05,0.1,0.1\n宗关,2024-03-05,0.1,0.2\n")
    [problem] = refused.value.problems
    assert (problem.code, problem.feature) == ("water-values-differ", 3)
    assert "第 2 行" in problem.message.zh
    with pytest.raises(EcoAtlasError) as again, database.reading() as session:
        would_take(session, store, tmp_path / "readings.csv", Asked(), "readings.csv")
    assert again.value.problems == refused.value.problems
    done = take(f"{HEAD}\n宗关,2024-03-05,0.1,0.1\n宗关,2024-03-05,0.1,\n宗关,2024-03-05,,0.1\n")
    assert (done.repeated, done.batch.values) == (2, 2)


def test_days_without_a_limit_are_told_once_for_each_span_of_limits(take: Take) -> None:
    rows = [f"宗关,{day},0.1,0.1" for day in ("1999-03-05", "1999-03-06", "2024-03-05")]
    done = take("\n".join([HEAD, *rows]))
    [told] = done.problems
    assert (told.code, told.feature) == ("water-no-limit", 2)
    assert "氨氮、总磷" in told.message.zh
    assert done.batch.told["problems"][0]["fix"]["zh"].startswith("请在数据表")


def test_the_same_file_again_is_refused_until_its_batch_is_taken_back(
    database: Database, store: Store, take: Take
) -> None:
    text = f"{HEAD}\n宗关,2024-03-05,0.1,0.1\n"
    done = take(text)
    with pytest.raises(EcoAtlasError) as refused:
        take(text)
    assert refused.value.code == "water-batch-twice"
    with database.transaction() as session:
        withdraw(session, store, done.batch.id, "送错了", LI)
    assert month(database) is None
    assert take(text).batch.id != done.batch.id
    assert month(database) is not None


def test_other_values_for_what_is_kept_need_a_reason_and_going_back_brings_the_first_again(
    database: Database, store: Store, take: Take
) -> None:
    take(f"{HEAD}\n宗关,2024-03-05,0.1,0.1\n宗关,2024-03-06,0.3,0.1\n")
    later = f"{HEAD}\n宗关,2024-03-06,0.5,0.1\n宗关,2024-03-07,0.9,0.1\n"
    with pytest.raises(EcoAtlasError) as refused:
        take(later, "later.csv")
    assert [one.code for one in refused.value.problems] == ["water-stored-differs"]
    done = take(later, "later.csv", reason="复核")
    found = month(database)
    assert found is not None
    assert found.values["NH3-N"] == 0.5  # 0.1, 0.5 and 0.9
    assert (found.readings, found.batches) == (3, (1, 2))
    with database.transaction() as session:
        withdraw(session, store, done.batch.id, "复核有误", LI)
    found = month(database)
    assert found is not None
    assert (found.values["NH3-N"], found.readings) == (0.2, 2)


def test_months_that_two_batches_share_count_each_value_once(
    database: Database, take: Take
) -> None:
    take(f"{HEAD}\n宗关,2024-03-05,0.1,0.1\n宗关,2024-04-05,0.1,0.1\n")
    take(f"{HEAD}\n宗关,2024-03-05,0.1,0.1\n宗关,2024-03-06,0.3,0.1\n", "more.csv")
    found, april = month(database), month(database, wanted="2024-04")
    assert found is not None
    assert april is not None
    assert (found.readings, found.values["NH3-N"]) == (2, 0.2)
    assert (april.readings, april.batches) == (1, (1,))


def test_a_correction_counts_and_the_first_value_stays_readable(
    database: Database, store: Store, take: Take
) -> None:
    done = take(f"{HEAD}\n宗关,2024-03-05 08:00,0.10,0.1\n宗关,2024-03-15 08:00,0.3,0.1\n")
    with database.transaction() as session:
        correct(session, store, "宗关", "2024-03-05 08:00", "氨氮", 0.5, "抄错", LI)
    found = month(database)
    assert found is not None
    assert found.values["NH3-N"] == 0.4
    with database.reading() as session:
        [one] = corrections_of(session, done.batch.id)
        assert (one.first, one.value, one.row, one.reason) == (0.1, 0.5, 2, "抄错")
        kept = next(one for one in kept_values(session, store, "宗关", "2024-03")
                    if one.item == "NH3-N")  # fmt: skip
        assert (kept.value, kept.row) == (0.5, 2)
    with database.transaction() as session:
        correct(session, store, "宗关", "2024-03-05 08:00", "NH3-N", None, "仪器故障", LI)
    found = month(database)
    assert found is not None
    assert (found.values["NH3-N"], found.counts["NH3-N"]) == (0.3, 1)


@pytest.mark.parametrize(
    ("section", "time", "reason", "code"),
    [
        ("宗关", "2024-03-06", "抄错", "water-value-unknown"),
        ("别处", "2024-03-05", "抄错", "water-value-unknown"),
        ("宗关", "昨天", "抄错", "water-time-unreadable"),
        ("宗关", "2024-03-05", " ", "water-reason-needed"),
    ],
)
def test_a_correction_needs_a_value_and_a_reason(
    database: Database, store: Store, take: Take, section: str, time: str, reason: str, code: str
) -> None:
    take(f"{HEAD}\n宗关,2024-03-05,0.1,0.1\n")
    with pytest.raises(EcoAtlasError) as refused, database.transaction() as session:
        correct(session, store, section, time, "NH3-N", 1.0, reason, LI)
    assert refused.value.code == code


def test_a_batch_and_its_file_are_whole_in_the_store_and_in_the_audit_log(
    database: Database, store: Store, take: Take
) -> None:
    batch = take(f"{HEAD}\n宗关,2024-03-05,0.1,0.1\n").batch
    for sha256 in (batch.sha256, batch.original):
        require_whole(store, sha256, batch.name, deep=True)
    with database.transaction() as session:
        withdraw(session, store, batch.id, "送错了", LI)
    with database.reading() as session:
        actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.number)).all()
    assert [one for one in actions if one.startswith("water")] == [
        "water-imported", "water-withdrawn"
    ]  # fmt: skip
    with pytest.raises(EcoAtlasError) as refused, database.transaction() as session:
        withdraw(session, store, batch.id, "再撤", LI)
    assert refused.value.code == "water-batch-gone"


def test_a_month_lists_who_is_missing_and_judges_a_lake_as_a_lake(
    database: Database, store: Store, take: Take
) -> None:
    take(f"{HEAD}\n宗关,2024-03-05,0.1,0.1\n胡家岭,2024-03-05,0.1,0.1\n")
    take(f"{HEAD}\n宗关,2024-04-05,0.1,0.1\n", "april.csv")
    with database.reading() as session:
        march = {one.section.key: one for one in month_lines(session, store, "2024-03")}
        april = {one.section.key: one for one in month_lines(session, store, "2024-04")}
    grades = {key: one.judged.grade for key, one in march.items() if one.judged}
    assert grades == {"宗关": "II", "坝上中": "IV"}
    assert april["坝上中"].judged is None
    assert april["坝上中"].month.state == "missing"


def test_what_lies_in_a_layer_that_is_not_seen_is_neither_told_nor_corrected(
    database: Database, store: Store, take: Take
) -> None:
    batch = take(f"{HEAD}\n宗关,2024-03-05,0.1,0.02\n").batch.id
    with database.transaction() as session:
        assert len(kept_values(session, store, "宗关", "2024-03")) == 2
        # A layer that is hidden and one that is not there are the same to whoever asks.
        session.execute(update(WaterMonth).values(layer="hidden"))
    with database.transaction() as session:
        assert kept_values(session, store, "宗关", "2024-03") == []
        assert list_batches(session) == []
        with pytest.raises(EcoAtlasError) as unknown:
            correct(session, store, "宗关", "2024-03-05", "TP", 0.5, "复核", LI)
        assert unknown.value.code == "water-value-unknown"
        with pytest.raises(EcoAtlasError) as unknown:
            withdraw(session, store, batch, "复核", LI)
        assert unknown.value.code == "water-batch-unknown"
