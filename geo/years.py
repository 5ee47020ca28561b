"""The years that records, plans and layers of today can mean; any other is a slip of the pen."""

from __future__ import annotations

FIRST_YEAR, LAST_YEAR = 1949, 2100
