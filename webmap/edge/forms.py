"""A form as a page shows it again: what was typed, and which field is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from geo.words import Text


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with one field of a form; no field means the form as a whole."""

    field: str
    message: Text
    fix: Text


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it is shown: what was typed, never a secret, and what is wrong with it."""

    id: str
    values: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[FieldFault, ...] = ()

    def value(self, name: str) -> str:
        return self.values.get(name, "")

    def fault(self, name: str) -> FieldFault | None:
        return next((fault for fault in self.faults if fault.field == name), None)

    @property
    def first(self) -> str:
        """The first field that is wrong: the cursor goes there."""
        return next((fault.field for fault in self.faults if fault.field), "")
