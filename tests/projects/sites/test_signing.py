"""A check is handed in, signed and withdrawn as a statement is, and its files are verified."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import delete, select, update

from geo.errors import EcoAtlasError
from layers.audit import Actor
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.database import Database
from layers.system.row_access import EVERYTHING
from projects.accounts.accounts import AccountInfo, add_account
from projects.sites import signing
from projects.sites.course import course_of
from projects.sites.deciding import decide, decisions_on
from projects.sites.keeping import Kept, check_again, check_and_keep, find_check
from projects.sites.paper import export_check
from projects.sites.pasted import read_pasted
from projects.sites.signing import decided
from projects.sites.site import Planned, Site
from projects.sites.tables import SiteCheckRow, SiteDecision, SiteEvent
from projects.sites.verifying import Checked, verify_any
from projects.statements.signature import SigningKey
from projects.work.services import Services

LI, WANG = Actor("li", "10.0.0.3"), Actor("wang", "10.0.0.4")
SQUARE = "114.00 30.545\n114.01 30.545\n114.01 30.55\n114.00 30.55"
ZONE = "source_zones/protected_zone_rules:source_1/site/zones/Z1"
KEY = SigningKey(Ed25519PrivateKey.from_private_bytes(b"7" * 32))
Office = tuple[Services, Kept, AccountInfo]


@pytest.fixture
def office(
    sqlite_database: Database, store: Store, tmp_path: Path, put: Callable[..., Any], ground: Any
) -> Office:
    """A check by li, and wang, who reviews."""
    services = Services(Settings(home=tmp_path), sqlite_database, store, EVERYTHING)
    put("zones", "protected_water", [("Z1", ground.box(0, 0, 1.5, 1.5), {"grade": "source_1"})])
    read = read_pasted(SQUARE)
    kept = check_and_keep(services, Site("一块地", read.shape, Planned(), read.origin), LI)
    with services.transaction() as session:
        named = {"display_name": "王工", "post": "总工", "password": "Wuhan-2026-ok", "by": LI}
        wang = add_account(session, "wang", "reviewer", **named).account
    return services, kept, wang


def signed(office: Office, reason: str = "已批复调出") -> None:
    """Decided on, handed in and signed."""
    services, kept, wang = office
    with services.transaction() as session:
        decide(session, kept, ZONE, "overruled", reason, LI)
        signing.submit(session, kept.site_id, 1, LI, "请复核")
        said = signing.asserted(session, kept.site_id, 1).fingerprint
        signing.sign(session, kept.site_id, 1, wang, WANG, said=said)


def verify(office: Office, path: Path) -> Checked:
    return verify_any(office[0].database, office[0].store, path, key=KEY.public)


def test_a_check_is_signed_by_another_and_takes_no_more_decisions(office: Office) -> None:
    services, kept, wang = office
    li = replace(wang, name="li")

    def refused(step: Callable[[Any], object]) -> str:
        with pytest.raises(EcoAtlasError) as error, services.transaction() as session:
            step(session)
        return error.value.code

    def sign(who: AccountInfo, said: str = "") -> Callable[[Any], object]:
        return lambda session: signing.sign(session, kept.site_id, 1, who, WANG, said=said)

    assert refused(sign(wang)) == "statement-wrong-state"
    assert refused(lambda s: signing.submit(s, kept.site_id, 1, WANG)) == "statement-not-yours"
    with services.transaction() as session:
        signing.submit(session, kept.site_id, 1, LI)
        signing.return_(session, kept.site_id, 1, wang, "请写明批复文号", WANG)
        signing.submit(session, kept.site_id, 1, LI)
        before = signing.asserted(session, kept.site_id, 1)
        decide(session, kept, ZONE, "overruled", "已批复调出", LI)
    assert any("没有处理" in line.zh for line in before.lines)
    assert refused(sign(li)) == "statement-own"
    assert refused(sign(wang, before.fingerprint)) == "statement-changed-meanwhile"
    with services.transaction() as session:
        said = signing.asserted(session, kept.site_id, 1).fingerprint
        done = signing.sign(session, kept.site_id, 1, wang, WANG, said=said)
    assert (done.state, done.whole) == ("signed", True)
    code = refused(lambda s: decide(s, kept, ZONE, "open", "再看", LI))
    assert code == "site-check-signed"
    later = check_again(services, kept.site_id, LI)
    with services.transaction() as session:
        decide(session, later, ZONE, "confirmed", "须处置", LI)
        assert decisions_on(session, kept)[ZONE].reason == "已批复调出"
        signing.withdraw(session, kept.site_id, 1, wang, "范围有误", WANG)
        assert course_of(session, kept).state == "withdrawn"
    with services.transaction() as session:
        session.execute(update(SiteEvent).where(SiteEvent.number == 1).values(body="x"))
        assert not course_of(session, kept).whole


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["json", "docx", "pdf"])
def test_a_file_is_the_one_that_is_made_anew_or_says_where_not(
    office: Office, tmp_path: Path, kind: str
) -> None:
    services, kept, wang = office
    draft, out = tmp_path / f"draft.{kind}", tmp_path / f"out.{kind}"
    export_check(services, kept, kind, draft, "zh", LI, KEY)
    signed(office)
    export_check(services, kept, kind, out, "zh", LI, KEY)
    found = verify(office, out)
    assert (found.found.verdict, found.found.findings) == ("agrees", [])
    assert found.course is not None
    assert found.course.state == "signed"
    assert any("再研判一次，各条结果相同" in one.zh for one in found.found.notes)
    earlier = verify(office, draft)
    assert earlier.found.verdict == "agrees"
    assert any("又有办理" in one.zh for one in earlier.found.notes)
    with services.transaction() as session:
        signing.withdraw(session, kept.site_id, 1, wang, "范围有误", WANG)
    assert any("范围有误" in one.zh for one in verify(office, out).found.notes)
    # What was signed is what the signature covers, whatever became of the decisions since.
    fresh = tmp_path / f"fresh.{kind}"
    with services.transaction() as session:
        session.execute(update(SiteDecision).values(reason="未批复"))
        taken = signing.asserted(session, kept.site_id, 1).taken
    assert taken[ZONE].reason == "已批复调出"
    assert verify(office, out).found.verdict == "agrees"
    export_check(services, kept, kind, fresh, "zh", LI, KEY)
    assert verify(office, fresh).found.verdict == "agrees"
    # What the file says is kept otherwise now: as if the file had been altered.
    covered = decided({ZONE: replace(taken[ZONE], reason="未批复")})
    with services.transaction() as session:
        row = session.scalars(select(SiteEvent).where(SiteEvent.action == "signed")).one()
        row.details = {**(row.details or {}), "decisions": covered}
    altered = verify(office, out)
    assert altered.found.verdict == "altered"
    assert any("未批复" in str(one.computed) for one in altered.found.findings)


def test_a_claimed_layout_hides_no_forged_reason(office: Office, tmp_path: Path) -> None:
    services, kept, _ = office
    signed(office)
    out = tmp_path / "out.json"
    export_check(services, kept, "json", out, "zh", LI)
    told = json.loads(out.read_text("utf-8")) | {"layout": 99}
    told["decisions"][ZONE]["reason"] = "伪造"
    out.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    found = verify(office, out).found
    assert found.verdict == "altered"
    assert any("伪造" in str(one.stated) for one in found.findings)


def test_a_file_of_another_office_is_laid_beside_itself(office: Office, tmp_path: Path) -> None:
    services, kept, _ = office
    out = tmp_path / "out.json"
    export_check(services, kept, "json", out, "en", LI, KEY)
    told = json.loads(out.read_text("utf-8"))
    with services.reading() as session:
        assert find_check(session, kept.code) == kept
    with services.transaction() as session:
        session.execute(delete(SiteCheckRow))
    assert verify(office, out).found.verdict == "unknown"
    told["result"]["rows"][0]["verdict"] = "not"
    out.write_text(json.dumps(told), "utf-8")
    assert verify(office, out).found.verdict == "altered"
