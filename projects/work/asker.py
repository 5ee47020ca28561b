"""Who asks: one value for what he may do, for what he is shown, and for the audit log.

Pages, the API, the command line and the worker make it in one place each; what is asked for is
given it whole.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from layers.audit import Actor
from layers.system.row_access import EVERYTHING, NOTHING, Sight
from projects.accounts import options
from projects.accounts.accounts import AccountInfo, get_account
from projects.accounts.grants import sight_of
from projects.accounts.permissions import NEVER_BY_TOKEN, bound_to, forbidden, lesser, may
from projects.accounts.scopes import WHOLE, permits

if TYPE_CHECKING:
    from layers.jobs import Job


ADMINISTRATOR = "admin"


@dataclass(frozen=True, slots=True)
class Asker:
    """Whoever asks; without an account it is somebody who has not signed in, or the machine's user.

    actor: the name and where it comes from, for the audit log.
    sight: what the catalogue shows.
    role: the one that counts now; a token, and a job, may have less than the account.
    scope: what of it a token is for.
    """

    actor: Actor
    sight: Sight
    role: str | None = None
    account: AccountInfo | None = None
    by_token: bool = False
    scope: str = WHOLE
    anonymous_viewing: bool = False

    @property
    def name(self) -> str | None:
        """The name of the account; None for those who have not signed in."""
        return self.account.name if self.account else None

    @property
    def owner(self) -> str | None:
        """Whose uploads he deals with: his own; those of everybody (None) for administrators."""
        return None if self.may("manage_accounts") else self.name or ""

    def may(self, permission: str) -> bool:
        if self.by_token and permission in NEVER_BY_TOKEN:
            return False
        if not permits(self.scope, permission):
            return False
        return may(self.role, permission, anonymous_viewing=self.anonymous_viewing)

    def require(self, permission: str) -> None:
        """Raises `forbidden`."""
        if not self.may(permission):
            raise forbidden(permission)


def user_of_machine(actor: Actor) -> Asker:
    """Whoever works at the command line: he has the files of the office, and with them its rights.

    Signing is not among them: it is done in the name of an account.
    """
    return Asker(actor, EVERYTHING, ADMINISTRATOR)


def nobody(actor: Actor) -> Asker:
    """Somebody of whom nothing can be found out: nothing is permitted, nothing shown."""
    return Asker(actor, NOTHING)


def sender(
    session: Session,
    account: AccountInfo | None,
    role: str | None,
    actor: Actor,
    *,
    by_token: bool,
    scope: str = WHOLE,
) -> Asker:
    """Whoever sends a request; without an account he is shown what the office shows everybody."""
    is_open = options.anonymous_viewing(session)
    actor = replace(actor, unit=bound_to(role, account.unit if account else None))
    sight = sight_of(session, account, role) if account or is_open else NOTHING
    return Asker(actor, sight, role, account, by_token, scope, is_open)


def asker_of(session: Session, job: Job, permission: str) -> Asker:
    """Whoever asked for a job, with what he may do and is shown now, when it is done.

    A token may have had less than the account; the job carries the role that counted. Raises
    `forbidden` if he may no longer do this, `unknown-account`.
    """
    account = get_account(session, job.actor.name)
    role = lesser(account.role, job.arguments.get("role") or account.role)
    who = replace(job.actor, unit=bound_to(role, account.unit))
    if account.disabled or not may(role, permission):
        raise forbidden(permission)
    return Asker(who, sight_of(session, account, role), role, account)
