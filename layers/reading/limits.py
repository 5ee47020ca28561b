"""How much one upload may cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

MEGABYTE = 1024 * 1024
# What a header may state at most, whatever the size of the file.
FEATURES_LIMIT = 20_000_000


class ReadSettings(Protocol):
    """The part of the settings of an installation that bounds reading."""

    @property
    def upload_mb(self) -> int: ...
    @property
    def read_memory_mb(self) -> int: ...
    @property
    def read_seconds(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one reading: of the file, of the zip, and of the process that parses it."""

    file_bytes: int = 1024 * MEGABYTE
    zip_entries: int = 2000
    zip_ratio: int = 200
    """Unpacked to packed size of one entry; shapefiles stay under 50, bombs start at 1000."""
    unpacked_bytes: int = 4096 * MEGABYTE
    memory_bytes: int = 4096 * MEGABYTE
    seconds: int = 1800

    @classmethod
    def of(cls, settings: ReadSettings) -> Limits:
        """The limits that an installation has set."""
        return cls(
            file_bytes=settings.upload_mb * MEGABYTE,
            unpacked_bytes=4 * settings.upload_mb * MEGABYTE,
            memory_bytes=settings.read_memory_mb * MEGABYTE,
            seconds=settings.read_seconds,
        )
