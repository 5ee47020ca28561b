"""An office with editors, a reporter and a viewer, and one project."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from projects.accounts import accounts
from projects.records.changes.records import add_project

PASSWORD = "correct horse battery"  # noqa: S105


class Office:
    """Two editors and a viewer of one office with one project."""

    def __init__(self, site: Any, client_of: Callable[[str], FlaskClient], token_of: Any) -> None:
        self.site, self.token_of = site, token_of
        self.wu, self.li, self.viewer = client_of("wu"), client_of("li"), client_of("zhou")
        self.reporter = client_of("sun")

    def seen(self, client: FlaskClient, place: str) -> str:
        return re.findall(r'name="seen" value="(\d+)"', client.get(place).text)[0]

    def send(self, client: FlaskClient, place: str, **said: Any) -> Any:
        data = {"csrf_token": self.token_of(client, "/account"), **said}
        return client.post(place, data=data)

    def add(self, session: Any, values: dict[str, Any]) -> None:
        add_project(session, values)

    def reading(self) -> Any:
        return self.site.database.reading()


@pytest.fixture(scope="module")
def desk(
    tmp_path_factory: pytest.TempPathFactory,
    opened: Callable[[Path], Any],
    signing_in: Callable[..., Any],
    token_of_form: Callable[..., str],
) -> Iterator[Office]:
    site = opened(tmp_path_factory.mktemp("forms") / "home")
    with site.database.transaction() as session:
        for name, role in (("wu", "editor"), ("li", "editor"), ("zhou", "viewer")):
            accounts.add_account(session, name, role, password=PASSWORD, by=None)
        reporter = {"unit": "区水务湖泊局", "password": PASSWORD}
        accounts.add_account(session, "sun", "unit", by=None, **reporter)
        values = {"code": "F-1", "name": "湿地修复（示例）", "status": "在建", "site": "军山"}
        add_project(session, values | {"investment_wan_yuan": "900", "lead_unit": "区住建局"})

    def client_of(name: str) -> FlaskClient:
        client: FlaskClient = site.app.test_client()
        assert signing_in(client, name, PASSWORD).status_code == 303
        return client

    yield Office(site, client_of, token_of_form)
    site.app.extensions["ecoatlas"].database.close()
    site.database.close()
