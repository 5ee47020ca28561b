"""What changed in the office since a moment: layers, projects, targets and figures."""

from projects.recent.changes import (
    MOST_ROWS,
    FigureLine,
    LayerLine,
    ProjectLine,
    Recent,
    TargetLine,
    recent_changes,
)

__all__ = [
    "MOST_ROWS",
    "FigureLine",
    "LayerLine",
    "ProjectLine",
    "Recent",
    "TargetLine",
    "recent_changes",
]
