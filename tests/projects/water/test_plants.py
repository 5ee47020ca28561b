"""Readings of sewage plants: files, units, corrections, taking back are those of sections."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.audit import Actor
from layers.catalogue import Description
from layers.storage.store import Store
from layers.system.database import Database
from projects.metrics.run import run_metric
from projects.sections.effluent import keep_effluent
from projects.sections.gathering import newest_month, overview
from projects.sheets import get_sheet, save_sheet
from projects.water.batches import of_batch, take_in, withdraw
from projects.water.correcting import correct, kept_values, section_key
from projects.water.kept import list_batches
from projects.water.measured import PLANT
from projects.water.months import month_lines, section_months
from projects.water.readings import Asked
from projects.water.typed import TypedRow, keep_typed
from tests.imported import import_file

pytestmark = pytest.mark.slow

LI = Actor("li", "test")
PLANTS = Asked(of="plants")
HEAD = "污水处理厂,日期,采样点,水温(℃),COD(mg/L),氨氮(mg/L),总磷(μg/L),pH,备注"
ROWS = (
    "城东厂,2026-10-08,进水口,19,280,32,4200,7.2,",
    "城东厂,2026-10-08,总排口,19,<4,未检出,310,7.0,",
    "W2,2026-10-09,出水,10,62,6,510,7.0,",
)
NOVEMBER = dt.date(2026, 11, 1)
BEGAN = {"W1": "2010-05-01", "W2": "2012-05-01"}


@pytest.fixture
def office(sqlite_database: Database, store: Store, tmp_path: Path) -> Database:
    """Two plants, and a section that has the code of one of them."""
    layers = (("plants", "sewage_plant", BEGAN), ("places", "monitoring_section", {"W1": ""}))
    for layer, kind, keys in layers:
        features = [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [114.0 + at / 50, 30.5]},
                "properties": {
                    "code": key, "name": {"W1": "城东厂", "W2": "城西厂"}[key], "standard": "1A",
                    "built": began,
                },
            }
            for at, (key, began) in enumerate(keys.items())
        ]  # fmt: skip
        path = tmp_path / f"{layer}.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
        import_file(
            sqlite_database, store, path, layer_id=layer, kind=kind, title=Text(layer, layer),
            key="code", crs="EPSG:4490", accept=("crs-missing",),
            description=Description(source="试验", secrecy="internal"),
        )  # fmt: skip
    return sqlite_database


def take(office: Database, store: Store, path: Path, *rows: str, head: str = HEAD) -> int:
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    with office.transaction() as session:
        return take_in(session, store, path, PLANTS, LI).batch.id


def test_effluent_is_read_kept_corrected_judged_and_taken_back(
    office: Database, store: Store, tmp_path: Path
) -> None:
    batch = take(office, store, tmp_path / "a.csv", *ROWS)
    with office.transaction() as session:
        assert [of_batch(one) for one in list_batches(session)] == ["plants"]
        key = section_key(session, store, "城东厂", "plants")
        assert key == f"{PLANT}W1"
        values = {one.item: one.value for one in kept_values(session, store, key, "2026-10")}
        assert values == {
            "COD": 2.0, "NH3-N": 0.0125, "TP": 0.31, "pH": 7.0, "temp": 19.0,
            "in_COD": 280.0, "in_NH3-N": 32.0, "in_TP": 4.2, "in_pH": 7.2,
        }  # fmt: skip
        sheet = keep_effluent(session, store, 2026, LI)
        rows = {(row["plant"], row["item"]): row for row in sheet.rows}
        assert len(rows) == 8
        assert (rows["W1", "COD"]["value"], rows["W1", "COD"]["water_c"]) == (2.0, 19.0)
        assert rows["W2", "NH3-N"]["source"] == f"批次 {batch} a.csv 第 4 行"
    total = judged(office, store, sheet.id)
    # 62 is over 50 of COD, 510 over 500 of phosphorus; ammonia of 6 is within 8 of cold water.
    assert (total["readings"], total["exceeded"], total["undecided"]) == (8, 2, 0)
    with office.transaction() as session:
        correct(session, store, "W2", "2026-10-09", "COD", 26.0, "抄错", LI, "plants")
        assert keep_effluent(session, store, 2026, LI).number == 2
    assert judged(office, store, sheet.id)["exceeded"] == 1
    # What was computed from the sheet as it was stays what it was.
    assert judged(office, store, f"{sheet.id}@1")["exceeded"] == 2
    with office.transaction() as session:
        withdraw(session, store, batch, "送错了", LI)
        with pytest.raises(EcoAtlasError) as empty:
            keep_effluent(session, store, 2026, LI)
        assert empty.value.code == "water-effluent-empty"


def judged(office: Database, store: Store, readings: str) -> dict[str, int]:
    inputs = {"plants": "plants", "readings": readings}
    run = run_metric(office, store, "sewage_effluent", inputs, {"built_field": "built"}, by=LI)
    total: dict[str, int] = run.result["total"]
    return total


def test_a_plant_and_a_section_of_one_code_are_two(
    office: Database, store: Store, tmp_path: Path
) -> None:
    """Plants are in no class, month or page of sections."""
    take(office, store, tmp_path / "a.csv", *ROWS)
    section = tmp_path / "s.csv"
    section.write_text("断面名称,监测时间,氨氮(mg/L)\nW1,2026-08-05,0.3\n", encoding="utf-8")
    with office.transaction() as session:
        take_in(session, store, section, Asked(), LI)
    with office.reading() as session:
        assert [one.section for one in section_months(session, "2026-01", "2026-12")] == ["W1"]
        assert section_months(session, "2026-10", "2026-10") == []
        assert [one.section.key for one in month_lines(session, store, "2026-10")] == ["W1"]
        found = overview(session, store, None, NOVEMBER)
        assert (found.month, [one.section.key for one in found.states]) == ("2026-08", ["W1"])
        assert newest_month(session, NOVEMBER) == "2026-08"
        assert len(list_batches(session)) == 2


WRONG = (
    ("城北厂,2026-10-08,出水,19,20,1,300,7,", HEAD, "water-section-unknown"),
    ("城东厂,2026-10-08,厂区,19,20,1,300,7,", HEAD, "water-point-unknown"),
    ("城东厂,2026-10-08,出水,19,900,1,300,7,", HEAD, "water-unit-doubted"),
    ("城东厂,2026-10-08,20", "污水处理厂,日期,出水COD", "water-unit-missing"),
    ("城东厂,2026-10-08,20\n城东厂,2026-10-08,21", "厂名,日期,COD(mg/L)", "water-values-differ"),
)


def test_what_is_wrong_is_told_by_row(office: Database, store: Store, tmp_path: Path) -> None:
    for row, head, code in WRONG:
        with pytest.raises(EcoAtlasError) as refused:
            take(office, store, tmp_path / "a.csv", row, head=head)
        assert code in {one.code for one in refused.value.problems}
    with office.reading() as session:
        assert list_batches(session) == []


def test_heads_name_influent_and_a_long_table_has_points(
    office: Database, store: Store, tmp_path: Path
) -> None:
    take(office, store, tmp_path / "wide.csv", "W1,2026-09-01,300,20",
         head="编号,日期,进水COD(mg/L),出水化学需氧量(mg/L)")  # fmt: skip
    take(office, store, tmp_path / "long.csv", "W1,2026-09-02,COD,进水,310,mg/L",
         "W1,2026-09-02,COD,出水,21,mg/L", head="厂编号,日期,项目,点位,结果,单位")  # fmt: skip
    with office.reading() as session:
        found = kept_values(session, store, f"{PLANT}W1", "2026-09")
    assert [(one.moment[:10], one.item, one.value) for one in found] == [
        ("2026-09-01", "COD", 20.0), ("2026-09-01", "in_COD", 300.0),
        ("2026-09-02", "COD", 21.0), ("2026-09-02", "in_COD", 310.0),
    ]  # fmt: skip


def test_a_grid_is_kept_as_a_file_is_and_sheets_entered_by_hand_stay(
    office: Database, store: Store, tmp_path: Path
) -> None:
    with office.transaction() as session:
        row = TypedRow(2, "W2", "2026-10-08", {"COD": "<4", "in_COD": "250"})
        done = keep_typed(
            session, store, tmp_path, [row], Asked(standard_units=True, of="plants"), LI, None
        )
        assert done.batch.values == 2
        rows = [{"plant": "W1", "day": "2025-10-08", "item": "COD", "value": 80.0}]
        save_sheet(
            session, "by_hand", rows, kind="effluent_readings", title=Text("手填", "t"), by=LI
        )
        kept = keep_effluent(session, store, 2026, LI)
        assert [(one["plant"], one["value"]) for one in kept.rows] == [("W2", 2.0)]
        assert len(get_sheet(session, "by_hand").rows) == 1
    assert judged(office, store, "by_hand")["exceeded"] == 1
