"""How often the collector of cycles looks: at Python's own pace large answers pay for it."""

from __future__ import annotations

import gc

# New containers before the youngest are looked at, and after how many of such looks the older are.
SELDOM = (10_000, 10, 20)


def collect_seldom() -> None:
    """Let the collector look less often, unless it looks less often already.

    What an import has read, or what is kept for the next request, are tens of thousands of records:
    it went through them all several times for one answer, a quarter to half of processor time.
    """
    if gc.get_threshold()[0] < SELDOM[0]:
        gc.set_threshold(*SELDOM)
