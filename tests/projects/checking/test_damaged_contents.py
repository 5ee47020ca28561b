"""One bit turned in any file of a stored content: no figure and no file leaves, and it is said why.

What is turned is turned back after each look.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from geo.errors import EcoAtlasError
from layers.catalogue import resolve
from layers.storage import integrity
from layers.storage.file_record import RECORD, TILE_RECORD
from layers.storage.integrity import examine, require_whole
from layers.storage.store import DATA
from layers.tiles.ensuring import ensure_tiles
from layers.versions.diff import diff
from projects.checking import check_contents
from projects.metrics.run import run_metric
from projects.metrics.shapes import read_shapes
from tests.imported import edit_feature
from tests.projects.homes import CELLS, RUNS, SERVED, ZONES, Home, add, filled, polygons, turned

pytestmark = pytest.mark.slow

FLIPS = 40


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    made = filled(tmp_path_factory.mktemp("damaged"))
    yield made
    made.database.close()


def flips(path: Path, seed: int) -> Iterator[tuple[int, int]]:
    dice = random.Random(seed)  # noqa: S311 - any numbers will do
    size = path.stat().st_size
    for _ in range(FLIPS):
        yield dice.randrange(size), dice.randrange(8)


def refusal(call: Callable[[], object]) -> EcoAtlasError:
    with pytest.raises(EcoAtlasError) as caught:
        call()
    return caught.value


FILES = [
    *((ZONES, name) for name in (DATA, "original.geojson", "manifest.json", RECORD)),
    *((ZONES, name) for name in ("tiles.pmtiles", "tiles.json", TILE_RECORD)),
    *((CELLS, name) for name in (DATA, "raster.tif", "original.tif", "manifest.json", RECORD)),
]


@pytest.mark.parametrize(("layer", "name"), FILES)
def test_nothing_leaves_while_one_bit_of_a_file_is_turned(
    home: Home, layer: str, name: str
) -> None:
    """Each way out meets a third of the bits: where a bit is means nothing to a hash."""
    path = home.place(layer) / name
    ways = cycle((home.run, home.export, home.state))
    for flip, leave in zip(flips(path, seed=len(name)), ways, strict=False):
        with turned(path, *flip):
            refused = refusal(lambda leave=leave: leave(layer))
            assert refused.code == "content-damaged"
            assert refused.problem.values["name"] == name
            assert refused.problem.values["of"] == f"{layer}@1"
            assert home.sha256(layer) in refused.message.zh
            assert not (home.folder / "out").exists()
    home.run(layer)
    home.export(layer).unlink()
    home.state(layer)


@pytest.mark.parametrize("name", [DATA, "tiles.pmtiles", "original.geojson", "tiles.json"])
def test_a_file_that_is_gone_is_named(home: Home, name: str) -> None:
    path = home.place(ZONES) / name
    aside = path.rename(path.with_name("aside"))
    try:
        refused = refusal(lambda: home.export(ZONES))
    finally:
        aside.rename(path)
    assert (refused.code, refused.problem.values["name"]) == ("content-damaged", name)
    assert "is missing" in refused.message.en


def test_a_kept_figure_is_not_given_either_while_its_input_is_damaged(home: Home) -> None:
    with turned(home.place(ZONES) / DATA, 500, 3):
        kept = refusal(lambda: run_metric(home.database, home.store, *RUNS[ZONES]))
    assert kept.code == "content-damaged"
    assert run_metric(home.database, home.store, *RUNS[ZONES]).reused


def test_damaged_shapes_of_a_kept_figure_are_computed_again(home: Home) -> None:
    kept = run_metric(home.database, home.store, *RUNS[SERVED])
    (sha256,) = kept.shapes.values()
    assert home.store.local is not None
    path = home.store.local / sha256[:2] / sha256 / DATA
    with turned(path, 500, 3):
        for leave in (home.state, lambda _: read_shapes(home.store, sha256)):
            assert refusal(lambda leave=leave: leave(SERVED)).code == "content-damaged"
        again = run_metric(home.database, home.store, *RUNS[SERVED])
        assert (again.id, again.text, again.shapes) == (kept.id, kept.text, kept.shapes)
        assert examine(home.store, sha256, deep=True).faults == ()


def test_damage_is_not_handed_on_to_a_new_version_a_comparison_or_tiles(home: Home) -> None:
    with home.database.reading() as session:
        ref = resolve(session, ZONES)
    change = {"name": "改"}
    with turned(home.place(ZONES) / DATA, 500, 3):
        for use in (
            lambda: edit_feature(
                home.database, home.store, ZONES, 1, "P1", change, "现场核实", None
            ),
            lambda: diff(home.store, ref, ref),
        ):
            assert refusal(use).code == "content-damaged"
        home.store.drop_tiles(ref.sha256)
        assert refusal(lambda: ensure_tiles(home.store, ref.sha256)).code == "content-damaged"
    ensure_tiles(home.store, ref.sha256)
    assert examine(home.store, ref.sha256, deep=True).faults == ()


def test_importing_the_same_file_again_mends_a_content(home: Home) -> None:
    path = home.place(ZONES) / DATA
    changed = bytearray(path.read_bytes())
    changed[500] ^= 8
    path.write_bytes(changed)
    add(home, ZONES, "sponge_zone", polygons(20, 0.01).assign(verdict="met"))
    assert examine(home.store, home.sha256(ZONES), deep=True).faults == ()
    assert check_contents(home.database, home.store).troubles == ()
    with home.database.reading() as session:
        assert resolve(session, ZONES).number == 1


def test_pages_have_checksums_that_are_looked_at(home: Home) -> None:
    """What is shown on a page is read in part: the part is verified."""
    path = home.place(ZONES) / DATA
    chunk = pq.read_metadata(path).row_group(0).column(1)
    middle = chunk.dictionary_page_offset or chunk.data_page_offset
    sha256 = home.sha256(ZONES)
    with turned(path, middle + chunk.total_compressed_size - 3, 0):
        for read in (
            lambda: home.store.features(sha256, "code", ["P3"]),
            lambda: home.store.frame(sha256, bbox=(114.2, 30.4, 114.3, 30.5)),
            lambda: home.store.attributes(sha256),
            lambda: list(home.store.parts(sha256, ["name"])),
        ):
            assert refusal(read).code == "content-damaged"


def as_before_records(home: Home, layer: str) -> None:
    for name in (RECORD, TILE_RECORD):
        (home.place(layer) / name).unlink(missing_ok=True)


def refused_or_same(home: Home, layer: str, right: object) -> str:
    try:
        assert json.loads(home.run(layer)) == right
    except EcoAtlasError as error:
        return error.code
    return ""


@pytest.mark.parametrize(
    ("layer", "name"),
    [(ZONES, DATA), (ZONES, "original.geojson"), (ZONES, "tiles.pmtiles"), (CELLS, "raster.tif")],
)
def test_a_content_stored_before_there_were_records_is_worked_out_again(
    home: Home, layer: str, name: str
) -> None:
    """A bit that changes nothing of what is read may stay unseen (statistics, overviews): the
    figure is the same then."""
    right = json.loads(home.run(layer))
    path = home.place(layer) / name
    seen = 0
    for flip in flips(path, seed=7):
        as_before_records(home, layer)
        with turned(path, *flip):
            refused = refused_or_same(home, layer, right)
            assert refused in ("", "content-damaged")
            seen += bool(refused)
            assert bool(refused) != (home.place(layer) / RECORD).exists()
    assert seen > FLIPS * 0.4
    as_before_records(home, layer)
    assert json.loads(home.run(layer)) == right


def test_it_gets_its_record_then_which_says_that_it_came_later(home: Home) -> None:
    as_before_records(home, ZONES)
    sha256 = home.sha256(ZONES)
    assert examine(home.store, sha256).recorded
    for name in (RECORD, TILE_RECORD):
        assert json.loads((home.place(ZONES) / name).read_text())["later"] is True
    assert not examine(home.store, sha256).recorded
    with turned(home.place(ZONES) / "manifest.json", 30, 1):
        assert refusal(lambda: home.export(ZONES)).problem.values["name"] == "manifest.json"


def test_what_was_found_right_is_read_again_only_when_it_was_written_since(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []
    mark_of = integrity.mark_of
    monkeypatch.setattr(integrity, "mark_of", lambda file: read.append(file) or mark_of(file))
    monkeypatch.setattr(integrity, "SETTLED_S", -1.0)
    sha256 = home.sha256("built_up")
    require_whole(home.store, sha256)
    read.clear()
    require_whole(home.store, sha256)
    assert read == []
    with turned(home.place("built_up") / DATA, 9, 1), pytest.raises(EcoAtlasError):
        require_whole(home.store, sha256)
    monkeypatch.setattr(integrity, "REMEMBERED_S", 0.0)
    read.clear()
    require_whole(home.store, sha256)
    assert len(read) == len(home.store.marks(sha256))
