"""As of which day a layer was found still right: what its page shows, and the form that says so."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from layers.catalogue import VersionRef
from projects.holdings.confirming import Confirmation, confirmed
from projects.holdings.vouching import LONGEST_BASIS
from webmap.edge.access import asker
from webmap.edge.forms import Form


@dataclass(frozen=True, slots=True)
class ConfirmedBlock:
    """`form` is None for whoever may not confirm; `named`: people are named to who is signed in."""

    of_data: dt.date | None
    found: Confirmation | None
    form: Form | None
    named: bool
    longest: int = LONGEST_BASIS


def confirmed_block(session: Session, live: VersionRef, shown: Form | None) -> ConfirmedBlock:
    who, place = asker(), (live.layer_id, live.number)
    return ConfirmedBlock(
        of_data=live.description.date,
        found=confirmed(session, [place]).get(place),
        form=(shown or Form("confirmed")) if who.may("edit_layers") else None,
        named=who.account is not None,
    )
