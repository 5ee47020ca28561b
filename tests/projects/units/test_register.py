"""The register of units: names are kept within their length, and no two units have one name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from geo.errors import EcoAtlasError
from layers.system.database import Database
from projects.units.register import add_unit, rename_unit

LONG = "长" * 201
DAY = dt.date(2026, 1, 1)


def code_of(call: Callable[[], Any]) -> str:
    with pytest.raises(EcoAtlasError) as caught:
        call()
    return caught.value.code


@pytest.mark.parametrize(
    "names",
    [
        {"name": LONG},
        {"name": " "},
        {"name": "甲局", "short_name": LONG},
        {"name": "甲局", "name_en": LONG},
        {"name": "甲局", "name_en": ""},
        {"name": "甲局", "aliases": ["乙", LONG]},
        {"name": "甲局", "aliases": [" "]},
    ],
)
def test_every_name_of_a_unit_is_of_a_length_that_is_kept(
    sqlite_database: Database, names: dict[str, Any]
) -> None:
    with sqlite_database.transaction() as session:
        assert code_of(lambda: add_unit(session, by=None, **names)) == "unit-field-invalid"


def test_a_new_name_is_checked_as_that_of_a_new_unit(sqlite_database: Database) -> None:
    def rename(name: str, short: str | None = None) -> Any:
        return rename_unit(session, unit.code, name, short_name=short, since=DAY, by=None)

    with sqlite_database.transaction() as session:
        unit = add_unit(session, "示例甲局", by=None, aliases=["甲", " 甲 "])
        add_unit(session, "示例乙局", by=None)
        assert [one.name for one in unit.aliases] == ["甲"]
        assert code_of(lambda: rename(LONG)) == "unit-field-invalid"
        assert code_of(lambda: rename("示例丙局", LONG)) == "unit-field-invalid"
        assert code_of(lambda: rename("示例 乙局")) == "unit-twice"
        assert [one.name for one in rename("示例丙局").aliases] == ["甲", "示例甲局"]
        assert unit.name == "示例丙局"
