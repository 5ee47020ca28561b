"""HEAD and 304 hand nothing out: what every download records is recorded when bytes leave."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from layers.audit.tables import AuditEntry

# One of each way in which a file leaves, with what is recorded of it.
TAKEN = {
    "/projects.xlsx": "projects-exported",
    "/pool.zip": "pool-exported",
    "/audit.csv": "audit-exported",
    "/layers/zones/export?format=geojson&crs=4326": "layer-exported",
    "/api/v1/area/file.xlsx?box=113.98,30.46,114.06,30.54": "layer-exported",
    "/water/bulletin.docx": "water-bulletin-made",
}


def entries(site: Any) -> int:
    with site.database.reading() as session:
        return session.scalar(select(func.count()).select_from(AuditEntry)) or 0


@pytest.fixture
def admin(client_of: Any) -> FlaskClient:
    client: FlaskClient = client_of("admin")
    return client


@pytest.mark.parametrize("address", TAKEN)
def test_head_is_answered_as_get_and_leaves_nothing_behind(
    site: Any, admin: FlaskClient, address: str
) -> None:
    before = entries(site)
    head = admin.head(address, buffered=True)
    assert head.status_code == 200
    assert (head.data, entries(site)) == (b"", before)
    whole = admin.get(address, headers={"If-None-Match": '"another"'}, buffered=True)
    assert (whole.status_code, whole.content_type) == (200, head.content_type)
    assert whole.data
    assert entries(site) > before
    with site.database.reading() as session:
        query = select(AuditEntry.action).order_by(AuditEntry.number.desc())
        assert session.scalar(query.limit(1)) == TAKEN[address]


def test_what_one_has_already_is_not_taken_again(site: Any, admin: FlaskClient) -> None:
    address = "/layers/zones/export?format=geojson&crs=4326"
    tag = admin.get(address, buffered=True).headers["ETag"]
    before = entries(site)
    again = admin.get(address, headers={"If-None-Match": tag}, buffered=True)
    assert (again.status_code, again.data, entries(site)) == (304, b"", before)
