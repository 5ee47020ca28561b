"""The difference of two versions as an Excel workbook: numbers are numbers, text is text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from geo.errors import EcoAtlasError
from layers.catalogue import SECRECY_GRADES
from layers.export.errors import TOO_MANY_ROWS
from layers.kinds import get_kind
from layers.system.dateless import save_book
from layers.system.progress import Progress, counted, silent
from layers.system.row_access import highest_grade
from layers.system.xlsx import MOST_ROWS, add_sheet
from layers.versions.diff.answer import plain
from layers.versions.diff.model import CHANGES, MEASURES, LayerDiff, Measure

SCHEMA = {
    "added": "新增字段 Field added",
    "removed": "删除字段 Field removed",
    "retyped": "类型改变 Type changed",
}


def write_diff(found: LayerDiff, out: Path, progress: Progress = silent) -> None:
    """Four sheets: summary, features, values, and fields with descriptions.

    Raises `too-many-rows` where a sheet cannot hold the changes; nothing is left at `out` then.
    """
    longest = max(len(found.table), len(found.cells))
    if longest > MOST_ROWS:
        raise EcoAtlasError(TOO_MANY_ROWS, count=longest)
    book = Workbook(write_only=True)
    add_sheet(book, "概要 Summary", ["项目 Item", "内容 Content"], _summary(found))
    head = ["编号 Key", "名称 Name", "变化 Change", *map(_head, MEASURES.values())]
    total = len(found.table) + len(found.cells)
    add_sheet(book, "要素 Features", head, counted(_features(found), progress, "write", total))
    head = ["编号 Key", "名称 Name", "字段 Field", "字段名 Title", "原值 Before", "现值 After"]
    add_sheet(book, "属性 Values", head, counted(_values(found), progress, "write", total))
    head = ["项目 Item", "名称 Title", "变化 Change", "原值 Before", "现值 After", "有值 Filled"]
    add_sheet(book, "字段与说明 Fields", head, _fields(found))
    save_book(book, out)


def _head(measure: Measure) -> str:
    return f"{measure.title.zh} {measure.title.en}（{measure.unit.en}）"


def _summary(found: LayerDiff) -> Iterator[tuple[str, Any]]:
    a, b = found.a, found.b
    grade = SECRECY_GRADES[highest_grade([a.secrecy, b.secrecy])]
    yield "图层 Layer", a.layer_id
    yield "标题 Title", f"{b.title.zh} / {b.title.en}"
    yield "密级 Secrecy", f"{grade.zh} / {grade.en}"
    for title, version in (("原版本 Before", a), ("现版本 After", b)):
        yield title, version.number
        yield "　要素 features", version.features
        yield "　SHA-256", version.sha256
    counts = found.counts()
    for what, text in CHANGES.items():
        yield f"{text.zh} {text.en}", counts[what]
    yield "未变 Unchanged", counts["unchanged"]
    yield "　其中坐标差不到 1 毫米 of which within 1 mm", found.settled


def _features(found: LayerDiff) -> Iterator[tuple[Any, ...]]:
    table = found.table
    flags = table[list(CHANGES)].to_numpy(dtype=bool)
    measures = table[list(MEASURES)].astype(object).where(table[list(MEASURES)].notna(), None)
    words = [f"{text.zh} {text.en}" for text in CHANGES.values()]
    for key, name, row, values in zip(
        table["key"], table["name"], flags, measures.to_numpy(), strict=True
    ):
        what = "；".join(word for word, true in zip(words, row, strict=True) if true)
        yield (key, name, what, *values)


def _values(found: LayerDiff) -> Iterator[tuple[Any, ...]]:
    shown = Shown(found.a.kind)
    keys, names = found.table["key"].tolist(), found.table["name"].tolist()
    for row, field, old, new in found.cells.itertuples(index=False):
        title = found.titles[field].zh
        yield (keys[row], names[row], field, title, shown(field, old), shown(field, new))


def _fields(found: LayerDiff) -> Iterator[tuple[Any, ...]]:
    for one in found.schema:
        yield (one.field, one.title.zh, SCHEMA[one.what], None, None, one.filled)
    for said in found.said:
        yield (said.name, said.title.zh, "说明 Description", plain(said.old), plain(said.new), None)


class Shown:
    """Values as a person reads them: codes of the kind in words."""

    def __init__(self, kind: str) -> None:
        fields = get_kind(kind).fields
        self.codes = {field.name: {c.value: c.title.zh for c in field.codes} for field in fields}

    def __call__(self, field: str, value: Any) -> Any:
        if isinstance(value, str):
            return self.codes.get(field, {}).get(value, value)
        return plain(value)
