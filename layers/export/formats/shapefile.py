"""A zipped shapefile that says its encoding and CRS, and can be imported again."""

from __future__ import annotations

import csv
import io
import tempfile
import warnings
import zipfile
from pathlib import Path

from geo.errors import EcoAtlasError, Problem
from geo.words import Text
from layers.export.errors import UNKNOWN_ENCODING
from layers.export.fields import ExportField, export_fields
from layers.export.formats.about import readme
from layers.export.formats.declaration import ExportFormat, Rate
from layers.export.formats.gdal import write_parts
from layers.export.formats.job import Job
from layers.export.formats.shapefile_fit import Fit, require_size
from layers.system.dateless import BLOCK, entry
from layers.system.media_types import ZIP
from layers.system.xlsx import csv_value

ENCODINGS = ("UTF-8", "GB18030", "GBK")
# The byte of a .dbf that names its code page, for programs that do not read the .cpg.
CODE_PAGE_AT, CODE_PAGES = 29, {"GBK": 0x4D}
TABLE_HEAD = (
    "短名 short_name",
    "字段 name",
    "中文 title_zh",
    "英文 title_en",
    "单位 unit",
    "代码 codes",
)
FIELDS_TABLE, README = "字段对照.csv", "说明.txt"


def write_shapefile(job: Job) -> list[Problem]:
    """Write the zip; returns notes on what was cut or renamed.

    Raises `unknown-export-encoding`, `mixed-geometry`, `not-encodable`, `shapefile-too-large`, all
    before anything is written.
    """
    encoding = known_encoding(job.encoding)
    fields = export_fields(job.kind, job.features.columns)
    fit = Fit(job.features.schema, fields, encoding)
    for part in job.looked_at(job.features.read(job.features.schema.names)):
        fit.add(part)
    fit.require()
    notes = fit.notes()
    with tempfile.TemporaryDirectory(dir=job.out.parent) as name:
        folder = Path(name)
        _write(job, fit, folder / f"{job.name}.shp", encoding)
        for file in folder.iterdir():
            require_size(file.suffix, file.stat().st_size)
        (folder / FIELDS_TABLE).write_bytes(fields_table(fields))
        about = {**job.about, "encoding": encoding}
        (folder / README).write_bytes(readme(about, [*job.notes, *notes]))
        _zip(folder, job)
    return notes


def known_encoding(name: str) -> str:
    """One of ENCODINGS, however it is written; raises `unknown-export-encoding`."""
    plain = {known.replace("-", ""): known for known in ENCODINGS}
    known = plain.get(name.upper().replace("-", "").replace("_", ""))
    if known is None:
        raise EcoAtlasError(UNKNOWN_ENCODING, encoding=name, known=", ".join(ENCODINGS))
    return known


def _write(job: Job, fit: Fit, path: Path, encoding: str) -> None:
    with warnings.catch_warnings():
        # Column widths and cut texts are our own business; we have told of both.
        warnings.simplefilter("ignore")
        write_parts(
            job,
            "ESRI Shapefile",
            fit.held.types,
            fit.made_fit,
            path=path,
            encoding=encoding,
            layer_options={"DBF_DATE_LAST_UPDATE": f"{job.made:%Y-%m-%d}"},
        )
    path.with_suffix(".cpg").write_text(encoding, encoding="ascii")
    if encoding in CODE_PAGES:
        with path.with_suffix(".dbf").open("r+b") as table:
            table.seek(CODE_PAGE_AT)
            table.write(bytes([CODE_PAGES[encoding]]))


def fields_table(fields: list[ExportField]) -> bytes:
    """Short name and what it stands for, as a CSV that a spreadsheet opens with Chinese intact."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(TABLE_HEAD)
    for field in fields:
        title = field.title
        row = (field.short_name, field.name, title.zh, title.en, field.unit, field.code_list)
        writer.writerow([csv_value(cell) for cell in row])
    return table.getvalue().encode("utf-8-sig")


def _zip(folder: Path, job: Job) -> None:
    files = sorted(folder.iterdir())
    total, done = sum(file.stat().st_size for file in files), 0
    with zipfile.ZipFile(job.out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            with (
                file.open("rb") as part,
                archive.open(entry(file.name), "w", force_zip64=True) as packed,
            ):
                while block := part.read(BLOCK):
                    packed.write(block)
                    done += len(block)
                    job.progress("pack", done, total)


SHAPEFILE_FORMAT = ExportFormat(
    "shp",
    Text("Shapefile（.zip）", "Shapefile (.zip)"),
    ZIP,
    place=20,
    write=write_shapefile,
    rate=Rate(1.2e-5, 0.3),
    suffix="zip",
)
