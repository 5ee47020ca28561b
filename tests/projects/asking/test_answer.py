"""What lies at a place: figures counted in the head, equal to those of runs, in few readings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pyogrio
import pytest
import shapely
from sqlalchemy import event, select

from geo.errors import EcoAtlasError
from layers.audit import SYSTEM
from layers.audit.tables import AuditEntry
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.database import Database
from layers.system.row_access import EVERYTHING
from projects.asking.answering import Answer, answer_to
from projects.asking.area import AreaAsked
from projects.asking.counting import Counted
from projects.asking.measuring import measure
from projects.asking.rules import rules_at
from projects.asking.taking import take
from projects.records.changes.records import add_project, link
from projects.sites.pasted import places_of
from projects.work.services import Services

QUERIES = 8
CLOSE = 1e-6
LAYERS = {"zones": "zones", "cover": "surfaces"}


@pytest.fixture
def office(
    sqlite_database: Database, store: Store, put: Callable[..., Any], ground: Any, tmp_path: Path
) -> Services:
    """Kilometres: two zones side by side, banks, enterprises near them, surfaces that overlap."""
    zones = [
        ("Z1", ground.box(0, 0, 2, 1), {"verdict": "met"}),
        ("Z2", ground.box(2, 0, 4, 1), {"verdict": "not_met"}),
    ]
    put("zones", "sponge_zone", zones)
    surfaces = [("S1", ground.box(0.5, 0, 1.5, 1), {}), ("S2", ground.box(1, 0, 2.5, 1), {})]
    put("surfaces", "built_up_area", surfaces)
    put("banks", "river_bank", [("B1", ground.line((-1, 0.5), (5, 0.5)), {"line": "water_edge"})])
    firms = [("E1", ground.point(1, 0.5), {}), ("E2", ground.point(2.999, 2), {})]
    put("firms", "enterprise", [*firms, ("E3", ground.point(3, 2.001), {})])
    put("far", "enterprise", [("E9", ground.point(90, 90), {})])
    with sqlite_database.transaction() as session:
        record = {"code": "XM-1", "name": "甲区改造", "lead_unit": "区住建局", "status": "building"}
        add_project(session, {**record, "action_item_id": "WEDZ-2023-09-03"})
        link(session, "XM-1", "zones", ["Z1"], store=store)
    return Services(Settings(home=tmp_path), sqlite_database, store, EVERYTHING)


def wkt(ground: Any, *edges: float) -> str:
    shape = gpd.GeoSeries([ground.box(*edges)], crs=4547).to_crs(4490)[0]
    return str(shapely.to_wkt(shape, rounding_precision=-1))


def of(found: Answer, layer: str) -> Counted:
    return next(one for one in found.layers if one.version.layer_id == layer)


def test_an_area_is_counted_in_the_head(office: Services, ground: Any) -> None:
    found = answer_to(office, AreaAsked(place=wkt(ground, 1, 0, 3, 1)))
    assert found.area_m2 == pytest.approx(2e6, rel=CLOSE)
    zones = of(found, "zones")
    assert [one.key for one in zones.members] == ["Z1", "Z2"]
    assert [one.area_m2 for one in zones.members] == pytest.approx([1e6, 1e6], rel=CLOSE)
    assert zones.area_m2 == pytest.approx(2e6, rel=CLOSE)
    assert zones.share == pytest.approx(1)
    told = [(one.code, one.number, one.area_m2) for one in zones.classes]
    assert told == [
        ("met", 1, pytest.approx(1e6, rel=CLOSE)),
        ("not_met", 1, pytest.approx(1e6, rel=CLOSE)),
    ]
    surfaces = of(found, "surfaces")
    assert surfaces.area_m2 == pytest.approx(1.5e6, rel=CLOSE), "each place once"
    assert surfaces.overlap_removed_m2 == pytest.approx(0.5e6, rel=CLOSE)
    assert surfaces.share == pytest.approx(0.75, rel=CLOSE)
    assert of(found, "banks").length_m == pytest.approx(2000, rel=CLOSE)
    assert [one.key for one in of(found, "firms").members] == ["E1"]
    assert found.projects["zones", "Z1"][0].unit == "区住建局"
    assert found.number == 6
    assert "far" not in [one.version.layer_id for one in found.layers]
    answer = found.as_dict()
    assert answer["sentence"].zh == "给出的范围：4 个图层，6 个要素。"
    assert answer["layers"][0]["features"][0]["projects"][0]["code"] == "XM-1"


@pytest.mark.slow
def test_the_ground_of_a_feature_has_the_figures_of_a_run(
    office: Services, run: Callable[..., Any], ground: Any
) -> None:
    found = of(answer_to(office, AreaAsked(chosen=(("zones", "Z1"),), within_m=0)), "surfaces")
    zone = run("coverage", LAYERS).result["zones"][0]
    assert (found.area_m2, found.share) == (zone["covered_m2"], zone["share"])
    # The neighbour that shares a border is not in it.
    inside = answer_to(office, AreaAsked(chosen=(("zones", "Z1"),), within_m=0))
    assert [one.key for one in of(inside, "zones").members] == ["Z1"]
    both = answer_to(office, AreaAsked(chosen=(("zones", "Z1"), ("zones", "Z2")), within_m=0))
    total = run("coverage", LAYERS).result["total"]
    assert of(both, "surfaces").area_m2 == pytest.approx(total["covered_m2"], rel=1e-9)


@pytest.mark.slow
def test_what_is_near_is_told_by_its_distance(office: Services, ground: Any) -> None:
    nearer = answer_to(office, AreaAsked(chosen=(("zones", "Z2"),), within_m=999.5))
    assert not [one for one in nearer.layers if one.version.layer_id == "firms"]
    found = answer_to(office, AreaAsked(chosen=(("zones", "Z2"),), within_m=1000.5))
    firms = of(found, "firms").members
    assert {one.key: one.distance_m for one in firms} == {
        "E1": pytest.approx(1000, rel=1e-6),
        "E2": pytest.approx(1000, rel=1e-6),
    }, "E3 is 1001 m away"
    # 2 km², four sides of 6 km together, four quarters of a circle.
    assert found.area_m2 == pytest.approx((2 + 6.003 + 3.1447) * 1e6, rel=1e-4)
    picked = answer_to(office, AreaAsked(chosen=(("zones", "Z1"), ("surfaces", "S1"))))
    assert picked.area_m2 is None
    assert of(picked, "zones").area_m2 == pytest.approx(2e6, rel=CLOSE)
    assert picked.number == 2


def test_a_layer_is_read_once_and_questions_to_the_database_are_few(
    office: Services, ground: Any
) -> None:
    read: Counter[str] = Counter()

    class Counting(Store):
        def frame(self, sha256: str, **asked: Any) -> Any:
            read[sha256] += 1
            return super().frame(sha256, **asked)

    asked: list[str] = []
    counting = replace(office, store=Counting(office.store.root))
    engine = office.database.engine
    count = lambda *args: asked.append(args[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", count)
    try:
        answer_to(counting, AreaAsked(place=wkt(ground, 0, 0, 4, 1)))
    finally:
        event.remove(engine, "before_cursor_execute", count)
    assert len(read) == 4
    assert set(read.values()) == {1}
    assert len(asked) <= QUERIES, asked


@pytest.mark.slow
def test_who_is_in_charge_of_the_waters_of_a_place_is_told(
    office: Services, sheet: Callable[..., None], put: Callable[..., Any], ground: Any,
    tmp_path: Path,
) -> None:  # fmt: skip
    """The river runs 90 m, 0.09 km, from the point; the limit of the office is 200 m."""
    assert answer_to(office, AreaAsked(place=wkt(ground, 0, 0, 4, 1))).charge == ()
    put("rivers", "river", [("R1", ground.line((-1, 0.59), (5, 0.59)), {"name": "甲河"})])
    put("lakes", "lake", [("L1", ground.box(3, 0, 4, 1), {"name": "无名湖"})])
    empty = dict.fromkeys(("reach", "key", "division", "valid_from", "valid_to", "note"))
    row = {**empty, "water": "甲河", "level": "county", "post": "区长", "unit": "区水务湖泊局"}
    sheet("chiefs", [row, {**row, "level": "city", "post": "市长", "unit": None}], "river_chiefs")

    def told(**asked: Any) -> list[tuple[str, list[str]]]:
        found = answer_to(office, AreaAsked(**asked)).as_dict()["chiefs"]
        return [(one["name"], [each["post"] for each in one["chiefs"]]) for one in found]

    spot = gpd.GeoSeries([ground.point(1, 0.5)], crs=4547).to_crs(4490)[0]
    here = f"{spot.x} {spot.y}"
    assert told(place=here, within_m=10) == [("甲河", ["市长", "区长"])]
    assert told(place=wkt(ground, 0, 0, 2, 0.5)) == []
    area = AreaAsked(place=wkt(ground, 2, 0, 4, 1))
    assert told(place=area.place) == [("无名湖", []), ("甲河", ["市长", "区长"])]
    take(office, answer_to(office, area), "xlsx", tmp_path / "c.xlsx", SYSTEM)
    sheet_ = openpyxl.load_workbook(tmp_path / "c.xlsx")["河湖长 Chiefs"]
    assert [row[5] for row in sheet_.values][1:] == ["市长", "区长"]


CROSSING = "POLYGON((114 30,114.1 30.1,114.1 30,114 30.1,114 30))"
REFUSED = (
    (AreaAsked(), "asked-nothing"),
    (AreaAsked(place="114 30", box="113,29,114,30"), "asked-nothing"),
    (AreaAsked(place="114.0 30.5"), "asked-without-ground"),
    (AreaAsked(place="114.0 30.5", within_m=30_000), "asked-too-far"),
    (AreaAsked(box="113,29,116,32"), "site-too-large"),
    (AreaAsked(place="114.0 30.5\n116.0 32.5", within_m=20_000), "site-too-large"),
    (AreaAsked(box="114,30,113,31"), "box-not-understood"),
    (AreaAsked(box="a,b"), "box-not-understood"),
    (AreaAsked(place=CROSSING), "site-crosses-itself"),
    (AreaAsked(chosen=(("zones", "gone"),)), "asked-features-gone"),
    (AreaAsked(chosen=(("firms", "E1"),), within_m=0), "asked-without-ground"),
    (AreaAsked(chosen=tuple(("zones", f"{n}") for n in range(101))), "asked-too-many"),
)


def test_what_cannot_be_asked_is_refused(office: Services) -> None:
    for asked, code in REFUSED:
        with pytest.raises(EcoAtlasError) as refused:
            answer_to(office, asked)
        assert refused.value.code == code


def test_too_many_features_are_not_counted_and_said(
    office: Services, sheet: Callable[..., None], ground: Any
) -> None:
    row = {"limit": "asked_features", "value": 1.0, "basis": "unverified", "source": "本单位"}
    sheet("place_limits", [row])
    found = answer_to(office, AreaAsked(place=wkt(ground, 0, 0, 4, 1)))
    assert not of(found, "zones").members
    assert "超过 1 个" in str(of(found, "zones").problem)
    assert of(found, "banks").members, "a layer of one feature is counted all the same"


@pytest.mark.slow
def test_what_is_found_is_taken_along_and_recorded(
    office: Services, ground: Any, tmp_path: Path
) -> None:
    found = answer_to(office, AreaAsked(place=wkt(ground, 1, 0, 3, 1)))
    book, package = tmp_path / "s.xlsx", tmp_path / "s.gpkg"
    take(office, found, "xlsx", book, SYSTEM)
    take(office, found, "gpkg", package, SYSTEM)
    sheets = openpyxl.load_workbook(book)
    rows = [[cell.value for cell in row] for row in sheets["要素 Features"].iter_rows()]
    assert "范围内面积 Area inside（m²）" in rows[0]
    assert rows[1][1:4] == ["Z1", "Z1号", "达标"]
    assert rows[1][7:10] == ["XM-1 甲区改造", "区住建局", "内部"]
    about = dict(list(sheets["说明 About"].values)[1:])
    assert about["密级 Secrecy"].startswith("内部")
    names = [name for name, _ in pyogrio.list_layers(package)]
    assert sorted(names) == ["asked_area", "banks", "firms", "surfaces", "zones"]
    assert list(gpd.read_file(package, layer="zones")["code"]) == ["Z1", "Z2"]
    with office.reading() as session:
        actions = list(session.scalars(select(AuditEntry.action)))
    assert actions.count("layer-exported") == 8
    nothing = answer_to(office, AreaAsked(place=wkt(ground, 20, 20, 21, 21)))
    assert nothing.sentence.zh.endswith("没有要素。")
    with pytest.raises(EcoAtlasError) as refused:
        take(office, nothing, "xlsx", tmp_path / "n.xlsx", SYSTEM)
    assert refused.value.code == "selection-empty"
    assert not (tmp_path / "n.xlsx").exists()


def test_rules_are_those_of_a_site_check(office: Services, ground: Any) -> None:
    told = rules_at(office, AreaAsked(place=wkt(ground, 1, 0, 1.5, 1)))
    assert {row["verdict"] for row in told["rows"]} <= {"applies", "review"}
    assert any(row["layer"] == "zones" and row["key"] == "Z1" for row in told["rows"])
    with office.reading() as session:
        assert not session.execute(
            select(AuditEntry).where(AuditEntry.action == "site-checked")
        ).all()
    with pytest.raises(EcoAtlasError) as refused:
        rules_at(office, AreaAsked(box="114.0,30.4,114.2,30.6"))
    assert refused.value.code == "site-too-large"
    assert " km²" in refused.value.message.zh.partition("上限")[2]


def test_a_path_is_measured_and_its_last_place_reads_back() -> None:
    found = measure("114.0,30.5;114.0104,30.5;114.0104,30.509")
    assert found.length_m == pytest.approx(998.6 + 997.8, abs=1.5)
    assert found.area_m2 == pytest.approx(998.6 * 997.8 / 2, rel=2e-3)
    assert measure("114.0,30.5").length_m == 0
    crossing = measure("114,30;114.1,30.1;114.1,30;114,30.1")
    assert crossing.crossing
    assert crossing.area_m2 is None
    for _, text in found.written:
        places = [(lon, lat) for lon, lat, _ in places_of(text)]
        assert any(abs(lon - 114.0104) < 2e-6 and abs(lat - 30.509) < 2e-6 for lon, lat in places)
    for wrong in ("", "114", "x,y", "0,0", ";".join(["114,30"] * 501)):
        with pytest.raises(EcoAtlasError) as refused:
            measure(wrong)
        assert refused.value.code == "points-not-understood"
