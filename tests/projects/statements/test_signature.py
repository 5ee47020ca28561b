"""Signed files: every byte counts, and a public key is all that the receiver needs."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from geo.errors import EcoAtlasError
from layers.audit import AuditEntry
from layers.settings import Settings
from projects.statements import office_key
from projects.statements.faces.exporting import export_statement
from projects.statements.office_key import ensure_key, find_key, key_file, read_public_key
from projects.statements.signature import SigningKey, opened, signed
from projects.statements.verifying.signed import check_signature
from projects.statements.verifying.verifying import Verification, verify_file
from tests.projects.statements.conftest import Office

pytestmark = pytest.mark.slow

KEY = SigningKey(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER = SigningKey(Ed25519PrivateKey.from_private_bytes(bytes(32)))
BODY = {"json": b'{\n "a": 1\n}\n', "pdf": b"%PDF-1.4\n...\n%%EOF\n"}


@pytest.mark.parametrize("kind", BODY)
def test_a_signature_goes_on_and_comes_off_without_a_byte_changed(kind: str) -> None:
    once = signed(BODY[kind], kind, KEY)
    assert once == signed(BODY[kind], kind, KEY)
    data, stated = opened(once, kind)
    assert data == BODY[kind]
    assert stated is not None
    assert stated.key == KEY.public.fingerprint
    assert KEY.public.made(stated, data)
    assert not OTHER.public.made(stated, data)
    assert not KEY.public.made(stated, data + b" ")
    assert opened(data, kind) == (data, None)


def test_a_signed_json_is_json_with_one_name_more() -> None:
    read = json.loads(signed(BODY["json"], "json", KEY))
    assert list(read) == ["a", "signature"]


@pytest.fixture
def hand_out(sqlite_office: Office, tmp_path: Path) -> Callable[..., Path]:
    made = sqlite_office.make()

    def out(kind: str, key: SigningKey | None = KEY, name: str = "out") -> Path:
        path = tmp_path / f"{name}.{kind}"
        return export_statement(
            sqlite_office.database, sqlite_office.store, made.id, kind, path, key=key
        ).path

    return out


@pytest.mark.usefixtures("made_once")
@pytest.mark.parametrize("kind", ["json", "pdf"])
def test_the_same_statement_exported_twice_gives_the_same_bytes_and_is_identical(
    hand_out: Callable[..., Path], sqlite_office: Office, kind: str
) -> None:
    one, two = hand_out(kind), hand_out(kind, name="again")
    assert one.read_bytes() == two.read_bytes()
    checked = checking(sqlite_office, one)
    assert (checked.verdict, checked.grade) == ("agrees", "identical")
    assert any("有效签名" in note.zh for note in checked.notes)
    unsigned = hand_out(kind, key=None, name="unsigned")
    assert checking(sqlite_office, unsigned).verdict == "agrees", (
        "what was exported before still is"
    )
    of_another = hand_out(kind, key=OTHER, name="other")
    checked = checking(sqlite_office, of_another)
    assert (checked.grade, checked.findings) == ("saved-again", [])
    assert any(OTHER.public.fingerprint in said.zh for said in checked.unvouched)
    assert check_signature(one, KEY.public).ok
    assert check_signature(of_another, KEY.public).verdict == "other-key"
    assert check_signature(unsigned, KEY.public).verdict == "unsigned"


@pytest.mark.parametrize("kind", ["json", "pdf"])
def test_any_byte_that_is_changed_is_found_with_the_public_key_alone(
    hand_out: Callable[..., Path], kind: str
) -> None:
    path = hand_out(kind)
    whole = path.read_bytes()
    found = check_signature(path, KEY.public)
    assert found.statement is not None
    assert (found.statement.layout.state, found.statement.agrees) == ("draft", True)
    at = whole.index(b"/Title" if kind == "pdf" else b'"title"') + 12
    for changed in (whole[:at] + b"~" + whole[at + 1 :], add_behind_the_end(whole, kind)):
        path.write_bytes(changed)
        assert check_signature(path, KEY.public).verdict in ("altered", "unsigned")


def add_behind_the_end(whole: bytes, kind: str) -> bytes:
    """Something put between what was signed and its signature."""
    mark = b"%EcoAtlas-signature" if kind == "pdf" else b',\n "signature"'
    head, tail = whole.rsplit(mark, 1)
    return head + (b"% more\n" if kind == "pdf" else b',\n "more": 1') + mark + tail


def checking(sqlite_office: Office, path: Path) -> Verification:
    return verify_file(sqlite_office.database, sqlite_office.store, path, key=KEY.public)


def test_a_signature_of_ours_that_does_not_fit_is_an_alteration(
    hand_out: Callable[..., Path], sqlite_office: Office
) -> None:
    path = hand_out("json")
    data, stated = opened(path.read_bytes(), "json")
    assert stated is not None
    wrong = replace(stated, value=bytes(64))
    path.write_bytes(signed(data, "json", KEY))
    text = path.read_text("utf-8")
    start = text.rindex(":") + 1
    path.write_text(text[:start] + "A" * 86 + '=="\n}\n', encoding="utf-8")
    assert opened(path.read_bytes(), "json")[1] == wrong
    checked = checking(sqlite_office, path)
    assert (checked.verdict, checked.grade) == ("altered", "altered")
    assert [one.part for one in checked.findings] == ["签名"]


def test_a_signed_json_saved_again_by_another_program_has_no_signature_left(
    hand_out: Callable[..., Path], sqlite_office: Office
) -> None:
    path = hand_out("json")
    path.write_text(json.dumps(json.loads(path.read_text("utf-8"))), encoding="utf-8")
    assert checking(sqlite_office, path).verdict == "saved-again"
    assert check_signature(path, KEY.public).verdict == "unsigned"


def test_a_workbook_carries_no_signature(hand_out: Callable[..., Path]) -> None:
    with pytest.raises(EcoAtlasError, match="statement-carries-no-signature"):
        check_signature(hand_out("xlsx"), KEY.public)


def test_the_key_is_made_once_for_this_account_alone_and_recorded(sqlite_office: Office) -> None:
    settings = Settings()
    assert find_key(settings) is None
    made = ensure_key(settings, sqlite_office.database, None)
    again = ensure_key(settings, sqlite_office.database, None)
    assert made.public.fingerprint == again.public.fingerprint
    assert stat.S_IMODE(key_file(settings).stat().st_mode) == 0o600
    assert "PRIVATE" not in repr(made)
    with sqlite_office.database.reading() as session:
        entries = session.query(AuditEntry).filter_by(action="statement-key-made").all()
        assert [one.details for one in entries] == [{"fingerprint": made.public.fingerprint}]


def test_a_file_that_is_no_key_is_named(tmp_path: Path, sqlite_office: Office) -> None:
    settings = Settings()
    ensure_key(settings, sqlite_office.database, None)
    public = tmp_path / "office.pub"
    public.write_text(KEY.public.pem)
    assert read_public_key(public).fingerprint == KEY.public.fingerprint
    for content in (b"", b"nonsense", key_file(settings).read_bytes()):
        public.write_bytes(content)
        with pytest.raises(EcoAtlasError, match="public-key-unreadable"):
            read_public_key(public)
    (settings.resolved_home / office_key.FILE).write_bytes(b"nonsense")
    with pytest.raises(EcoAtlasError, match="statement-key-unreadable"):
        find_key(settings)
