"""The lines that an office prints at the head of its statements, and the posts of its people."""

from __future__ import annotations

from sqlalchemy.orm import Session

from layers.audit import Actor
from layers.audit.tables import AuditEntry
from projects.accounts.accounts import add_account, get_account, set_post
from projects.accounts.profile import OfficeProfile, office_profile, set_office_profile

BY = Actor("admin", "test")


def test_a_profile_is_empty_kept_cleaned_and_recorded_once(session: Session) -> None:
    assert office_profile(session) == OfficeProfile()
    given = OfficeProfile("某某局\n（示例）", "某核〔2026〕 号", "", "  汉南区 ")
    kept = set_office_profile(session, given, BY)
    assert kept == office_profile(session)
    assert (kept.name, kept.area) == ("某某局 （示例）", "汉南区")
    set_office_profile(session, kept, BY)
    recorded = session.query(AuditEntry).filter_by(action="option-changed").all()
    assert [one.subject for one in recorded] == ["office_profile"]
    assert recorded[0].details["after"]["area"] == "汉南区"


def test_a_post_stands_beside_the_name_and_can_be_taken_away(session: Session) -> None:
    add_account(session, "li", "editor", display_name="李明", post="科员", by=BY)
    assert get_account(session, "li").post == "科员"
    assert set_post(session, "li", " 科长 ", BY).post == "科长"
    assert set_post(session, "li", "", BY).post == ""
