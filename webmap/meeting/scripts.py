"""Our modules as one script, for a page that lies on a disk: there a browser fetches no module.

The sources themselves are joined, in the order in which they need each other, each in a scope of
its own; nothing has to be put together beforehand and nothing is left to be fetched.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cache

from webmap.edge.bundles import STATIC

IMPORT = re.compile(r'^import \{([^}]*)\} from "([^"]+)";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const)\b)", re.MULTILINE)
EXPORTED = re.compile(r"^export (?:async )?(?:function|class|const) (\w+)", re.MULTILINE)
LEFT = re.compile(r"^(?:import|export)\b.*$|\bimport\(", re.MULTILINE)


@cache
def joined(entry: str) -> str:
    """`js/map/atlas.js` with all that it imports; what it exports are names of the script."""
    order = list(dict.fromkeys(_needed(entry, ())))
    names = ", ".join(_names_exported(_source(entry)))
    modules = "".join(map(_scoped, order))
    return f"const modules = {{}};\n{modules}const {{ {names} }} = modules[{entry!r}];\n"


def _needed(path: str, above: tuple[str, ...]) -> Iterator[str]:
    """What a module imports, then itself."""
    if path in above:
        raise ValueError(f"modules that import each other: {' > '.join((*above, path))}")
    for _, other in IMPORT.findall(_source(path)):
        yield from _needed(_place(path, other), (*above, path))
    yield path


def _place(path: str, other: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), other))


def _source(path: str) -> str:
    return (STATIC / path).read_text("utf-8")


def _names_exported(source: str) -> list[str]:
    return EXPORTED.findall(source)


def _scoped(path: str) -> str:
    source = _source(path)

    def taken(found: re.Match[str]) -> str:
        names = found[1].replace(" as ", ": ").strip()
        return f"const {{ {names} }} = modules[{_place(path, found[2])!r}];"

    body = EXPORT.sub("", IMPORT.sub(taken, source))
    left = LEFT.search(body)
    if left:
        raise ValueError(f"{path}: cannot be joined: {left[0]}")
    names = ", ".join(_names_exported(source))
    return f"modules[{path!r}] = (() => {{\n{body}return {{ {names} }};\n}})();\n"
