"""Changing single attribute values of a layer: a new version, with a reason, from the live one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, Problem, declare
from geo.words import Text
from layers.catalogue import Layer, Version, VersionRef, get_layer, resolve
from layers.kinds import Field, Kind, get_kind
from layers.reading.fields.values import read_column
from layers.storage.content import Content, canonical
from layers.storage.feature_table import FeatureTable
from layers.storage.integrity import require_whole
from layers.storage.raster_store import holds_raster
from layers.system.database import now
from layers.system.unseen import without_unseen
from layers.versions.manifest import software
from layers.versions.publishing import Change, Publishing

LONGEST_REASON = 500
EXACT_IN_DOUBLE = 2**53
LARGEST_WHOLE = 2**63

NO_REASON = declare(
    "edit-without-reason",
    "error",
    Text("没有写明修改理由。", "No reason was given for the change."),
    Text(
        "请写明依据，例如“现场核实，2025-06-30”。", "Say what it rests on, such as “seen on site”."
    ),
    status=422,
)
NOTHING_CHANGED = declare(
    "edit-nothing-changed",
    "error",
    Text("没有改动任何值，未建新版本。", "No value differs; no new version was made."),
    Text("请改动后再保存。", "Change something first."),
    status=422,
)
EDIT_STALE = declare(
    "edit-stale",
    "error",
    Text(
        "图层“{layer}”已有第 {live} 版，您修改的是第 {base} 版。",
        "Layer “{layer}” has version {live} by now; you changed version {base}.",
    ),
    Text("请刷新页面，在现行版本上重新修改。", "Reload the page and change the live version."),
    status=409,
)
EDIT_RASTER = declare(
    "edit-raster",
    "error",
    Text(
        "图层“{layer}”是栅格，类别表由像元算出，不能修改。",
        "Layer “{layer}” is a raster; its table of classes is counted from the cells and cannot be "
        "edited.",
    ),
    Text("请导入改正后的栅格。", "Import the corrected raster."),
    status=409,
)
EDIT_KEY = declare(
    "edit-key",
    "error",
    Text(
        "“{field}”是要素的唯一编号，不能修改。", "“{field}” is the key of the features and stays."
    ),
    Text("请上传新版本来增删要素。", "Upload a new version to add or remove features."),
    status=422,
)
EDIT_UNKNOWN_FIELD = declare(
    "edit-unknown-field",
    "error",
    Text("图层“{layer}”没有“{field}”这个字段。", "Layer “{layer}” has no field “{field}”."),
    Text("请从表头选择。", "Choose one from the head of the table."),
    status=422,
)
EDIT_UNKNOWN_FEATURE = declare(
    "edit-unknown-feature",
    "error",
    Text("图层“{layer}”没有编号为“{key}”的要素。", "Layer “{layer}” has no feature “{key}”."),
    Text("请刷新属性表。", "Reload the table."),
    status=404,
)
EDIT_INVALID = declare(
    "edit-invalid",
    "error",
    Text(
        "有 {count} 个值不能接受，没有保存。",
        "{count:value|values} cannot be accepted; nothing was stored.",
    ),
    Text("请改正后再保存。", "Correct them and save again."),
    status=422,
)
EDIT_REQUIRED = declare(
    "edit-required",
    "error",
    Text("“{title}”不能为空。", "“{title}” cannot be empty."),
    Text("请填写。", "Fill it in."),
    status=422,
)
EDIT_NOT_A_NUMBER = declare(
    "edit-not-a-number",
    "error",
    Text(
        "“{field}”应为数字，不能是“{value}”。", "“{field}” holds numbers; it cannot be “{value}”."
    ),
    Text("请填写数字或留空。", "Write a number, or leave it empty."),
    status=422,
)


EDIT_WOULD_ROUND = declare(
    "edit-would-round",
    "error",
    Text(
        "“{field}”中有超过 15 位的整数，不能填“{value}”，否则其他要素的值会失真。",
        "“{field}” holds whole numbers of more than 15 digits; with “{value}” among them the "
        "values of other features would be rounded.",
    ),
    Text(
        "请填写整数；确需小数时，请在文件中把该列改为文本后作为新版本导入。",
        "Write a whole number; for decimals make the column text in the file and import it as a "
        "new version.",
    ),
    status=422,
)


@dataclass(frozen=True, slots=True)
class Edit:
    """Other values (text by field name) for one feature of version `base`, and why."""

    layer_id: str
    base: int
    key: str
    changes: Mapping[str, str]
    reason: str


def edit_feature(publishing: Publishing, edit: Edit) -> VersionRef:
    """Write an edit of the live version as a new one, which is returned.

    Values are read as in a file that is imported. Raises `edit-…`, `unknown-layer`, and what
    `Publishing.publish` raises; `.problems` of `edit-invalid` name each field. No version is made
    then.
    """
    if not edit.reason.strip():
        raise EcoAtlasError(NO_REASON)
    with publishing.database.reading() as session:
        ref = _live(session, edit)
    if holds_raster(ref):
        raise EcoAtlasError(EDIT_RASTER, layer=edit.layer_id)
    # Damage would go into the new version, under a hash that fits it.
    require_whole(publishing.store, ref.sha256, ref.label)
    table = publishing.store.table(ref.sha256)
    differing = _differing(table.attributes, get_kind(ref.kind), ref, edit)
    changed = FeatureTable(_changed(table.attributes, ref, edit.key, differing), table.shapes)
    content = canonical(changed, kind=ref.kind, key_field=ref.key_field)
    about = _about(ref, content, edit, differing, publishing.author)
    publishing.keep(content, about)

    def bring(session: Session) -> tuple[Layer, Version]:
        _live(session, edit)  # once more, under the lock
        return get_layer(session, edit.layer_id), _version(ref, content, about)

    change = Change(edit.layer_id, "layer-edited", bring, lambda _done: _details(about))
    return publishing.publish(change).version


def _live(session: Session, edit: Edit) -> VersionRef:
    ref = resolve(session, edit.layer_id)
    if ref.number != edit.base:
        raise EcoAtlasError(EDIT_STALE, layer=edit.layer_id, live=ref.number, base=edit.base)
    return ref


def _differing(
    frame: pd.DataFrame, kind: Kind, ref: VersionRef, edit: Edit
) -> dict[str, tuple[Any, Any]]:
    """Value before and after, by field, of what differs."""
    rows = frame.loc[frame[ref.key_field] == edit.key]
    if rows.empty:
        raise EcoAtlasError(EDIT_UNKNOWN_FEATURE, layer=ref.layer_id, key=edit.key[:200])
    found, problems = {}, []
    for name, text in edit.changes.items():
        _check_field(frame, ref, name)
        after, wrong = _read(frame[name], kind.field(name), name, text)
        problems += wrong
        before = _plain(rows.iloc[0][name])
        if not wrong and before != after:
            found[name] = (before, after)
    if problems:
        raise EcoAtlasError(EDIT_INVALID, problems=tuple(problems), count=len(problems))
    if not found:
        raise EcoAtlasError(NOTHING_CHANGED)
    return found


def _check_field(frame: pd.DataFrame, ref: VersionRef, name: str) -> None:
    if name == ref.key_field:
        raise EcoAtlasError(EDIT_KEY, field=name)
    if name not in frame.columns:
        raise EcoAtlasError(EDIT_UNKNOWN_FIELD, layer=ref.layer_id, field=name[:200])


def _read(
    column: pd.Series, field: Field | None, name: str, text: str
) -> tuple[Any, list[Problem]]:
    """A value as the column holds it, or what is wrong with it."""
    text = without_unseen(text)
    if field is not None:
        read = read_column(pd.Series([text], dtype="str"), field)
        value = _plain(read.values.iloc[0])
        wrong = [one for one in read.problems if one.kind.severity == "error"]
        if field.required and value is None and not wrong:
            wrong = [Problem(EDIT_REQUIRED, {"field": name, "title": field.title})]
        return value, wrong
    if not text:
        return None, []
    if pd.api.types.is_bool_dtype(column):
        flag = Field(name, Text(name, name), "boolean", short_name="flag")
        return _read(column, flag, name, text)
    if not pd.api.types.is_numeric_dtype(column):
        return text, []
    number = pd.to_numeric(pd.Series([text]), errors="coerce").iloc[0]
    if not np.isfinite(number):
        return None, [Problem(EDIT_NOT_A_NUMBER, {"field": name, "value": text[:200]})]
    value = _plain(number)
    if _broken(value) and _holds_long(column):
        return None, [Problem(EDIT_WOULD_ROUND, {"field": name, "value": text[:200]})]
    return value, []


def _broken(value: Any) -> bool:
    """Whether a column of whole numbers cannot hold it."""
    if isinstance(value, int):
        return abs(value) >= LARGEST_WHOLE
    return isinstance(value, float) and not (value.is_integer() and abs(value) < LARGEST_WHOLE)


def _holds_long(column: pd.Series) -> bool:
    """Whether whole numbers of a column would lose digits as decimals."""
    whole = pd.api.types.is_integer_dtype(column)
    return whole and bool((column.dropna().abs() > EXACT_IN_DOUBLE).any())


def _plain(value: Any) -> Any:
    """A cell as a plain value; nothing is None, numbers compare as numbers."""
    if value is None or value is pd.NaT or (not isinstance(value, str) and pd.isna(value)):
        return None
    plain = value.item() if hasattr(value, "item") else value
    if isinstance(plain, bool) or not isinstance(plain, int) or abs(plain) > EXACT_IN_DOUBLE:
        return plain
    return float(plain)


def _changed(
    frame: pd.DataFrame, ref: VersionRef, key: str, differing: Mapping[str, tuple[Any, Any]]
) -> pd.DataFrame:
    changed, row = frame.copy(), frame[ref.key_field] == key
    for name, (_, after) in differing.items():
        changed[name] = column = _taking(changed[name], after)
        whole = after is not None and pd.api.types.is_integer_dtype(column)
        changed.loc[row, name] = int(after) if whole else after
    return changed


def _taking(column: pd.Series, value: Any) -> pd.Series:
    """The column in a type that holds the value without changing any other one."""
    if pd.api.types.is_bool_dtype(column):
        return column.astype("boolean")
    if not pd.api.types.is_integer_dtype(column):
        return column
    return column.astype("float64" if _broken(value) else "Int64")


def _about(
    ref: VersionRef,
    content: Content,
    edit: Edit,
    differing: Mapping[str, tuple[Any, Any]],
    author: str | None,
) -> dict[str, Any]:
    """The manifest: instead of a file, the version it came from and what was changed, and why."""
    edits = [
        {"key": edit.key, "field": name, "before": before, "after": after}
        for name, (before, after) in differing.items()
    ]
    return {
        "layer": ref.layer_id,
        "kind": ref.kind,
        "key_field": ref.key_field,
        "sha256": content.sha256,
        "features": content.features,
        "bbox": list(content.bbox),
        "edited_from": {"version": ref.number, "sha256": ref.sha256},
        "edits": edits,
        "reason": edit.reason.strip()[:LONGEST_REASON],
        "software": software(),
        "created_at": now().isoformat(timespec="seconds"),
        "created_by": author,
    }


def _version(ref: VersionRef, content: Content, about: dict[str, Any]) -> Version:
    """Described as the one it came from, with the reason as its note."""
    return Version(
        sha256=content.sha256,
        features=content.features,
        bbox=list(content.bbox),
        crs=ref.crs,
        **asdict(replace(ref.description, note=about["reason"])),
        manifest=about,
        created_by=about["created_by"],
    )


def _details(about: Mapping[str, Any]) -> dict[str, Any]:
    edits = about["edits"]
    return {
        "key": edits[0]["key"],
        "reason": about["reason"],
        "before": {one["field"]: one["before"] for one in edits},
        "after": {one["field"]: one["after"] for one in edits},
    }
