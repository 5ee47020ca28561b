"""Comments with an anchor, an answer and a state; what signing and handing in again wait for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from geo.errors import EcoAtlasError
from layers.audit import AuditEntry
from projects.accounts.accounts import add_account
from projects.statements import review
from projects.statements.asserting import assertions
from projects.statements.chain import hash_of
from projects.statements.discussing import answer, close, comment, possible_for, reopen
from projects.statements.kept import StatementInfo, answered_to, get_statement, is_whole
from projects.statements.review import return_, submit
from tests.projects.statements.conftest import LI, WANG, Actor, Office, sign

SUN = Actor("sun", "10.0.0.5")


@pytest.fixture
def handed_in(sqlite_office: Office) -> int:
    made = sqlite_office.make().id
    take(sqlite_office, submit, made, LI)
    return made


def take(
    office: Office, step: Callable[..., StatementInfo], *given: Any, **more: Any
) -> StatementInfo:
    with office.database.transaction() as session:
        return step(session, *given, **more)


def refused(office: Office, step: Callable[..., Any], *given: Any, **more: Any) -> EcoAtlasError:
    with office.database.transaction() as session, pytest.raises(EcoAtlasError) as refusal:
        step(session, *given, **more)
    return refusal.value


def test_a_comment_goes_from_open_to_closed_and_may_be_opened_again(
    sqlite_office: Office, handed_in: int
) -> None:
    office, wang = sqlite_office, sqlite_office.wang
    take(office, comment, handed_in, "这一行？", WANG, "zones", "P2")
    found = take(office, comment, handed_in, "这个数字？", WANG, "total", "share")
    assert [(one.number, one.anchor, one.state) for one in found.points] == [
        (1, ("zones", "P2"), "open"),
        (2, ("total", "share"), "open"),
    ]
    assert refused(office, comment, handed_in, "?", WANG, "total", "none").code == (
        "statement-unknown-row"
    )
    assert refused(office, answer, handed_in, 1, "自己答", WANG, wang).code == (
        "statement-own-comment"
    )
    assert (
        refused(office, answer, handed_in, 1, "路过", SUN).code == "statement-not-yours-to-answer"
    )
    assert refused(office, answer, handed_in, 9, "没有", LI).code == "statement-unknown-comment"
    assert refused(office, close, handed_in, 1, LI).code == "statement-not-yours-to-close"
    assert refused(office, reopen, handed_in, 1, "再说", WANG).code == "statement-comment-state"
    take(office, answer, handed_in, 1, "核对过", LI)
    take(office, reopen, handed_in, 1, "日期不对", WANG)
    take(office, answer, handed_in, 1, "已更正来源", LI)
    found = take(office, close, handed_in, 1, WANG, wang, "好")
    point = found.points[0]
    assert point.state == "closed"
    assert [one["action"] for one in point.replies] == [
        "answered",
        "reopened",
        "answered",
        "closed",
    ]
    assert refused(office, answer, handed_in, 1, "迟了", LI).code == "statement-comment-state"
    assert is_whole(found)
    changed = found.events[-1].as_dict() | {"details": {"to": 4}}
    assert hash_of(changed) != found.events[-1].hash  # what an answer is to is in the chain


def test_signing_waits_for_every_comment_and_names_those(
    sqlite_office: Office, handed_in: int
) -> None:
    office, wang = sqlite_office, sqlite_office.wang
    take(office, comment, handed_in, "这一行？", WANG, "zones", "P2")
    take(office, comment, handed_in, "依据？", WANG)
    error = refused(office, sign, handed_in, wang, WANG)
    assert error.code == "statement-open-comments"
    assert "第 1 条（分区 P2）" in error.message.zh
    assert "第 2 条（整份核算单）" in error.message.zh
    assert "no. 2 (the whole statement)" in error.message.en
    take(office, answer, handed_in, 1, "核对过", LI)
    take(office, close, handed_in, 2, WANG)
    assert take(office, sign, handed_in, wang, WANG).state == "signed"


def test_handing_in_again_needs_an_answer_to_each_point(
    sqlite_office: Office, handed_in: int
) -> None:
    office, wang = sqlite_office, sqlite_office.wang
    take(office, comment, handed_in, "这一行？", WANG, "zones", "P2")
    take(office, comment, handed_in, "留个记号", LI)  # his own does not keep him from it
    take(office, return_, handed_in, wang, "说明依据", WANG)
    error = refused(office, submit, handed_in, LI)
    assert error.code == "statement-points-unanswered"
    assert [f"第 {n} 条" in error.message.zh for n in (1, 2, 3)] == [True, False, True]
    error = refused(office, submit, handed_in, LI, answers={3: "见附注"})
    assert "第 3 条" not in error.message.zh
    assert refused(office, close, handed_in, 3, WANG, wang).code == "statement-comment-state"
    found = take(office, submit, handed_in, LI, answers={1: "核对过", 3: "见附注"})
    assert [one.state for one in found.points] == ["answered", "open", "answered"]


def test_what_has_changed_since_the_list_was_shown_is_not_signed(
    sqlite_office: Office, handed_in: int
) -> None:
    office, wang = sqlite_office, sqlite_office.wang
    with office.database.reading() as session:
        shown = assertions(session, get_statement(session, handed_in))
    take(office, comment, handed_in, "等等", SUN)
    take(office, close, handed_in, 1, SUN)
    given = {"asserted": shown.fingerprint}
    error = refused(office, review.sign, handed_in, wang, WANG, **given)
    assert error.code == "statement-changed-meanwhile"
    with office.database.reading() as session:
        again = assertions(session, get_statement(session, handed_in))
    office.add_zones(["met", "met", "met", "met"])  # a newer version of an input is a change too
    error = refused(office, review.sign, handed_in, wang, WANG, asserted=again.fingerprint)
    assert error.code == "statement-changed-meanwhile"
    found = take(office, sign, handed_in, wang, WANG)
    assert found.signature is not None
    assert found.signature.details is not None
    assert found.signature.details["newer"] == [{"name": "zones", "then": 1, "now": 2}]


def test_the_list_says_figures_verdict_inputs_and_warnings(
    sqlite_office: Office, handed_in: int
) -> None:
    with sqlite_office.database.reading() as session:
        shown = assertions(session, get_statement(session, handed_in))
    said = "\n".join(line for part in shown.parts("zh") for line in part.lines)
    for one in ("20.00%", "WEDZ-2023-T22", "不能判定", "zones@1", "数据日期"):
        assert one in said, one
    assert any("未" in line for part in shown.parts("zh") for line in part.lines)
    assert "annot be judged" in "\n".join(line for part in shown.parts("en") for line in part.lines)


@pytest.mark.slow
@pytest.mark.parametrize(
    "office", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
def test_of_two_who_sign_at_the_same_moment_one_does(office: Office) -> None:
    made = office.make().id
    with office.database.transaction() as session:
        submit(session, made, LI)
        zhou = add_account(session, "zhou", "reviewer", must_change=False, by=None).account
        shown = assertions(session, get_statement(session, made)).fingerprint
    start, ends = threading.Barrier(2), []

    def one(account: Any) -> None:
        start.wait()
        try:
            with office.database.transaction() as session:
                review.sign(session, made, account, Actor(account.name, "x"), asserted=shown)
            ends.append("signed")
        except EcoAtlasError as error:
            ends.append(error.code)

    both = [threading.Thread(target=one, args=(who,)) for who in (office.wang, zhou)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(ends) == ["signed", "statement-wrong-state"]
    with office.database.reading() as session:
        found = get_statement(session, made)
        entries = session.query(AuditEntry).filter_by(action="statement-signed").count()
    assert (is_whole(found), entries) == (True, 1)


def test_whoever_looks_is_offered_what_he_may_say(sqlite_office: Office, handed_in: int) -> None:
    found = take(sqlite_office, comment, handed_in, "这一行？", WANG, "zones", "P2")
    (point,) = found.points

    def offered(name: str | None, *, reviewer: bool = False) -> set[str]:
        return set(possible_for(found, point, name, reviewer=reviewer))

    assert offered("LI") == {"answered"}
    assert offered("wang", reviewer=True) == {"closed"}
    assert offered("zhou", reviewer=True) == {"answered"}
    assert offered("sun") == offered(None) == set()


def test_whoever_asked_is_told_of_the_answer_until_he_closes_it(
    sqlite_office: Office, handed_in: int
) -> None:
    office, wang = sqlite_office, sqlite_office.wang

    def told(name: str) -> list[tuple[int, int]]:
        with office.database.reading() as session:
            return [(one.statement, one.number) for one in answered_to(session, name)]

    take(office, comment, handed_in, "这一行？", WANG, "zones", "P2")
    take(office, comment, handed_in, "依据？", WANG)
    assert told("wang") == []
    take(office, answer, handed_in, 2, "见附注", LI)
    assert (told("wang"), told("li")) == ([(handed_in, 2)], [])
    take(office, close, handed_in, 2, WANG, wang)
    assert told("wang") == []
