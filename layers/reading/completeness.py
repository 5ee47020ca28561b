"""What was read is counted again, whatever the headers of the file say.

Every reader gives the number of its features by another way than the one they were read by: rows
of a table that are not deleted, a count by the database, marks counted in the text; or it says in a
sentence why there is no other way. A program that
believes a wrong length reads four of six features and calls that the file.
"""

from __future__ import annotations

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.reading.intake.file_errors import FEATURES_MISSING
from layers.reading.raw import Counted, RawLayer, Uncounted

BY_REPORT = Text("读出的数目", "the number that was read")


def refuse_incomplete(layer: RawLayer) -> None:
    """Raises `features-missing` where geometry or a column has another length than was counted, and
    TypeError for a reader that neither counts nor says why it does not."""
    if layer.shapes is None:
        # Nothing is read yet: a person has to name the encoding first.
        return
    if layer.counted is None:
        raise TypeError("a reader has neither counted its features nor said why not")
    by, stated = _expected(layer, layer.counted)
    for found in (len(layer.shapes), *(len(column) for column in layer.attributes.values())):
        _refuse_other(layer, found, stated, by)


def _expected(layer: RawLayer, counted: Counted | Uncounted) -> tuple[Text, int]:
    """The number that geometry and columns must have, and where it is from."""
    if isinstance(counted, Uncounted) or (counted.at_least and layer.features >= counted.features):
        return BY_REPORT, layer.features
    return counted.by, counted.features


def refuse_unaccounted(layer: RawLayer, kept: int, dropped: int) -> None:
    """Raises `features-missing` where the features kept and those told as left out are not all."""
    _refuse_other(layer, kept + dropped, layer.features, BY_REPORT)


def _refuse_other(layer: RawLayer, found: int, counted: int, by: Text) -> None:
    if found != counted:
        raise EcoAtlasError(FEATURES_MISSING, file=layer.file, by=by, stated=counted, found=found)
