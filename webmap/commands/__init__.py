"""The command line: `ecoatlas`. Thin: each command calls one use case and prints its answer."""

from webmap.commands.main import main

__all__ = ["main"]
