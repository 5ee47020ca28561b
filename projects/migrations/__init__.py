"""Bringing a database to the tables of this release; works from a checkout and when installed."""

from projects.migrations.running import (
    SCRIPTS,
    heads_of,
    is_current,
    is_known,
    make_revision,
    upgrade,
    upgrade_within,
)

__all__ = [
    "SCRIPTS",
    "heads_of",
    "is_current",
    "is_known",
    "make_revision",
    "upgrade",
    "upgrade_within",
]
