"""Accounts on the command line: the first administrator, the demonstration's, and everyday work."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from layers.audit import AuditEntry, AuditQuery, search_entries, verify
from layers.catalogue import Layer
from layers.settings import get_settings
from layers.system.database import Database, engine_for
from projects.accounts import accounts, grants, options, tokens
from projects.accounts.permissions import PERMISSIONS, ROLES
from webmap.commands import main
from webmap.commands.system import address_of

pytestmark = pytest.mark.slow

Run = Callable[..., Result]
PASSWORD = re.compile(r"\b[a-z2-9]{5}(?:-[a-z2-9]{5}){3}\b")


@pytest.fixture
def run() -> Run:
    def call(*arguments: str) -> Result:
        return CliRunner().invoke(main, list(arguments), catch_exceptions=False)

    return call


def answer(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


@pytest.fixture
def office(run: Run) -> Iterator[Database]:
    """An office with its first administrator."""
    assert run("init").exit_code == 0
    database = Database(engine_for(get_settings()))
    yield database
    database.close()


@pytest.fixture
def instant_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    """`demo` without its layers: they are tested elsewhere and take a while."""
    monkeypatch.setattr("webmap.commands.system.load_demo", lambda *_args, **_named: None)


@pytest.fixture
def instant_serve(monkeypatch: pytest.MonkeyPatch) -> None:
    """`serve` that says it is ready, and ends."""
    ended = contextlib.nullcontext
    monkeypatch.setattr("webmap.commands.system.worker_beside", ended)
    monkeypatch.setattr("webmap.commands.system.serve_app", lambda *_args, ready, **_named: ready())


def entries(database: Database) -> list[AuditEntry]:
    with database.reading() as session:
        assert verify(session).ok
        found = list(search_entries(session, AuditQuery(), 0, 100)[0])
        session.expunge_all()
        return found


# the first start


def test_the_first_start_shows_the_administrators_password_once_in_both_languages(
    run: Run,
) -> None:
    first, again = run("init"), run("init")
    (password,) = PASSWORD.findall(first.output)
    assert "管理员" in first.output
    assert "shown this once" in first.output
    assert not PASSWORD.search(again.output)
    database = Database(engine_for(get_settings()))
    with database.transaction() as session:
        account = accounts.sign_in(session, "admin", password)
    assert (account.role, account.must_change) == ("admin", True)
    database.close()


@pytest.mark.usefixtures("instant_serve")
def test_serving_a_new_office_makes_the_administrator_and_says_how_to_sign_in(run: Run) -> None:
    first, again = run("serve"), run("serve")
    assert len(PASSWORD.findall(first.output)) == 1
    assert not PASSWORD.search(again.output)
    for said in (first.output, again.output):
        assert "http://127.0.0.1:8000" in said
        assert "users reset" in said


@pytest.mark.usefixtures("instant_demo", "instant_serve")
def test_the_demonstration_shows_its_passwords_once_and_makes_no_other_administrator(
    run: Run,
) -> None:
    first, served, again = run("demo"), run("serve"), run("demo")
    shown = PASSWORD.findall(first.output)
    assert len(set(shown)) == len(ROLES) + 1
    for later in (served, again):
        assert not PASSWORD.search(later.output)
    for role in (*ROLES, "reviewer-2"):
        assert f"demo-{role}" in served.output
    assert "users reset demo-admin" in served.output
    assert "不登录" in served.output
    database = Database(engine_for(get_settings()))
    with database.transaction() as session:
        assert {one.name for one in accounts.list_accounts(session)} == {
            *(f"demo-{role}" for role in ROLES),
            "demo-reviewer-2",
        }
        assert options.anonymous_viewing(session)
        for role, password in zip(ROLES, shown, strict=False):
            assert accounts.sign_in(session, f"demo-{role}", password).role == role
    run("users", "anonymous", "off")
    run("users", "disable", "demo-viewer")
    closed = run("serve").output
    assert "不登录" not in closed, "what is said is what is true now"
    assert "demo-viewer" not in closed
    database.close()


@pytest.mark.usefixtures("instant_demo", "instant_serve")
def test_the_demonstration_in_an_office_of_people_adds_no_account_and_opens_nothing(
    run: Run, office: Database
) -> None:
    result = run("demo")
    assert result.exit_code == 0
    assert "没有新建示范账号" in result.output
    assert "没有打开免登录查看" in result.output
    assert not PASSWORD.search(result.output)
    assert "demo-" not in run("serve").output
    with office.reading() as session:
        assert [one.name for one in accounts.list_accounts(session)] == ["admin"]
        assert not options.anonymous_viewing(session)


@pytest.mark.usefixtures("instant_serve")
def test_serving_the_network_warns_of_passwords_in_the_clear(run: Run) -> None:
    for host, warned in (("127.0.0.1", False), ("::1", False), ("0.0.0.0", True)):  # noqa: S104
        said = run("--lang", "en", "serve", "--host", host).output
        assert ("in the clear" in said) is warned
    assert "docs/deployment.md" in said


@pytest.mark.usefixtures("instant_serve")
def test_serving_without_any_administrator_says_so(run: Run) -> None:
    run("users", "add", "li", "--role", "viewer")
    assert "users add NAME --role admin" in run("--lang", "en", "serve").output


def test_the_address_that_is_said_can_be_typed() -> None:
    assert address_of("127.0.0.1", 8000) == "http://127.0.0.1:8000"
    assert address_of("::1", 8000) == "http://[::1]:8000"
    assert "0.0.0.0" not in address_of("0.0.0.0", 8000)  # noqa: S104


# everyday work


def test_an_account_is_added_and_its_password_stands_alone_on_standard_output(
    run: Run, office: Database
) -> None:
    result = run("users", "add", "李雷", "--role", "editor", "--display", "李 雷")
    assert PASSWORD.fullmatch(result.stdout.strip())
    assert "7" in result.stderr
    with office.transaction() as session:
        account = accounts.sign_in(session, "李雷", result.stdout.strip())
    assert (account.role, account.display_name, account.must_change) == ("editor", "李 雷", True)
    made = answer(run("users", "add", "wang", "--role", "viewer", "--json"))
    assert PASSWORD.fullmatch(made["password"])
    listed = answer(run("users", "list", "--json"))["accounts"]
    assert [one["name"] for one in listed] == ["admin", "wang", "李雷"]
    assert "password" not in json.dumps(listed)
    for language, word in (("zh", "编辑"), ("en", "Editor")):
        assert word in run("--lang", language, "users", "list").stdout


def test_roles_passwords_and_disabling(run: Run, office: Database) -> None:
    run("users", "add", "li", "--role", "viewer")
    assert answer(run("users", "role", "li", "--role", "reviewer", "--json"))["role"] == "reviewer"
    assert answer(run("users", "disable", "LI", "--json"))["disabled"] is True
    assert "已停用" in run("users", "disable", "li").stdout
    assert answer(run("users", "enable", "li", "--json"))["disabled"] is False
    once = run("users", "reset", "li").stdout.strip()
    with office.transaction() as session:
        assert accounts.sign_in(session, "li", once).must_change


def test_tokens_are_made_listed_and_revoked_by_their_number(run: Run, office: Database) -> None:
    run("users", "add", "li", "--role", "editor")
    options_ = ("--title", "QGIS", "--role", "viewer", "--days", "30")
    made = answer(run("users", "token", "li", *options_, "--json"))
    alone = run("users", "token", "li", *options_).stdout.strip()
    with office.reading() as session:
        found = tokens.find_token(session, made["token"])
        assert found is not None
        assert found.role == "viewer"
        assert tokens.find_token(session, alone) is not None
    listed = answer(run("users", "tokens", "li", "--json"))["tokens"]
    assert made["token"] not in json.dumps(listed)
    assert "QGIS" in run("users", "tokens", "li").stdout
    ended = answer(run("users", "revoke", str(made["id"]), "--json"))
    assert (ended["name"], ended["revoked_at"] is not None) == ("li", True)
    with office.reading() as session:
        assert tokens.find_token(session, made["token"]) is None
        assert tokens.find_token(session, alone) is not None


def test_accounts_are_named_for_a_layer_and_no_longer(run: Run, office: Database) -> None:
    run("users", "add", "li", "--role", "viewer")
    about = {"kind": "ecological_redline", "title_zh": "红线", "title_en": "Line"}
    with office.transaction() as session:
        session.add(Layer(id="redline", key_field="code", **about))
    assert "redline" in run("users", "grant", "li", "redline").stdout
    assert answer(run("users", "grant", "li", "redline", "--json"))["layers"] == ["redline"]
    with office.reading() as session:
        assert [one.name for one in grants.granted(session, "redline")] == ["li"]
    assert answer(run("users", "revoke-layer", "li", "redline", "--json"))["layers"] == []


def test_viewing_without_sign_in_is_asked_and_changed(run: Run, office: Database) -> None:
    assert answer(run("users", "anonymous", "--json")) == {"anonymous_viewing": False}
    assert answer(run("users", "anonymous", "on", "--json")) == {"anonymous_viewing": True}
    assert "已关闭" in run("users", "anonymous", "off").stdout
    changed = [one for one in entries(office) if one.action == "option-changed"]
    assert len(changed) == 2


def test_the_table_of_permissions_is_the_one_of_the_code(run: Run) -> None:
    told = answer(run("users", "permissions", "--json"))["permissions"]
    assert {name: set(roles) for name, roles in told.items()} == {
        one.id: set(one.roles) for one in PERMISSIONS.values()
    }
    assert "签署核算单" in run("users", "permissions").stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("add", "ADMIN", "--role", "viewer"), "account-name-taken"),
        (("add", "a/b", "--role", "viewer"), "account-name-invalid"),
        (("add", "system", "--role", "viewer"), "account-name-reserved"),
        (("reset", "nobody"), "unknown-account"),
        (("disable", "admin"), "last-admin"),
        (("role", "admin", "--role", "viewer"), "last-admin"),
        (("token", "admin", "--title", "t", "--role", "reviewer"), "token-role"),
        (("token", "admin", "--title", "t", "--role", "admin", "--days", "366"), "token-days"),
        (("token", "admin", "--title", " ", "--role", "admin"), "token-title-missing"),
        (("revoke", "7"), "unknown-token"),
        (("revoke", str(2**40)), "unknown-token"),
        (("grant", "admin", "nowhere"), "unknown-layer"),
    ],
)
def test_what_is_refused_says_why_and_changes_nothing(
    run: Run, office: Database, arguments: tuple[str, ...], code: str
) -> None:
    before = len(entries(office))
    refused = run("users", *arguments)
    assert refused.exit_code == 1
    assert code in refused.stderr
    assert refused.stdout == ""
    assert answer_of_refusal(run("users", *arguments, "--json")) == code
    assert len(entries(office)) == before


def answer_of_refusal(result: Result) -> str:
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert found["ok"] is False
    return str(found["error"]["code"])


def test_wrong_use_is_exit_2(run: Run) -> None:
    assert run("users", "add", "li").exit_code == 2
    assert run("users", "add", "li", "--role", "owner").exit_code == 2
    assert run("users", "revoke", "x").exit_code == 2
    assert run("users", "anonymous", "perhaps").exit_code == 2


def test_the_audit_log_names_the_user_of_this_machine_and_holds_no_secret(
    run: Run, office: Database, private_home: Path
) -> None:
    once = run("users", "add", "li", "--role", "editor").stdout.strip()
    token = run("users", "token", "li", "--title", "t", "--role", "viewer").stdout.strip()
    found = entries(office)
    assert {one.action for one in found} >= {"account-added", "token-made"}
    assert {one.origin for one in found} == {"命令行 / command line"}
    told = json.dumps([[one.subject, one.details] for one in found], ensure_ascii=False)
    log = "".join(one.read_text(encoding="utf-8") for one in private_home.glob("log/*"))
    for secret in (once, token):
        assert len(secret) > 20
        assert secret not in told + log


def test_the_lines_of_the_office_and_a_post(run: Run, office: Database) -> None:
    empty = answer(run("users", "office", "--json"))
    assert empty == {"name": "", "number": "", "secrecy": "", "area": ""}
    kept = answer(run("users", "office", "--name", "某某局（示例）", "--area", "汉南区", "--json"))
    assert (kept["name"], kept["area"], kept["number"]) == ("某某局（示例）", "汉南区", "")
    assert "某某局（示例）" in run("users", "office").stdout
    changed = answer(run("users", "change", "admin", "--display", "赵", "--post", "科长", "--json"))
    assert (changed["display_name"], changed["post"]) == ("赵", "科长")
