"""Giving memory back after large work: what a process keeps for itself the next one lacks."""

from __future__ import annotations

import ctypes
import gc
import sys

import pyarrow as pa


def give_back() -> None:
    """Return freed memory to the system.

    The C library keeps what was freed in many small pieces, a gigabyte after a million polygons.
    """
    gc.collect()
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
