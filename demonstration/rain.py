"""An invented series of daily rain (示例): a two-state Markov chain with gamma amounts.

It looks like the climate of the region (about 1,200 mm a year, most of it in early summer) and is
no measurement of any gauge.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import numpy as np

FIRST, LAST = dt.date(1990, 1, 1), dt.date(2024, 12, 31)
SEED = 19900101
# By month: chance of rain after a dry and after a wet day, mean depth of a wet day in mm.
AFTER_DRY = (0.13, 0.16, 0.21, 0.20, 0.20, 0.21, 0.18, 0.15, 0.13, 0.14, 0.13, 0.10)
AFTER_WET = (0.46, 0.49, 0.51, 0.48, 0.46, 0.49, 0.50, 0.44, 0.42, 0.46, 0.46, 0.42)
MEAN_MM = (6.5, 7.8, 9.8, 15.5, 18.0, 26.0, 25.0, 18.0, 12.0, 10.5, 9.0, 5.2)
GAMMA_SHAPE = 0.58
SNOW_CHANCE = {12: 0.12, 1: 0.28, 2: 0.16}
HEADS = ("日期", "降雨量", "降水形态")


def days() -> Iterator[tuple[dt.date, float, str]]:
    """Every day with its depth in mm and `雪` where it fell as snow."""
    random = np.random.default_rng(SEED)
    wet = False
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + dt.timedelta(number)
        month = day.month - 1
        wet = bool(random.random() < (AFTER_WET if wet else AFTER_DRY)[month])
        depth = random.gamma(GAMMA_SHAPE, MEAN_MM[month] / GAMMA_SHAPE) if wet else 0.0
        snows = wet and random.random() < SNOW_CHANCE.get(day.month, 0.0)
        yield day, round(float(depth), 1), "雪" if snows else ""


def write_rain(path: Path) -> None:
    """As a station exports it: GBK, no unit in the heads, `0` for a day without rain."""
    with path.open("w", encoding="gbk", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(HEADS)
        for day, depth, form in days():
            lines.writerow((day.isoformat(), f"{depth:g}", form))
