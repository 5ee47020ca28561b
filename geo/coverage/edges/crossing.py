"""The parts of an edge that lie in a polygon, and where two edges cross.

An edge is never asked as it lies, where it may run along another edge or meet a corner, but moved
by less than anything: to its right or left (`side`), and by less than that along itself. So every
question has an answer: a corner on the edge is on its other side, an edge along it is not crossed.
The answers of all edges fit, because each is the truth about the ground just beside the edge.
"""

from __future__ import annotations

from typing import NamedTuple

from geo.coverage.edges.compiled import Marks, Numbers, Places, PlaceTable, Table, compiled
from geo.coverage.edges.signs import precisely, sign_between, turn

LEFT, RIGHT = 1, -1
# What an end of a run is, where it is not the number of the edge crossed there.
END_OF_EDGE, END_OF_CELL = -1, -2
VERTEX = -10  # vertex number v is VERTEX − v
# Edges along the edge that is asked: none of them, those of the same direction, or both.
NONE, SAME, BOTH = 0, 1, 2
TOO_MUCH = -1

Edge = tuple[float, float, float, float]


class Rings(NamedTuple):
    """Vertices of closed rings one behind the other; what they bound lies on their left. An edge
    goes from its number to the next one; joint marks the last vertex of a ring, where no edge
    starts."""

    x: Numbers
    y: Numbers
    joint: Marks


class Room(NamedTuple):
    """Room to work in. runs: from and to as shares of an edge, ends: what lies there. at, of:
    crossings in their order along the edge, and the edge crossed."""

    runs: Table
    ends: PlaceTable
    at: Numbers
    of: Places


@compiled
def edge(rings: Rings, e: int) -> Edge:
    """x and y of its two ends."""
    return rings.x[e], rings.y[e], rings.x[e + 1], rings.y[e + 1]


@compiled
def apart(a: Edge, b: Edge) -> bool:
    """Whether the bounds of two edges share no point."""
    return (
        min(b[1], b[3]) > max(a[1], a[3])
        or max(b[1], b[3]) < min(a[1], a[3])
        or min(b[0], b[2]) > max(a[0], a[2])
        or max(b[0], b[2]) < min(a[0], a[2])
    )


@compiled
def _turn_moved(line: Edge, px: float, py: float, ex: float, ey: float, side: int) -> int:
    """`turn` for a point p of an edge with the direction e that is moved to a side."""
    found = turn(line[0], line[1], line[2], line[3], px, py)
    if found == 0:
        fx, fy = line[2] - line[0], line[3] - line[1]
        found = side * sign_between(fx, ex, -fy, ey)
        if found == 0:
            found = sign_between(fx, ey, fy, ex)
    return found


@compiled
def passes_east(line: Edge, asked: Edge, side: int) -> bool:
    """Whether a line lies on the ray that goes east from the start of the moved edge."""
    ax, ay = asked[0], asked[1]
    ex, ey = asked[2] - ax, asked[3] - ay
    # Whether the moved edge lies a little to the north.
    raised = side * ex > 0.0 or (ex == 0.0 and ey > 0.0)
    upwards = line[1] < ay or (raised and line[1] == ay)
    if upwards == (line[3] < ay or (raised and line[3] == ay)):
        return False
    if min(line[0], line[2]) > ax:
        return True
    if max(line[0], line[2]) < ax:
        return False
    return (_turn_moved(line, ax, ay, ex, ey, side) > 0) == upwards


@compiled
def starts_in(rings: Rings, e: int, side: int, first: int, after: int) -> bool:
    """Whether the moved edge starts in the polygon of the edges first … after−1."""
    asked = edge(rings, e)
    inside = False
    for f in range(first, after):
        if rings.joint[f] == 0 and passes_east(edge(rings, f), asked, side):
            inside = not inside
    return inside


@compiled
def meets(rings: Rings, e: int, first: int, after: int) -> bool:
    """Whether the bounds of an edge meet those of one of the edges first … after−1."""
    asked = edge(rings, e)
    for f in range(first, after):
        if rings.joint[f] == 0 and not apart(asked, edge(rings, f)):
            return True
    return False


@compiled
def _crosses(line: Edge, asked: Edge, side: int) -> bool:
    """Whether a line crosses the moved edge."""
    c = turn(asked[0], asked[1], asked[2], asked[3], line[0], line[1])
    d = turn(asked[0], asked[1], asked[2], asked[3], line[2], line[3])
    if (c if c != 0 else -side) == (d if d != 0 else -side):
        return False
    ex, ey = asked[2] - asked[0], asked[3] - asked[1]
    a = _turn_moved(line, asked[0], asked[1], ex, ey, side)
    return a != _turn_moved(line, asked[2], asked[3], ex, ey, side)


@compiled
def _share(line: Edge, asked: Edge) -> float:
    """How far along the edge that is asked a line crosses it, 0 … 1; right also where the two all
    but lie on each other, so that crossings come in their order."""
    dx, dy = line[2] - line[0], line[3] - line[1]
    a = precisely(dx, asked[1] - line[1], dy, asked[0] - line[0])
    b = precisely(dx, asked[3] - line[1], dy, asked[2] - line[0])
    return min(max(a / (a - b), 0.0), 1.0) if a != b else 0.5


@compiled
def _sorted_in(room: Room, m: int, share: float, f: int) -> int:
    if m == room.at.size:
        return TOO_MUCH
    i = m
    while i > 0 and room.at[i - 1] > share:
        room.at[i] = room.at[i - 1]
        room.of[i] = room.of[i - 1]
        i -= 1
    room.at[i] = share
    room.of[i] = f
    return m + 1


@compiled
def crossed(line: Edge, asked: Edge, side: int, f: int, room: Room, m: int) -> int:
    """Puts where a line, edge f, crosses the moved edge among the m crossings that are there, if it
    does; returns how many there are now, or TOO_MUCH."""
    return _sorted_in(room, m, _share(line, asked), f) if _crosses(line, asked, side) else m


@compiled
def add_run(room: Room, n: int, start: float, start_is: int, end: float, end_is: int) -> int:
    """Puts a run at the place n; returns the next place, or TOO_MUCH."""
    if n < 0 or n == room.runs.shape[0]:
        return TOO_MUCH
    room.runs[n, 0] = start
    room.runs[n, 1] = end
    room.ends[n, 0] = start_is
    room.ends[n, 1] = end_is
    return n + 1


@compiled
def runs_between(room: Room, m: int, inside: bool, n: int) -> int:
    """Runs from where the edge enters to where it leaves."""
    since, by = 0.0, END_OF_EDGE
    for i in range(m):
        if inside:
            n = add_run(room, n, since, by, room.at[i], room.of[i])
        since, by = room.at[i], room.of[i]
        inside = not inside
    return add_run(room, n, since, by, 1.0, END_OF_EDGE) if inside else n


@compiled
def run_along(rings: Rings, e: int, f: int, along: int, room: Room, n: int) -> int:
    """What an edge has in common with one that lies on its line, if it does."""
    ax, ay, bx, by = asked = edge(rings, e)
    line = edge(rings, f)
    if (
        apart(asked, line)
        or turn(ax, ay, bx, by, line[0], line[1]) != 0
        or turn(ax, ay, bx, by, line[2], line[3]) != 0
    ):
        return n
    ex, ey = bx - ax, by - ay
    way = (line[2] - line[0]) * ex + (line[3] - line[1]) * ey
    if way == 0.0 or (along == SAME and way < 0.0):
        return n
    low, high = (f, f + 1) if way > 0.0 else (f + 1, f)
    square = ex * ex + ey * ey
    start = ((rings.x[low] - ax) * ex + (rings.y[low] - ay) * ey) / square
    end = ((rings.x[high] - ax) * ex + (rings.y[high] - ay) * ey) / square
    start_is, end_is = VERTEX - low, VERTEX - high
    if start <= 0.0:
        start, start_is = 0.0, END_OF_EDGE
    if end >= 1.0:
        end, end_is = 1.0, END_OF_EDGE
    return add_run(room, n, start, start_is, end, end_is) if start < end else n


@compiled
def runs_in(
    rings: Rings, e: int, side: int, first: int, after: int, along: int, room: Room, n: int
) -> int:
    """Adds to the runs from n on the parts of edge e that lie in the polygon of the edges
    first … after−1, and what it has in common with them. Returns the new n, or TOO_MUCH."""
    asked = edge(rings, e)
    inside = False
    m = 0
    for f in range(first, after):
        if rings.joint[f]:
            continue
        line = edge(rings, f)
        if passes_east(line, asked, side):
            inside = not inside
        if apart(asked, line):
            continue
        if along != NONE:
            n = run_along(rings, e, f, along, room, n)
        m = crossed(line, asked, side, f, room, m)
        if m < 0 or n < 0:
            return TOO_MUCH
    return runs_between(room, m, inside, n)


@compiled
def _move(room: Room, source: int, target: int) -> None:
    for i in range(2):
        room.runs[target, i] = room.runs[source, i]
        room.ends[target, i] = room.ends[source, i]


@compiled
def _sort(room: Room, n: int) -> None:
    """By where they start."""
    for i in range(1, n):
        start, end = room.runs[i, 0], room.runs[i, 1]
        start_is, end_is = room.ends[i, 0], room.ends[i, 1]
        j = i
        while j > 0 and room.runs[j - 1, 0] > start:
            _move(room, j - 1, j)
            j -= 1
        add_run(room, j, start, start_is, end, end_is)


@compiled
def united(room: Room, n: int) -> int:
    """Sorts the runs and joins those that touch; returns how many are left, or TOO_MUCH."""
    if n < 0:
        return TOO_MUCH
    _sort(room, n)
    m = 0
    for i in range(n):
        if m == 0 or room.runs[i, 0] > room.runs[m - 1, 1]:
            _move(room, i, m)
            m += 1
        elif room.runs[i, 1] > room.runs[m - 1, 1]:
            room.runs[m - 1, 1] = room.runs[i, 1]
            room.ends[m - 1, 1] = room.ends[i, 1]
    return m


@compiled
def left_over(room: Room, n: int) -> int:
    """Makes of runs, united before, those between them; returns how many they are, or TOO_MUCH."""
    since, since_is = 0.0, END_OF_EDGE
    m = 0
    for i in range(n):
        until, until_is = room.runs[i, 0], room.ends[i, 0]
        next_since, next_is = room.runs[i, 1], room.ends[i, 1]
        if until > since:
            m = add_run(room, m, since, since_is, until, until_is)
        since, since_is = next_since, next_is
    return add_run(room, m, since, since_is, 1.0, END_OF_EDGE) if since < 1.0 else m


@compiled
def outside(rings: Rings, e: int, after: int, room: Room) -> int:
    """Runs: the parts of an edge that lie outside the polygon of the edges before `after`, or on
    its border. Returns how many they are, or TOO_MUCH."""
    if not meets(rings, e, 0, after):
        if starts_in(rings, e, RIGHT, 0, after):
            return 0
        return add_run(room, 0, 0.0, END_OF_EDGE, 1.0, END_OF_EDGE)
    n = united(room, runs_in(rings, e, RIGHT, 0, after, NONE, room, 0))
    n = left_over(room, n) if n >= 0 else n
    for f in range(after):
        if not rings.joint[f]:
            n = run_along(rings, e, f, BOTH, room, n)
    return united(room, n)


@compiled
def _upwards(line: Edge) -> Edge:
    if (line[2], line[3]) < (line[0], line[1]):
        return line[2], line[3], line[0], line[1]
    return line


@compiled
def _crossing(rings: Rings, e: int, f: int) -> tuple[float, float]:
    """Worked out in one order, whichever of the two edges asks and whichever way they run."""
    a, b = _upwards(edge(rings, e)), _upwards(edge(rings, f))
    if b < a:
        a, b = b, a
    share = _share(b, a)
    return a[0] + share * (a[2] - a[0]), a[1] + share * (a[3] - a[1])


@compiled
def place(rings: Rings, e: int, end_is: int, last: int) -> tuple[float, float]:
    """Where a run of an edge starts (last 0) or ends (1): the same floats for both edges that cross
    there."""
    if end_is >= 0:
        return _crossing(rings, e, end_is)
    vertex = VERTEX - end_is if end_is <= VERTEX else e + last
    return rings.x[vertex], rings.y[vertex]
