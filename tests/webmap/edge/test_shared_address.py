"""One address for a whole office: what one colleague does locks no other one out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from limits import parse
from werkzeug.test import TestResponse

from webmap.edge import limits

Clients = Callable[[str], FlaskClient]
SignIn = Callable[..., TestResponse]
NAT = "10.1.1.1"


@pytest.fixture(autouse=True)
def no_counts(site: Any) -> Iterator[None]:
    """Failures of the test before are forgotten, and so are those of this one."""
    storage = site.app.extensions["ecoatlas_limits"].storage
    storage.reset()
    yield
    storage.reset()


def computer(site: Any) -> FlaskClient:
    """One more browser behind the office's address."""
    client: FlaskClient = site.app.test_client()
    client.environ_base["REMOTE_ADDR"] = NAT
    return client


def guess(site: Any, signing_in: SignIn, name: str, times: int) -> list[int]:
    client = computer(site)
    return [signing_in(client, name, f"guess number {n}").status_code for n in range(times)]


def test_guesses_of_a_name_stop_the_guesser_and_not_the_browser_that_the_account_is_used_in(
    site: Any, changing: Clients, signing_in: SignIn
) -> None:
    colleague: Any = changing("viewer")
    own = computer(site)
    assert signing_in(own, colleague.name).status_code == 303
    own.post("/sign-out")
    assert guess(site, signing_in, colleague.name.upper(), 7) == [401] * 5 + [429] * 2
    assert signing_in(computer(site), colleague.name).status_code == 429, "a browser of nobody"
    assert signing_in(own, colleague.name).status_code == 303
    # Whoever sits at that browser guesses no more often than elsewhere.
    codes = [signing_in(own, colleague.name, f"guess {n}").status_code for n in range(6)]
    assert codes == [401] * 5 + [429]


def test_the_mark_of_a_browser_counts_for_the_accounts_used_in_it_only(
    site: Any, changing: Clients, signing_in: SignIn
) -> None:
    guesser: Any = changing("viewer")
    other: Any = changing("viewer")
    own = computer(site)
    assert signing_in(own, guesser.name).status_code == 303
    codes = [signing_in(own, other.name, f"guess {n}").status_code for n in range(6)]
    assert codes == [401] * 5 + [429]
    # Throwing the mark away, or making one up, begins no new count.
    own.delete_cookie("ecoatlas-browser")
    assert signing_in(own, other.name, "guess").status_code == 429
    own.set_cookie("ecoatlas-browser", "made up")
    assert signing_in(own, other.name, "guess").status_code == 429


def test_the_mark_is_closed_to_scripts_and_is_no_key(
    site: Any, changing: Clients, signing_in: SignIn
) -> None:
    colleague: Any = changing("viewer")
    own = computer(site)
    answer = signing_in(own, colleague.name)
    (set_,) = (one for one in answer.headers.getlist("Set-Cookie") if "ecoatlas-browser" in one)
    assert "HttpOnly" in set_
    assert "SameSite=Lax" in set_
    thief = computer(site)
    thief.set_cookie("ecoatlas-browser", own.get_cookie("ecoatlas-browser").value)  # type: ignore[union-attr]
    assert thief.get("/account").status_code == 303
    again = signing_in(own, colleague.name)
    assert "ecoatlas-browser" not in again.headers.get("Set-Cookie", "")


def test_an_address_full_of_failures_still_takes_those_who_signed_in_from_it(
    site: Any, changing: Clients, signing_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    colleague: Any = changing("viewer")
    newcomer: Any = changing("viewer")
    assert signing_in(computer(site), colleague.name).status_code == 303
    monkeypatch.setattr(limits, "BY_ADDRESS", parse("4/minute"))
    for n in range(4):
        assert guess(site, signing_in, f"nobody {n}", 1) == [401]
    assert guess(site, signing_in, "nobody again", 1) == [429]
    assert signing_in(computer(site), newcomer.name).status_code == 429
    assert signing_in(computer(site), colleague.name).status_code == 303


def test_the_guess_of_an_own_password_is_not_stopped_by_strangers(
    site: Any, changing: Clients, signing_in: SignIn, token_of_form: Callable[..., str]
) -> None:
    colleague: Any = changing("viewer")
    own = computer(site)
    assert signing_in(own, colleague.name).status_code == 303
    guess(site, signing_in, colleague.name, 6)
    token = token_of_form(own, "/account/password")
    asked = {"old": "not mine", "new": "x", "again": "x", "csrf_token": token}
    assert own.post("/account/password", data=asked).status_code != 429


def test_requests_of_a_person_are_counted_apart_from_those_of_the_address(
    site: Any, changing: Clients, signing_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "API", parse("3/minute"))
    monkeypatch.setattr(limits, "API_BY_ADDRESS", parse("4/minute"))
    busy: Any = changing("viewer")
    calm: Any = changing("viewer")
    desks = {one.name: computer(site) for one in (busy, calm)}
    for name, desk in desks.items():
        signing_in(desk, name)

    def ask(client: FlaskClient, **headers: str) -> int:
        return client.get("/api/v1/layers", headers=headers).status_code

    assert [ask(desks[busy.name]) for _ in range(4)] == [200] * 3 + [429]
    # Tokens that nobody has, and nobody at all, share the count of the address.
    bad = {"Authorization": "Bearer eco_wrong"}
    assert [ask(computer(site), **bad) for _ in range(5)] == [401] * 4 + [429]
    assert ask(computer(site)) == 429
    assert [ask(desks[calm.name]) for _ in range(3)] == [200] * 3
