"""Groups of commands of which each is loaded when it is asked for, with the parts that it needs."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class LaterGroup(click.Group):
    """A group that has commands of other modules: `later` is name -> `module:command`.

    Whoever lists projects does not wait for what writes workbooks.
    """

    def __init__(self, *args: Any, later: Mapping[str, str], **named: Any) -> None:
        super().__init__(*args, **named)
        self.later = later

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self.later})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.later:
            return super().get_command(ctx, cmd_name)
        module, _, name = self.later[cmd_name].partition(":")
        found: click.Command = getattr(import_module(f"webmap.commands.{module}"), name)
        return found
