"""Two senders with one key at the same moment, where neither sees what the other has not done."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import func, select, text

from geo.errors import EcoAtlasError
from layers.system.database import Database
from projects.exchange.once import Answered, Sending, answered_before, claim
from projects.exchange.tables import ExchangeKey

SENDING = Sending.of("hub", "at-once-0001", "api_exchange.progress", {"rows": [1]})
WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")


@pytest.mark.postgresql
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_the_second_of_two_at_once_is_refused_and_then_has_the_answer(database: Database) -> None:
    came = Event()

    def second() -> str:
        with database.transaction() as session:
            assert answered_before(session, SENDING) is None
            came.set()
            claim(session, SENDING)
        return "taken"

    with ThreadPoolExecutor(1) as pool:
        with database.transaction() as session:
            row = claim(session, SENDING)
            other = pool.submit(second)
            assert came.wait(30)
            while not other.done() and not waits(database):
                pass
            row.status, row.answer = 201, "{}"
        with pytest.raises(EcoAtlasError) as refused:
            other.result(30)
    assert (refused.value.code, refused.value.status) == ("idempotency-key-busy", 409)
    with database.reading() as session:
        assert answered_before(session, SENDING) == Answered(201, "{}")
        assert session.scalar(select(func.count()).select_from(ExchangeKey)) == 1


def waits(database: Database) -> bool:
    with database.reading() as session:
        return bool(session.scalar(WAITING))
