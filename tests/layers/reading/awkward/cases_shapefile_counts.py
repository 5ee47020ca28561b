"""Shapefiles whose headers say another length or another number than the files hold."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from geo.words import Text
from layers.reading.files import check_file, read_layer
from tests.layers.reading.awkward.case import Awkward
from tests.layers.reading.shapefile_bytes import CODE, NAME, parts

Parts = dict[str, bytes]
LENGTHS = Text("文件头所写的长度或数目与文件不符", "Lengths and counts in headers that are wrong")
ROWS = [(f"A{at}", "厂") for at in range(6)]
LENGTH_AT, COUNT_AT = 24, 4
POINT_WORDS = 14


def changed(*edits: Callable[[Parts], None], drop: str = "") -> Callable[[Path], Path]:
    def made(folder: Path) -> Path:
        own = parts((CODE, NAME), ROWS)
        for edit in edits:
            edit(own)
        with zipfile.ZipFile(folder / "厂.zip", "w") as archive:
            for name, raw in own.items():
                if name != drop:
                    archive.writestr(name, raw)
        return folder / "厂.zip"

    return made


def put(part: str, at: int, form: str, value: int) -> Callable[[Parts], None]:
    def edit(own: Parts) -> None:
        raw = bytearray(own[part])
        struct.pack_into(form, raw, at, value)
        own[part] = bytes(raw)

    return edit


def cut(part: str, size: int) -> Callable[[Parts], None]:
    def edit(own: Parts) -> None:
        own[part] = own[part][:size]

    return edit


def all_read(*told: str) -> Callable[[Path], None]:
    """All six, each with its own shape, and these codes told."""

    def holds(path: Path) -> None:
        layer = read_layer(path, kind="sewage_plant")
        assert layer.frame["code"].tolist() == [row[0] for row in ROWS]
        east = [round(float(shape.x), 6) for shape in layer.frame.geometry]
        assert east == [114.0, 114.1, 114.2, 114.3, 114.4, 114.5]
        assert [p.code for p in layer.report.problems if p.code in TELLING] == list(told)

    return holds


TELLING = {"lengths-wrong", "rows-miscounted", "shx-rebuilt", "shx-wrong"}


def refused(code: str, words: str) -> Callable[[Path], None]:
    def holds(path: Path) -> None:
        report = check_file(path, kind="sewage_plant")
        (problem,) = report.blocking
        assert problem.code == code
        assert words in problem.message.en

    return holds


def damaged(row: int, others: Sequence[str]) -> Callable[[Path], None]:
    """This row is named as damaged; accepted together with the other codes, it is left out."""

    def holds(path: Path) -> None:
        report = check_file(path, kind="sewage_plant")
        assert sorted(p.code for p in report.blocking) == sorted(["record-damaged", *others])
        (told,) = [p for p in report.blocking if p.code == "record-damaged"]
        assert told.feature == row
        layer = read_layer(path, kind="sewage_plant", accept={"record-damaged", *others})
        assert f"A{row - 1}" not in layer.frame["code"].tolist()
        assert len(layer.frame) == len(ROWS) - 1 - len(others)

    return holds


DAMAGE = Text("损坏的图形记录", "Damaged records of geometry")
NAMED = Text(
    "按行指出记录已损坏（`record-damaged`），可略去，其余照常导入",
    "the row is named (`record-damaged`) and may be left out; the others are imported",
)
RECORD, TYPE_IN_RECORD = 28, 8
FOUR = 50 + 4 * POINT_WORDS
READ_AND_TOLD = Text(
    "6 个要素全部读出，并提示长度有误（`lengths-wrong`）",
    "all 6 features, and the wrong length is told (`lengths-wrong`)",
)
ROWS_TOLD = Text(
    "6 个要素全部读出，并提示行数有误（`rows-miscounted`）",
    "all 6 features, and the wrong number is told (`rows-miscounted`)",
)
CASES = (
    Awkward(
        "shx-header-short",
        LENGTHS,
        Text(
            ".shx 的文件头写着 4 个要素的长度，文件里有 6 个",
            "the header of the .shx states the length of 4 features, the file has 6",
        ),
        READ_AND_TOLD,
        changed(put("厂.shx", LENGTH_AT, ">i", 50 + 4 * 4)),
        all_read("lengths-wrong"),
    ),
    Awkward(
        "shp-header-short",
        LENGTHS,
        Text(".shp 的文件头短了 2 个要素", "the header of the .shp is 2 features short"),
        READ_AND_TOLD,
        changed(put("厂.shp", LENGTH_AT, ">i", FOUR)),
        all_read("lengths-wrong"),
    ),
    Awkward(
        "shp-header-short-no-index",
        LENGTHS,
        Text("同上，且没有 .shx", "the same, without a .shx"),
        Text("6 个要素全部读出，索引重建", "all 6 features, the index is rebuilt"),
        changed(put("厂.shp", LENGTH_AT, ">i", FOUR), drop="厂.shx"),
        all_read("shx-rebuilt"),
    ),
    Awkward(
        "both-headers-long",
        LENGTHS,
        Text(".shx 的文件头比文件长", "the header of the .shx states more than there is"),
        Text("6 个要素全部读出", "all 6 features"),
        changed(put("厂.shx", LENGTH_AT, ">i", 500)),
        all_read(),
    ),
    Awkward(
        "index-and-table-short",
        LENGTHS,
        Text(
            ".shp 有 6 个图形，.shx 和属性表只有 4 个",
            "6 shapes in the .shp, but 4 in the .shx and in the table",
        ),
        Text("拒绝（`counts-differ`），不会少读", "refused (`counts-differ`), never 4 read"),
        changed(cut("厂.shx", 100 + 4 * 8), put("厂.dbf", COUNT_AT, "<L", 4)),
        refused("counts-differ", "6 shapes but 4 rows"),
    ),
    Awkward(
        "table-says-no-rows",
        LENGTHS,
        Text("属性表文件头写着 0 行", "the header of the table says 0 rows"),
        ROWS_TOLD,
        changed(put("厂.dbf", COUNT_AT, "<L", 0)),
        all_read("rows-miscounted"),
    ),
    Awkward(
        "table-says-more-rows",
        LENGTHS,
        Text("属性表文件头写着 9 行", "the header of the table says 9 rows"),
        ROWS_TOLD,
        changed(put("厂.dbf", COUNT_AT, "<L", 9)),
        all_read("rows-miscounted"),
    ),
    Awkward(
        "table-without-fields",
        LENGTHS,
        Text("属性表一个字段也没有", "an attribute table without a single field"),
        Text(
            "拒绝，并说明要加编号和名称字段（`table-without-fields`）",
            "refused; fields for code and name are asked for (`table-without-fields`)",
        ),
        changed(
            lambda own: own.update(
                {"厂.dbf": struct.pack("<B3xLHH20x", 3, 6, 33, 1) + b"\r" + b" " * 6 + b"\x1a"}
            )
        ),
        refused("table-without-fields", "not a single field"),
    ),
    Awkward(
        "record-of-no-known-type",
        DAMAGE,
        Text("第 3 条记录的类型不存在", "the third record is of a type that does not exist"),
        NAMED,
        changed(put("厂.shp", 100 + 2 * RECORD + TYPE_IN_RECORD, "<i", 99)),
        damaged(3, []),
    ),
    Awkward(
        "record-too-short-for-its-type",
        DAMAGE,
        Text("点图层中一条记录自称是面", "a record among points that claims to be a polygon"),
        NAMED,
        changed(put("厂.shp", 100 + 4 * RECORD + TYPE_IN_RECORD, "<i", 5)),
        damaged(5, []),
    ),
    Awkward(
        "damaged-record-beside-a-null-one",
        DAMAGE,
        Text("一条记录损坏，另一条本来就没有图形", "one record damaged, another null by right"),
        Text(
            "前者 `record-damaged`，后者 `empty-geometry`",
            "the first is `record-damaged`, the second `empty-geometry`",
        ),
        changed(
            put("厂.shp", 100 + 2 * RECORD + TYPE_IN_RECORD, "<i", 99),
            put("厂.shp", 100 + 3 * RECORD + TYPE_IN_RECORD, "<i", 0),
        ),
        damaged(3, ["empty-geometry"]),
    ),
)
