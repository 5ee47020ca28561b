"""Codes and keys may hold any character; addresses with them still lead there."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from webmap.edge.addresses import map_address, project_address

ODD = ["ZK-05", "甲/1#2", "50% & more?", "a+b"]


@pytest.mark.parametrize("code", ODD)
def test_the_address_of_a_project_names_its_code(code: str) -> None:
    parts = urlsplit(project_address(code))
    assert unquote(parts.path) == f"/projects/{code}"
    assert not parts.query
    assert not parts.fragment


@pytest.mark.parametrize("key", ODD)
def test_the_map_finds_the_key_that_its_address_names(key: str) -> None:
    fragment = urlsplit(map_address("zones", key)).fragment.removeprefix("&")
    assert parse_qs(fragment) == {"sel": [f"zones/{key}"]}
