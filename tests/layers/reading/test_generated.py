"""Shapefiles as hypothesis makes them up: never a crash, never a change that nobody is told of.

Encodings × CRS × faults of geometry × packaging. Whatever is imported is what was generated, up to
repairs that are told by row; whatever is refused is refused for a fault that was put in; and with
a person's word on each fault the rest comes through whole.
"""

from __future__ import annotations

import os
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import EcoAtlasError
from layers.reading.files import ReadLayer, read_layer

pytestmark = pytest.mark.usefixtures("in_process")

# More, and others every time: set ECOATLAS_EXAMPLES=2000.
EXAMPLES = int(os.environ.get("ECOATLAS_EXAMPLES", "60"))
LETTERS = "武汉江河湖海绵排水分区东西南北纱帽蔡甸达标一二三〇ABCxyz09 -/_.,;:'\"<>&=%()、，（）"
BLANK = {"", "/", "-", "--", "—", "null", "none", "nan"}
FAULTS = ("sound", "sound", "sound", "hole", "bow-tie", "parts", "missing")


@dataclass(frozen=True)
class Sent:
    """What somebody sends: the rows, and how they are packed."""

    rows: tuple[tuple[str, str], ...]
    """Fault and name of each."""
    encoding: str
    cpg: str
    epsg: int
    prj: bool
    packaging: str

    @property
    def shapes(self) -> list[Any]:
        return [_shape(fault, k) for k, (fault, _) in enumerate(self.rows)]

    @property
    def names(self) -> list[str | None]:
        return [None if (n := name.strip()).lower() in BLANK else n for _, name in self.rows]

    def rows_with(self, fault: str) -> list[int]:
        return [k + 1 for k, (found, _) in enumerate(self.rows) if found == fault]


def _shape(fault: str, k: int) -> Any:
    """In degrees, each on its own ground."""
    west, south = 114.0 + 0.02 * k, 30.5
    square = shapely.box(west, south, west + 0.01, south + 0.01)
    if fault == "missing":
        return None
    if fault == "hole":
        return square.difference(shapely.box(west + 0.004, 30.504, west + 0.006, 30.506))
    if fault == "parts":
        return shapely.MultiPolygon([square, shapely.box(west, 30.52, west + 0.01, 30.53)])
    if fault == "bow-tie":
        corners = [(0, 0), (0.01, 0.01), (0.01, 0), (0, 0.01), (0, 0)]
        return shapely.Polygon([(west + x, south + y) for x, y in corners])
    return square


rows = st.lists(
    st.tuples(st.sampled_from(FAULTS), st.text(LETTERS, max_size=12)), min_size=1, max_size=6
).map(tuple)
sent = st.builds(
    Sent,
    rows=rows.filter(lambda some: any(fault != "missing" for fault, _ in some)),
    encoding=st.sampled_from(["GBK", "UTF-8"]),
    cpg=st.sampled_from(["as written", "missing", "GBK", "UTF-8", "<html>404</html>"]),
    epsg=st.sampled_from([4490, 4526, 4547]),
    prj=st.booleans(),
    packaging=st.sampled_from(["loose", "flat", "folder", "macos", "upper", "gbk-names", "no-shx"]),
)


def write(file: Sent, folder: Path) -> Path:
    table = {
        "编号": [f"K{k}" for k in range(len(file.rows))],
        "名称": [name for _, name in file.rows],
        "SFDB": "达标",
    }
    frame = gpd.GeoDataFrame(table, geometry=file.shapes, crs=4490).to_crs(file.epsg)
    base = folder / "分区"
    # Of a missing geometry and others together GDAL would make a file of lines.
    frame.to_file(base.with_suffix(".shp"), encoding=file.encoding, geometry_type="Polygon")
    declared = file.encoding if file.cpg == "as written" else file.cpg
    base.with_suffix(".cpg").write_text(declared)
    if file.cpg == "missing":
        base.with_suffix(".cpg").unlink()
        _forget_language(base.with_suffix(".dbf"))
    if not file.prj:
        base.with_suffix(".prj").unlink()
    if file.packaging == "loose":
        return base.with_suffix(".shp")
    return packed(file, folder)


def _forget_language(dbf: Path) -> None:
    """The byte beside the .cpg that names the encoding too."""
    raw = bytearray(dbf.read_bytes())
    raw[29] = 0
    dbf.write_bytes(raw)


def packed(file: Sent, folder: Path) -> Path:
    parts = {part.suffix: part.read_bytes() for part in folder.iterdir()}
    target = folder / "sent.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for suffix, content in parts.items():
            if file.packaging == "no-shx" and suffix == ".shx":
                continue
            archive.writestr(_entry(file.packaging, suffix), content)
            if file.packaging == "macos":
                archive.writestr(f"__MACOSX/._分区{suffix}", b"\x00\x05\x16\x07")
    return target


def _entry(packaging: str, suffix: str) -> str | zipfile.ZipInfo:
    if packaging == "folder":
        return f"来图/二期/分区{suffix}"
    if packaging == "upper":
        return f"ZONES{suffix.upper()}"
    if packaging == "gbk-names":
        entry = zipfile.ZipInfo("x")
        # As Windows writes them: bytes of GBK, and no flag that says what they are.
        entry.filename = "分区".encode("gbk").decode("cp437") + suffix
        return entry
    return f"分区{suffix}"


def told(layer: ReadLayer, code: str) -> list[int | None]:
    return [p.feature for p in layer.report.problems if p.code == code]


def same_as(file: Sent, layer: ReadLayer, dropped: bool) -> None:
    """The layer is what was generated, and each row that is not is told."""
    kept = [k for k in range(len(file.rows)) if not (dropped and file.rows[k][0] == "missing")]
    assert layer.frame["code"].tolist() == [f"K{k}" for k in kept]
    names = [None if name is None or name != name else name for name in layer.frame["name"]]
    assert names == [file.names[k] for k in kept]
    assert set(layer.frame["verdict"]) == {"met"}
    assert told(layer, "geometry-repaired") == file.rows_with("bow-tie")
    for k, shape in zip(kept, layer.frame.geometry, strict=True):
        want = shapely.make_valid(file.shapes[k])
        assert shape.is_valid
        assert shapely.hausdorff_distance(shape, want) < 1e-7
        assert abs(shape.area - want.area) < 1e-9


def explained(file: Sent, codes: set[str]) -> None:
    """Every reason to refuse was put in, or is a question of the encoding."""
    allowed = {"encoding-detected", "encoding-conflict", "encoding-ambiguous", "encoding-unknown"}
    if not file.prj:
        allowed |= {"crs-missing"}
    if file.rows_with("missing"):
        allowed |= {"empty-geometry"}
    unreadable = {"key-missing", "field-missing"}
    assert codes <= allowed | unreadable, codes
    if codes & unreadable:
        # Names of fields that cannot be read are missing until a person names the encoding.
        assert codes & {"encoding-conflict", "encoding-ambiguous"}, codes
    if codes & (allowed - {"crs-missing", "empty-geometry"}):
        assert file.cpg != "as written", codes


@pytest.mark.slow
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES == 60,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(file=sent)
def test_nothing_generated_crashes_or_changes_unsaid(file: Sent) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = write(file, Path(name))
        try:
            layer = read_layer(path, kind="sponge_zone")
        except EcoAtlasError as refused:
            codes = {p.code for p in refused.problems} or {refused.code}
            explained(file, codes)
        else:
            assert file.prj
            assert not file.rows_with("missing")
            same_as(file, layer, dropped=False)
        confirmed = read_layer(
            path,
            kind="sponge_zone",
            encoding=file.encoding,
            crs=f"EPSG:{file.epsg}",
            accept={"empty-geometry"},
        )
        same_as(file, confirmed, dropped=True)
        assert confirmed.decisions["dropped_rows"] == file.rows_with("missing")
        assert ("shx-rebuilt" in {p.code for p in confirmed.report.problems}) == (
            file.packaging == "no-shx"
        )
