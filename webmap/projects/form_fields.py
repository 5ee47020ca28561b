"""Fields of a form, derived from the declaration of a record, a year, a fund or a step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from geo.figures.said import typed
from geo.words import Text
from projects.policy.divisions import DIVISIONS
from projects.records.model.codes import KINDS, PROBLEM_KINDS, STATUSES
from projects.records.model.fields import RecordField
from projects.records.model.part_kinds import Key, PartKind
from projects.units.finding import UnitRegister

LONG = 500
"""Texts that may be longer are written in several lines."""
HELP: Mapping[str, Text] = {
    "money": Text(
        "单位万元；也可写明 元 或 亿元，如 3.2 亿元。",
        "In 10,000 yuan, or with 元 or 亿元 behind the number.",
    ),
    "unit": Text("写单位名录中的名称或代码。", "A name or a code of the register of units."),
    "units": Text(
        "写单位名录中的名称或代码，多个用顿号分开。",
        "Names or codes of the register of units, with commas between.",
    ),
    "item": Text("写事项编号，如 WEDZ-2023-09-03。", "Its number, such as WEDZ-2023-09-03."),
    "items": Text("写事项编号，多个用顿号分开。", "Their numbers, with commas between."),
}
LISTS = {"unit": "units", "item": "items"}
"""Types whose field offers a list of what is known."""
CHOICES: Mapping[str, tuple[tuple[str, Text], ...]] = {
    "status": tuple((one.value, one.title) for one in STATUSES),
    "kind": tuple((one.value, one.title) for one in KINDS),
    "problem_kind": tuple((one.value, one.title) for one in PROBLEM_KINDS),
    "division": tuple(DIVISIONS.items()),
}


@dataclass(frozen=True, slots=True)
class FormField:
    """One field as a form shows it; `offers` names the list of known values, where there is one."""

    name: str
    title: Text
    control: Literal["line", "lines", "day", "choice"]
    required: bool = False
    help: Text | None = None
    limit: int = 200
    offers: str = ""
    choices: tuple[tuple[str, Text], ...] = ()


def field_of(declared: RecordField, name: str = "") -> FormField:
    """The field of a declaration, under a name of its own where it is one of a part."""
    return FormField(
        name=name or declared.name,
        title=declared.title,
        control=_control(declared),
        required=declared.required,
        help=HELP.get(declared.type),
        limit=declared.limit if declared.type == "text" and declared.limit else 1000,
        offers=LISTS.get(declared.type, ""),
        choices=CHOICES.get(declared.type, ()),
    )


def _control(declared: RecordField) -> Literal["line", "lines", "day", "choice"]:
    if declared.type in CHOICES:
        return "choice"
    if declared.type == "date":
        return "day"
    return "lines" if declared.limit > LONG else "line"


def fields_of(kind: PartKind, key: Key) -> list[FormField]:
    """The fields of one part, each under its place."""
    return [field_of(one, f"{kind.place(key)}.{one.name}") for one in kind.fields]


def texts(values: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    """Values of JSON as fields hold them; a field is changed where its text is another one."""
    return {name: _text(values.get(name)) for name in names}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "、".join(map(str, value))
    return typed(value) if isinstance(value, int | float) else str(value)


def changed(
    base: Mapping[str, str], given: Mapping[str, str], choices: Mapping[str, str]
) -> dict[str, str]:
    """What somebody has changed of the version he saw, without what he leaves to the other one."""
    return {
        name: text
        for name, text in given.items()
        if _plain(text) != _plain(base.get(name, "")) and choices.get(name) != "theirs"
    }


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def offered_units(register: UnitRegister) -> list[tuple[str, Text]]:
    """Each unit by the shortest name that means it alone."""
    return [(register.shown(one), one.text) for one in register.units.values() if not one.ended]
