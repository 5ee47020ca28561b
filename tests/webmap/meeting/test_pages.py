"""The page that makes a file to take along: what is inside is told before, the grade is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from layers.audit.tables import AuditEntry
from layers.catalogue import Version
from webmap.map import map_layers


@pytest.fixture(scope="module")
def viewers() -> dict[str, FlaskClient]:
    return {}


@pytest.fixture
def viewer(viewers: dict[str, FlaskClient], client_of: Callable[[str], FlaskClient]) -> FlaskClient:
    if not viewers:
        viewers["viewer"] = client_of("viewer")
    return viewers["viewer"]


def test_what_is_inside_and_how_large_it_will_be_is_told_before(viewer: FlaskClient) -> None:
    page = viewer.get("/map/export?theme=sponge").text
    told = int(page.split('id="take-expected">约 ')[1].split(" KB")[0])
    made = viewer.get("/map/export/file?theme=sponge", buffered=True)
    assert abs(told * 1000 - len(made.data)) < 0.05 * len(made.data)
    assert "轮廓为显示而简化" in page
    assert 'formaction="/map/export/file"' in page


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["html", "pdf", "png"])
def test_the_file_has_its_name_and_is_recorded(
    site: Any, viewer: FlaskClient, format_: str
) -> None:
    made = viewer.get(f"/map/export/file?theme=sponge&format={format_}&size=A4", buffered=True)
    assert made.status_code == 200
    assert made.headers["Cache-Control"] == "no-store"
    assert unquote(made.headers["Content-Disposition"]).endswith(f".{format_}")
    with site.database.reading() as session:
        query = select(AuditEntry).where(AuditEntry.action == "map-exported")
        entry = session.scalars(query.order_by(AuditEntry.number.desc())).first()
        assert entry is not None
        assert entry.details["format"] == format_


@pytest.fixture
def zones_internal(site: Any) -> Iterator[None]:
    def grade(name: str) -> None:
        with site.database.transaction() as session:
            session.execute(update(Version).where(Version.layer_id == "zones").values(secrecy=name))

    grade("internal")
    yield
    grade("public")


@pytest.mark.usefixtures("zones_internal")
def test_the_grade_is_asked_before_there_is_a_file(viewer: FlaskClient) -> None:
    page = viewer.get("/map/export?theme=sponge").text
    assert "有高于“公开”密级的图层" in page
    assert 'name="grade" required' in page
    assert 'value="restricted"' not in page
    assert "formaction" not in page
    assert viewer.get("/map/export/file?theme=sponge").status_code == 400
    confirmed = viewer.get("/map/export?theme=sponge&grade=internal").text
    assert 'formaction="/map/export/file"' in confirmed


def test_who_has_not_signed_in_is_asked_to(client: FlaskClient) -> None:
    assert client.get("/map/export").status_code in (302, 303)


@pytest.mark.parametrize(
    ("asked", "status"),
    [("bbox=1,2,3", 400), ("theme=none", 404), ("nonsense=1", 400), ("size=A0", 422)],
)
def test_what_cannot_be_is_refused(viewer: FlaskClient, asked: str, status: int) -> None:
    assert viewer.get(f"/map/export?{asked}").status_code == status


@pytest.mark.slow
def test_a_basemap_stays_out_and_the_grid_is_chosen(viewer: FlaskClient) -> None:
    page = viewer.get("/map/export?theme=sponge&grid=degrees&base=b1&format=png").text
    assert '<input type="hidden" name="base" value="b1">' in page
    assert '<option value="degrees" selected>' in page
    assert "底图" in page.split("未收入")[1]
    assert "底图" not in viewer.get("/map/export?theme=sponge").text.split("take-facts")[1]
    asked = "/map/export/file?theme=sponge&format=png"
    plain = viewer.get(asked, buffered=True).data
    assert viewer.get(f"{asked}&grid=degrees", buffered=True).data != plain
    assert viewer.get(f"{asked}&grid=miles").status_code == 422


def test_what_is_known_of_layers_is_not_asked_for_again(
    viewer: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    plain = map_layers.tile_zooms

    def counted(store: Any, ref: Any) -> Any:
        looked.append(ref.layer_id)
        return plain(store, ref)

    viewer.get("/map/export?theme=projects")
    monkeypatch.setattr(map_layers, "tile_zooms", counted)
    assert viewer.get("/map/export?theme=projects").status_code in (200, 404)
    assert viewer.get("/map/export?theme=sponge&op=zones:60").status_code == 200
    assert looked == []
