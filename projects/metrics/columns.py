"""Columns and their words that several metrics share, each declared once."""

from __future__ import annotations

from geo.words import Text
from layers.kinds.codes import SURFACES, VERDICTS
from layers.kinds.model import titles_of

YES_NO = {"yes": Text("是", "yes"), "no": Text("否", "no")}
SURFACE_TITLES = titles_of(SURFACES)
VERDICT_TITLES = titles_of(VERDICTS)
