"""Loaded by the server of readings of tests: boto3 is not there, as in an office.

The tests of object stores bring it along, and rasterio would load it in every process that reads a
raster: 0.15 s of processor time.
"""

from __future__ import annotations

import sys

sys.modules["boto3"] = None  # type: ignore[assignment]
