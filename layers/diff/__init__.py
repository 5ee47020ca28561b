"""What changed between two versions of a layer: features by key, fields, description."""

from layers.diff.answer import as_json
from layers.diff.comparing import diff
from layers.diff.drawing import Drawing, draw
from layers.diff.exporting import export_diff
from layers.diff.model import CHANGES, Change, DiffQuery, FieldChange, LayerDiff
from layers.diff.workbook import write_diff

__all__ = [
    "CHANGES",
    "Change",
    "DiffQuery",
    "Drawing",
    "FieldChange",
    "LayerDiff",
    "as_json",
    "diff",
    "draw",
    "export_diff",
    "write_diff",
]
