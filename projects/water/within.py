"""Whether one value of a set meets a bound: of oxygen the temperature beside it counts too."""

from __future__ import annotations

import numpy as np

from projects.water.classing import meets
from projects.water.items import TEMPERATURE
from projects.water.limits import Bound
from projects.water.means import Values


def is_within(values: Values, item: str, bound: Bound) -> bool:
    degrees = values.get(TEMPERATURE)
    warm = None if degrees is None else np.asarray(degrees)
    return bool(meets(np.asarray(values[item]), bound, warm))
