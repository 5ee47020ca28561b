"""Text in two encodings at once, under a wrong mark, or destroyed before it was sent."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from geo.words import Text
from layers.reading.files import ReadLayer, check_file, read_layer
from layers.reading.report import CheckReport
from tests.layers.reading.awkward.case import Awkward
from tests.layers.reading.shapefile_bytes import parts

TWO = Text("一个文件两种编码", "Two encodings in one file")
MARK = Text("UTF-8 标记与内容不符", "A UTF-8 mark over other text")
LOST = Text("文字在送来之前已损坏", "Text that was destroyed earlier")
GBK, UTF8 = "gbk", "utf-8"
NAMES = ["排水分区甲", "排水分区乙", "汉阳水厂", "沌口", "蔡甸", "江夏", "青山", "黄陂"]
KIND = "sewage_plant"
# A table says nothing of its system.
CRS = {".csv": "EPSG:4490", ".zip": None, ".geojson": None, ".kml": None}
ASKED_BY_VALUE = Text(
    "逐个值判断，存疑的值两种读法并列，待人确认（`encodings-mixed`）",
    "judged value by value, the doubtful ones shown both ways and confirmed by a person"
    " (`encodings-mixed`)",
)


def shapefile(
    encodings: Sequence[str], cpg: str | None = None, heads: Sequence[bytes] = (b"code", b"name")
) -> Callable[[Path], Path]:
    """Points named as above, each name in the encoding given for its row."""

    def made(folder: Path) -> Path:
        columns = ((heads[0], "C", 8), (heads[1], "C", 30))
        plain = [(f"A{at}", f"#{at}") for at in range(len(encodings))]
        own = parts(columns, plain)
        raw = own["厂.dbf"]
        for at, encoding in enumerate(encodings):
            name = NAMES[at].encode(encoding)
            raw = raw.replace(f"#{at}".encode().ljust(30), name.ljust(30))
        own["厂.dbf"] = raw
        del own["厂.cpg"]
        with zipfile.ZipFile(folder / "厂.zip", "w") as archive:
            for name, content in own.items():
                archive.writestr(name, content)
            if cpg:
                archive.writestr("厂.cpg", cpg)
        return folder / "厂.zip"

    return made


def text(name: str, *pieces: bytes) -> Callable[[Path], Path]:
    def made(folder: Path) -> Path:
        (folder / name).write_bytes(b"".join(pieces))
        return folder / name

    return made


def check(path: Path, **how: Any) -> CheckReport:
    return check_file(path, kind=KIND, crs=CRS[path.suffix], **how)


def read(path: Path, **how: Any) -> ReadLayer:
    return read_layer(path, kind=KIND, crs=CRS[path.suffix], **how)


def told(report: CheckReport, code: str) -> str:
    (problem,) = [p for p in report.problems if p.code == code]
    return problem.message.en


def by_value(names: Sequence[str], *words: str) -> Callable[[Path], None]:
    """Asked about with these words, and read value by value once it is confirmed."""

    def holds(path: Path) -> None:
        report = check(path)
        assert [p.code for p in report.blocking] == ["encodings-mixed"]
        message = told(report, "encodings-mixed")
        assert all(word in message for word in words), message
        assert any(word in report.layers[0].encoding.sample for word in words)
        for how in ({"accept": {"encodings-mixed"}}, {"encoding": "UTF-8+GB18030"}):
            frame = read(path, **how).frame
            assert frame["name"].tolist() == list(names)

    return holds


def late_rows(path: Path) -> None:
    by_value(NAMES[:8], "'name', row 8", "黄陂", "榛勯檪")(path)
    layer = read(path, encoding="GB18030")
    assert layer.frame["name"].tolist()[-1] == "榛勯檪"
    assert "look like another encoding: 1 ('name', row 8)" in told(
        layer.report, "encoding-doubtful"
    )


def one_row_in_gbk(path: Path) -> None:
    by_value(NAMES[:8], "most of it is UTF-8", "look like GB18030: 1 ('name', row 4)", "沌口")(path)


def asked_about_mark(path: Path) -> None:
    report = check(path)
    assert [p.code for p in report.problems] == ["encoding-conflict"]
    assert "汉阳水厂" in told(report, "encoding-conflict")
    frame = read(path, encoding="GB18030").frame
    assert frame["name"].tolist() == NAMES[2:5]
    assert frame["code"].tolist() == ["A0", "A1", "A2"]


def destroyed(count: int, rows: str) -> Callable[[Path], None]:
    def holds(path: Path) -> None:
        layer = read(path)
        message = told(layer.report, "text-destroyed")
        assert f"in {count} {'row' if count == 1 else 'rows'} (" in message
        assert f"rows {rows})" in message

    return holds


def csv(names: Sequence[str], encodings: Sequence[str], head: str) -> bytes:
    lines = ["编号,名称,经度,纬度\r\n".encode(head)]
    lines += [
        f"A{at},{name},{114.1 + at / 100},30.5\r\n".encode(encoding)
        for at, (name, encoding) in enumerate(zip(names, encodings, strict=True))
    ]
    return b"".join(lines)


def geojson(names: Sequence[bytes]) -> bytes:
    features = [
        b'{"type":"Feature","properties":{"code":"A%d","name":"%b"},"geometry":'
        b'{"type":"Point","coordinates":[114.%d,30.5]}}' % (at, name, at + 1)
        for at, name in enumerate(names)
    ]
    return b'{"type":"FeatureCollection","features":[' + b",".join(features) + b"]}"


def kml(names: Sequence[bytes]) -> bytes:
    marks = [
        b"<Placemark><name>%b</name><ExtendedData><Data name='code'><value>A%d</value></Data>"
        b"</ExtendedData><Point><coordinates>114.%d,30.5</coordinates></Point></Placemark>\n"
        % (name, at, at + 1)
        for at, name in enumerate(names)
    ]
    return b"<kml><Document>" + b"".join(marks) + b"</Document></kml>"


MOSTLY_UTF8 = [name.encode() for name in NAMES[:3]] + [NAMES[3].encode(GBK)]
CASES = (
    Awkward(
        "late-rows-in-utf8",
        TWO,
        Text(
            "声明 GBK 的属性表，第 8 行的名称是 UTF-8",
            "a table declared as GBK whose eighth name is in UTF-8",
        ),
        ASKED_BY_VALUE,
        shapefile([GBK] * 7 + [UTF8], "GBK"),
        late_rows,
    ),
    Awkward(
        "one-row-in-gbk",
        TWO,
        Text("UTF-8 的属性表，有一行是 GBK", "a table in UTF-8 but for one row in GBK"),
        ASKED_BY_VALUE,
        shapefile([UTF8, UTF8, UTF8, GBK, UTF8, UTF8, UTF8, UTF8]),
        one_row_in_gbk,
    ),
    Awkward(
        "field-names-in-gbk",
        TWO,
        Text("字段名是 GBK，值是 UTF-8", "names of fields in GBK, values in UTF-8"),
        ASKED_BY_VALUE,
        shapefile([UTF8] * 3, "UTF-8", ("编号".encode(GBK), "名称".encode(GBK))),
        by_value(NAMES[:3], "look like GB18030: 2", "编号"),
    ),
    Awkward(
        "csv-lines-appended",
        TWO,
        Text("GBK 的 CSV，末行以 UTF-8 追加", "a CSV in GBK with a last line in UTF-8"),
        ASKED_BY_VALUE,
        text("a.csv", csv(NAMES[:4], [GBK, GBK, GBK, UTF8], GBK)),
        by_value(NAMES[:4], "like UTF-8: 1 (line 5)", "沌口"),
    ),
    Awkward(
        "geojson-one-value-in-gbk",
        TWO,
        Text("GeoJSON 中有一个值是 GBK", "GeoJSON with one value in GBK"),
        ASKED_BY_VALUE,
        text("a.geojson", geojson(MOSTLY_UTF8)),
        by_value(NAMES[:4], "沌口"),
    ),
    Awkward(
        "kml-one-name-in-gbk",
        TWO,
        Text("KML 中有一个名称是 GBK", "KML with one name in GBK"),
        ASKED_BY_VALUE,
        text("a.kml", kml(MOSTLY_UTF8)),
        by_value(NAMES[:4], "like GB18030: 1 (line 4)", "沌口"),
    ),
    Awkward(
        "mark-over-gb18030",
        MARK,
        Text("CSV 开头是 UTF-8 标记，内容是 GB18030", "a CSV in GB18030 behind a UTF-8 mark"),
        Text("两种读法并列，由人指定", "shown both ways, and a person says which"),
        text("a.csv", b"\xef\xbb\xbf", csv(NAMES[2:5], [GBK] * 3, GBK)),
        asked_about_mark,
    ),
    Awkward(
        "kml-mark-over-gb18030",
        MARK,
        Text("KML 同上", "the same in KML"),
        Text("两种读法并列，由人指定", "shown both ways, and a person says which"),
        text("a.kml", b"\xef\xbb\xbf", kml([name.encode(GBK) for name in NAMES[2:5]])),
        asked_about_mark,
    ),
    Awkward(
        "replacement-characters",
        LOST,
        Text("名称中有 U+FFFD（�）", "names that hold U+FFFD (�)"),
        Text("提示损坏的行数和行号（`text-destroyed`）", "the rows are counted and named"),
        text("a.geojson", geojson(["汉阳".encode(), "��".encode(), "沌�".encode()])),
        destroyed(2, "2, 3"),
    ),
    Awkward(
        "replaced-and-stored-again",
        LOST,
        Text("名称成了“锟斤拷”", "a name that has become 锟斤拷"),
        Text("提示损坏的行数和行号（`text-destroyed`）", "the rows are counted and named"),
        text("a.csv", csv(["汉阳", "锟斤拷", "沌口"], [UTF8] * 3, UTF8)),
        destroyed(1, "2"),
    ),
    Awkward(
        "question-marks",
        LOST,
        Text("名称成了问号", "names that have become question marks"),
        Text("提示损坏的行数和行号（`text-destroyed`）", "the rows are counted and named"),
        text("a.csv", csv(["????", "汉阳", "???"], [UTF8] * 3, UTF8)),
        destroyed(2, "1, 3"),
    ),
)
