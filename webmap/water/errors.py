"""Refusals of pages of water quality."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

FORM_UNKNOWN = declare(
    "water-bulletin-form-unknown",
    "error",
    Text("水质通报没有 {form} 这种格式。", "A bulletin of water is not made as {form}."),
    Text("可以是：{known}。", "It can be: {known}."),
    status=404,
)
