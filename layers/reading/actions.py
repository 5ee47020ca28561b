"""What we would do about each finding, said beside what the sender should do."""

from __future__ import annotations

from collections.abc import Collection

from geo.errors import Problem
from geo.words import Text
from layers.reading.errors import CONFIRM, is_waved_through

# The pages and the command line set 本系统 or "what we do" in front of each.
NOT_IMPORTED = Text("改正之前不导入。", "Nothing is imported until this is put right.")
NOT_YET = Text(
    "改正或确认之前不导入。", "Nothing is imported until this is put right or confirmed."
)
WAITS = Text("等待确认，确认之前不导入。", "Nothing is imported until this is confirmed.")
ACCEPTED = Text("已按确认的办法处理，并记入清单。", "Done as confirmed, and kept in the manifest.")
AS_SAID = Text(
    "导入时按上面所说处理，并记入版本清单。",
    "The import does as said above and keeps it in the manifest.",
)
AS_IT_IS = Text("按原样导入。", "It is imported as it is.")

# Warnings that change nothing: told, and imported all the same.
UNCHANGED = (
    "implausible-value",
    "name-empty",
    "remembered-field-gone",
    "duplicate-geometry",
    "repeated-row",
    "overlapping-polygons",
    "gap-between-neighbours",
    "sliver",
    "outside-district",
    "layer-outside-district",
    "offset-from-known",
    "web-map-hint",
    "coordinates-rounded",
)
# Where the general sentence would say too little or too much.
OURS: dict[str, Text] = dict.fromkeys(UNCHANGED, AS_IT_IS)


def action_of(problem: Problem, accepted: Collection[str] = ()) -> Text:
    """What the import does about this finding, given what a person has accepted."""
    code = problem.code
    if is_waved_through(problem, accepted):
        return ACCEPTED
    if code in CONFIRM:
        return WAITS
    if problem.kind.severity == "error":
        return NOT_YET if is_waved_through(problem, {code}) else NOT_IMPORTED
    return OURS.get(code, AS_SAID if problem.kind.severity == "warning" else AS_IT_IS)
