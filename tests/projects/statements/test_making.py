"""Making statements: what is in them, what their code covers, who sees them, what stays."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from geo.errors import EcoAtlasError
from layers.audit import AuditEntry
from layers.system.row_access import PUBLIC, Sight
from projects.metrics.results import fingerprint
from projects.statements.codes import check_code, read_code
from projects.statements.discussing import answer, comment
from projects.statements.kept import find_statement, get_statement, is_whole, list_statements
from projects.statements.making import make_statement, statement_for
from projects.statements.review import return_, submit, withdraw
from tests.projects.statements.conftest import LI, WANG, Office, sign

pytestmark = pytest.mark.slow

CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}")


def test_a_statement_holds_all_that_is_needed_to_compute_it_again(office: Office) -> None:
    found = office.make()
    content = found.content
    zones, built_up, boundary = content["inputs"]
    assert (zones["layer"], zones["version"], zones["secrecy"]) == ("zones", 1, "internal")
    assert (built_up["source"], built_up["licence"]) == ("示例", "MIT")
    assert (boundary["role"], boundary["layer"]) == ("boundary", "economic_zone")
    assert len(zones["sha256"]) == 64
    assert content["result"]["total"]["share"] == pytest.approx(0.2, abs=0.001)
    assert content["result"]["target"]["id"] == "WEDZ-2023-T22"
    assert [one["name"] for one in content["parameters"]] == ["target", "cell_m"]
    assert content["computed"]["software"]["shapely"]
    assert (found.state, found.secrecy, found.made_by) == ("draft", "internal", "li")


def test_the_code_follows_from_the_whole_content(office: Office) -> None:
    found = office.make()
    assert CODE.fullmatch(found.code)
    assert fingerprint(found.content) == found.sha256
    assert check_code(found.sha256) == found.code
    found.content["result"]["zones"][0]["met_m2"] += 0.000001
    assert check_code(fingerprint(found.content)) != found.code


def test_a_code_is_found_however_it_is_typed(office: Office) -> None:
    found = office.make()
    typed = found.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    with office.database.reading() as session:
        assert find_statement(session, typed).id == found.id
        assert find_statement(session, str(found.id)).code == found.code
        with pytest.raises(EcoAtlasError) as refusal:
            find_statement(session, "AAAA-BBBB-CCCC-DDDD")
    assert refusal.value.code == "unknown-statement"
    assert read_code("7F3K") is None


def test_making_is_recorded_and_twice_makes_two(office: Office) -> None:
    first, second = office.make(), office.make()
    assert first.code != second.code
    with office.database.transaction() as session:
        assert statement_for(session, office.store, first.run_id, LI).id == second.id
        entry = session.get_one(AuditEntry, session.query(AuditEntry).count())
    assert (entry.action, entry.actor) == ("statement-made", "li")
    assert entry.details["sha256"] == second.sha256


def test_there_is_no_statement_without_a_run(office: Office) -> None:
    with office.database.transaction() as session, pytest.raises(EcoAtlasError) as refusal:
        make_statement(session, office.store, 99, LI)
    assert refusal.value.code == "statement-without-run"


def test_it_is_seen_by_those_only_who_see_every_input(office: Office) -> None:
    made = office.make()
    internal = Sight(frozenset({"public", "internal"}))
    with office.database.reading(internal) as session:
        assert [one.id for one in list_statements(session)] == [made.id]
        assert len(get_statement(session, made.id).events) == 1
    for sight in (PUBLIC, Sight(frozenset(), frozenset({"zones"}))):
        with office.database.reading(sight) as session:
            assert list_statements(session) == []
            with pytest.raises(EcoAtlasError) as refusal:
                get_statement(session, made.id)
        assert refusal.value.code == "unknown-statement"


def signed(office: Office) -> int:
    made = office.make().id
    with office.database.transaction() as session:
        submit(session, made, LI)
    with office.database.transaction() as session:
        return sign(session, made, office.wang, WANG, "同意").id


def test_a_signature_is_withdrawn_with_a_reason_and_nothing_follows(office: Office) -> None:
    number, wang = signed(office), office.wang
    with pytest.raises(EcoAtlasError) as refusal, office.database.transaction() as session:
        withdraw(session, number, wang, " ", WANG)
    assert refusal.value.code == "statement-reason-missing"
    with office.database.transaction() as session:
        found = withdraw(session, number, wang, "底图用错", WANG)
        entry = session.get_one(AuditEntry, session.query(AuditEntry).count())
    assert (found.state, is_whole(found)) == ("withdrawn", True)
    assert found.withdrawn is not None
    assert "底图用错" in found.withdrawn.zh
    assert (entry.action, entry.details["text"]) == ("statement-withdrawn", "底图用错")
    for step in (withdraw, return_):
        with pytest.raises(EcoAtlasError) as refusal, office.database.transaction() as session:
            step(session, number, wang, "再来", WANG)
        assert refusal.value.code == "statement-wrong-state"
    with pytest.raises(DBAPIError, match="never changes"):
        execute(office, "UPDATE statement SET state = 'signed'")


@pytest.mark.parametrize(
    "office", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
def test_only_what_was_signed_can_be_withdrawn(office: Office) -> None:
    made = office.make()
    with pytest.raises(EcoAtlasError) as refusal, office.database.transaction() as session:
        withdraw(session, made.id, office.wang, "不要了", WANG)
    assert refusal.value.code == "statement-wrong-state"
    with pytest.raises(DBAPIError, match="never changes"):
        execute(office, "UPDATE statement SET state = 'withdrawn'")


CHANGES = (
    "UPDATE statement SET content = 'x'",
    "UPDATE statement SET sha256 = 'x'",
    "UPDATE statement SET made_by = 'wang'",
    "DELETE FROM statement",
    "UPDATE statement_event SET body = 'x'",
    "DELETE FROM statement_event",
    "DELETE FROM statement_event WHERE action = 'signed'",
)


@pytest.mark.parametrize("statement", [*CHANGES, "UPDATE statement SET state = 'draft'"])
def test_the_database_refuses_to_change_a_signed_statement(
    sqlite_office: Office, statement: str
) -> None:
    number = signed(sqlite_office)
    with pytest.raises(DBAPIError, match="never changes"):
        execute(sqlite_office, statement)
    with sqlite_office.database.reading() as session:
        found = get_statement(session, number)
    assert found.state == "signed"
    assert is_whole(found)


@pytest.mark.postgresql
@pytest.mark.parametrize("office", ["postgresql"], indirect=True)
def test_postgresql_refuses_to_change_a_signed_statement(office: Office) -> None:
    signed(office)
    for statement in (*CHANGES, "UPDATE statement SET state = 'draft'", "TRUNCATE statement_event"):
        with pytest.raises(DBAPIError, match="never changes"):
            execute(office, statement)


def test_a_draft_keeps_its_figures_too(sqlite_office: Office) -> None:
    sqlite_office.make()
    for statement in CHANGES[:4]:
        with pytest.raises(DBAPIError, match="never changes"):
            execute(sqlite_office, statement)


def execute(office: Office, statement: str) -> None:
    with office.database.engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE statement SET content = replace(content, '示例', '实例')",
        "UPDATE statement_event SET body = '不同意' WHERE action = 'signed'",
        "DELETE FROM statement_event WHERE number = 1",
        "UPDATE statement_event SET \"by\" = 'zhao' WHERE action = 'signed'",
        "UPDATE statement SET state = 'draft'",
    ],
)
def test_a_change_past_the_triggers_shows(sqlite_office: Office, change: str) -> None:
    number = signed(sqlite_office)
    for trigger in (
        "statement_kept",
        "statement_no_delete",
        "statement_event_no_update",
        "statement_event_no_delete",
    ):
        execute(sqlite_office, f"DROP TRIGGER {trigger}")
    execute(sqlite_office, change)
    with sqlite_office.database.reading() as session:
        assert not is_whole(get_statement(session, number))


def test_what_was_changed_by_hand_is_not_signed(sqlite_office: Office) -> None:
    made = sqlite_office.make()
    with sqlite_office.database.transaction() as session:
        submit(session, made.id, LI)
    execute(sqlite_office, "DROP TRIGGER statement_kept")
    execute(sqlite_office, "UPDATE statement SET content = replace(content, '示例', '实例')")
    with (
        sqlite_office.database.transaction() as session,
        pytest.raises(EcoAtlasError) as refusal,
    ):
        sign(session, made.id, sqlite_office.wang, WANG)
    assert refusal.value.code == "statement-damaged"


def test_the_course_from_draft_to_signature(office: Office) -> None:
    made = office.make()
    with office.database.transaction() as session:
        submit(session, made.id, LI, "请复核")
        comment(session, made.id, "这一片核对过吗？", WANG, "zones", "P2")
        return_(session, made.id, office.wang, "P2 的评估日期不对", WANG)
        answer(session, made.id, 1, "核对过", LI)
        answer(session, made.id, 2, "已核对，日期无误", LI)
        submit(session, made.id, LI)
        found = sign(session, made.id, office.wang, WANG, "同意")
        log = [one.action for one in session.query(AuditEntry).order_by(AuditEntry.number)]
    assert found.state == "signed"
    assert is_whole(found)
    steps = [(one.action, one.by) for one in found.steps]
    assert steps == [
        ("made", "li"),
        ("submitted", "li"),
        ("returned", "wang"),
        ("submitted", "li"),
        ("signed", "wang"),
    ]
    assert [(one.anchor, one.state) for one in found.points] == [
        (("zones", "P2"), "answered"),
        (("", ""), "answered"),
    ]
    assert log[-7:] == [
        "statement-submitted",
        "statement-commented",
        "statement-returned",
        "statement-answered",
        "statement-answered",
        "statement-submitted",
        "statement-signed",
    ]


def test_what_cannot_be_done_is_refused(sqlite_office: Office) -> None:
    made = sqlite_office.make()
    wang = sqlite_office.wang

    def refused(step: object, *given: object) -> str:
        with (
            sqlite_office.database.transaction() as session,
            pytest.raises(EcoAtlasError) as refusal,
        ):
            step(session, made.id, *given)  # type: ignore[operator]
        return refusal.value.code

    assert refused(sign, wang, WANG) == "statement-wrong-state"
    assert refused(submit, WANG) == "statement-not-yours"
    assert refused(comment, "哪里？", WANG, "zones", "P9") == "statement-unknown-row"
    assert refused(comment, "哪里？", WANG, "metric", "P1") == "statement-unknown-row"
    assert refused(comment, "  ", WANG) == "statement-reason-missing"
    assert refused(comment, "长" * 4001, WANG) == "statement-text-too-long"
    with sqlite_office.database.transaction() as session:
        submit(session, made.id, LI)
    editor = type(wang)(**{**_fields(wang), "role": "editor"})
    maker = type(wang)(**{**_fields(wang), "name": "LI"})
    assert refused(sign, editor, WANG) == "statement-not-a-reviewer"
    assert refused(return_, editor, "不行", WANG) == "statement-not-a-reviewer"
    assert refused(sign, maker, LI) == "statement-own"
    assert refused(return_, wang, "", WANG) == "statement-reason-missing"
    with sqlite_office.database.transaction() as session:
        sign(session, made.id, wang, WANG)
    for step, given in ((submit, (LI,)), (comment, ("迟了", WANG)), (sign, (wang, WANG))):
        assert refused(step, *given) == "statement-wrong-state"


def _fields(account: object) -> dict[str, object]:
    return {name: getattr(account, name) for name in account.__slots__}  # type: ignore[attr-defined]


def test_a_list_takes_as_many_queries_for_ten_statements_as_for_one(
    sqlite_office: Office,
) -> None:
    asked: list[str] = []
    event.listen(
        sqlite_office.database.engine, "before_cursor_execute", lambda *a: asked.append(a[2])
    )

    def queries() -> int:
        asked.clear()
        with sqlite_office.database.reading() as session:
            found = list_statements(session)
        assert [one.events[0].action for one in found] == ["made"] * len(found)
        return sum(one.startswith("SELECT") for one in asked)

    sqlite_office.make()
    one = queries()
    for _ in range(9):
        sqlite_office.make()
    assert queries() == one
