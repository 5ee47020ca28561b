"""What the program keeps is for its own account alone; what a person has written is his affair.

The data folder holds every layer of an office, the hashes of passwords and the keys that sign.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from geo.errors import EcoAtlasError, declare
from geo.words import Text, listed
from webmap.commands.context import Office

OWN_ALONE = 0o077
OTHERS = stat.S_IRWXO
OF_AN_OFFICE = ("ecoatlas.sqlite", "store", "secret-key")
OUTS = "ecoatlas.outs"
TIGHTENED = Text(
    "数据文件夹 {home} 原来本机所有账号都能读，已改为只有本账号能读（0700）。",
    "Every account of this machine could read the data folder {home}; now only this one can "
    "(0700).",
)
TOO_OPEN = Text(
    "注意：本机所有账号都能读数据文件夹 {home}，而本账号无权更改；请由它的属主执行 chmod 700。",
    "Careful: every account of this machine can read the data folder {home}, and this one may not "
    "change that; let its owner run chmod 700 on it.",
)


OTHER_SUFFIX = declare(
    "out-file-suffix",
    "error",
    Text(
        "这里不能写成 {name}：写出的是 {known} 文件。",
        "{name} is not what is written here: the file is a {known}.",
    ),
    Text("请改用这样结尾的文件名：{known}。", "Use a name that ends so: {known}."),
)


def require_suffix(out: Path, *known: str) -> None:
    """A file is not written under the name of another format; raises `out-file-suffix`."""
    if not out.name.lower().endswith(known):
        raise EcoAtlasError(OTHER_SUFFIX, name=out.name, known=listed(known))


class OutFile(click.Path):
    """A file that a person has written where he likes, with the rights that his own umask gives."""

    def __init__(self, **options: Any) -> None:
        super().__init__(dir_okay=False, path_type=Path, **options)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if ctx is not None:
            ctx.meta.setdefault(OUTS, {})[path] = _mode_of(path)
        return path


def keep_private(ctx: click.Context, office: Office) -> Callable[[], None]:
    """From now on new files are this account's alone, and so is the data folder.

    Returns what ends it: what was written for a person is his, with the mode of the file that it
    has replaced, or of a new one.
    """
    before = os.umask(OWN_ALONE)
    _close_home(office)

    def end() -> None:
        os.umask(before)
        for path, mode in ctx.meta.get(OUTS, {}).items():
            _hand_over(path, 0o666 & ~before if mode is None else mode)

    return end


def _close_home(office: Office) -> None:
    home = office.settings.resolved_home
    mode = _mode_of(home)
    if os.name != "posix" or mode is None or not mode & OTHERS or mode & stat.S_ISVTX:
        return  # a folder with the sticky bit is everybody's on purpose
    try:
        if not _holds_an_office(home):
            return
        home.chmod(stat.S_IRWXU)
    except OSError:
        office.terminal.note(TOO_OPEN, home=home)
    else:
        office.terminal.note(TIGHTENED, home=home)


def _holds_an_office(home: Path) -> bool:
    """Whether the folder is, or is about to be, an office: nobody else's is ever closed."""
    names = {one.name for one in home.iterdir()}
    return not names or not names.isdisjoint(OF_AN_OFFICE)


def _hand_over(path: Path, mode: int) -> None:
    if _mode_of(path) not in (None, mode):
        path.chmod(mode)


def _mode_of(path: Path) -> int | None:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return None
