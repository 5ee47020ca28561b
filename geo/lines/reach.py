"""How far a transect looks for the border of a corridor, unless somebody says otherwise, in m."""

from __future__ import annotations

REACH_M = 5_000.0
