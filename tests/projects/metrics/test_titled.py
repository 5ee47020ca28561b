"""Sentences of a result with titles of layers instead of ids, and persons by name and post."""

from __future__ import annotations

import pytest

from geo.words import Text
from layers.system.database import Database
from projects.accounts.accounts import add_account
from projects.accounts.people import people
from projects.metrics.titled import titled

TITLES = {"zones": Text("排水分区", "Drainage zones"), "zones_2": Text("别的", "Others")}


@pytest.mark.parametrize(
    ("said", "zh"),
    [
        ("边界：zones@3；", "边界：排水分区（第 3 版）；"),
        ("图层“zones”中", "图层“排水分区”中"),
        ("zones_2@1 · zones@12", "别的（第 1 版） · 排水分区（第 12 版）"),
        ("myzones@1、zones、“rivers”", "myzones@1、zones、“rivers”"),
    ],
)
def test_a_layer_is_named_by_its_title(said: str, zh: str) -> None:
    assert titled(Text(said, said), TITLES).zh == zh


def test_a_person_is_written_by_name_and_post_and_told_apart(sqlite_database: Database) -> None:
    given = [("li", "李明", "科长"), ("wang", "王敏", ""), ("wang2", "王敏", ""), ("sun", "", "")]
    with sqlite_database.transaction() as session:
        for name, display, post in given:
            add_account(session, name, "editor", display_name=display, post=post, by=None)
        found = people(session)
    said = {name: one.zh for name, one in found.items()}
    assert said == {
        "li": "李明，科长",
        "wang": "王敏，wang",
        "wang2": "王敏，wang2",
        "sun": "sun",
    }
    assert found["li"].en == "李明, 科长"
