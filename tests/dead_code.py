"""What of a module may be dead, and which names it reads: for the test of what only tests use."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

# Looked for among what modules hold (`geo/declared.py`).
FOUND = {"Kind", "Metric", "ExportFormat"}
# Decorators that say how a definition is used, but use it not.
PLAIN = {"property", "cached_property", "staticmethod", "classmethod", "contextmanager", "cache"}
PLAIN |= {"lru_cache", "dataclass", "final", "override", "total_ordering", "runtime_checkable"}
ASKED_FOR = {
    # what libraries call by name
    "_buffer_decode", "_gen_cache_key", "acquire_entry", "add_operation", "base_exceptions",
    "formatTime", "format_commands", "get_cookie_name", "get_cookie_secure", "get_expiry",
    "get_id", "get_moving_window", "handleError", "incr", "process_bind_param",
    "process_result_value", "set_geometry_format",
    # what Folium takes up
    "OfflineMap", "VersionTiles", "VerdictStyle",
    # how many queries an answer may take: tests hold it to that
    "QUERIES",
    # by which tests of every room look at what was kept
    "list_runs",
}  # fmt: skip


def defined(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Functions, classes and constants; without those that a decorator hands to a library, and
    what is found by being declared."""
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            dunder = node.name.startswith("__")
            if not dunder and all(_called(one) in PLAIN for one in node.decorator_list):
                yield node.name
        elif isinstance(node, ast.Module):
            yield from _constants(node)


def _constants(module: ast.Module) -> Iterator[str]:
    for node in module.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and _called(node.value) not in FOUND:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [one.id for one in targets if isinstance(one, ast.Name)]
            yield from (one for one in names if not one.startswith("__"))


def _called(node: ast.AST | None) -> str:
    node = node.func if isinstance(node, ast.Call) else node
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def read_names(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """An import uses nothing, unless it gives another name: what is read under that is used."""
    for node in nodes:
        if isinstance(node, ast.Name):
            if not isinstance(node.ctx, ast.Store):
                yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.keyword) and node.arg == "computed_by":
            # What computes a metric is loaded by its name.
            yield ast.literal_eval(node.value).rpartition(":")[2]
        elif isinstance(node, ast.ImportFrom):
            yield from (one.name for one in node.names if one.asname)
