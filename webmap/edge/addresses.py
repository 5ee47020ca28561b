"""Addresses of what answers name; codes and keys may hold any character."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urlencode


def project_address(code: str) -> str:
    return f"/projects/{quote(code)}"


def map_of_layers(layers: Sequence[str]) -> str:
    """The map with these layers switched on."""
    return f"/#&on={quote(','.join(layers), safe=',')}"


def map_of_chosen(features: Sequence[str]) -> str:
    """The map with these features chosen and asked about, each as LAYER/KEY."""
    return f"/#&ask={quote(urlencode([('chosen', one) for one in features]), safe='')}"


def map_address(layer: str, key: str) -> str:
    """The map with this feature selected."""
    return f"/#&sel={quote(layer)}/{quote(key, safe='')}"
