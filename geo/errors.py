"""The one family of errors.

Every refusal has a declared code with a sentence and an advice in both languages. A declared code
is used in two ways: raised as `EcoAtlasError`, or listed as a `Problem` in the report of a check.
`webmap` maps codes to HTTP statuses in one place through `ErrorCode.status`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from geo.words import Text

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """A declared code: `message` says what and where, `fix` what to do; both may hold {names}."""

    code: str
    severity: Severity
    message: Text
    fix: Text
    status: int = 400


ERROR_CODES: dict[str, ErrorCode] = {}


def declare(
    code: str, severity: Severity, message: Text, fix: Text, *, status: int = 400
) -> ErrorCode:
    """Declare a code once; a second declaration of the same code is a programming error."""
    if code in ERROR_CODES:
        raise ValueError(f"error code declared twice: {code}")
    ERROR_CODES[code] = ErrorCode(code, severity, message, fix, status)
    return ERROR_CODES[code]


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding about a file, layer or feature.

    `feature` is the 1-based row, if there is one, `field` the name of the column as the file has
    it, `place` longitude and latitude (EPSG:4490) of the spot, where it is known.
    """

    kind: ErrorCode
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    feature: int | None = None
    field: str | None = None
    place: tuple[float, float] | None = None

    @property
    def code(self) -> str:
        return self.kind.code

    @property
    def message(self) -> Text:
        return self.kind.message.format(**self.values)

    @property
    def fix(self) -> Text:
        return self.kind.fix.format(**self.values)


class EcoAtlasError(Exception):
    """A refusal with a reason that the user can act on."""

    def __init__(
        self, kind: ErrorCode, *, problems: tuple[Problem, ...] = (), **values: Any
    ) -> None:
        self.problem = Problem(kind, values)
        self.problems = problems
        super().__init__(f"{kind.code}: {self.problem.message.zh}")

    def __reduce__(self) -> tuple[Any, ...]:
        """It comes whole from another process."""
        return _again, (self.problem.kind, self.problems, dict(self.problem.values))

    @property
    def code(self) -> str:
        return self.problem.code

    @property
    def status(self) -> int:
        return self.problem.kind.status

    @property
    def message(self) -> Text:
        return self.problem.message

    @property
    def fix(self) -> Text:
        return self.problem.fix


def _again(
    kind: ErrorCode, problems: tuple[Problem, ...], values: Mapping[str, Any]
) -> EcoAtlasError:
    return EcoAtlasError(kind, problems=problems, **values)


NO_CRS = declare(
    "no-crs",
    "error",
    Text(
        "数据没有坐标系，不能量算。",
        "The data has no coordinate reference system; nothing can be measured.",
    ),
    Text(
        "请先确认坐标系（例如 --crs EPSG:4526）。",
        "Confirm the CRS first (for example --crs EPSG:4526).",
    ),
)
