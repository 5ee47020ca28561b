"""Readings of a national release classed, beside the class that it gives; skipped without the file.

The file has the columns section, time, class, temp_c, ph, do_mgl, codmn_mgl, nh3n_mgl, tp_mgl. What
differs is either a value that rounds to a limit, of which the release classes what it has not
rounded, or one of three rows whose class fits no value beside it.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from projects.sheets.shipped import shipped_rows
from projects.water.classing import CLASSES, judge
from projects.water.limits import Limits, shipped_limits
from projects.water.reading import read_file
from projects.water.readings import Asked
from projects.water.sections import Sections
from projects.water.written_class import read_class
from tests.projects.water.shipped import limits_as_shipped, shipped_items

RELEASE = os.environ.get("ECOATLAS_TEST_RELEASE", "")
ITEMS = shipped_items()
DAY = dt.date(2021, 4, 30)
LIMITS = {lake: shipped_limits(DAY, lake=lake) for lake in (False, True)}
COLUMNS = {"ph": "pH", "do_mgl": "DO", "codmn_mgl": "CODMn", "nh3n_mgl": "NH3-N", "tp_mgl": "TP"}


def within_rounding(row: Mapping[str, str], limits: Limits, given: str) -> bool:
    """Whether values that are written so, with the digits they have, can have the given class."""
    worst = [0, 0]
    for column, item in COLUMNS.items():
        try:
            value = float(row[column])
        except ValueError:
            continue
        half = 0.5 * 10.0 ** -len(row[column].partition(".")[2])
        found = [judge({item: value + by}, limits, ITEMS).grade for by in (-half, half * 0.999)]
        places = sorted(CLASSES.index(one) for one in found if one)
        worst = [max(worst[0], places[0]), max(worst[1], places[1])]
    return worst[0] <= CLASSES.index(given) <= worst[1]


@pytest.mark.slow
def test_the_class_of_a_release_is_that_of_its_values() -> None:
    if not RELEASE:
        pytest.skip(
            "set ECOATLAS_TEST_RELEASE to a file of readings with the class they were given"
        )
    with Path(RELEASE).open(encoding="utf-8", newline="") as lines:
        rows = dict(enumerate(csv.DictReader(lines), 2))
    sections = Sections([], shipped_rows("section_names"), limits_as_shipped().likeness)
    readings = read_file(Path(RELEASE), ITEMS, sections, Asked(guess=True)).readings
    values: list[dict[str, float]] = [{} for _ in range(len(readings))]
    for block in readings.blocks:
        for place, value in zip(block.reading, block.values, strict=True):
            values[place][block.item] = float(value)
    counted = {"same": 0, "rounding": 0, "other": 0}
    for place, number in enumerate(readings.rows.tolist()):
        given, _ = read_class(rows[number]["class"])
        if given is None:
            continue
        limits = LIMITS[readings.sections[int(readings.section[place])].lake]
        if judge(values[place], limits, ITEMS).grade == given:
            counted["same"] += 1
        else:
            rounds = within_rounding(rows[number], limits, given)
            counted["rounding" if rounds else "other"] += 1
    assert counted == {"same": 3283, "rounding": 16, "other": 3}
