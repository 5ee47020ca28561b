"""Who is named for a layer, what each account sees, and viewing without sign-in."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor, AuditEntry
from layers.catalogue import Layer
from layers.system.row_access import EVERYTHING, PUBLIC
from projects.accounts import accounts, grants, options
from projects.accounts.accounts import AccountInfo

CHIEF = Actor("chief", "10.0.0.1")


def added(session: Session, name: str = "li", role: str = "viewer") -> AccountInfo:
    return accounts.add_account(session, name, role, by=CHIEF).account


@pytest.fixture
def redline(session: Session) -> str:
    about = {"kind": "ecological_redline", "title_zh": "红线", "title_en": "Line"}
    session.add(Layer(id="redline", key_field="code", **about))
    session.flush()
    return "redline"


def recorded(session: Session) -> list[tuple[str, str | None]]:
    query = select(AuditEntry).where(AuditEntry.action != "account-added")
    rows = session.scalars(query.order_by(AuditEntry.number))
    return [(row.action, row.subject) for row in rows]


def test_being_named_widens_what_one_sees_by_that_layer_only(
    session: Session, redline: str
) -> None:
    li, wang = added(session), added(session, "wang", "editor")
    grants.grant(session, redline, "LI", CHIEF)
    grants.grant(session, redline, "li", CHIEF)
    assert [one.name for one in grants.granted(session, redline)] == ["li"]
    assert grants.sight_of(session, li).named == {"redline"}
    assert grants.sight_of(session, wang).named == frozenset()
    assert grants.sight_of(session, wang).grades == {"public", "internal"}
    grants.revoke(session, redline, "li", CHIEF)
    grants.revoke(session, redline, "li", CHIEF)
    assert grants.sight_of(session, li).named == frozenset()
    assert recorded(session) == [("layer-grant", redline), ("layer-revoke", redline)]


def test_administrators_see_everything_unless_their_token_gives_less(
    session: Session, redline: str
) -> None:
    chief = added(session, "chief", "admin")
    grants.grant(session, redline, "chief", CHIEF)
    assert grants.sight_of(session, None) == PUBLIC
    assert grants.sight_of(session, chief) == EVERYTHING
    by_token = grants.sight_of(session, chief, "viewer")
    assert not by_token.everything
    assert by_token.named == {redline}


@pytest.mark.parametrize(
    ("layer", "name", "code"),
    [("nowhere", "li", "unknown-layer"), ("redline", "nobody", "unknown-account")],
)
def test_a_grant_needs_a_layer_and_an_account(
    session: Session, redline: str, layer: str, name: str, code: str
) -> None:
    assert redline
    added(session)
    for change in (grants.grant, grants.revoke):
        with pytest.raises(EcoAtlasError, match=f"^{code}:"):
            change(session, layer, name, CHIEF)
    assert recorded(session) == []


def test_viewing_without_sign_in_is_off_until_somebody_turns_it_on(session: Session) -> None:
    assert not options.anonymous_viewing(session)
    for on in (False, True, True, False):
        options.set_anonymous_viewing(session, on, CHIEF)
        assert options.anonymous_viewing(session) is on
    assert recorded(session) == [("option-changed", "anonymous_viewing")] * 2
