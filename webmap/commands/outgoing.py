"""What leaves the office stands in the audit log, or somebody says that it need not."""

from __future__ import annotations

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.faults.codes import NOT_RECORDED
from layers.faults.databases import unwritable
from layers.faults.places import Places
from layers.settings import Settings
from layers.system.database import Database
from webmap.commands.console import Terminal

GOES_UNRECORDED = Text(
    "注意：这次导出不在审计日志里，只写进日志文件。{why}",
    "Careful: this export does not stand in the audit log, only in the log file. {why}",
)


def recorded_or_told(
    database: Database, settings: Settings, terminal: Terminal, *, unrecorded: bool
) -> Database:
    """The database for an export; raises `export-not-recorded` unless `unrecorded` was said."""
    reason = unwritable(Places.of(settings, named=True))
    if reason is None:
        return database
    if not unrecorded:
        raise EcoAtlasError(NOT_RECORDED, why=reason.message)
    terminal.note(GOES_UNRECORDED, why=reason.message)
    return database.unrecorded()
