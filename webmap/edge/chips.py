"""Which colour the chip of a state has, where several pages show it."""

from __future__ import annotations

STATE_CHIPS = {"signed": "chip-met", "returned": "chip-not_met", "withdrawn": "chip-not_met"}
