"""A question about a place as an address or a body has it."""

from __future__ import annotations

from typing import Annotated

from flask import request
from pydantic import BaseModel, Field

from projects.asking.area import AreaAsked, feature_named
from webmap.edge.asked import read

LONGEST_PLACE = 600_000


class AreaBody(BaseModel):
    """One of: `place` as points, WKT or GeoJSON; `box` in degrees; `chosen` features as LAYER/KEY.
    `within`: metres around it; of features 0 is what lies inside them."""

    place: Annotated[str, Field(max_length=LONGEST_PLACE)] = ""
    crs: Annotated[str, Field(max_length=40)] = ""
    box: Annotated[str, Field(max_length=200)] = ""
    chosen: Annotated[list[Annotated[str, Field(max_length=300)]], Field(max_length=1000)] = []
    within: Annotated[float, Field(ge=0, le=1e7, allow_inf_nan=False)] | None = None

    @property
    def asked(self) -> AreaAsked:
        """Raises `feature-not-named`."""
        chosen = tuple(feature_named(one) for one in self.chosen)
        return AreaAsked(self.place, self.crs, self.box, chosen, self.within)


def area_in_address() -> AreaAsked:
    """The question of this address; raises `input-invalid`, `feature-not-named`."""
    given = request.args
    values = {name: one for name, one in given.items() if one and name not in ("lang", "chosen")}
    chosen = [one for one in given.getlist("chosen") if one]
    return read(AreaBody, values | {"chosen": chosen}).asked
