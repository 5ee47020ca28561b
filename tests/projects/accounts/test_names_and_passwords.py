"""Names and passwords as people type them: other widths, cases, keyboards, and nonsense."""

from __future__ import annotations

import contextlib
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor
from projects.accounts import accounts, names, passwords, tokens
from projects.accounts.permissions import ROLES

GOOD = "正确 的马 电池 订书钉 蓝"
CHIEF = Actor("chief", "10.0.0.1")
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=80)


@given(ANYTHING)
def test_folding_a_name_twice_changes_nothing(name: str) -> None:
    assert names.folded(names.folded(name)) == names.folded(name)


@given(ANYTHING)
def test_a_name_is_kept_or_refused_and_what_is_kept_is_plain(name: str) -> None:
    try:
        kept = names.checked(name)
    except EcoAtlasError as error:
        error.message.en.encode()
        return
    assert 2 <= len(kept) <= 64
    assert kept == names.checked(kept)
    assert not set(kept) & set("/\\<>&\"' \n\t%?#")
    kept.encode()


@given(ANYTHING)
def test_upper_case_and_full_width_are_the_same_name(name: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name)
    assert names.folded(wide) == names.folded(name)
    plain = "".join(c for c in name if c.isascii())
    assert names.folded(plain.upper()) == names.folded(plain)


@given(ANYTHING)
def test_what_people_see_of_a_name_is_one_line_in_reading_order(text: str) -> None:
    seen = names.shown(text)
    assert len(seen) <= names.LONGEST_SHOWN
    assert all(c == " " or c.isprintable() for c in seen)
    assert "\u202e" not in seen
    assert names.shown(seen) == seen


@pytest.mark.parametrize("name", ["anonymous", "SYSTEM", "匿名", "系统", "ｓystem"])
def test_names_that_mean_somebody_else_in_the_audit_log_are_refused(
    session: Session, name: str
) -> None:
    with pytest.raises(EcoAtlasError, match=r"^account-name-reserved:"):
        accounts.add_account(session, name, "viewer", by=CHIEF)


@pytest.mark.parametrize("name", ["", "a\x00b", "\ud800x", "x" * 65, "li\n", "'; drop table --"])
def test_a_name_that_no_database_can_keep_is_unknown_like_any_other(
    session: Session, name: str
) -> None:
    accounts.add_account(session, "x" * 64, "viewer", password=GOOD, by=CHIEF)
    with pytest.raises(EcoAtlasError, match=r"^sign-in-failed:"):
        accounts.sign_in(session, name, GOOD)
    with pytest.raises(EcoAtlasError, match=r"^unknown-account:") as error:
        accounts.get_account(session, name)
    error.value.message.zh.encode()
    assert not accounts.knows_address(session, name, "10.0.0.3")


def test_what_turns_writing_round_does_not_reach_a_page(session: Session) -> None:
    made = accounts.add_account(session, "li", "viewer", display_name="\u202e李\x00 雷\n", by=CHIEF)
    assert made.account.display_name == "李 雷"
    changed = accounts.set_display_name(session, "li", "\u2066", CHIEF)
    assert changed.display_name == "李 雷", "a name of which nothing is seen changes nothing"
    token = tokens.make_token(session, made.account, " QGIS\x00\n桌面 ", "viewer", 1, CHIEF)
    assert token.info.title == "QGIS 桌面"
    with pytest.raises(EcoAtlasError, match=r"^token-title-missing:"):
        tokens.make_token(session, made.account, " \x00\n", "viewer", 1, CHIEF)


def test_a_password_typed_on_another_keyboard_is_the_same_password(session: Session) -> None:
    typed = "Ångström １２３ 缆车 ｋｅｙ"
    li = accounts.add_account(session, "li", "viewer", password=typed, by=CHIEF).account
    other = unicodedata.normalize("NFD", "Ångström 123 缆车 key")
    assert other != typed
    assert accounts.sign_in(session, "li", other).name == "li"
    with pytest.raises(EcoAtlasError, match=r"^password-unchanged:"):
        accounts.change_password(session, li.id, typed, other, CHIEF)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=140))
def test_any_text_is_judged_hashed_and_found_again(password: str) -> None:
    with contextlib.suppress(EcoAtlasError):
        passwords.check_policy(password, name="li", display_name="李雷")
    kept = passwords.hashed(password)
    assert passwords.fits(kept, password)
    assert not passwords.fits(kept, password + "x")
    assert not passwords.fits(None, password)


@pytest.mark.parametrize(
    "own",
    ["李雷-李雷-李雷-李雷-", "zhangwei zhangwei", "WEI  zhang  wei zhang", "ZhangWei·2024·武汉"],
)
def test_ones_own_name_makes_no_password(own: str) -> None:
    with pytest.raises(EcoAtlasError, match=r"^password-too-weak:"):
        passwords.check_policy(own, name="zhangwei", display_name="zhang wei 李雷")


def test_passwords_of_128_characters_are_good_and_nothing_of_them_is_cut_off() -> None:
    longest = "".join(passwords.random_password() for _ in range(6))[:128]
    passwords.check_policy(longest)
    kept = passwords.hashed(longest)
    assert passwords.fits(kept, longest)
    assert not passwords.fits(kept, longest[:-1])
    with pytest.raises(EcoAtlasError, match=r"^password-too-long:"):
        passwords.check_policy(longest + "x")
    # U+FDFA is one character that stands for eighteen.
    with pytest.raises(EcoAtlasError, match=r"^password-too-long:"):
        passwords.check_policy("\ufdfa" * 12)


@pytest.mark.parametrize("name", ["nobody", "li", "wang"])
def test_who_is_unknown_wrong_or_disabled_costs_one_hash(
    session: Session, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for one in ("li", "wang"):
        accounts.add_account(session, one, "viewer", password=GOOD, by=CHIEF)
    accounts.disable(session, "wang", CHIEF)
    spent: list[str] = []

    class Counting(passwords.PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:
            spent.append(str(hash)[:9])
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "HASHER", Counting(time_cost=1, memory_cost=8, parallelism=1))
    with pytest.raises(EcoAtlasError, match=r"^sign-in-failed:"):
        accounts.sign_in(session, name, GOOD if name == "wang" else "wrong")
    assert spent == ["$argon2id"]


def test_hashes_outside_tests_follow_rfc_9106() -> None:
    hasher = passwords.PasswordHasher()
    assert (hasher.memory_cost, hasher.time_cost, hasher.parallelism) == (65536, 3, 4)
    assert hasher.type.name == "ID"


def test_what_is_no_hash_fits_nothing() -> None:
    assert not passwords.fits("", GOOD)
    assert not passwords.fits("not a hash", GOOD)


def test_every_role_says_what_it_is_in_both_languages() -> None:
    for role in ROLES.values():
        assert role.title.zh != role.title.en
        assert len(role.description.zh) > 5
