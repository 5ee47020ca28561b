"""A page of lines is what the list of all lines has there, and counts what the list would."""

from __future__ import annotations

import pytest

from layers.audit import Actor
from layers.system.database import Database
from projects.targets.ledger import PUBLIC, save_values
from projects.targets.lines import lines_of, lines_page
from projects.targets.periods import Period
from projects.targets.rules import Row

LI = Actor("li", "test")
ROWS = [
    ("WEDZ-2023-T22", "420113", "2024", "46.8", "reported"),
    ("WEDZ-2023-T22", "区住建局", "2024", "45", "draft"),
    ("WEDZ-2023-T15", "区水务湖泊局", "2024", "71.5", "reported"),
]


@pytest.mark.slow
@pytest.mark.parametrize("asked", [{}, {"document": "WEDZ-2023"}, {"target": "WEDZ-2023-T22"},
                                   {"unit": "区住建局"}, {"eyes": PUBLIC}])  # fmt: skip
@pytest.mark.parametrize("within", [Period(2024, "year"), Period(2024, "quarter", 2)])
def test_pages_put_together_are_the_list(
    sqlite_database: Database, asked: dict[str, str], within: Period
) -> None:
    with sqlite_database.transaction() as session:
        for target, unit, period, value, status in ROWS:
            cells = {"target": target, "unit": unit, "period": period, "value": value}
            save_values(session, [Row(1, cells)], LI, status=status)
        whole = lines_of(session, within, **asked)
        first = lines_page(session, within, 1, 7, **asked)
        pages = [lines_page(session, within, n + 1, 7, **asked) for n in range(first.pages)]
        beyond = lines_page(session, within, 999, 7, **asked)
    assert [line for page in pages for line in page.lines] == whole
    assert (first.total, first.late) == (len(whole), sum(one.late for one in whole))
    assert beyond.page == max(first.pages, 1)
