"""How the engine along edges is compiled, and where the machine code is kept.

Its functions are plain Python and run so where little is asked: loading the compiler takes longer
than that. Where much is asked they are compiled for the types that they declare, on a machine's
first use (`make install` does it), and loaded after that. Both give the same bytes.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from types import FunctionType
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

Function = TypeVar("Function", bound=Callable[..., Any])

# Arrays by what they hold; the text is the compiler's name of the type.
Numbers = Annotated[NDArray[np.float64], "f8[::1]"]
Table = Annotated[NDArray[np.float64], "f8[:, ::1]"]
Places = Annotated[NDArray[np.int64], "i8[::1]"]
PlaceTable = Annotated[NDArray[np.int64], "i8[:, ::1]"]
Entries = Annotated[NDArray[np.int32], "i4[::1]"]
Marks = Annotated[NDArray[np.uint8], "u1[::1]"]
_PLAIN = {int: "int64", float: "float64", bool: "boolean", type(None): "void"}

_LISTED: list[Any] = []
_LOADED: dict[int, Any] = {}
_COMPILING = Lock()


def compiled(function: Function) -> Function:
    """Marks a function that can be compiled; those that it calls come before it."""
    _LISTED.append(function)
    return function


@cache
def available() -> bool:
    """Whether the compiler is installed; asked of the disk once."""
    return find_spec("numba") is not None


def machine_code(function: Function) -> Function:
    """The function compiled; it runs beside other threads."""
    with _COMPILING:
        if id(function) not in _LOADED:
            _LOADED[id(function)] = _kept(function) or _compiled_all()[id(function)]
        made: Function = _LOADED[id(function)]
    return made


def kept_code(function: Function) -> Function | None:
    """The function compiled, where it was compiled before: nobody waits for the compiler."""
    if not available():
        return None
    with _COMPILING:
        made: Function | None = _LOADED.get(id(function)) or _kept(function)
        if made is not None:
            _LOADED[id(function)] = made
    return made


def is_loaded() -> bool:
    """Whether machine code was loaded before."""
    return bool(_LOADED)


def _kept(function: Any) -> Any:
    """Machine code of a function that was compiled before, without those that it calls: what they
    do is part of it. None where there is none."""
    made = _to_compile(function, function.__globals__)
    try:
        made.compile(_signature(function))
    except import_module("numba").core.errors.TypingError:
        # It had to be compiled, and those that it calls are plain Python here.
        return None
    return made


@cache
def _compiled_all() -> dict[int, Any]:
    made: dict[int, Any] = {}
    for function in _LISTED:
        seen = {name: made.get(id(value), value) for name, value in function.__globals__.items()}
        made[id(function)] = _to_compile(function, seen)
        made[id(function)].compile(_signature(function))
    return made


def _to_compile(function: Any, seen: dict[str, Any]) -> Any:
    """A function for the compiler, which sees these names."""
    numba: Any = import_module("numba")
    numba.config.CACHE_DIR = str(_folder())
    own = FunctionType(function.__code__, seen, function.__name__)
    own.__qualname__, own.__module__ = function.__qualname__, function.__module__
    # What makes no arrays need not count who holds them: a third of the time otherwise.
    counting = "np" in function.__code__.co_names
    return numba.njit(nogil=True, cache=True, error_model="numpy", _nrt=counting)(own)


def _signature(function: Any) -> Any:
    hints = get_type_hints(function, include_extras=True)
    result = _type(hints.pop("return"))
    return result(*map(_type, hints.values()))


def _type(hint: Any) -> Any:
    """The compiler's type of an annotation."""
    types: Any = import_module("numba").types
    if get_origin(hint) is tuple:
        return types.Tuple([_type(each) for each in get_args(hint)])
    if get_origin(hint) is Annotated:
        return import_module("numba").core.sigutils.normalize_signature(
            f"({hint.__metadata__[0]},)"
        )[0][0]
    if hint in _PLAIN:
        return getattr(types, _PLAIN[hint])
    fields = get_type_hints(hint, include_extras=True).values()
    return types.NamedTuple([_type(each) for each in fields], hint)


def _folder() -> Path:
    """The first place that can be written, and in it a folder for exactly these sources."""
    for place in _places():
        folder = place / f"edges-{_sources_sha256()[:16]}"
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            continue
        # Machine code that somebody else may have put there is not run.
        if os.access(folder, os.W_OK) and folder.stat().st_uid == os.getuid():
            return folder
    return Path(tempfile.mkdtemp(prefix="ecoatlas-"))


def _places() -> Iterator[Path]:
    if named := os.environ.get("NUMBA_CACHE_DIR"):
        yield Path(named)
    yield Path(__file__).parent / "__pycache__"
    # A service may run as a number without a name or a home.
    with suppress(RuntimeError):
        yield Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "ecoatlas"


def _sources_sha256() -> str:
    """Of all sources and of the numbers that they take from elsewhere: the compiler looks only for
    changes in the file of the function that is called."""
    digest = hashlib.sha256()
    for source in sorted({__file__, *(function.__code__.co_filename for function in _LISTED)}):
        digest.update(Path(source).read_bytes())
    for function in _LISTED:
        for name, value in function.__globals__.items():
            if isinstance(value, int | float | np.ndarray):
                digest.update(f"{name}={np.asarray(value).tolist()!r}".encode())
    return digest.hexdigest()
