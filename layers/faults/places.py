"""The places an office works in, and how they are called in a sentence."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from geo.words import Text
from layers.settings import Settings

HOME = Text("数据文件夹", "the data folder")
STORE = Text("版本库", "the version store")
SCRATCH = Text("临时文件夹", "the folder of temporary files")
SOMEWHERE = Text("服务器的磁盘", "the disk of the server")
DATABASE = Text("数据库", "the database")


@dataclass(frozen=True, slots=True)
class Places:
    """`named`: whether paths may be told, as to whoever sits at the machine."""

    home: Path
    store: Path | None
    scratch: Path
    database: str
    named: bool
    store_url: str = ""

    @classmethod
    def of(cls, settings: Settings, *, named: bool) -> Places:
        """The places of these settings."""
        store = settings.resolved_store_url
        local = None if "://" in store else Path(store)
        shown = _without_password(settings.resolved_database_url)
        return cls(settings.resolved_home, local, _scratch(), shown, named, store)

    @property
    def every(self) -> tuple[Path, ...]:
        found = (self.home, self.store, self.scratch)
        return tuple(path for path in found if path is not None)

    @property
    def database_said(self) -> Text:
        return self._with(DATABASE, self.database)

    @property
    def store_said(self) -> Text:
        return self._with(STORE, self.store_url)

    @property
    def database_file(self) -> Path | None:
        """The file of an SQLite database; None for a server."""
        head, _, path = self.database.partition("sqlite:///")
        return Path(path) if path and not head else None

    def said(self, path: Path | None) -> Text:
        """A place in words: what it is for us, and where it is if that may be told."""
        if path is None:
            return SOMEWHERE
        named = ((self.store, STORE), (self.home, HOME), (self.scratch, SCRATCH))
        for place, name in named:
            if place is not None and path.is_relative_to(place):
                return self._with(name, path)
        return Text(str(path), str(path)) if self.named else SOMEWHERE

    def _with(self, name: Text, path: object) -> Text:
        return Text(f"{name.zh} {path}", f"{name.en} {path}") if self.named else name


def _scratch() -> Path:
    try:
        return Path(tempfile.gettempdir())
    except OSError:  # none of the usual folders can be written to
        return Path(os.environ.get("TMPDIR") or os.sep)


def _without_password(url: str) -> str:
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "ECOATLAS_DATABASE_URL"
