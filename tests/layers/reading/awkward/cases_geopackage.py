"""GeoPackages that hold more, or something else, than GDAL reads of them."""

from __future__ import annotations

import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.reading.files import check_file, read_layer
from layers.reading.report import CheckReport
from tests.layers.reading.awkward.case import Awkward

LOG = Text("GeoPackage 的最新内容在日志里", "The newest rows of a GeoPackage are in its log")
TYPE = Text("存的与声明的类型不同", "Stored as another type than declared")
SRS = Text("GeoPackage 的坐标系编号", "The CRS number of a GeoPackage")
COMPUTED = Text("由数据库计算的字段", "Fields that the database computes")
LEFT_OUT = Text("GDAL 略过的字段", "Columns that GDAL leaves out")
KIND = "works"
ROWS = 3

Values = Sequence[Any]


def made(
    columns: Mapping[str, tuple[str, Values]] | None = None, then: Sequence[str] = ()
) -> Callable[[Path], Path]:
    """Three squares A, B, C with more columns, name -> declared type and values, and SQL after."""

    def write(folder: Path) -> Path:
        path = folder / "zones.gpkg"
        squares = [shapely.box(114.2 + i / 100, 30.4, 114.21 + i / 100, 30.41) for i in range(ROWS)]
        frame = gpd.GeoDataFrame({"code": ["A", "B", "C"], "name": "a"}, geometry=squares, crs=4490)
        frame.to_file(path, engine="pyogrio", SPATIAL_INDEX="NO")
        with closing(sqlite3.connect(path)) as connection:
            _without_triggers(connection)
            for name, (kind, values) in (columns or {}).items():
                connection.execute(f'ALTER TABLE zones ADD COLUMN "{name}" {kind}')
                rows = [(value, row) for row, value in enumerate(values, 1)]
                connection.executemany(f'UPDATE zones SET "{name}" = ? WHERE fid = ?', rows)
            for statement in then:
                connection.execute(statement)
            connection.commit()
        return path

    return write


def _without_triggers(connection: sqlite3.Connection) -> None:
    """They call functions that only GDAL has."""
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for (name,) in found.fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')


def open_elsewhere(keep: Sequence[str]) -> Callable[[Path], Path]:
    """A fourth row is in the log alone; `keep` are the endings of what is copied while it is."""

    def write(folder: Path) -> Path:
        origin = folder / "origin"
        origin.mkdir()
        path = made()(origin)
        with closing(sqlite3.connect(path)) as writer:
            writer.execute("PRAGMA journal_mode = WAL")
            writer.execute(
                "INSERT INTO zones (geom, code, name) SELECT geom, 'D', name FROM zones LIMIT 1"
            )
            writer.commit()
            for end in keep:
                shutil.copy(f"{path}{end}", folder / f"zones.gpkg{end}")
        return folder / "zones.gpkg"

    return write


def zipped(make: Callable[[Path], Path], inside: str = "") -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        make(folder)
        return _packed_all(folder, inside)

    return write


def in_folder(make: Callable[[Path], Path]) -> Callable[[Path], Path]:
    return lambda folder: make(folder).parent


def with_journal(head: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = made()(folder)
        Path(f"{path}-journal").write_bytes(head + b"\x00" * 504)
        return path

    return write


def cut_log(folder: Path) -> Path:
    path = open_elsewhere(["", "-wal"])(folder)
    log = Path(f"{path}-wal")
    log.write_bytes(log.read_bytes()[:-100])
    return path


def log_of_another_moment(folder: Path) -> Path:
    """The log as it was, the file as it is after many more rows."""
    path = open_elsewhere(["", "-wal"])(folder)
    log = Path(f"{path}-wal")
    older = log.read_bytes()
    with closing(sqlite3.connect(path)) as writer:
        insert = "INSERT INTO zones (geom, code, name) SELECT geom, 'E', name FROM zones LIMIT 1"
        for _ in range(300):
            writer.execute(insert)
        writer.commit()
        writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    log.write_bytes(older)
    return path


def log_of_another(folder: Path) -> Path:
    path = open_elsewhere(["", "-wal"])(folder)
    Path(f"{path}-wal").rename(folder / "zones (1).gpkg-wal")
    return _packed_all(folder)


def _packed_all(folder: Path, inside: str = "") -> Path:
    packed = folder / "sent.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for part in sorted(folder.glob("*.gpkg*")):
            archive.write(part, f"{inside}{part.name}")
    return packed


def codes(report: CheckReport, *severities: str) -> list[str]:
    wanted = severities or ("error", "warning")
    return [f.problem.code for f in report.findings if f.problem.kind.severity in wanted]


def read_with_log(path: Path) -> None:
    read = read_layer(path, kind=KIND)
    assert read.frame["code"].tolist() == ["A", "B", "C", "D"]
    assert "database-log-read" in codes(read.report)


def log_missing(path: Path) -> None:
    report = check_file(path, kind=KIND)
    assert report.ok
    assert codes(report) == ["database-log-missing"]
    assert report.layers[0].features == ROWS


def refused(code: str) -> Callable[[Path], None]:
    def holds(path: Path) -> None:
        report = check_file(path)
        assert not report.ok
        assert codes(report) == [code]
        with pytest.raises(EcoAtlasError, match=code):
            read_layer(path, kind=KIND)

    return holds


def plain(path: Path) -> None:
    report = check_file(path, kind=KIND)
    assert report.ok
    assert codes(report) == []
    assert report.layers[0].features == ROWS


def holds_values(expected: Mapping[str, Values], told: int) -> Callable[[Path], None]:
    """Every value as it is stored, `told` values of which are named by row."""

    def holds(path: Path) -> None:
        read = read_layer(path, kind=KIND)
        for name, values in expected.items():
            assert [None if v != v else v for v in read.frame[name].tolist()] == list(values)
        found = [f.problem for f in read.report.findings if f.problem.code == "stored-otherwise"]
        assert sum(problem.values["count"] for problem in found) == told
        assert all(problem.field in expected for problem in found)

    return holds


def by_row(path: Path) -> None:
    said = {"kind": "sewage_plant", "mapping": {"capacity_m3_d": "规模"}}
    report = check_file(path, **said)
    assert [(p.code, p.feature, p.field) for p in report.blocking] == [("bad-value", 3, "规模")]
    assert "约5万" in report.blocking[0].message.zh


def no_crs(code: str) -> Callable[[Path], None]:
    def holds(path: Path) -> None:
        report = check_file(path)
        (told,) = report.blocking
        assert told.code == code
        assert "srs_id" in told.message.zh or "EPSG:" in told.message.zh.partition("推测")[0]
        assert ".prj" not in told.message.zh
        assert report.layers[0].crs.used is None
        assert check_file(path, crs="EPSG:4490").ok

    return holds


def wgs84(path: Path) -> None:
    report = check_file(path, kind=KIND)
    assert report.ok
    assert report.layers[0].crs.used == 4326


def computed_left_out(path: Path) -> None:
    read = read_layer(path, kind=KIND)
    assert codes(read.report) == ["computed-left-out"]
    assert "grown" not in read.frame.columns
    assert read.frame["kept"].tolist() == ["A!", "B!", "C!"]


def computed_geometry(path: Path) -> None:
    assert codes(check_file(path)) == ["views-left-out", "no-spatial-layer"]


def other_geometry(path: Path) -> None:
    report = check_file(path, kind=KIND)
    assert report.ok
    assert codes(report) == ["other-geometries-left-out"]


def srs(number: int) -> tuple[str, ...]:
    return (
        f"UPDATE gpkg_geometry_columns SET srs_id = {number}",
        f"UPDATE gpkg_contents SET srs_id = {number}",
    )


def listed(number: int, organization: str, code: str, definition: str) -> str:
    values = f"'a', {number}, '{organization}', {code}, '{definition}', ''"
    return f"INSERT INTO gpkg_spatial_ref_sys VALUES ({values})"


CRS84 = (
    'GEOGCS["WGS 84 (CRS84)",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AXIS["Longitude",EAST],'
    'AXIS["Latitude",NORTH],AUTHORITY["OGC","CRS84"]]'
)
BY_NAME = CRS84.replace(',AUTHORITY["OGC","CRS84"]', "")
TEXTS = {
    "数": ("INTEGER", (1, 3.7, "12,000")),
    "实": ("REAL", (1.5, 2, "约5万")),
    "小": ("SMALLINT", (1, 70_000, 3)),
    "否": ("BOOLEAN", (1, "true", 2)),
}
DATES = {
    "日": ("DATE", ("2024-05-01", "2024年5月", "2024-02-30")),
    "时": ("DATETIME", ("2024-05-01T10:00:00Z", "昨天", None)),
}

CASES = (
    Awkward(
        "gpkg-log-beside",
        LOG,
        Text(
            "旁有 -wal、-shm，第 4 行只在 -wal 中", "-wal and -shm beside; row 4 is in -wal alone"
        ),
        Text("4 行都读，并说明读了日志", "all 4 rows; told that the log was read"),
        open_elsewhere(["", "-wal", "-shm"]),
        read_with_log,
    ),
    Awkward(
        "gpkg-log-in-zip",
        LOG,
        Text("同上，压缩在文件夹里", "the same in a folder of a zip"),
        Text("4 行都读，并说明读了日志", "all 4 rows; told that the log was read"),
        zipped(open_elsewhere(["", "-wal", "-shm"]), "资料/"),
        read_with_log,
    ),
    Awkward(
        "gpkg-log-in-folder",
        LOG,
        Text("同上，交来的是文件夹", "the same, a folder is handed in"),
        Text("4 行都读，并说明读了日志", "all 4 rows; told that the log was read"),
        in_folder(open_elsewhere(["", "-wal"])),
        read_with_log,
    ),
    Awkward(
        "gpkg-log-not-sent",
        LOG,
        Text("文件头说有日志，没有附 -wal", "the header says that there is a log; no -wal came"),
        Text(
            "读入 3 行，说明最新的修改可能不在其中", "3 rows; told that newer ones may be missing"
        ),
        open_elsewhere([""]),
        log_missing,
    ),
    Awkward(
        "gpkg-index-without-log",
        LOG,
        Text("只有 -shm，没有 -wal", "-shm without -wal"),
        Text("拒绝：请关闭软件后重新发送", "refused: close the program and send again"),
        open_elsewhere(["", "-shm"]),
        refused("database-unfinished"),
    ),
    Awkward(
        "gpkg-log-cut",
        LOG,
        Text("-wal 断在一页中间", "-wal breaks off within a page"),
        Text("拒绝：请关闭软件后重新发送", "refused: close the program and send again"),
        cut_log,
        refused("database-unfinished"),
    ),
    Awkward(
        "gpkg-log-of-another-moment",
        LOG,
        Text("-wal 是更早时候的", "the -wal is of an earlier moment"),
        Text("拒绝：请关闭软件后重新发送", "refused: close the program and send again"),
        log_of_another_moment,
        refused("database-unfinished"),
    ),
    Awkward(
        "gpkg-log-of-another-name",
        LOG,
        Text("-wal 与 .gpkg 不同名", "-wal under another name than the .gpkg"),
        Text("拒绝：请同名放在一起", "refused: put them together under one name"),
        log_of_another,
        refused("database-log-alone"),
    ),
    Awkward(
        "gpkg-journal-due",
        LOG,
        Text("旁有未完成的 -journal", "an unfinished -journal beside it"),
        Text("拒绝：请关闭软件后重新发送", "refused: close the program and send again"),
        with_journal(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"),
        refused("database-unfinished"),
    ),
    Awkward(
        "gpkg-journal-over",
        LOG,
        Text("旁有已清零的 -journal", "a -journal that is over (zeroed)"),
        Text("照常读入 3 行", "3 rows, as usual"),
        with_journal(b"\x00" * 8),
        plain,
    ),
    Awkward(
        "gpkg-text-in-numbers",
        TYPE,
        Text(
            "整数列里有 3.7、“12,000”，实数列里有“约5万”，SMALLINT 里有 70000，是否列里有“true”",
            "3.7 and '12,000' in whole numbers, '约5万' in numbers, 70000 in a SMALLINT, 'true' in"
            " a yes-or-no",
        ),
        Text("每个值按所存的读，逐行列出", "every value as stored, named by row"),
        made(TEXTS),
        holds_values(
            {
                "数": ("1", "3.7", "12,000"),
                "实": ("1.5", "2", "约5万"),
                "小": (1, 70_000, 3),
                "否": ("1", "true", "2"),
            },
            told=6,
        ),
    ),
    Awkward(
        "gpkg-text-in-mapped-number",
        TYPE,
        Text("对应到设计规模的实数列：“12,000”、“约5万”", "mapped to capacity: '12,000', '约5万'"),
        Text("“12,000”读作 12000，“约5万”按行拒绝", "12000; '约5万' is refused by row"),
        made({"规模": ("REAL", (1.5, "12,000 ", "约5万"))}),
        by_row,
    ),
    Awkward(
        "gpkg-text-in-dates",
        TYPE,
        Text("日期列里有“2024年5月”、2024-02-30，时间列里有“昨天”", "words and 02-30 among dates"),
        Text("原样保留，逐行列出", "kept as they are, named by row"),
        made(DATES),
        holds_values(
            {
                "日": ("2024-05-01", "2024年5月", "2024-02-30"),
                "时": ("2024-05-01T10:00:00Z", "昨天", None),
            },
            told=3,
        ),
    ),
    Awkward(
        "gpkg-bytes-in-text",
        TYPE,
        Text("文字列里存了字节", "bytes in a column of text"),
        Text("能读作文字的按文字，其余按 base64", "as text where they are text, else in base64"),
        made({"注": ("TEXT", ("a", "乙".encode(), b"\xff\xfe"))}),
        holds_values({"注": ("a", "乙", "//4=")}, told=2),
    ),
    Awkward(
        "gpkg-exact-numbers",
        TYPE,
        Text(
            "大于 2^53 的整数，FLOAT 列里的双精度数", "whole numbers beyond 2^53, doubles in FLOAT"
        ),
        Text("一位不差", "every digit"),
        made(
            {
                "大": ("INTEGER", (2**53 + 1, -(2**62), None)),
                "浮": ("FLOAT", (0.1, 12_345_678.9, None)),
            }
        ),
        holds_values({"浮": (0.1, 12_345_678.9, None)}, told=0),
    ),
    Awkward(
        "gpkg-other-types",
        LEFT_OUT,
        Text("VARCHAR(20)、DECIMAL(10,2) 列", "columns of VARCHAR(20), DECIMAL(10,2)"),
        Text("照存的读", "read as they are stored"),
        made({"甲": ("VARCHAR(20)", ("001", "b", None)), "乙": ("DECIMAL(10,2)", (1.25, 2, 3))}),
        holds_values({"甲": ("001", "b", None), "乙": (1.25, 2.0, 3.0)}, told=0),
    ),
    Awkward(
        "gpkg-second-geometry",
        LEFT_OUT,
        Text("另有一列几何", "a second column of geometry"),
        Text("说明未读", "told that it is not read"),
        made({"另": ("GEOMETRY", (None, None, None))}),
        other_geometry,
    ),
    *(
        Awkward(
            f"gpkg-srs-{number}".replace("--", "-minus-"),
            SRS,
            Text(f"srs_id 为 {number}（未定义）", f"srs_id {number} (undefined)"),
            Text("须指定坐标系，推测附后", "the CRS has to be given; proposals are shown"),
            made(then=srs(number)),
            no_crs("crs-missing"),
        )
        for number in (0, -1)
    ),
    Awkward(
        "gpkg-srs-not-listed",
        SRS,
        Text("srs_id 4547，坐标系表里没有", "srs_id 4547, which the table of CRSs does not list"),
        Text("须指定坐标系，说明原因", "the CRS has to be given; told why"),
        made(then=srs(4547)),
        no_crs("crs-unreadable"),
    ),
    Awkward(
        "gpkg-srs-of-two-minds",
        SRS,
        Text("两张表的 srs_id 不同", "two tables give different numbers"),
        Text("须指定坐标系，说明原因", "the CRS has to be given; told why"),
        made(then=["UPDATE gpkg_contents SET srs_id = 4326"]),
        no_crs("crs-unreadable"),
    ),
    Awkward(
        "gpkg-srs-code-and-definition",
        SRS,
        Text("编号 4490，定义却是 WGS 84", "numbered 4490, defined as WGS 84"),
        Text("须指定坐标系，说明原因", "the CRS has to be given; told why"),
        made(
            then=[f"UPDATE gpkg_spatial_ref_sys SET definition = '{BY_NAME}' WHERE srs_id = 4490"]
        ),
        no_crs("crs-unreadable"),
    ),
    *(
        Awkward(
            f"gpkg-crs84-{way}",
            SRS,
            Text(f"OGC:CRS84，{zh}", f"OGC:CRS84, {en}"),
            Text("读作 WGS 84 经纬度", "read as degrees on WGS 84"),
            made(then=[*srs(100_000), listed(100_000, *about)]),
            wgs84,
        )
        for way, zh, en, about in (
            ("by-name", "只见于名称", "by its name only", ("NONE", "100000", BY_NAME)),
            ("by-authority", "见于定义", "in the definition", ("NONE", "100000", CRS84)),
            ("by-code", "见于机构代码", "as code of OGC", ("OGC", "'CRS84'", BY_NAME)),
        )
    ),
    Awkward(
        "gpkg-computed-column",
        COMPUTED,
        Text("一列读时计算 900 MB 文字，另一列存时计算", "a column that grows as it is read"),
        Text("不读并说明；已存的照读", "left out and told; what is stored is read"),
        made(
            then=[
                "CREATE TABLE new (fid INTEGER PRIMARY KEY, geom POLYGON, code TEXT, name TEXT,"
                " kept TEXT AS (code || '!') STORED)",
                "INSERT INTO new (fid, geom, code, name) SELECT fid, geom, code, name FROM zones",
                "DROP TABLE zones",
                "ALTER TABLE new RENAME TO zones",
                "ALTER TABLE zones ADD COLUMN grown TEXT AS (hex(zeroblob(450000000))) VIRTUAL",
            ]
        ),
        computed_left_out,
    ),
    Awkward(
        "gpkg-computed-geometry",
        COMPUTED,
        Text("几何由数据库即时计算", "the geometry itself is computed"),
        Text("拒绝：没有可读的图层", "refused: no layer to read"),
        made(
            then=[
                "DROP TABLE zones",
                "CREATE TABLE zones (fid INTEGER PRIMARY KEY, code TEXT,"
                " geom POLYGON AS (zeroblob(900000000)) VIRTUAL)",
            ]
        ),
        computed_geometry,
    ),
)
