"""File systems under a version store: how each kind is opened, and what it has."""

from __future__ import annotations

from typing import Any

import fsspec

from geo.errors import EcoAtlasError
from layers.settings import SETTING_INVALID

# Of these a folder is only the beginning of names; making one may make a bucket that nobody wanted.
FLAT = {"s3", "gs", "abfs"}
# Listings of one host would be stale on another; a tile is a few kilobytes in the middle of a file;
# who waits for a store that is away is told soon.
PROTOCOLS: dict[str, dict[str, Any]] = {
    "s3": {
        "use_listings_cache": False,
        "default_block_size": 1 << 18,
        "config_kwargs": {"connect_timeout": 5, "retries": {"max_attempts": 1}},
    }
}


def file_system(url: str, **options: Any) -> tuple[fsspec.AbstractFileSystem, str]:
    """Raises `setting-invalid` for an address of no kind that is known."""
    try:
        fs, root = fsspec.url_to_fs(url, **(PROTOCOLS.get(url.partition("://")[0], {}) | options))
    except ValueError as error:
        shown = f"{url.partition('://')[0][:20]}://…"
        known = "/folder, s3://bucket/folder"
        raise EcoAtlasError(
            SETTING_INVALID, name="ECOATLAS_STORE_URL", value=shown, why=known
        ) from error
    return fs, root


def is_disk(fs: fsspec.AbstractFileSystem) -> bool:
    return "file" in _protocols(fs)


def has_folders(fs: fsspec.AbstractFileSystem) -> bool:
    return not FLAT & _protocols(fs)


def _protocols(fs: fsspec.AbstractFileSystem) -> set[str]:
    return {fs.protocol} if isinstance(fs.protocol, str) else {*fs.protocol}
