"""What the modules of a package declare, found without a list of them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")


def declared_in(package: ModuleType, of: type[T], ending: str = "") -> list[T]:
    """Every value of the class `of` that a module of the package holds by a name, each once.

    Imports the modules of the package (not those of packages within it) in the order of their
    names, of which the name ends so. One value named in several modules is one; who asks says in
    which order they come.
    """
    modules = _modules(package, ending)
    found = {id(value): value for module in modules for value in _values(module, of)}
    return list(found.values())


def _modules(package: ModuleType, ending: str) -> Iterator[ModuleType]:
    for one in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        if not one.ispkg and one.name.endswith(ending):
            yield importlib.import_module(one.name)


def _values(module: ModuleType, of: type[T]) -> Iterator[T]:
    return (value for value in vars(module).values() if isinstance(value, of))
