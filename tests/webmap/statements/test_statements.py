"""Pages and interface of statements: from a run to a signature, and who may do what."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect
from werkzeug.test import TestResponse

from layers.audit import AuditEntry
from layers.catalogue import Description
from layers.jobs.running import Workshop, run_job
from layers.system.china_time import today
from projects.accounts import accounts, tokens
from projects.metrics.run import run_metric
from projects.statements.faces.exporting import FACES
from projects.statements.making import make_statement
from projects.statements.tables import Statement, StatementEvent
from projects.work.kinds import JOB_KINDS
from tests.imported import import_file
from tests.webmap.entering import bring_in
from tests.webmap.served import served
from webmap.edge import browser_assets

pytestmark = pytest.mark.slow

Of = Callable[[str], FlaskClient]
Token = Callable[..., str]


@pytest.fixture
def editor(changing: Of) -> FlaskClient:
    return changing("editor")


@pytest.fixture(autouse=True)
def without_statements(site: Any) -> Iterator[None]:
    """The site is shared, and other tests know nothing of statements."""
    yield
    with site.database.engine.begin() as connection:
        triggers = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'statement%'"
        ).all()
        for name, _ in triggers:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        for table in (StatementEvent, Statement):
            connection.exec_driver_sql(f"DELETE FROM {table.__tablename__}")
        for _, made in triggers:
            connection.exec_driver_sql(made)


def post(client: FlaskClient, token: Token, address: str, **data: Any) -> TestResponse:
    return client.post(address, data={**data, "csrf_token": token(client, "/statements")})


def sign(client: FlaskClient, token: Token, address: str, **more: Any) -> TestResponse:
    """Sign what the page lists, with the account's own password."""
    listed = re.search(r'name="asserted" value="(\w+)"', client.get(address).text)
    password = client.password  # type: ignore[attr-defined]
    given = {"asserted": listed[1] if listed else "", "confirmed": "yes", "password": password}
    return post(client, token, f"{address}/sign", **given | more)


@pytest.fixture
def made(editor: FlaskClient, token_of_form: Token) -> str:
    """A statement on the first run, made by the editor; its address."""
    answer = post(editor, token_of_form, "/statements", run=1)
    assert answer.status_code == 303
    return str(answer.location).partition("?")[0]


def test_a_run_offers_to_make_a_statement(
    editor: FlaskClient, client: FlaskClient, made: str
) -> None:
    assert "制作核算单" in editor.get("/metrics/runs/1").text
    assert "制作核算单" not in client.get("/metrics/runs/1").text
    page = editor.get(f"{made}?done=made").text
    assert "核算单已制作" in page
    assert "25.00%" in page
    assert re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", page)
    assert f'href="{made}"' in editor.get("/metrics/runs/1").text
    assert made in editor.get("/statements").text
    assert made not in editor.get("/statements?state=signed").text


def test_names_of_features_reach_the_page_as_text(editor: FlaskClient, made: str) -> None:
    page = editor.get(made).text
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    svg = editor.get(f"{made}/map.svg")
    assert svg.mimetype == "image/svg+xml"
    assert "<script" not in svg.text
    assert "onerror" not in svg.text


def test_from_draft_to_signature(
    editor: FlaskClient, changing: Of, made: str, token_of_form: Token
) -> None:
    reviewer = changing("reviewer")
    assert f'action="{made}/submit"' in editor.get(made).text
    assert f'action="{made}/sign"' not in reviewer.get(made).text
    assert post(editor, token_of_form, f"{made}/submit").status_code == 303
    on_row = {"text": "这一片核对过吗？<b>", "table": "zones", "row": "B"}
    assert post(reviewer, token_of_form, f"{made}/comments", **on_row).status_code == 303
    page = reviewer.get(made).text
    assert "这一片核对过吗？&lt;b&gt;" in page
    assert 'href="#row-zones-B"' in page  # from the comment to the row
    assert '<tr id="row-zones-B"' in page
    assert 'href="#point-1"' in page  # and back
    assert '<li id="point-1">' in page
    done = post(reviewer, token_of_form, f"{made}/return", note="请说明")
    assert done.status_code == 303
    assert "已退回" in editor.get(made).text
    assert "请说明" in editor.get(made).text
    unanswered = post(editor, token_of_form, f"{made}/submit", point=2, answer="已说明")
    assert unanswered.status_code == 409
    assert "第 1 条" in unanswered.text
    assert "已说明</textarea>" in unanswered.text  # nothing typed is lost
    answers = {"point": [1, 2], "answer": ["核对过", "已说明"]}
    assert post(editor, token_of_form, f"{made}/submit", **answers).status_code == 303
    done = sign(reviewer, token_of_form, made, note="同意")
    assert str(done.location).endswith("?done=signed")
    page = editor.get(made).text
    assert f"{reviewer.name}" in page  # type: ignore[attr-defined]
    assert "内容已固定" in page
    assert "尚未签署" not in page
    for step in ("submit", "comments"):
        again = post(
            editor, token_of_form, f"{made}/{step}", **({"text": "x"} if step[0] == "c" else {})
        )
        assert again.status_code == 409


def test_what_is_wrong_with_a_text_is_told_below_it_and_nothing_is_lost(
    editor: FlaskClient, changing: Of, made: str, token_of_form: Token
) -> None:
    post(editor, token_of_form, f"{made}/submit")
    reviewer = changing("reviewer")
    for step, field in (("return", "note"), ("comment", "text")):
        address = f"{made}/{'comments' if step == 'comment' else step}"
        empty = post(reviewer, token_of_form, address, **{field: " "})
        assert empty.status_code == 400
        assert f'id="{step}-{field}-fault"' in empty.text
        assert f'action="{address}"' in empty.text
        long = "长" * 4001
        kept = post(reviewer, token_of_form, address, **{field: long})
        assert kept.status_code == 400
        assert long in kept.text
    on_row = {"text": "", "table": "zones", "row": "B"}
    again = post(reviewer, token_of_form, f"{made}/comments", **on_row)
    assert 'name="row" value="B"' in again.text
    long = sign(reviewer, token_of_form, made, note="长" * 4001)
    assert 'id="sign-note-fault"' in long.text
    assert "尚未签署" in reviewer.get(made).text


def test_the_list_is_confirmed_and_the_password_is_ones_own(
    editor: FlaskClient, changing: Of, made: str, token_of_form: Token, site: Any
) -> None:
    reviewer = changing("reviewer")
    post(editor, token_of_form, f"{made}/submit")
    page = reviewer.get(made).text
    for one in ("签署即确认以下内容", "25.00%", "zones@1"):
        assert one in page
    name_of = reviewer.name  # type: ignore[attr-defined]
    of_another = "别人的 密码 马 电池 订书钉"
    with site.database.transaction() as session:
        name = f"other-{secrets.token_hex(4)}"
        accounts.add_account(
            session, name, "reviewer", password=of_another, must_change=False, by=None
        )
    for more, field in (
        ({"confirmed": ""}, "confirmed"),
        ({"password": ""}, "password"),
        ({"password": of_another}, "password"),
    ):
        again = sign(reviewer, token_of_form, made, note="同意", **more)
        assert again.status_code == 422
        assert f'id="sign-{field}-fault"' in again.text
        assert "同意</textarea>" in again.text
        assert of_another not in again.text
    assert "尚未签署" in reviewer.get(made).text
    with site.database.reading() as session:
        asked = session.query(AuditEntry).filter_by(action="password-refused").all()
        refused = [(one.subject, one.details["step"]) for one in asked if one.actor == name_of]
    assert refused == [(f"#{made.rpartition('/')[2]}", "sign")] * 2
    for _ in range(3):
        sign(reviewer, token_of_form, made, password="x")  # noqa: S106
    stopped = sign(reviewer, token_of_form, made)
    assert stopped.status_code == 429
    assert "尚未签署" in reviewer.get(made).text


def test_a_comment_that_came_meanwhile_is_shown_and_nothing_is_signed(
    editor: FlaskClient, changing: Of, made: str, token_of_form: Token
) -> None:
    reviewer, other = changing("reviewer"), changing("reviewer")
    post(editor, token_of_form, f"{made}/submit")
    shown = reviewer.get(made).text
    assert re.search("目标年份.*(没有写明数据日期|早于目标年份)", shown, re.DOTALL)
    listed = re.search(r'name="asserted" value="(\w+)"', shown)
    assert listed is not None
    post(other, token_of_form, f"{made}/comments", text="这个数字？", figure="share")
    waits = sign(reviewer, token_of_form, made, asserted=listed[1])
    assert waits.status_code == 409
    assert "这个数字？" in waits.text
    assert 'href="#row-total-share"' in waits.text
    assert 'name="asserted"' not in waits.text  # no signature while it waits
    assert "statement-open-comments" not in waits.text
    done = post(editor, token_of_form, f"{made}/comments/1/answer", text="已核对")
    assert str(done.location).endswith("#point-1")
    stale = sign(reviewer, token_of_form, made, asserted=listed[1])
    assert stale.status_code == 409
    assert "有变化" in stale.text
    assert "已核对" in stale.text
    assert sign(reviewer, token_of_form, made).status_code == 303


def test_the_interface_signs_with_the_password_beside_the_token(
    editor: FlaskClient, changing: Of, made: str, token_of_form: Token, site: Any
) -> None:
    reviewer = changing("reviewer")
    post(editor, token_of_form, f"{made}/submit")
    with site.database.transaction() as session:
        account = accounts.get_account(session, reviewer.name)  # type: ignore[attr-defined]
        token = tokens.make_token(session, account, "script", "reviewer", 30, by=None).token
    program, head = site.app.test_client(), {"Authorization": f"Bearer {token}"}

    def ask(step: str, **body: Any) -> TestResponse:
        return program.post(f"/api/v1{made}/{step}", json=body, headers=head)

    back = ask("return", reason="说明依据").get_json()
    assert (back["state"], back["points"][0]["state"]) == ("returned", "open")
    post(editor, token_of_form, f"{made}/submit", point=1, answer="见附注")
    shown = program.get(f"/api/v1{made}/asserted", headers=head).get_json()
    assert shown["open"] == []
    assert any("25.00%" in line for part in shown["parts"]["zh"] for line in part["lines"])
    given = {"asserted": shown["asserted"], "password": "x"}
    assert ask("sign", asserted=shown["asserted"]).status_code == 422
    wrong = ask("sign", **given)
    assert (wrong.status_code, wrong.get_json()["code"]) == (422, "password-wrong")
    given["password"] = reviewer.password  # type: ignore[attr-defined]
    assert ask("sign", **given).get_json()["state"] == "signed"
    gone = ask("withdraw", reason="底图用错", password=given["password"]).get_json()
    assert (gone["state"], "底图用错" in gone["withdrawn"]["zh"]) == ("withdrawn", True)


def test_a_maker_is_told_of_a_return_on_every_page_and_in_lists(
    editor: FlaskClient, changing: Of, made: str, token_of_form: Token
) -> None:
    reviewer = changing("reviewer")
    post(editor, token_of_form, f"{made}/submit")
    link = f'href="{made}#review"'
    assert link not in editor.get("/layers").text
    post(reviewer, token_of_form, f"{made}/return", note="说明依据")
    for address in ("/", "/layers", "/statements"):
        assert link in editor.get(address).text
        assert link not in reviewer.get(address).text
    mine = editor.get("/api/v1/statements?mine=true&state=returned").get_json()["statements"]
    assert [(one["url"], one["waits_for"]) for one in mine] == [(made, "maker")]
    assert mine[0]["points"][0]["body"] == "说明依据"
    assert reviewer.get("/api/v1/statements?mine=true").get_json()["statements"] == []
    assert made in editor.get("/statements?mine=true").text
    post(editor, token_of_form, f"{made}/submit", point=1, answer="见附注")
    assert link not in editor.get("/layers").text


def test_signing_is_delegated_on_a_page_with_the_password(
    editor: FlaskClient, changing: Of, token_of_form: Token
) -> None:
    reviewer, place = changing("reviewer"), "/statements/delegations"
    day = today().isoformat()
    given = {"to": editor.name, "first_day": day, "last_day": day, "reason": "出差"}  # type: ignore[attr-defined]
    wrong = post(reviewer, token_of_form, place, **given, password="x")  # noqa: S106
    assert wrong.status_code == 422
    assert 'id="delegate-password-fault"' in wrong.text
    assert "出差" in wrong.text
    password = reviewer.password  # type: ignore[attr-defined]
    unfit = post(reviewer, token_of_form, place, **given | {"to": reviewer.name}, password=password)  # type: ignore[attr-defined]
    assert 'id="delegate-to-fault"' in unfit.text
    assert post(editor, token_of_form, place, **given, password=password).status_code == 403
    answer = post(reviewer, token_of_form, "/statements", run=1)
    own = str(answer.location).partition("?")[0]
    post(reviewer, token_of_form, f"{own}/submit")
    assert sign(editor, token_of_form, own).status_code == 403
    assert post(reviewer, token_of_form, place, **given, password=password).status_code == 303
    assert "受" in editor.get(own).text
    assert sign(editor, token_of_form, own).status_code == 303
    assert f"受 {reviewer.name} 委托" in editor.get(own).text  # type: ignore[attr-defined]
    (held,) = [
        one
        for one in reviewer.get(f"/api/v1{place}").get_json()["delegations"]
        if one["by"] == reviewer.name  # type: ignore[attr-defined]
    ]
    assert (held["to"], held["holds"]) == (editor.name, True)  # type: ignore[attr-defined]
    assert post(reviewer, token_of_form, f"{place}/{held['id']}/end").status_code == 303
    assert "终止" in reviewer.get(place).text


def test_a_new_statement_names_the_one_it_replaces(
    editor: FlaskClient, made: str, token_of_form: Token
) -> None:
    code = editor.get(f"/api/v1{made}").get_json()["code"]
    answer = post(editor, token_of_form, "/statements", run=1, replaces=code.lower())
    new = str(answer.location).partition("?")[0]
    assert f'href="{made}"' in editor.get(new).text
    assert f'href="{new}"' in editor.get(made).text
    assert editor.get(f"/api/v1{new}").get_json()["replaces"]["code"] == code
    unknown = post(editor, token_of_form, "/statements", run=1, replaces="AAAA-AAAA-AAAA-AAAA")
    assert unknown.status_code == 404


def test_a_signature_is_withdrawn_with_the_password_and_said_everywhere(
    editor: FlaskClient, changing: Of, made: str, token_of_form: Token, client: FlaskClient
) -> None:
    reviewer = changing("reviewer")
    post(editor, token_of_form, f"{made}/submit")
    sign(reviewer, token_of_form, made)
    given = {"note": "底图用错", "password": "不是这个 密码 呢"}
    wrong = post(reviewer, token_of_form, f"{made}/withdraw", **given)
    assert wrong.status_code == 422
    assert 'id="withdraw-password-fault"' in wrong.text
    assert "底图用错" in wrong.text
    assert given["password"] not in wrong.text
    assert "已签署" in reviewer.get(made).text
    given["password"] = reviewer.password  # type: ignore[attr-defined]
    assert post(editor, token_of_form, f"{made}/withdraw", **given).status_code == 403
    done = post(reviewer, token_of_form, f"{made}/withdraw", **given)
    assert str(done.location).endswith("?done=withdrawn")
    assert "底图用错" in editor.get(made).text
    seen = client.get(made).text  # without names and reasons
    assert "撤回，不再作为正式结果" in seen
    assert "底图用错" not in seen
    assert "已撤回" in client.get("/statements?state=withdrawn").text
    assert "已撤回" in client.get("/metrics/runs/1").text


@pytest.mark.parametrize("role", ["viewer", "editor", "admin"])
def test_only_reviewers_sign_and_return(
    editor: FlaskClient, changing: Of, made: str, token_of_form: Token, role: str
) -> None:
    post(editor, token_of_form, f"{made}/submit")
    other = changing(role)
    for step in ("sign", "return"):
        assert post(other, token_of_form, f"{made}/{step}", note="x").status_code == 403
    if role == "viewer":
        assert post(other, token_of_form, f"{made}/comments", text="x").status_code == 403
        assert 'action="/statements/' not in other.get(made).text


def test_a_reviewer_does_not_sign_what_he_made(changing: Of, token_of_form: Token) -> None:
    reviewer = changing("reviewer")
    answer = post(reviewer, token_of_form, "/statements", run=1)
    own = str(answer.location).partition("?")[0]
    post(reviewer, token_of_form, f"{own}/submit")
    assert f'action="{own}/sign"' not in reviewer.get(own).text
    assert "须由另一位审核人签署" in reviewer.get(own).text
    assert sign(reviewer, token_of_form, own).status_code == 403


def test_those_who_are_not_signed_in_see_figures_and_no_names(
    client: FlaskClient, editor: FlaskClient, made: str, token_of_form: Token
) -> None:
    post(editor, token_of_form, f"{made}/comments", text="内部意见")
    for address in (made, f"/api/v1{made}", "/statements", "/api/v1/statements"):
        said = client.get(address).text
        assert editor.name not in said  # type: ignore[attr-defined]
        assert "内部意见" not in said
    assert "25.00%" in client.get(made).text
    assert client.get(f"{made}/file.pdf").status_code == 303  # to the sign-in page


@pytest.mark.parametrize("format_", FACES)
def test_every_face_can_be_taken_along(editor: FlaskClient, made: str, format_: str) -> None:
    answer = editor.get(f"{made}/file.{format_}", buffered=True)
    assert answer.status_code == 200
    assert len(answer.data) > 1000
    named = answer.headers["Content-Disposition"]
    assert "attachment" in named
    assert "%E6%A0%B8%E7%AE%97%E5%8D%95" in named
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_is_not_there_is_not_found(editor: FlaskClient, token_of_form: Token) -> None:
    for address in ("/statements/999", "/statements/999/map.svg", "/statements/999/now"):
        assert editor.get(address).status_code == 404
    assert editor.get("/statements/999/file.odt").status_code == 404
    assert post(editor, token_of_form, "/statements", run=999).status_code == 404
    assert post(editor, token_of_form, "/statements", run="x").status_code == 422
    assert editor.get("/statements?state=done").status_code == 422


def test_newer_inputs_stand_on_the_page_and_can_be_computed(
    empty_site: Any,
    own_layer: Any,
    opened: Any,
    tmp_path: Any,
    signing_in: Any,
    token_of_form: Token,
) -> None:
    site = empty_site
    own_layer(site, tmp_path)
    run = run_metric(site.database, site.store, "coverage", {"zones": "zones", "cover": "zones"})
    with site.database.transaction() as session:
        number = make_statement(session, site.store, run.id).id
        password = "正确 的马 电池 订书钉 蓝"  # noqa: S105
        accounts.add_account(session, "ed", "editor", password=password, must_change=False, by=None)
    client = site.app.test_client()
    signing_in(client, "ed", password)
    assert "新版本" not in client.get(f"/statements/{number}").text
    path = tmp_path / "zones.geojson"
    read = json.loads(path.read_text("utf-8"))
    del read["features"][2]
    path.write_text(json.dumps(read), "utf-8")
    about = Description(secrecy="public")
    import_file(
        site.database, site.store, path, layer_id="zones", kind="sponge_zone", key="code",
        crs="EPSG:4490", accept=("crs-missing",), description=about,
    )  # fmt: skip
    assert "第 1 版，现行第 2 版" in client.get(f"/statements/{number}").text
    now = f"/statements/{number}/now"
    assert "用现行版本计算" in client.get(now).text
    token = token_of_form(client, now)
    sent = client.post(now, data={"csrf_token": token})
    assert sent.location.startswith("/metrics/jobs/")
    assert "正在计算" in client.get(sent.location).text
    work(site, sent.location.rpartition("/")[2])
    assert client.get(sent.location).location == now
    page = client.get(now).text
    assert "相差" in page
    assert ">C</span>" in page  # the zone that is gone


def work(site: Any, job: str) -> None:
    shop = Workshop(site.settings, site.database, site.store, JOB_KINDS, "w1", 5.0, lambda _: None)
    assert run_job(shop, job) == "done"


def test_the_interface_makes_comments_and_hands_in(editor: FlaskClient, site: Any) -> None:
    with site.database.transaction() as session:
        account = accounts.get_account(session, editor.name)  # type: ignore[attr-defined]
        token = tokens.make_token(session, account, "script", "editor", 30, by=None).token
    program = site.app.test_client()
    head = {"Authorization": f"Bearer {token}"}

    def ask(address: str, body: dict[str, Any]) -> TestResponse:
        return program.post(f"/api/v1{address}", json=body, headers=head)

    made = ask("/statements", {"run": 1})
    assert made.status_code == 201
    told = made.get_json()
    assert ask(told["url"] + "/comments", {"text": "好"}).get_json()["events"][1]["body"] == "好"
    assert ask(told["url"] + "/submit", {}).get_json()["state"] == "submitted"
    assert ask(told["url"] + "/sign", {}).status_code == 403
    assert ask(told["url"] + "/comments/1/close", {}).get_json()["points"][0]["state"] == "closed"
    read = program.get(f"/api/v1{told['url']}", headers=head).get_json()
    assert read["whole"] is True
    assert read["content"]["result"]["total"]["share"] == pytest.approx(0.25, abs=1e-3)
    listed = program.get("/api/v1/statements?state=submitted", headers=head).get_json()
    assert [one["code"] for one in listed["statements"]] == [told["code"]]
    now = program.get(f"/api/v1{told['url']}/now", headers=head).get_json()
    assert now["changes"] == []
    assert ask(told["url"] + "/now", {}).get_json() == now  # nothing is newer: nothing to compute
    assert ask("/statements", {"run": "1"}).status_code == 422


@pytest.mark.browser
def test_in_a_browser_a_statement_is_signed_by_keyboard_alone(
    site: Any, editor: FlaskClient, changing: Of, made: str, token_of_form: Token, browser: Browser
) -> None:
    browser_assets.ensure()
    assert post(editor, token_of_form, f"{made}/submit").status_code == 303
    reviewer: Any = changing("reviewer")
    faults: list[str] = []
    size: Any = {"width": 360, "height": 740}
    with served(site.app) as base, browser.new_context(viewport=size, base_url=base) as context:
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        bring_in(context, site.app, base, reviewer.name, reviewer.password)
        page.goto(made)
        tick, word = page.locator("#sign [name=confirmed]"), page.locator("#sign-password")

        def type_after_the_tick(password: str) -> None:
            # What is asserted can be scrolled by keys, and the tick comes next after it.
            page.locator(".statement-asserted").focus()
            page.keyboard.press("Tab")
            expect(tick).to_be_focused()
            page.keyboard.press("Space")
            page.keyboard.press("Tab")
            page.keyboard.press("Tab")
            expect(word).to_be_focused()
            page.keyboard.type(password)
            page.keyboard.press("Enter")

        type_after_the_tick("wrong")
        page.wait_for_url(f"**{made}/sign")
        expect(word).to_be_focused()
        expect(word).to_have_attribute("aria-invalid", "true")
        expect(page.locator("#sign-password-fault")).to_contain_text("密码不对")
        expect(page.locator("#sign-password-fault")).to_be_in_viewport()
        expect(tick).not_to_be_checked()
        with site.database.reading() as session:
            assert session.get_one(Statement, int(made.rpartition("/")[2])).state == "submitted"
        type_after_the_tick(reviewer.password)
        page.wait_for_url(f"**{made}?done=signed")
        expect(page.locator(".statement-head .chip")).to_have_text("已签署")
        expect(page.locator("#sign")).to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults == []
