"""Checks are kept in versions, decisions with their reasons, and nobody sees through them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from sqlalchemy import select, update

from geo.errors import EcoAtlasError
from layers.audit import Actor, AuditEntry
from layers.catalogue import Version
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.database import Database
from layers.system.row_access import EVERYTHING, PUBLIC, Sight
from projects.sites.checking import MAY_BE_OTHERS
from projects.sites.comparing import differences
from projects.sites.deciding import decide, decisions_on
from projects.sites.keeping import Kept, check_again, check_and_keep, get_check, list_sites
from projects.sites.paper import export_check
from projects.sites.pasted import read_pasted
from projects.sites.site import Planned, Site
from projects.sites.tables import SiteCheckRow
from projects.work.services import Services

LI = Actor("li", "10.0.0.3")
SQUARE = "114.00 30.545\n114.01 30.545\n114.01 30.55\n114.00 30.55"
ZONE = "source_zones/protected_zone_rules:source_1/site/zones/Z1"


@pytest.fixture
def services(sqlite_database: Database, store: Store, tmp_path: Path) -> Services:
    return Services(Settings(home=tmp_path), sqlite_database, store, EVERYTHING)


@pytest.fixture
def kept(services: Services, put: Callable[..., Any], ground: Any) -> Kept:
    put("zones", "protected_water", [("Z1", ground.box(0, 0, 1.5, 1.5), {"grade": "source_1"})])
    read = read_pasted(SQUARE)
    return check_and_keep(services, Site("一块地", read.shape, Planned(), read.origin), LI)


def verdict(kept: Kept, key: str) -> str:
    return next(row["verdict"] for row in kept.rows if row["key"] == key)


def test_a_new_check_is_a_version_and_says_what_has_changed(
    kept: Kept, services: Services, put: Callable[..., Any], ground: Any
) -> None:
    assert verdict(kept, ZONE) == "applies"
    with services.transaction() as session:
        decide(session, kept, ZONE, "overruled", "  已批复\n调出 ", LI)
    same = check_again(services, kept.site_id, LI)
    assert (same.number, differences(kept, same)) == (2, ([], []))
    put("zones", "protected_water", [("Z1", ground.box(0, 0, 0.9, 1.5), {"grade": "source_1"})])
    later = check_again(services, kept.site_id, LI)
    rows, versions = differences(same, later)
    assert [one.zh for one in versions] == ["zones：第 1 版 → 第 2 版"]
    assert [(one.before.zh, one.after.zh) for one in rows] == [] or later.number == 3
    with services.reading() as session:
        taken = decisions_on(session, same)
        assert get_check(session, kept.site_id).number == 3
        assert get_check(session, kept.site_id, 1).sha256 == kept.sha256
        assert [one.number for one in list_sites(session)] == [3]
        logged = {one.action for one in session.scalars(select(AuditEntry))}
    assert (taken[ZONE].decision, taken[ZONE].reason, taken[ZONE].same) == (
        "overruled", "已批复 调出", True,
    )  # fmt: skip
    assert {"site-checked", "site-decided"} <= logged


@pytest.mark.parametrize(
    ("key", "decision", "reason", "code"),
    [
        ("nowhere", "confirmed", "x", "site-row-unknown"),
        (ZONE, "illegal", "x", "site-decision-unknown"),
        (ZONE, "confirmed", " ", "site-reason-asked"),
        (ZONE, "confirmed", "x" * 2001, "site-reason-asked"),
    ],
)
def test_what_is_no_decision_is_refused(
    kept: Kept, services: Services, key: str, decision: str, reason: str, code: str
) -> None:
    with pytest.raises(EcoAtlasError) as refused, services.transaction() as session:
        decide(session, kept, key, decision, reason, LI)
    assert refused.value.code == code


def test_a_check_shows_to_those_who_see_every_layer_of_it(kept: Kept, services: Services) -> None:
    with services.database.reading(PUBLIC) as session:
        assert list_sites(session) == []
        with pytest.raises(EcoAtlasError) as refused:
            get_check(session, kept.site_id)
    assert refused.value.code == "site-unknown"
    own = check_again(services.seen_by(PUBLIC), kept.site_id, LI)
    assert {row["layer"] for row in own.rows} == {None}
    assert MAY_BE_OTHERS in own.notes
    assert MAY_BE_OTHERS not in kept.notes
    with services.database.reading(Sight(frozenset({"public", "internal"}))) as session:
        assert get_check(session, kept.site_id, 1).number == 1


def test_what_was_altered_is_not_shown(kept: Kept, services: Services) -> None:
    with services.transaction() as session:
        session.execute(update(SiteCheckRow).values(result=SiteCheckRow.result + " "))
    with pytest.raises(EcoAtlasError) as refused, services.reading() as session:
        get_check(session, kept.site_id)
    assert refused.value.code == "site-check-altered"


@pytest.mark.slow
def test_paper_has_two_pages_at_most_and_says_the_verdict(
    kept: Kept, services: Services, tmp_path: Path
) -> None:
    with services.transaction() as session:
        decide(session, kept, ZONE, "overruled", "已批复调出", LI)
        session.execute(update(Version).values(secrecy="restricted"))
    for language, sentence in (("zh", kept.sentence.zh), ("en", kept.sentence.en)):
        pdf, docx = tmp_path / f"{language}.pdf", tmp_path / f"{language}.docx"
        export_check(services, kept, "pdf", pdf, language, LI)  # type: ignore[arg-type]
        export_check(services, kept, "docx", docx, language, LI)  # type: ignore[arg-type]
        assert 1 <= len(re.findall(rb"/Type /Page\b(?!s)", pdf.read_bytes())) <= 2
        document = Document(str(docx))
        texts = [one.text for one in document.paragraphs]
        assert sentence in texts
        assert len(document.inline_shapes) == 1
        cells = " ".join(cell.text for t in document.tables for r in t.rows for cell in r.cells)
        assert "已批复调出" in cells
        assert kept.code in document.sections[0].header.paragraphs[0].text
    with pytest.raises(EcoAtlasError) as refused:
        export_check(services, kept, "exe", tmp_path / "x.exe", "zh", LI)
    assert refused.value.code == "unknown-export-format"
