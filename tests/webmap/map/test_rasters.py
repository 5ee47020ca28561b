"""A raster as people meet it: page, pictures, map, export, and what is refused with a sentence."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from click.testing import CliRunner
from PIL import Image

from geo.errors import EcoAtlasError
from layers.catalogue import Description
from layers.export.writing import export
from layers.system.row_access import EVERYTHING
from projects.accounts import accounts
from projects.backup.contents import contents_named, files_of
from projects.work.services import Services
from tests.imported import edit_feature, import_file
from webmap.commands import main
from webmap.map.map_layers import map_layers

pytestmark = pytest.mark.slow

# The north half has trees, the south half is water; the first column has no value.
CELLS = np.array([[0, 10, 10, 10]] * 2 + [[0, 80, 80, 80]] * 2, dtype=np.uint8)
PASSWORD = "水木清华-balcony-31"  # noqa: S105
TREES, WATER = (0, 0x64, 0), (0, 0x64, 0xC8)


@pytest.fixture(scope="module")
def cover(tmp_path_factory, opened):
    """A small office with a raster of 4 × 4 cells of 0.001°, its corner at 114°E, 30.5°N."""
    folder = tmp_path_factory.mktemp("cover")
    path = folder / "cover.tif"
    place = Affine(0.001, 0, 114.0, 0, -0.001, 30.5)
    about = {"width": 4, "height": 4, "count": 1, "dtype": "uint8", "nodata": 0}
    with rasterio.open(path, "w", driver="GTiff", crs="EPSG:4490", transform=place, **about) as out:
        out.write(CELLS, 1)
    site = opened(folder / "home")
    import_file(
        site.database,
        site.store,
        path,
        layer_id="cover",
        kind="land_cover",
        title="土地覆盖",
        mapping={"legend": "esa_worldcover"},
        description=Description(source="示例", secrecy="public"),
    )
    yield site
    site.app.extensions["ecoatlas"].database.close()
    site.database.close()


@pytest.fixture
def visitor(cover):
    return cover.app.test_client()


def shown(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture)).convert("RGBA")


def test_the_page_shows_picture_place_and_classes_with_areas(visitor) -> None:
    page = visitor.get("/layers/cover").text
    assert "/layers/cover/versions/1/picture.png" in page
    assert "EPSG:4490" in page
    assert "ESA WorldCover" in page
    # 6 cells of 0.001° at 30.5°N, measured as polygons, are 6.39 ha.
    assert len(re.findall(r">63,[89]\d\d\.\d\d m²<", page)) == 2
    assert "树木" in page
    assert "永久水体" in page
    assert "4 cells" in visitor.get("/layers/cover?lang=en").text


def test_the_picture_has_the_colours_of_the_legend_and_no_ground_where_nothing_is_known(
    visitor,
) -> None:
    answer = visitor.get("/layers/cover/versions/1/picture.png")
    assert answer.mimetype == "image/png"
    picture = shown(answer.data)
    width, height = picture.size
    assert picture.getpixel((width // 8, height // 4))[3] == 0
    assert picture.getpixel((width // 2, height // 4)) == (*TREES, 255)
    assert picture.getpixel((width // 2, height * 3 // 4)) == (*WATER, 255)


def test_tiles_of_the_map_lie_where_the_cells_do(visitor) -> None:
    found = shown(visitor.get(tile_at(114.0025, 30.4995)).data)
    assert found.getpixel(pixel_at(114.0025, 30.4995)) == (*TREES, 255)
    assert found.getpixel(pixel_at(114.0025, 30.4965)) == (*WATER, 255)
    assert found.getpixel(pixel_at(114.0045, 30.4995))[3] == 0


def tile_at(lon: float, lat: float) -> str:
    x, y = world(lon, lat)
    return f"/tiles/cover/1/14/{int(x)}/{int(y)}.png"


def pixel_at(lon: float, lat: float) -> tuple[int, int]:
    x, y = world(lon, lat)
    return int(x % 1 * 256), int(y % 1 * 256)


def world(lon: float, lat: float) -> tuple[float, float]:
    """Tiles of zoom 14 from the north-west."""
    north = np.arcsinh(np.tan(np.radians(lat)))
    return (lon + 180) / 360 * 2**14, float((1 - north / np.pi) / 2 * 2**14)


@pytest.mark.parametrize("path", ["/tiles/cover/1/40/1/1.png", "/tiles/cover/1/2/9/0.png"])
def test_a_tile_that_is_none_is_not_there(visitor, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_a_known_picture_is_not_sent_again(visitor) -> None:
    first = visitor.get(tile_at(114.0, 30.5))
    again = visitor.get(tile_at(114.0, 30.5), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert "immutable" in first.headers["Cache-Control"]


def test_on_the_map_it_is_off_at_first_with_a_legend_of_its_classes(cover) -> None:

    services = Services(cover.settings, cover.database, cover.store, EVERYTHING)
    (layer,) = map_layers(services)
    told = layer.as_dict()
    assert told["tiles"] == {"url": "/tiles/cover/1/{z}/{x}/{y}.png", "raster": True}
    assert told["shown_at_first"] is False
    assert [(one["value"], one["colour"]) for one in told["legend"]] == [
        ("80", "#0064c8"),
        ("10", "#006400"),
    ]


def test_pages_and_commands_count_classes_not_features(cover, visitor, monkeypatch) -> None:
    assert ">2 个类别<" in visitor.get("/layers").text
    assert ">2 classes<" in visitor.get("/layers?lang=en").text
    page = visitor.get("/layers/cover?lang=zh").text
    assert 'data-label="类别数">2<' in page
    table = visitor.get("/layers/cover/table").text
    assert "2 个类别" in table
    assert "由像元统计得出" in table
    assert "没有符合条件的类别" in visitor.get("/layers/cover/table?q=xyz").text
    for text in (page, table):
        assert "个要素" not in text
    monkeypatch.setenv("ECOATLAS_HOME", str(cover.settings.home))
    original = next(cover.store.local.rglob("original.tif"))
    told = ("--layer", "cover", "--kind", "land_cover", "--map", "legend=esa_worldcover")
    again = CliRunner().invoke(main, ["layers", "import", str(original), *told])
    assert "2 个类别" in again.output
    assert "个要素" not in again.output


def test_no_page_offers_to_edit_a_class_and_the_form_says_why_at_once(
    cover, visitor, signing_in
) -> None:
    with cover.database.transaction() as session:
        accounts.add_account(session, "zhou", "editor", password=PASSWORD, by=None)
    assert signing_in(visitor, "zhou", PASSWORD).status_code == 303
    table = visitor.get("/layers/cover/table").text
    assert "/features/10/edit" not in table
    refused = visitor.get("/layers/cover/features/10/edit")
    assert refused.status_code == 409
    assert "是栅格，类别表由像元算出，不能修改" in refused.text
    assert "<form" not in refused.text.partition("<main")[2].partition("</main")[0]
    assert "is a raster" in visitor.get("/layers/cover/features/10/edit?lang=en").text


def test_what_speaks_of_features_says_so(cover) -> None:
    with pytest.raises(EcoAtlasError) as refused:
        edit_feature(cover.database, cover.store, "cover", 1, "10", {"name": "x"}, "y", None)
    assert refused.value.code == "edit-raster"


@pytest.mark.parametrize("format_", ["shp", "gpkg", "geojson", "parquet", "kml"])
def test_no_format_of_features_takes_cells(cover, tmp_path: Path, format_: str) -> None:
    with pytest.raises(EcoAtlasError) as refused:
        export(cover.database, cover.store, "cover", format_, tmp_path / "out")
    assert refused.value.code == "raster-export-format"
    assert not (tmp_path / "out").exists()


def test_an_exported_raster_has_its_cells_and_says_where_it_comes_from(
    cover, tmp_path: Path
) -> None:
    done = export(cover.database, cover.store, "cover", "tif", tmp_path / "out.tif")
    assert done.epsg == 4490
    with rasterio.open(done.path) as raster:
        assert raster.read(1).tolist() == np.where(CELLS == 0, 255, CELLS).tolist()
        assert raster.tags()["ECOATLAS_LAYER"] == "cover@1"
        assert raster.tags()["ECOATLAS_SECRECY"] == "public"
    with pytest.raises(EcoAtlasError) as refused:
        export(cover.database, cover.store, "cover", "tif", tmp_path / "b.tif", 4547)
    assert refused.value.code == "raster-keeps-crs"


def test_a_backup_finds_a_raster_whose_cells_were_changed(cover, tmp_path: Path) -> None:
    with cover.database.engine.connect() as connection:
        (content,) = contents_named(connection)
    names = {Path(one.name).name for one in files_of(cover.store, content)}
    assert {"raster.tif", "data.parquet", "manifest.json", "original.tif", "files.json"} == names
    path = cover.store.local / content.sha256[:2] / content.sha256 / "raster.tif"
    whole = path.read_bytes()
    try:
        with rasterio.open(path, "r+", IGNORE_COG_LAYOUT_BREAK="YES") as raster:
            raster.write(np.full((4, 4), 10, np.uint8), 1)
        with pytest.raises(EcoAtlasError) as refused:
            list(files_of(cover.store, content))
        assert refused.value.code == "content-damaged"
    finally:
        path.write_bytes(whole)
