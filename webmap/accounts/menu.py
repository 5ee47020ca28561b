"""The account menu of every page: who asks, where they may go, and how they sign in."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, request, session

from geo.errors import EcoAtlasError
from geo.words import Text
from projects.accounts.permissions import ROLES
from projects.work.asker import Asker
from webmap.edge.access import SIGN_IN, asker, sign_in_address

RULES_TO_CHECK = "rules_to_check"
"""In the cookie of the session: every page tells it without asking the database."""


@dataclass(frozen=True, slots=True)
class MenuLink:
    section: str
    address: str
    label: Text
    permission: str


LINKS = (
    MenuLink("account", "/account", Text("我的账号", "My account"), "own_account"),
    MenuLink("rounds", "/rounds", Text("季度调度", "Quarterly dispatch"), "see_rounds"),
    MenuLink("sites", "/sites", Text("选址研判", "Site check"), "check_sites"),
    MenuLink("targets", "/targets", Text("目标填报", "Values of targets"), "view"),
    MenuLink("readings", "/water/readings", Text("监测值", "Water readings"), "keep_readings"),
    MenuLink("accounts", "/accounts", Text("账号管理", "Accounts"), "manage_accounts"),
    MenuLink("basemaps", "/basemaps", Text("底图", "Basemaps"), "manage_accounts"),
    MenuLink("audit", "/audit", Text("审计日志", "Audit log"), "see_audit"),
)


@dataclass(frozen=True, slots=True)
class Me:
    """What the top bar knows of whoever asks; `sign_in_url` leads back to this page."""

    display_name: str | None
    role: Text | None
    links: tuple[MenuLink, ...]
    sign_in_url: str | None
    may_view: bool
    may_upload: bool = False
    may_manage: bool = False
    rules_to_check: int = 0
    """Rows of rules whose law has a successor, where that is to be told; since signing in."""

    @property
    def signed_in(self) -> bool:
        return self.display_name is not None


def whoami() -> Me:
    """The top bar's view of whoever asks, also on the page of a refusal."""
    url = sign_in_address() if request.path != SIGN_IN else None
    who = _asker()
    if who is None or who.account is None:
        return Me(None, None, (), url, who is not None and who.may("view"))
    # Until the password is changed every other page leads back to that one.
    links = () if who.account.must_change else tuple(li for li in LINKS if who.may(li.permission))
    may_view = who.may("view") and not who.account.must_change
    may_upload = who.may("edit_layers") and may_view
    title = ROLES[who.account.role].title
    told = session.get(RULES_TO_CHECK, 0) if may_view and who.may("edit_sheets") else 0
    may_manage = who.may("manage_accounts") and may_view
    return Me(who.account.display_name, title, links, url, may_view, may_upload, may_manage, told)


def _asker() -> Asker | None:
    """Nobody where it cannot be known: a refused token, or a request refused at the door."""
    try:
        return asker()
    except EcoAtlasError:
        return None


def install(app: Flask) -> None:
    app.jinja_env.globals["whoami"] = whoami
