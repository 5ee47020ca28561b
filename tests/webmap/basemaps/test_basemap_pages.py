"""The administrator's page, what the map is told, and whom the policy lets in."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from layers.basemaps.files import folder_of
from projects.accounts import accounts
from tests.webmap.basemaps.conftest import KEY

ADDRESS = {
    "title": "内网影像",
    "source": "address",
    "template": "https://maps.example.cn/{z}/{x}/{y}.png",
    "attribution": "市测绘院",
    "opacity": "80",
}
TIANDITU = {"title": "天地图", "source": "tianditu", "layer": "img", "key": KEY,
            "attribution": "天地图", "secrecy": "internal"}  # fmt: skip
FILE = {"title": "甲", "source": "file", "attribution": "甲"}
PASSWORD = "正确 的马 电池 订书钉 蓝"  # noqa: S105


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def admin(office: Any, signing_in: Callable[..., Any]) -> FlaskClient:
    with office.database.transaction() as session:
        accounts.add_account(session, "boss", "admin", password=PASSWORD, by=None)
    client: FlaskClient = office.app.test_client()
    assert signing_in(client, "boss", PASSWORD).status_code == 303
    return client


@pytest.fixture
def send(admin: FlaskClient, token_of_form: Callable[..., str]) -> Callable[..., Any]:
    def post(address: str, values: dict[str, str], **how: Any) -> Any:
        token = token_of_form(admin, "/basemaps")
        return admin.post(address, data=values | {"csrf_token": token}, **how)

    return post


def pictures_from(response: Any) -> str:
    policy = response.headers["Content-Security-Policy"]
    found = re.search(r"img-src ([^;]*);", policy)
    assert found is not None
    return found[1]


def test_a_host_is_open_on_the_map_only_once_it_was_entered(
    office: Any, admin: FlaskClient, send: Callable[..., Any]
) -> None:
    anybody = office.app.test_client()
    assert pictures_from(anybody.get("/")) == "'self'"
    tried = send("/basemaps", ADDRESS | {"do": "try"})
    assert 'src="https://maps.example.cn/12/' in tried.text
    assert pictures_from(tried) == "'self' https://maps.example.cn"
    assert pictures_from(anybody.get("/")) == "'self'"

    assert send("/basemaps", ADDRESS | {"do": "save"}).status_code == 303
    assert send("/basemaps", TIANDITU | {"do": "save"}).status_code == 303
    assert pictures_from(anybody.get("/")) == "'self' https://maps.example.cn"
    assert pictures_from(admin.get("/")).count("tianditu.gov.cn") == 8
    assert pictures_from(admin.get("/layers")) == "'self'"
    (one,) = anybody.get("/api/v1/map/viewing").get_json()["basemaps"]
    assert (one["title"], one["opacity"], one["zooms"]) == ("内网影像", 0.8, [0, 18])
    both = admin.get("/api/v1/map/viewing").get_json()["basemaps"]
    assert [one["source"] for one in both] == ["address", "tianditu"]
    page = admin.get("/basemaps?edit=b2").text
    assert KEY not in page
    assert "修改底图“天地图”" in page
    # Without a key that of before is kept.
    kept = send("/basemaps", TIANDITU | {"key": "", "id": "b2", "title": "影像", "do": "save"})
    assert kept.status_code == 303
    assert KEY in admin.get("/api/v1/map/viewing").text
    assert KEY not in admin.get("/audit").text
    assert send("/basemaps/b2/move", {"by": "up"}).status_code == 303
    assert admin.get("/basemaps").text.index("影像") < admin.get("/basemaps").text.index("内网影像")
    for id_ in ("b1", "b2"):
        assert send(f"/basemaps/{id_}/remove", {}).status_code == 303
    assert pictures_from(admin.get("/")) == "'self'"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (ADDRESS | {"template": "https://a.cn/{z}/{x}.png"}, "缺少 {y}"),
        (ADDRESS | {"title": ""}, "请填写名称"),
        (TIANDITU | {"key": "错 误"}, "天地图密钥的写法不对"),
        (FILE | {"file": "../ecoatlas.sqlite"}, "不是底图文件夹里的文件名"),
        (FILE | {"file": "字.mbtiles"}, "既不是 MBTiles"),
        (FILE, "请填写文件"),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    office: Any, send: Callable[..., Any], values: dict[str, str], said: str
) -> None:
    (folder_of(office.settings) / "字.mbtiles").write_text("text")
    for do in ("try", "save"):
        response = send("/basemaps", values | {"do": do})
        assert response.status_code in (400, 422)
        assert re.search(rf'form-fault"[^>]*>.*?{re.escape(said)}', response.text, re.DOTALL)
        assert 'type="password"' in response.text
        assert "错 误" not in response.text


def test_http_is_refused_on_a_page_by_https(office: Any, signing_in: Callable[..., Any]) -> None:
    with office.database.transaction() as session:
        accounts.add_account(session, "boss2", "admin", password=PASSWORD, by=None)
    client = office.app.test_client()
    client.environ_base["wsgi.url_scheme"] = "https"
    base = "https://localhost"
    headers = {"Referer": f"{base}/sign-in"}

    def token(address: str) -> dict[str, str]:
        page = client.get(address, base_url=base).text
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found
        return {"csrf_token": found[1]}

    data = {"name": "boss2", "password": PASSWORD} | token("/sign-in")
    assert client.post("/sign-in", data=data, base_url=base, headers=headers).status_code == 303
    plain = ADDRESS | {"template": "http://a.cn/{z}/{x}/{y}", "do": "save"}
    data = plain | token("/basemaps")
    found = client.post("/basemaps", data=data, base_url=base, headers=headers)
    assert found.status_code == 400
    assert "浏览器不会加载 http 的底图" in found.text


def test_pictures_of_a_file_come_one_by_one_and_are_known_again(
    office: Any, admin: FlaskClient, send: Callable[..., Any], green: bytes
) -> None:
    entered = {"title": "世界", "source": "file", "file": "世界.mbtiles", "attribution": "甲"}
    tried = send("/basemaps", entered | {"do": "try"})
    assert "/tiles/basemaps/files/%E4%B8%96%E7%95%8C.mbtiles/0/0/0" in tried.text
    assert admin.get("/tiles/basemaps/files/%E4%B8%96%E7%95%8C.mbtiles/0/0/0").data == green
    send("/basemaps", entered | {"do": "save", "secrecy": "internal"})
    (basemap,) = admin.get("/api/v1/map/viewing").get_json()["basemaps"]
    address = basemap["templates"][0].format(z=0, x=0, y=0)
    first = admin.get(address)
    assert (first.data, first.mimetype) == (green, "image/png")
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = admin.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    empty = admin.get(basemap["templates"][0].format(z=5, x=0, y=0))
    assert empty.status_code == 200
    assert len(empty.data) < 100
    assert admin.get(basemap["templates"][0].format(z=99, x=1, y=1)).data == empty.data
    anybody = office.app.test_client()
    assert anybody.get(address).status_code == 404
    assert anybody.get("/tiles/basemaps/files/a.mbtiles/0/0/0").status_code in (303, 401)
    (folder_of(office.settings) / "世界.mbtiles").rename(folder_of(office.settings) / "x")
    gone = admin.get(address)
    assert gone.status_code == 404
    assert "底图文件“世界.mbtiles”不在了" in gone.text
    (folder_of(office.settings) / "x").rename(folder_of(office.settings) / "世界.mbtiles")
    send(f"/basemaps/{basemap['id']}/remove", {})


def test_an_archive_is_answered_by_ranges(
    office: Any, admin: FlaskClient, send: Callable[..., Any], green: bytes
) -> None:
    path = folder_of(office.settings) / "档案.pmtiles"
    with path.open("wb") as file:
        writer: Any = Writer(file)
        writer.write_tile(zxy_to_tileid(0, 0, 0), green)
        writer.finalize({"tile_type": TileType.PNG, "tile_compression": Compression.NONE}, {})
    entered = {"title": "档案", "source": "file", "file": path.name, "attribution": "甲"}
    assert send("/basemaps", entered | {"do": "save"}).status_code == 303
    (basemap,) = admin.get("/api/v1/map/viewing").get_json()["basemaps"]
    anybody = office.app.test_client()
    part = anybody.get(f"/tiles/basemaps/{basemap['id']}.pmtiles", headers={"Range": "bytes=0-6"})
    assert (part.status_code, part.data) == (206, b"PMTiles")
    part.close()
    assert anybody.get(basemap["templates"][0].format(z=0, x=0, y=0)).data == green
    send(f"/basemaps/{basemap['id']}/remove", {})
