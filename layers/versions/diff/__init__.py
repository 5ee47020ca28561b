"""What changed between two versions of a layer: features by key, fields, description."""

from layers.versions.diff.answer import as_json
from layers.versions.diff.comparing import diff
from layers.versions.diff.drawing import Drawing, draw
from layers.versions.diff.exporting import export_diff
from layers.versions.diff.model import CHANGES, Change, DiffQuery, FieldChange, LayerDiff
from layers.versions.diff.workbook import write_diff

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
