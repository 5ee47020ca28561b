"""The classes of a field as the map draws them: colour, pattern, wording, whose they are."""

from __future__ import annotations

from typing import Any

from geo.figures.said import grouped, said
from geo.figures.units import RATIO
from geo.words import Text
from layers.catalogue import resolve
from layers.kinds import Field, Kind, get_kind
from layers.kinds.palette import HUES, NO_VALUE, STEPS
from layers.storage.classing import ClassMethod, FieldClass, classed
from layers.system.china_time import today
from projects.sheets.class_borders import FixedBorder, fixed_borders
from projects.work.services import Services
from webmap.map.features import value_said

FROM_TO = Text("{low}～{high}", "{low} – {high}")
NAMED = Text("{says}（{ends}）", "{says} ({ends})")
NONE = Text("没有值", "no value")
NOTHING = ""


def field_classes(
    services: Services, layer: str, field: str, method: ClassMethod, count: int
) -> dict[str, Any]:
    """Raises `unknown-layer`, `unknown-version`, `class-field-unknown`, `class-…-too-many`."""
    with services.reading() as session:
        ref = resolve(session, layer)
        borders = fixed_borders(session, today()) if method == "fixed" else {}
    fixed = borders.get((ref.kind, field), ())
    begins = tuple(one.begins for one in fixed)
    found = classed(services.store, ref, field, method, count, begins)
    kind = get_kind(ref.kind)
    looks = _looks(kind, field, found.classes)
    classes = [
        {"value": str(at), "label": _label(kind, field, one, fixed), **look, "keys": one.keys}
        for at, (one, look) in enumerate(zip(found.classes, looks, strict=True))
    ]
    empty = {"value": NOTHING, "label": NONE, "colour": NO_VALUE, "pattern": "outlined"}
    return {
        "layer": ref.layer_id,
        "version": ref.number,
        "field": field,
        "title": value_said(kind, field, None)[0],
        "sources": sorted({one.source for one in fixed}),
        "classes": [*classes, *([{**empty, "keys": found.empty}] if found.empty else [])],
    }


def _looks(kind: Kind, field: str, classes: tuple[FieldClass, ...]) -> list[dict[str, str]]:
    """The colours that a code list declares, those of the palette for other words; of numbers
    steps from light to dark."""
    if classes and classes[0].low is not None:
        last = len(STEPS) - 1
        step = last / max(1, len(classes) - 1)
        return [_look(STEPS[round(at * step)], "solid") for at in range(len(classes))]
    declared = kind.field(field)
    looks = []
    for at, one in enumerate(classes):
        code = declared.code(str(one.value)) if declared else None
        own = (code.colour, code.pattern) if code and code.colour else HUES[at % len(HUES)]
        looks.append(_look(*own))
    return looks


def _look(colour: str, pattern: str) -> dict[str, str]:
    return {"colour": colour, "pattern": pattern}


def _label(kind: Kind, field: str, one: FieldClass, fixed: tuple[FixedBorder, ...]) -> Text:
    if one.low is None or one.high is None:
        return value_said(kind, field, one.value)[1] or NONE
    declared = kind.field(field)
    ends = FROM_TO.format(low=_end(declared, one.low), high=_end(declared, one.high))
    named = [border.says for border in fixed if border.begins <= one.low]
    return NAMED.format(says=named[-1], ends=ends) if named else ends


def _end(field: Field | None, value: float) -> Text:
    if field and field.type == "ratio":
        return said(value, RATIO)
    number = grouped(value)
    return Text(number, number)
