"""The accounts that are named for a restricted layer, as its page shows them to administrators."""

from __future__ import annotations

from sqlalchemy.orm import Session

from layers.catalogue import VersionRef
from projects.accounts import accounts, grants
from projects.work.versions import RESTRICTED
from webmap.accounts.view_models import AccountLine, NamedAccounts
from webmap.edge.access import asker
from webmap.edge.forms import Form


def named_accounts(
    session: Session, live: VersionRef, shown: Form | None = None
) -> NamedAccounts | None:
    """Who is named and who could be; None for a layer that is not restricted, or for others."""
    if live.secrecy != RESTRICTED or not asker().may("manage_accounts"):
        return None
    named = grants.granted(session, live.layer_id)
    taken = {account.id for account in named}
    return NamedAccounts(
        accounts=[AccountLine.of(account) for account in named],
        choices=[
            account.name
            for account in accounts.list_accounts(session)
            if account.id not in taken and account.role != "admin" and not account.disabled
        ],
        form=shown or Form("named"),
    )
