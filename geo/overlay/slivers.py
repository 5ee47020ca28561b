"""What counts as a sliver unless somebody says otherwise: narrower (m) or smaller (m²)."""

from __future__ import annotations

SLIVER_WIDTH_M = 1.0


SLIVER_AREA_M2 = 1.0
