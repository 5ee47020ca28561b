"""What the pages of accounts show."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from urllib.parse import quote

from geo.words import Text
from layers.system.database import now
from projects.accounts.accounts import AccountInfo
from projects.accounts.passwords import LEAST, MOST
from projects.accounts.permissions import PERMISSIONS, ROLES, Permission, Role, may
from projects.accounts.scopes import SCOPES, Scope
from projects.accounts.sessions import SessionInfo
from projects.accounts.tokens import TokenInfo
from webmap.edge.browsers import browser_title
from webmap.edge.forms import Form

STATES: dict[str, tuple[Text, str]] = {
    "disabled": (Text("已停用", "Disabled"), "chip-not_met"),
    "expired": (Text("一次性密码已过期", "One-time password expired"), "chip-not_met"),
    "waiting": (Text("待设置密码", "Password to be set"), "status-building"),
    "active": (Text("正常", "Active"), "chip-met"),
}
NOT_SIGNED_IN = Text("不登录", "Not signed in")


@dataclass(frozen=True, slots=True)
class Made:
    """Something that is shown once: a password or a token."""

    title: Text
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account as lists and its own page show it."""

    name: str
    display_name: str
    post: str
    role: Role
    disabled: bool
    state_id: str
    last_sign_in_at: dt.datetime | None
    created_at: dt.datetime

    @classmethod
    def of(cls, account: AccountInfo) -> AccountLine:
        return cls(
            account.name,
            account.display_name,
            account.post,
            ROLES[account.role],
            account.disabled,
            _state(account),
            account.last_sign_in_at,
            account.created_at,
        )

    @property
    def url(self) -> str:
        return account_url(self.name)

    @property
    def state(self) -> Text:
        return STATES[self.state_id][0]

    @property
    def state_class(self) -> str:
        return STATES[self.state_id][1]


def _state(account: AccountInfo) -> str:
    if account.disabled:
        return "disabled"
    if not account.must_change:
        return "active"
    until = account.password_expires_at
    return "expired" if until is not None and until < now() else "waiting"


def account_url(name: str) -> str:
    return f"/accounts/{quote(name, safe='')}"


@dataclass(frozen=True, slots=True)
class PermissionLine:
    title: Text
    given: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class PermissionTable:
    """Who may do what: one column for each role, and one for people who are not signed in."""

    columns: tuple[Text, ...]
    lines: tuple[PermissionLine, ...]

    @classmethod
    def now(cls, anonymous_viewing: bool) -> PermissionTable:
        columns: list[str | None] = [None, *ROLES]
        lines = tuple(
            PermissionLine(
                permission.title,
                tuple(may(role, name, anonymous_viewing=anonymous_viewing) for role in columns),
            )
            for name, permission in PERMISSIONS.items()
        )
        return cls((NOT_SIGNED_IN, *(role.title for role in ROLES.values())), lines)


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A token of an account, known by its first characters."""

    id: int
    title: str
    prefix: str
    role: Role
    scope: Scope
    created_at: dt.datetime
    expires_at: dt.datetime
    last_used_at: dt.datetime | None
    last_used_from: str | None
    revoked: bool
    expired: bool

    @property
    def usable(self) -> bool:
        return not (self.revoked or self.expired)

    @classmethod
    def of(cls, token: TokenInfo) -> TokenLine:
        return cls(
            token.id,
            token.title,
            token.prefix,
            ROLES[token.role],
            SCOPES[token.scope],
            token.created_at,
            token.expires_at,
            token.last_used_at,
            token.last_used_from,
            revoked=token.revoked_at is not None,
            expired=token.expires_at <= now(),
        )


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A signed-in browser; `agent` is what it says of itself."""

    id: str
    browser: Text
    agent: str
    origin: str
    created_at: dt.datetime
    last_seen_at: dt.datetime
    current: bool

    @classmethod
    def of(cls, one: SessionInfo) -> SessionLine:
        return cls(
            one.id,
            browser_title(one.browser),
            one.browser or "",
            one.origin,
            one.created_at,
            one.last_seen_at,
            one.current,
        )


@dataclass(frozen=True, slots=True)
class SignInView:
    """`sign_in.html`"""

    form: Form
    action: str
    note: Text | None
    may_look: bool
    section: str = ""


@dataclass(frozen=True, slots=True)
class PasswordView:
    """`account_password.html`"""

    form: Form
    name: str
    forced: bool
    least: int = LEAST
    most: int = MOST
    section: str = ""


@dataclass(frozen=True, slots=True)
class OwnAccountView:
    """`account.html`"""

    account: AccountInfo
    role: Role
    permissions: list[Permission]
    sessions: list[SessionLine]
    tokens: list[TokenLine]
    roles: list[Role]
    scopes: list[Scope]
    form: Form
    made: Made | None
    note: Text | None
    section: str = "account"


@dataclass(frozen=True, slots=True)
class AccountsView:
    """`accounts.html`"""

    accounts: list[AccountLine]
    own_name: str
    roles: list[Role]
    permissions: PermissionTable
    anonymous_viewing: bool
    form: Form
    office: Form
    made: Made | None
    note: Text | None
    section: str = "accounts"


@dataclass(frozen=True, slots=True)
class RestrictedLayer:
    """A layer that only named accounts see, and whether this one is named."""

    id: str
    title: Text
    named: bool


@dataclass(frozen=True, slots=True)
class AccountDetailView:
    """`account_detail.html`"""

    account: AccountLine
    own: bool
    roles: list[Role]
    layers: list[RestrictedLayer]
    sees_everything: bool
    tokens: list[TokenLine]
    form: Form
    made: Made | None
    note: Text | None
    section: str = "accounts"


@dataclass(frozen=True, slots=True)
class NamedAccounts:
    """The block of the layer page: who is named, and who could be."""

    accounts: list[AccountLine]
    choices: list[str]
    form: Form
