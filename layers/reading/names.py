"""Names of columns, so that none hides another."""

from __future__ import annotations

from collections.abc import Callable, Sequence


def unique_names(names: Sequence[str], unnamed: Callable[[int], str]) -> tuple[str, ...]:
    """Every column a name of its own: the later one of two gets a number that no column has.

    unnamed: the name of a column without one, by its number from 1.
    """
    taken = set(names)
    seen: set[str] = set()
    result: list[str] = []
    for position, given in enumerate(names, start=1):
        own = name = given or unnamed(position)
        count = 1
        while own in seen or (own != given and own in taken):
            count += 1
            own = f"{name}_{count}"
        seen.add(own)
        result.append(own)
    return tuple(result)
