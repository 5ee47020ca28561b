"""`ecoatlas area`: what lies at a place."""

from __future__ import annotations

import click

from webmap.commands.later import LaterGroup


@click.group(cls=LaterGroup, later={"ask": "area_ask:ask"})
def area() -> None: ...
