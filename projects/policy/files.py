"""Reading the policy register from its files (`data/policy`): shape, ids and references checked.

Nothing of a faulty register is used: the first fault is raised with its file and the id it is at.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from geo.errors import EcoAtlasError
from geo.words import Text
from projects.policy.divisions import DIVISIONS
from projects.policy.errors import (
    POLICY_FILE_INVALID,
    POLICY_FILE_MISSING,
    POLICY_ID_TWICE,
    POLICY_REFERENCE_UNKNOWN,
)
from projects.policy.soft_words import SOFT_WORDS
from projects.policy.subjects import SUBJECTS

POLICY_FOLDER = Path(__file__).resolve().parents[2] / "data" / "policy"
CHECKS_FILE = "spatial_checks.json"
UNITS_FILE = "units.json"
SHARED_FILES = (CHECKS_FILE, UNITS_FILE)
# Raised when the tables or the way of loading change, so that an unchanged folder is loaded again.
LOADING = 2

Spatial = Literal["core", "supporting", "none"]
Comparator = Literal[
    "=", ">=", "<=", ">", "between", "class<=", "grade<=", "service_time", "basically_zero",
    "delegated", "milestone", "increase", "decrease", "rank", "duration",
]  # fmt: skip
Kind = Literal["quantitative", "prohibition", "delegated", "checkable"]
Reported = Literal["year", "half_year", "quarter", "month"]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

REASONS = {
    "missing": Text("缺少这一项", "it is missing"),
    "extra_forbidden": Text("不认识这一项", "it is not known here"),
    "literal_error": Text("取值不在允许范围内", "its value is not one of those allowed"),
    "string_too_short": Text("内容为空", "it is empty"),
    "too_short": Text("内容为空", "it is empty"),
    "value_error": Text("与同一条的其他内容矛盾", "it contradicts the rest of its entry"),
}
WRONG_TYPE = Text("内容类型不对", "it is of the wrong type")
FileModel = TypeVar("FileModel", bound="Strict")


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TwoLanguages(Strict):
    zh: Words
    en: Words


class Jurisdiction(TwoLanguages):
    code: Words


class Period(Strict):
    """Years a plan covers; an end that the plan leaves open is None."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    year_from: int | None
    year_to: int | None

    @model_validator(mode="before")
    @classmethod
    def plain_names(cls, data: Any) -> Any:
        # "from" is a Python keyword, so the file's names are turned here.
        names = {"from": "year_from", "to": "year_to"}
        return {names.get(k, k): v for k, v in data.items()} if isinstance(data, dict) else data


class Deadline(Strict):
    kind: Literal["year", "ongoing", "none_stated"]
    year: int | None
    raw: Words | None

    @model_validator(mode="after")
    def year_when_said(self) -> Self:
        if (self.kind == "year") != (self.year is not None):
            raise ValueError
        return self


class ActionEntry(Strict):
    id: Words
    number: int
    title: TwoLanguages
    lead_units: tuple[Words, ...]


class ItemEntry(Strict):
    id: Words
    action: Words
    number: int
    title: TwoLanguages
    summary: TwoLanguages
    key_phrase: Words
    deadline: Deadline
    lead_unit: Words | None
    lead_units: tuple[Words, ...]
    lead_basis: Literal["stated", "first_listed_not_stated", "none"]
    units: tuple[Words, ...]
    implied_units: tuple[Words, ...]
    spatial: Spatial
    spatial_checks: tuple[Words, ...]
    targets: tuple[Words, ...]
    answers: tuple[Words, ...]

    @model_validator(mode="after")
    def lead_agrees(self) -> Self:
        first = self.lead_units[0] if self.lead_units else None
        if first != self.lead_unit or (first is None) != (self.lead_basis == "none"):
            raise ValueError
        return self


class TargetEntry(Strict):
    id: Words
    items: tuple[Words, ...]
    level: Literal["item", "document"]
    indicator: TwoLanguages
    subject: Words
    comparator: Comparator
    value: float | tuple[float, float] | None
    unit: TwoLanguages | None
    year: int | None
    due: dt.date | None
    period: Reported
    soft: tuple[Words, ...]
    scope: TwoLanguages
    divisions: Annotated[tuple[Words, ...], Field(min_length=1)]
    kind: Kind
    spatial: Spatial
    spatial_checks: tuple[Words, ...]
    quote: Words
    note: TwoLanguages | None
    replaced_by: tuple[Words, ...]

    @model_validator(mode="after")
    def due_in_year(self) -> Self:
        if self.year != (self.due.year if self.due else None):
            raise ValueError
        return self

    @model_validator(mode="after")
    def value_fits_comparator(self) -> Self:
        if (self.comparator == "between") != isinstance(self.value, tuple):
            raise ValueError
        if self.comparator == "delegated" and self.value is not None:
            raise ValueError
        return self

    @model_validator(mode="after")
    def level_fits_items(self) -> Self:
        if (self.level == "item") != bool(self.items):
            raise ValueError
        return self


class DocumentFile(Strict):
    id: Words
    title: TwoLanguages
    issuer: TwoLanguages
    number: Words | None
    issued: dt.date
    period: Period
    jurisdiction: Jurisdiction
    based_on: tuple[Words, ...]
    lead_rule: TwoLanguages
    note: TwoLanguages
    actions: tuple[ActionEntry, ...]
    items: tuple[ItemEntry, ...]
    targets: tuple[TargetEntry, ...]


class CheckEntry(Strict):
    code: Words
    layer: Words
    title: TwoLanguages
    formula: TwoLanguages
    inputs: tuple[TwoLanguages, ...]
    result: TwoLanguages
    cautions: tuple[TwoLanguages, ...]


class ChecksFile(Strict):
    spatial_checks: tuple[CheckEntry, ...]


class UnitsFile(Strict):
    """English names of the units that the documents name in Chinese."""

    units: tuple[TwoLanguages, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """The whole register as its files have it; `fingerprint` tells one state from another."""

    documents: tuple[DocumentFile, ...]
    spatial_checks: tuple[CheckEntry, ...]
    units: tuple[TwoLanguages, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Known:
    """What entries of a document may refer to outside of it."""

    checks: frozenset[str]
    units: frozenset[str]
    items: frozenset[str]


def fingerprint_of(folder: Path = POLICY_FOLDER) -> str:
    """SHA-256 of names and bytes of all files of the register."""
    digest = hashlib.sha256(f"loading {LOADING}".encode())
    for path in _paths(folder):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def load_register(folder: Path = POLICY_FOLDER) -> Register:
    """Read and check every file of the register.

    Raises `policy-file-missing`, `policy-file-invalid`, `policy-id-twice` or
    `policy-reference-unknown`, each with the file and the id.
    """
    paths = _paths(folder)
    checks = _read(folder / CHECKS_FILE, ChecksFile).spatial_checks
    units = load_units(folder)
    documents = [_document(path) for path in paths if path.name not in SHARED_FILES]
    _check_ids(documents, checks)
    known = Known(
        frozenset(check.code for check in checks),
        frozenset(unit.zh for unit in units),
        frozenset(item.id for document in documents for item in document.items),
    )
    for document in documents:
        _check_references(document, known)
    return Register(tuple(documents), checks, units, fingerprint_of(folder))


def load_units(folder: Path = POLICY_FOLDER) -> tuple[TwoLanguages, ...]:
    """Names of the units in both languages; raises as `load_register` does."""
    if not (folder / UNITS_FILE).is_file():
        raise EcoAtlasError(POLICY_FILE_MISSING, file=UNITS_FILE)
    return _read(folder / UNITS_FILE, UnitsFile).units


def _paths(folder: Path) -> list[Path]:
    paths = sorted(folder.glob("*.json"))
    names = {path.name for path in paths}
    for file in SHARED_FILES:
        if file not in names:
            raise EcoAtlasError(POLICY_FILE_MISSING, file=file)
    if len(paths) == len(SHARED_FILES):
        raise EcoAtlasError(POLICY_FILE_MISSING, file="*.json")
    return paths


def _document(path: Path) -> DocumentFile:
    document = _read(path, DocumentFile)
    if document.id != path.stem:
        raise _invalid(path.name, "id", Text("与文件名不一致", "it differs from the file's name"))
    return document


def _read(path: Path, model: type[FileModel]) -> FileModel:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        place = Text(f"第 {error.lineno} 行", f"line {error.lineno}")
        raise _invalid(path.name, place, Text("不是 JSON", "it is not JSON")) from error
    except UnicodeDecodeError as error:
        place = Text(f"第 {error.start} 字节", f"byte {error.start}")
        raise _invalid(path.name, place, Text("不是 UTF-8 文字", "it is not UTF-8")) from error
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        reason = REASONS.get(first["type"], WRONG_TYPE)
        raise _invalid(path.name, _place(raw, first["loc"]), reason) from error


def _place(raw: object, location: Sequence[int | str]) -> str:
    """Where a fault is, with list positions replaced by the id that stands there."""
    words: list[str] = []
    at: Any = raw
    for step in location:
        at = _inside(at, step)
        named = at.get("id", at.get("code")) if isinstance(at, dict) else None
        words.append(str(named) if isinstance(step, int) and named else str(step))
    return ".".join(words) or "."


def _inside(at: Any, step: int | str) -> Any:
    try:
        return at[step]
    except (KeyError, IndexError, TypeError):
        return None


def _invalid(file: str, place: str | Text, reason: Text) -> EcoAtlasError:
    return EcoAtlasError(POLICY_FILE_INVALID, file=file, place=place, reason=reason)


def _check_ids(documents: Sequence[DocumentFile], checks: Sequence[CheckEntry]) -> None:
    named = [(CHECKS_FILE, check.code) for check in checks]
    for document in documents:
        ids = [entry.id for entry in document.actions]
        ids += [entry.id for entry in document.items]
        ids += [entry.id for entry in document.targets]
        named += [(f"{document.id}.json", one) for one in ids]
    seen: set[str] = set()
    for file, name in named:
        if name in seen:
            raise EcoAtlasError(POLICY_ID_TWICE, file=file, id=name)
        seen.add(name)


def _check_references(document: DocumentFile, known: Known) -> None:
    for origin, reference, there in _references(document, known):
        if reference not in there:
            raise EcoAtlasError(
                POLICY_REFERENCE_UNKNOWN,
                file=f"{document.id}.json",
                id=origin,
                reference=reference,
            )


def _references(document: DocumentFile, known: Known) -> Iterator[tuple[str, str, Collection[str]]]:
    """Every reference of a document: who refers, to what, and what there is.

    Items and targets refer to each other, and each reference needs its counterpart.
    """
    actions = {action.id for action in document.actions}
    for action in document.actions:
        yield from ((action.id, unit, known.units) for unit in action.lead_units)
    targets_by_item = {item.id: frozenset(item.targets) for item in document.items}
    items_by_target = {target.id: frozenset(target.items) for target in document.targets}
    for item in document.items:
        yield item.id, item.action, actions
        yield from ((item.id, code, known.checks) for code in item.spatial_checks)
        yield from ((item.id, one, known.items) for one in item.answers)
        named = (*item.lead_units, *item.units, *item.implied_units)
        yield from ((item.id, unit, known.units) for unit in named)
        for target_id in item.targets:
            yield item.id, target_id, items_by_target
            yield target_id, item.id, items_by_target[target_id]
    for target in document.targets:
        yield from ((target.id, code, known.checks) for code in target.spatial_checks)
        yield target.id, target.subject, SUBJECTS
        yield from ((target.id, code, DIVISIONS) for code in target.divisions)
        yield from ((target.id, word, SOFT_WORDS) for word in target.soft)
        yield from ((target.id, one, items_by_target) for one in target.replaced_by)
        for item_id in target.items:
            yield target.id, item_id, targets_by_item
            yield item_id, target.id, targets_by_item[item_id]
