"""Columns and their words that several metrics share, each declared once."""

from __future__ import annotations

from geo.words import Text
from layers.kinds.codes import SURFACES, VERDICTS
from layers.kinds.model import titles_of

YES, NO, UNKNOWN = "yes", "no", "unknown"
YES_NO = {YES: Text("是", "yes"), NO: Text("否", "no")}
SURFACE_TITLES = titles_of(SURFACES)
VERDICT_TITLES = titles_of(VERDICTS)
