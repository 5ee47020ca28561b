"""How rows are written into docs/benchmarks.md: a section each, and one table of all goals."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.frame import (
    ASKED,
    CPU,
    CPU_RATIO,
    PEAK,
    WALL,
    WALL_RATIO,
    Goal,
    Measured,
    Row,
    installed,
)

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
LIBRARIES = ("shapely", "geopandas", "pyogrio", "pyproj", "numpy", "pyarrow")
COLUMNS = (WALL, CPU, WALL_RATIO, CPU_RATIO, PEAK, ASKED)
# The place of the table of all goals.
RUN = "run"


def figures(measured: Sequence[Measured]) -> dict[str, dict[str, float]]:
    """By party and column; what is not known is not there."""
    by_name = {one.party: one for one in measured}
    return {one.party: _figures(one, by_name.get(one.of or "")) for one in measured}


def _figures(one: Measured, beside: Measured | None) -> dict[str, float]:
    known = {WALL: one.wall_s, CPU: one.cpu_s, PEAK: one.peak_mb, ASKED: one.asked}
    if beside is not None and one.wall_s is not None and beside.wall_s:
        known[WALL_RATIO] = one.wall_s / beside.wall_s
    if beside is not None and one.cpu_s is not None and beside.cpu_s:
        known[CPU_RATIO] = one.cpu_s / beside.cpu_s
    return {column: figure for column, figure in known.items() if figure is not None}


def section(row: Row, measured: Sequence[Measured], load: float, day: str) -> str:
    """The part of the page: machine and versions, then a line for each party."""
    found = figures(measured)
    lines = [
        f"### {row.title}",
        "",
        f"{day}, {machine()}, load {load:.1f} before. {', '.join(_versions(row.packages))}. "
        f"Goal: {_judged(row.goals, found)}.",
        "",
        f"| party | {' | '.join(COLUMNS)} | note |",
        f"|---|{'---:|' * len(COLUMNS)}---|",
    ]
    return "\n".join([*lines, *(_line(one, found[one.party]) for one in measured)])


def _judged(goals: Sequence[Goal], found: Mapping[str, Mapping[str, float]]) -> str:
    """Who reaches what, those of one limit and verdict together."""
    alike: dict[tuple[str, str], list[str]] = {}
    for goal in goals:
        alike.setdefault((goal.most, _verdict(goal, found)), []).append(goal.party)
    return "; ".join(
        f"{most} of {', '.join(who)} ({verdict})" for (most, verdict), who in alike.items()
    )


def _verdict(goal: Goal, found: Mapping[str, Mapping[str, float]]) -> str:
    figure = found.get(goal.party, {}).get(goal.column)
    if figure is None:
        return "not measured"
    return "reached" if goal.reached(figure) else "missed"


def _line(one: Measured, found: Mapping[str, float]) -> str:
    cells = (_written(column, found.get(column)) for column in COLUMNS)
    return f"| {' | '.join([one.party, *cells, one.note])} |"


def _written(column: str, figure: float | None) -> str:
    if figure is None:
        return ""
    if column in (PEAK, ASKED):
        return f"{figure:.0f}"
    if column in (WALL_RATIO, CPU_RATIO):
        return f"{figure:.2f}"
    return (
        f"{figure:.2f}" if figure >= 1 else f"{figure:.3f}" if figure >= 0.01 else f"{figure:.4f}"
    )


def goals(measured: Mapping[Row, Sequence[Measured]], failed: Mapping[Row, str], about: str) -> str:
    """Every goal of every row with what it came to in one run; rows that failed, and who was
    missing, are named."""
    lines = [about, "", "| work | goal | this run | |", "|---|---|---:|---|"]
    for row, found in measured.items():
        told = figures(found)
        for goal in row.goals:
            figure = _written(goal.column, told.get(goal.party, {}).get(goal.column))
            lines.append(f"| {row.title} | {goal} | {figure} | {_verdict(goal, told)} |")
    lines += [f"| {row.title} | | | {why} |" for row, why in failed.items()]
    return "\n".join(lines)


def put(text: str, name: str, page: Path = PAGE) -> None:
    """Write a section between its markers; one that the page lacks goes to the end of all."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    whole = page.read_text()
    if begin not in whole:
        last = "<!-- rows: end -->"
        if last not in whole:
            raise ValueError(f"{page} has no place for rows")
        whole = whole.replace(last, f"{begin}\n{end}\n\n{last}")
    before, rest = whole.split(begin, 1)
    page.write_text(f"{before}{begin}\n{text}\n{end}{rest.split(end, 1)[1]}")


def machine() -> str:
    """Processor, cores and Python."""
    listing = Path("/proc/cpuinfo")
    names = listing.read_text().splitlines() if listing.exists() else []
    models = [line.split(":", 1)[1].strip() for line in names if line.startswith("model name")]
    processor = models[0] if models else platform.machine()
    cores = len(os.sched_getaffinity(0))
    return f"{processor}, {cores} cores, {platform.system()}, Python {platform.python_version()}"


def _versions(more: Sequence[str]) -> list[str]:
    known = ((name, installed(name)) for name in (*LIBRARIES, *more))
    return [f"{name} {number}" for name, number in known if number]
