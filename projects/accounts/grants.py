"""Who is named for a restricted layer, and what follows for what each account sees."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from layers.audit import Actor, record
from layers.catalogue import get_layer
from layers.system.row_access import EVERYTHING, PUBLIC, Sight
from projects.accounts.accounts import AccountInfo, info, row_of
from projects.accounts.inserting import insert_unless_there
from projects.accounts.tables import Account, LayerGrant

WITHIN = frozenset({"public", "internal"})


def grant(session: Session, layer_id: str, account_name: str, by: Actor | None) -> None:
    """Name an account for a layer; raises `unknown-layer`, `unknown-account`."""
    layer, account = get_layer(session, layer_id), row_of(session, account_name)
    name = by.name if by else None
    row = LayerGrant(layer_id=layer.id, account_id=account.id, created_by=name)
    if insert_unless_there(session, row):
        record(session, by, "layer-grant", layer.id, details={"account": account.name})


def revoke(session: Session, layer_id: str, account_name: str, by: Actor | None) -> None:
    """Name an account no longer; raises `unknown-layer`, `unknown-account`."""
    layer, account = get_layer(session, layer_id), row_of(session, account_name)
    row = session.get(LayerGrant, (layer.id, account.id))
    if row is not None:
        session.delete(row)
        session.flush()
        record(session, by, "layer-revoke", layer.id, details={"account": account.name})


def granted(session: Session, layer_id: str) -> list[AccountInfo]:
    """The accounts that are named for a layer, by name."""
    query = select(Account).join(LayerGrant, LayerGrant.account_id == Account.id)
    rows = session.scalars(query.where(LayerGrant.layer_id == layer_id).order_by(Account.name))
    return [info(row) for row in rows]


def layers_of(session: Session, account_id: int) -> list[str]:
    """Ids of the layers for which an account is named."""
    query = select(LayerGrant.layer_id).where(LayerGrant.account_id == account_id)
    return list(session.scalars(query.order_by(LayerGrant.layer_id)))


def sight_of(session: Session, account: AccountInfo | None, role: str | None = None) -> Sight:
    """What an account sees: administrators everything, others what is not restricted, and the
    layers they are named for; people who are not signed in what is public.

    `role` is the one that counts now, where a token gives less than the account has.
    """
    if account is None:
        return PUBLIC
    if (role or account.role) == "admin":
        return EVERYTHING
    return Sight(WITHIN, frozenset(layers_of(session, account.id)))
