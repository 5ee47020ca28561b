"""What few may see does not show: every address, asked by everybody, in every way.

The answers of an office that has restricted layers are the same, byte for byte, as those of an
office in which these layers never were, for everybody who may not see them. What this cannot show
is how long an answer takes, and what the numbers of runs and versions tell by their gaps.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import product
from string import Formatter
from typing import Any
from zipfile import ZipFile

import pytest
from werkzeug.test import TestResponse

from layers.kinds import THEMES
from layers.system.media_types import DOCX, XLSX, ZIP
from projects.accounts.grants import grant, revoke
from projects.accounts.options import set_anonymous_viewing
from webmap.map.theme_list import PROJECTS

pytestmark = pytest.mark.slow

Ask = Callable[..., TestResponse]
Told = dict[tuple[str, str], str]

CLAUSE = "WEDZ-2023-09-03"
HIDDEN = ("kanarie-zones", "a-kanarie-boundary")
VALUES: dict[str, tuple[str, ...]] = {
    "layer": (
        *HIDDEN,
        *(f"{HIDDEN[0]}@{number}" for number in (0, 1, 2, 3)),
        *("zones", "zones@1", "zones@2", "plants", "absent-zones", "absent-zones@1"),
    ),
    "key": ("KNR-71", "KNR-72", "KNR-73", "KNR-9", "A", "ABSENT-1"),
    "number": ("0", "1", "2", "3"),
    "run": tuple(map(str, range(1, 7))),
    "code": ("XM-1", "XM-2"),
    "item": (CLAUSE, "SC-SPONGE-AREA"),
    "text": ("", "KNR", "KNR-71", "金丝雀", "kanarie", "8675309", "甲", "zones", "J1"),
    "metric": ("sponge_coverage", "coverage", "no_metric"),
    "lang": ("zh", "en"),
    "name": ("viewer", "named", "nobody"),
    "sheet": ("runoff_coefficients", "runoff_coefficients@1", "absent-sheet"),
}
# How to call each route that answers to GET: one pattern or more, with the names above.
CALLS: dict[str, tuple[str, ...]] = {
    "account.back_to_own_account": (
        "/account/tokens",
        "/account/tokens/{number}/revoke",
        "/account/sessions/end",
        "/account/sessions/end-others",
    ),
    "account.own_account": ("/account?lang={lang}",),
    "account.password_page": ("/account/password",),
    "account.session_now": ("/session",),
    "demonstration.demonstration": ("/demonstration/1",),
    "account.sign_in_page": ("/sign-in?next=/layers/{layer}",),
    "account_admin.account": ("/accounts/{name}",),
    "account_admin.account_list": ("/accounts?lang={lang}",),
    "account_admin.back_to_account": (
        "/accounts/{name}/reset",
        "/accounts/{name}/tokens/{number}/revoke",
    ),
    "account_admin.back_to_list": ("/office/viewing",),
    "basemaps.back_to_list": ("/basemaps/b1/move",),
    "basemaps.basemap_list": ("/basemaps?lang={lang}",),
    "basemap_pictures.archive": ("/tiles/basemaps/b1.pmtiles",),
    "basemap_pictures.picture": ("/tiles/basemaps/b1/1/0/0",),
    "basemap_pictures.tried": ("/tiles/basemaps/files/absent.mbtiles/1/0/0",),
    "api_accounts.account_list": ("/api/v1/accounts",),
    "api_accounts.me": ("/api/v1/me",),
    "api_accounts.own_tokens": ("/api/v1/tokens",),
    "api_asking.area": (
        "/api/v1/area?chosen={layer}/{key}",
        "/api/v1/area?chosen={layer}/{key}&within=300",
        "/api/v1/area?box=113.98,30.46,114.06,30.54&lang={lang}",
    ),
    "api_asking.area_file": ("/api/v1/area/file.xlsx?box=113.98,30.46,114.06,30.54",),
    "api_asking.measured": ("/api/v1/measure?points=114,30;114.1,30",),
    "api_asking.rules": ("/api/v1/area/rules?box=113.98,30.46,114.06,30.54",),
    "api_asking.tools": ("/api/v1/asking?lang={lang}",),
    "api_map.history": ("/api/v1/layers/{layer}/history/{key}?lang={lang}",),
    "api_map.feature": ("/api/v1/layers/{layer}/features/{key}",),
    "api_metrics.cards_of_the_map": ("/api/v1/metrics/cards?lang={lang}",),
    "api_metrics.current": ("/api/v1/metrics/current?lang={lang}",),
    "api_metrics.latest_runs": ("/api/v1/metrics/runs?metric={metric}", "/api/v1/metrics/runs"),
    "api_map.layers": ("/api/v1/layers?lang={lang}",),
    "api_policy.policy_item": ("/api/v1/policy/items/{item}",),
    "api_policy.targets": ("/api/v1/policy/targets?lang={lang}",),
    "api_parts.parts": ("/api/v1/projects/{code}/parts",),
    "api_project_files.files": ("/api/v1/projects/{code}/files",),
    "api_project_files.content": ("/api/v1/projects/{code}/files/absent",),
    "api_many.views": ("/api/v1/project-views",),
    "api_units.units": ("/api/v1/units?text={text}&lang={lang}",),
    "api_units.unit": ("/api/v1/units/WEDZ-QSWHPJ?lang={lang}",),
    "api_parts.problems": ("/api/v1/projects/{code}/problems",),
    "api_projects.project": ("/api/v1/projects/{code}?lang={lang}",),
    "api_projects.project_history": ("/api/v1/projects/{code}/history?lang={lang}",),
    "api_projects.project_list": (
        "/api/v1/projects?text={text}",
        "/api/v1/projects?item_id={item}",
        "/api/v1/projects?unit={text}",
        "/api/v1/projects?layer_id={layer}",
        "/api/v1/projects?layer={layer}",
    ),
    "api_map.theme": tuple(f"/api/v1/themes/{one}" for one in (*THEMES, PROJECTS)),
    "api_map.search_all": ("/api/v1/search?q={text}", "/api/v1/search?q={key}"),
    "api_metrics.stored_run": ("/api/v1/metrics/runs/{run}?lang={lang}",),
    "api_hits.hit_list": ("/api/v1/metrics/runs/{run}/hits?lang={lang}",),
    "recent.changes": ("/changes?since=2020-01-01&lang={lang}",),
    "recent.changes_json": ("/api/v1/changes?since=2020-01-01&lang={lang}",),
    "chiefs.chiefs": ("/chiefs?lang={lang}", "/chiefs?lon=114.2&lat=30.4"),
    "chiefs.chiefs_json": ("/api/v1/chiefs?lang={lang}", "/api/v1/chiefs?lon=114.2&lat=30.4"),
    "water.month": ("/water?lang={lang}", "/water?month=2026-10"),
    "water.bulletin": ("/water/bulletin.docx?lang={lang}",),
    "water_bulletins.paper": ("/water/bulletins/{run}.docx?lang={lang}",),
    "water.section": ("/water/sections/{key}?lang={lang}",),
    "water.scheme": ("/water/schemes/hubei?lang={lang}",),
    "viewing.viewing": ("/api/v1/map/viewing?lang={lang}",),
    "viewing.classes": (
        "/api/v1/layers/{layer}/classes?field=verdict&method=category&lang={lang}",
    ),
    "viewing.days": ("/api/v1/layers/{layer}/days",),
    "water.month_json": ("/api/v1/water/months/newest?lang={lang}",),
    "api_sheets.every_sheet": ("/api/v1/sheets?lang={lang}",),
    "api_rounds.entries": ("/api/v1/rounds/2025Q4/entries?lang={lang}",),
    "api_sheets.one_sheet": ("/api/v1/sheets/{sheet}",),
    "api_sheets.versions": ("/api/v1/sheets/{sheet}/versions",),
    "api_targets.one_target": ("/api/v1/targets/WEDZ-2023-T22?lang={lang}",),
    "api_targets.target_lines": ("/api/v1/targets?document=WEDZ-2023&period=2024&lang={lang}",),
    "api_statements.asserted": ("/api/v1/statements/{run}/asserted",),
    "api_statements.statement": ("/api/v1/statements/{run}?lang={lang}",),
    "api_statements.statement_list": ("/api/v1/statements", "/api/v1/statements?state=draft"),
    "api_statements.statement_now": ("/api/v1/statements/{run}/now",),
    "api_versions.version_diff": ("/api/v1/layers/{layer}/diff?from=1&to=2&lang={lang}",),
    "api_versions.version_list": ("/api/v1/layers/{layer}/versions",),
    "interface.described": ("/api/v1/openapi.json?lang={lang}",),
    "api_jobs.one_job": ("/api/v1/jobs/{number}",),
    "api_upload_files.faults": ("/api/v1/uploads/{number}/faults.xlsx",),
    "api_upload_files.ground": ("/api/v1/ground?lang={lang}",),
    "api_upload_files.mended": (
        "/api/v1/uploads/{number}/mended.gpkg",
        "/api/v1/uploads/{number}/mended.zip",
    ),
    "api_uploads.all_uploads": ("/api/v1/uploads?lang={lang}",),
    "api_uploads.one_upload": ("/api/v1/uploads/{number}",),
    "api_uploads.preview": ("/api/v1/uploads/{number}/preview",),
    "assets.static_file": ("/static/none/css/{layer}.css",),
    "audit.audit_log": ("/audit?text={text}", "/audit?lang={lang}"),
    "audit.download": ("/audit.csv", "/audit.xlsx"),
    "meeting.take_file": ("/map/export/file?theme=sponge&lang={lang}",),
    "meeting.take_page": ("/map/export?lang={lang}", "/map/export?theme=sponge&bbox=113,30,115,31"),
    "exports.export_page": (
        "/layers/{layer}/export?lang={lang}",
        "/layers/{layer}/export?format=geojson&version={number}",
        "/layers/{layer}/export?q={text}",
    ),
    "hits.download": ("/metrics/runs/{run}/hits.csv", "/metrics/runs/{run}/hits.xlsx"),
    "hits.hit_list": ("/metrics/runs/{run}/hits?lang={lang}", "/metrics/runs/{run}/hits?show=all"),
    "layer_confirmed.back_to_layer": (
        "/layers/{layer}/confirmed",
        "/layers/{layer}/confirmed/remove",
    ),
    "layer_held.back_to_layer": ("/layers/{layer}/content", "/layers/{layer}/content/remove"),
    "layer_named.back_to_layer": ("/layers/{layer}/named", "/layers/{layer}/named/remove"),
    "workbooks.workbook": ("/workbooks/{key}",),
    "workbooks.workbook_file": ("/workbooks/{key}/file",),
    "made.job_page": ("/jobs/{number}",),
    "made.made": ("/api/v1/jobs/{number}/file",),
    "metrics.declared_metrics": ("/api/v1/metrics",),
    "metrics.job_page": ("/metrics/jobs/{key}",),
    "metrics.metric_list": ("/metrics?lang={lang}",),
    "metrics.metric_page": ("/metrics/{metric}?lang={lang}", "/metrics/{metric}?zones={layer}"),
    "metrics.metric_run": (
        "/metrics/runs/{run}?lang={lang}",
        "/metrics/runs/{run}?find.zones={key}",
    ),
    "metrics.shapes": ("/api/v1/metrics/runs/{run}/shapes/zones",),
    "health.healthz": ("/healthz",),
    "layers.layer": ("/layers/{layer}", "/layers/{layer}?lang=en"),
    "layers.layer_list": ("/layers?lang={lang}",),
    "map.map_page": ("/?lang={lang}", "/?layer={layer}"),
    "ogc.api": ("/ogc/api?lang={lang}",),
    "ogc.collection": ("/ogc/collections/{layer}?lang={lang}",),
    "ogc.collections": ("/ogc/collections?lang={lang}",),
    "ogc.conformance": ("/ogc/conformance",),
    "ogc.item": ("/ogc/collections/{layer}/items/{key}",),
    "ogc.items": ("/ogc/collections/{layer}/items", "/ogc/collections/{layer}/items?code={key}"),
    "ogc.landing": ("/ogc?lang={lang}",),
    "ogc.queryables": ("/ogc/collections/{layer}/queryables",),
    "ogc_tiles.matrix_sets": ("/ogc/tileMatrixSets?lang={lang}",),
    "ogc_tiles.square_set": ("/ogc/tileMatrixSets/WebMercatorQuad",),
    "ogc_tiles.tile": ("/ogc/collections/{layer}/tiles/WebMercatorQuad/6/26/52",),
    "ogc_tiles.tile_set": ("/ogc/collections/{layer}/tiles/WebMercatorQuad",),
    "ogc_tiles.tile_sets": ("/ogc/collections/{layer}/tiles",),
    "policy.policy_item": ("/policy/{item}",),
    "policy_states.states_file": ("/policy/states.xlsx?lang={lang}",),
    "policy_states.states_page": ("/policy/states?lang={lang}",),
    "project_forms.edit": ("/projects/{code}/edit?lang={lang}",),
    "project_forms.new": ("/projects/new?lang={lang}",),
    "project_clauses.clauses": ("/projects/clauses?text={text}", "/projects/clauses?lang={lang}"),
    "project_chosen.chosen": ("/projects/link?chosen={layer}/{key}",),
    "project_links.links": ("/projects/{code}/links?layer={layer}",),
    "project_links.orphans": ("/projects/orphans?layer={layer}",),
    "project_ground.shapes": ("/api/v1/projects/{code}/shapes/{layer}",),
    "project_lists.done": ("/projects/import/done?added=1",),
    "project_lists.start": ("/projects/import?lang={lang}",),
    "project_lists.template": ("/projects/template.xlsx",),
    "project_part_forms.choose_year": ("/projects/{code}/years?year=2026",),
    "project_part_forms.step_form": ("/projects/{code}/steps",),
    "project_part_forms.year_form": ("/projects/{code}/years/2026",),
    "project_problems.download": ("/projects/{code}/files/absent",),
    "project_problems.new": ("/projects/{code}/problems/new",),
    "project_problems.one": ("/projects/{code}/problems/{number}",),
    "api_pool.pool_list": ("/api/v1/pool",),
    "green_pool.pool_list": ("/pool?lang={lang}",),
    "green_pool.download": ("/pool.xlsx", "/pool.zip?lang={lang}"),
    "green_pool.choose": ("/pool/{code}",),
    "dashboard.show": ("/dashboard?layer={layer}&lang={lang}", "/dashboard?text={text}"),
    "dashboard.download": ("/dashboard.xlsx?layer={layer}", "/dashboard.xlsx?lang={lang}"),
    "projects.download": ("/projects.xlsx?layer={layer}", "/projects.xlsx?text={text}&lang={lang}"),
    "projects.project": ("/projects/{code}?lang={lang}",),
    "projects.project_list": ("/projects?text={text}", "/projects?status=building&layer={layer}"),
    "policy.register": ("/policy?lang={lang}",),
    "assessments.assessment": ("/assessments/2025?lang={lang}",),
    "assessments.download": ("/assessments/2025.xlsx?lang={lang}",),
    "typed_readings.grid": ("/water/readings/grid?lang={lang}",),
    "readings.every_batch": ("/water/readings?lang={lang}",),
    "readings.one_batch": ("/water/readings/{number}?lang={lang}",),
    "rounds.conflicts": ("/rounds/2025Q4/conflicts?lang={lang}",),
    "rounds.every_round": ("/rounds?lang={lang}",),
    "rounds.one_round": ("/rounds/2025Q4?lang={lang}",),
    "rounds.one_unit": ("/rounds/2025Q4/units/WEDZ-QZJJ?lang={lang}",),
    "rounds.template": ("/rounds/2025Q4/units/WEDZ-QZJJ/sheet.xlsx?lang={lang}",),
    "round_bulletins.bulletin": ("/rounds/2025Q4/bulletin?lang={lang}",),
    "round_bulletins.download": ("/rounds/2025Q4/bulletin.docx?lang={lang}",),
    "round_bulletins.letters": ("/rounds/2025Q4/letters.docx?lang={lang}",),
    "sheets.diff": ("/sheets/{sheet}/diff?from={number}&to={number}",),
    "sheets.download": ("/sheets/{sheet}/file.csv?lang={lang}",),
    "sheets.row_page": ("/sheets/{sheet}/rows/{number}", "/sheets/{sheet}/rows/new"),
    "sheets.sheet": ("/sheets/{sheet}?lang={lang}",),
    "sheets.sheet_list": ("/sheets?lang={lang}",),
    "sheets_aging.aging_page": ("/sheets/laws/aging?lang={lang}",),
    "sites.download": ("/sites/{number}/checks/1/file.docx", "/sites/{number}/checks/1/file.json"),
    "sites.picture": ("/sites/{number}/checks/1/map.svg",),
    "sites.site_check": ("/sites/{number}/checks/{number}?lang={lang}",),
    "sites.site_list": ("/sites?lang={lang}", "/sites?project={code}"),
    "api_sites.every_site": ("/api/v1/sites?lang={lang}",),
    "api_sites.kept_check": ("/api/v1/sites/{number}/checks/{number}",),
    "targets.evidence": ("/targets/evidence/absent",),
    "targets.grid": ("/targets?document=WEDZ-2023&period=2024&lang={lang}",),
    "targets.one_target": ("/targets/WEDZ-2023-T22?lang={lang}",),
    "targets.template": ("/targets/template.xlsx?document=WEDZ-2023&period=2024&lang={lang}",),
    "table.edit_page": ("/layers/{layer}/features/{key}/edit",),
    "table.table": ("/layers/{layer}/table?lang={lang}", "/layers/{layer}/table?key={key}"),
    "table.table_json": ("/api/v1/layers/{layer}/table?q={text}",),
    "verify.verified": ("/statements/verify/{key}",),
    "verify.verify_form": ("/statements/verify?lang={lang}",),
    "versions.diff_page": (
        "/layers/{layer}/diff?lang={lang}",
        "/layers/{layer}/diff?from=1&to=2&q={text}",
    ),
    "versions.download": (
        "/layers/{layer}/diff.json?from=1&to={number}",
        "/layers/{layer}/diff.xlsx?from=1&to=2",
    ),
    "versions.restore_page": ("/layers/{layer}/restore?version={number}",),
    "delegations.api_delegations": ("/api/v1/statements/delegations",),
    "delegations.delegations": ("/statements/delegations?lang={lang}",),
    "statements.download": ("/statements/{run}/file.json", "/statements/{run}/file.gpkg"),
    "statements.now": ("/statements/{run}/now?lang={lang}",),
    "statements.picture": ("/statements/{run}/map.svg",),
    "statements.statement_list": ("/statements?lang={lang}", "/statements?state=draft"),
    "statements.statement_page": ("/statements/{run}?lang={lang}",),
    "tiles.archive": ("/tiles/{layer}/{number}.pmtiles",),
    "tile_sets.tile_set": ("/tiles/set?layers={layer}@{number}&at=0/0/0",),
    "rasters.tile": ("/tiles/{layer}/{number}/0/0/0.png",),
    "rasters.whole": ("/layers/{layer}/versions/{number}/picture.png",),
    "units.back_to_unit": ("/units/absent/rename",),
    "units.one_unit": ("/units/WEDZ-QSWHPJ?lang={lang}",),
    "units.unit_list": ("/units?text={text}&lang={lang}",),
    "upload.detail_page": ("/upload/{number}",),
    "upload.start_page": ("/upload?lang={lang}", "/upload?layer={layer}"),
}
WHEN_MADE = "docProps/core.xml"
CHANGING = ("Date", "Content-Security-Policy", "Set-Cookie", "Content-Length")
# Tokens of forms, sessions and moments of two offices that were opened one after the other, and the
# room on the disk on which both lie, which others fill and free meanwhile; the moment of a feed.
# Each for itself and with letters to begin with: so a body is gone through in half the time.
FRESH = tuple(
    map(
        re.compile,
        (
            rb'name="(?:csrf|csrf_token|session)" (?:content|value)="[^"]*"',
            rb'"csrf": "[^"]*"',
            rb"20\d\d-\d\d-\d\d \d\d:\d\d",
            rb'"free_mb": ?\d+',
            rb'"until": ?"[^"]*"',
        ),
    )
)
# What answers people who are not signed in and may not look: the way in, styles, and the pulse.
OPEN = {
    "account.session_now": {200},
    "account.sign_in_page": {200},
    "api_accounts.me": {200},
    "assets.static_file": {404},
    "health.healthz": {200},
}
OUTSIDE = {endpoint: OPEN.get(endpoint, {303, 401}) for endpoint in CALLS}
STRANGERS = ("anonymous", "viewer", "editor", "reviewer")


def paths(pattern: str) -> Iterator[str]:
    names = [name for _, name, _, _ in Formatter().parse(pattern) if name]
    for values in product(*(VALUES[name] for name in names)):
        yield pattern.format(**dict(zip(names, values, strict=True)))


def questions(endpoint: str) -> Iterator[tuple[str, str]]:
    for pattern in CALLS[endpoint]:
        for number, path in enumerate(paths(pattern)):
            yield "GET", path
            if number == 0 or endpoint == "tiles.archive":
                yield "HEAD", path


def told(response: TestResponse, body: bytes | None = None) -> tuple[int, dict[str, str], bytes]:
    """What an answer says, without what differs from one answer to the next anyway; `body` where it
    was opened before."""
    policy = response.headers.get("Content-Security-Policy", "")
    body = opened(response) if body is None else body
    for nonce in re.findall(r"'nonce-([^']+)'", policy):
        body = body.replace(nonce.encode(), b"")
    for fresh in FRESH:
        body = fresh.sub(b"", body)
    headers = {name: value for name, value in response.headers if name not in CHANGING}
    return response.status_code, headers, body


def whole(response: TestResponse, body: bytes | None = None) -> str:
    """Body, headers and place to go to, as one text."""
    body = opened(response) if body is None else body
    return f"{response.headers}\n{body.decode('utf-8', 'replace')}"


def opened(response: TestResponse) -> bytes:
    """The body; of a workbook, document or archive what is packed into it, not when it was made."""
    packed = response.mimetype in (XLSX, DOCX, ZIP)
    return unpacked(response.data) if packed and response.data else response.data


def unpacked(data: bytes) -> bytes:
    """What an archive holds, also of those that lie in it."""
    if not data.startswith(b"PK"):
        return data
    with ZipFile(BytesIO(data)) as book:
        names = [name for name in book.namelist() if name != WHEN_MADE]
        return b"\n".join(name.encode() + b"\n" + unpacked(book.read(name)) for name in names)


def test_every_route_is_known_to_this_test(offices: Any) -> None:
    rules = offices.guarded.app.url_map.iter_rules()
    answering = {rule.endpoint for rule in rules if "GET" in (rule.methods or ())}
    unknown = answering - CALLS.keys()
    assert not unknown, f"tell the test how to call {sorted(unknown)}: add them to CALLS"
    assert not CALLS.keys() - answering


@pytest.mark.parametrize("endpoint", CALLS)
def test_the_calls_reach_their_route(offices: Any, endpoint: str) -> None:
    routes = offices.guarded.app.url_map.bind("localhost")
    for pattern in CALLS[endpoint]:
        for path in paths(pattern):
            assert routes.match(path.partition("?")[0])[0] == endpoint


@pytest.fixture(scope="module")
def told_to() -> Told:
    """What those were told who may see everything, by asker and address."""
    return {}


@pytest.fixture(scope="module")
def kept_by() -> Told:
    """Who was told that he may keep an answer, by asker and address."""
    return {}


@pytest.mark.parametrize("who", ["admin", "named", *STRANGERS])
@pytest.mark.parametrize("endpoint", CALLS)
def test_what_is_hidden_shows_in_no_answer(
    offices: Any, ask: Ask, endpoint: str, who: str, told_to: Told, kept_by: Told
) -> None:
    """The administrator asks first, so that whatever is kept of an answer is kept by now."""
    for method, path in questions(endpoint):
        answer = ask(offices.guarded, who, path, method=method)
        assert answer.status_code < 500, path
        body = opened(answer)
        if method == "GET":
            kept_by[who, path] = answer.headers.get("Cache-Control", "")
            if who not in STRANGERS:
                told_to[who, path] = whole(answer, body)
        if who in STRANGERS:
            assert told(answer, body) == told(ask(offices.plain, who, path, method=method)), path
            text = whole(answer, body)
            shown = [word for word in offices.canaries if word in text]
            assert not [word for word in shown if word not in path], path


@pytest.mark.parametrize("who", STRANGERS)
def test_tiles_of_hidden_versions_are_not_there_in_any_way_of_asking(
    offices: Any, ask: Ask, who: str
) -> None:
    ways = [{"Range": "bytes=0-9"}, {"Range": "bytes=99999999-"}]
    ways += [{"If-None-Match": f'"{sha}"'} for sha in offices.hashes]
    ways += [{"If-Range": f'"{sha}"', "Range": "bytes=0-9"} for sha in offices.hashes]
    asked = [f"/tiles/{layer}/{n}.pmtiles" for layer in (*HIDDEN, "zones") for n in (1, 2)]
    for path in asked:
        for headers in ways:
            answers = [
                ask(office, who, path, headers=headers)
                for office in (offices.guarded, offices.plain)
            ]
            assert told(answers[0]) == told(answers[1]), (path, headers)
    hidden = ask(offices.guarded, who, "/tiles/kanarie-zones/2.pmtiles")
    assert hidden.status_code == 404
    assert "ETag" not in hidden.headers


@pytest.mark.parametrize("who", ["named", "admin"])
def test_those_who_may_see_everything_do(offices: Any, ask: Ask, who: str, told_to: Told) -> None:
    """So the walk does pass by every canary. What was asked above is not asked again."""
    seen = "".join(
        told_to.get((who, path)) or whole(ask(offices.guarded, who, path))
        for patterns in CALLS.values()
        for pattern in patterns
        for path in paths(pattern)
        if path.count("KNR") == 0 or "/features/" in path
    )
    assert len(offices.canaries) > 30
    assert {word for word in offices.canaries if word not in seen} == set()
    for path in ("/tiles/kanarie-zones/2.pmtiles", "/tiles/kanarie-zones/1.pmtiles"):
        assert ask(offices.guarded, who, path).status_code == 200
        etag = ask(offices.guarded, who, path).headers["ETag"]
        again = ask(offices.guarded, who, path, headers={"If-None-Match": etag})
        assert again.status_code == 304
        assert "no-cache" in again.headers["Cache-Control"]


# A word of the program, told in the text of an element (its tag and text) or in an attribute that
# is read aloud. Where programs and scripts need it, it stands in an element of class `code`.
CODE_WORD = r"(?<![\w./@:#-])[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?![\w.])"
SHOWN = re.compile(rf"<(/?\w[^>]*)>([^<]*{CODE_WORD}[^<]*)")
READ_ALOUD = re.compile(rf'(?:aria-label|placeholder|alt)="([^"]*{CODE_WORD}[^"]*)"')
UNSEEN = re.compile(r"<(script|style|pre|code|kbd)\b.*?</\1>", re.DOTALL)
# What an office types in: the example of an id, beside its field.
AGREED = {"rain_hankou"}


def codes_shown(page: str) -> set[str]:
    """The words of the program that a page shows as if they were words of people. A command that is
    to be typed has them as they are, and a statement what was signed."""
    seen = UNSEEN.sub("", page)
    texts = [
        text
        for tag, text in SHOWN.findall(seen)
        if not re.search(r'class="[^"]*(code|statement-cell)', tag) and "ecoatlas " not in text
    ]
    said = " ".join([*texts, *READ_ALOUD.findall(seen)])
    return set(re.findall(CODE_WORD, said)) - AGREED


def told_back(path: str, page: str) -> set[str]:
    """Who asks for what is not there is told what was asked for."""
    return set(re.findall(CODE_WORD, path.replace("/", " "))) if "<title>4" in page else set()


def test_pages_tell_names_and_no_codes(offices: Any, ask: Ask, told_to: Told) -> None:
    """What was asked above is not asked again; alone, each address is asked once."""
    asked = {next(paths(pattern)) for patterns in CALLS.values() for pattern in patterns}
    every = {path for who, path in told_to if who == "admin"} or asked
    pages = {
        path: told_to.get(("admin", path)) or whole(ask(offices.guarded, "admin", path))
        for path in every
    }
    shown = {
        path: codes_shown(page) - told_back(path, page)
        for path, page in pages.items()
        if "text/html" in page[:900]
    }
    assert len(shown) > 50
    assert {path: codes for path, codes in shown.items() if codes} == {}
    assert codes_shown("<td>river_banks</td>") == {"river_banks"}
    assert codes_shown('<td class="code">river_banks</td><a href="/layers/x_y">a</a>') == set()


@pytest.mark.parametrize(("who", "district"), [("admin", "金丝雀界线"), ("viewer", "试验区")])
def test_the_title_of_the_district_is_that_of_a_boundary_that_is_seen(
    offices: Any, ask: Ask, who: str, district: str
) -> None:
    """Asked in turn, so that a title that was kept would be found out."""
    for _ in range(2):
        for other in ("admin", "viewer"):
            ask(offices.guarded, other, "/policy")
        assert f'title="{district}"' in ask(offices.guarded, who, "/policy").text


@pytest.mark.parametrize("who", STRANGERS)
def test_a_search_for_what_is_hidden_finds_nothing(offices: Any, ask: Ask, who: str) -> None:
    ask(offices.guarded, "admin", "/api/v1/search?q=KNR")
    for text in ("KNR", "金丝雀"):
        found = ask(offices.guarded, who, f"/api/v1/search?q={text}").get_json()
        assert found == {"results": []}


@pytest.mark.parametrize("who", ["admin", "viewer", "anonymous"])
def test_no_answer_may_be_handed_to_somebody_else(
    offices: Any, ask: Ask, who: str, kept_by: Told
) -> None:
    """What was asked above is not asked again."""
    for endpoint in CALLS.keys() - {"assets.static_file"}:
        for pattern in CALLS[endpoint]:
            path = next(paths(pattern))
            said = kept_by.get((who, path))
            if said is None:
                answer = ask(offices.guarded, who, path)
                said = answer.headers.get("Cache-Control", "")
            assert "private" in said or "no-store" in said, pattern


def test_who_is_named_no_longer_sees_nothing_at_once(offices: Any, ask: Ask) -> None:
    path = f"/layers/{HIDDEN[0]}"
    with offices.guarded.database.transaction() as session:
        revoke(session, HIDDEN[0], "named", None)
    try:
        assert ask(offices.guarded, "named", path).status_code == 404
    finally:
        with offices.guarded.database.transaction() as session:
            grant(session, HIDDEN[0], "named", None)
    assert ask(offices.guarded, "named", path).status_code == 200


def test_without_anonymous_viewing_strangers_are_told_nothing(offices: Any, ask: Ask) -> None:
    with offices.plain.database.transaction() as session:
        set_anonymous_viewing(session, False, None)
    try:
        for endpoint in CALLS:
            for method, path in questions(endpoint):
                answer = ask(offices.plain, "anonymous", path, method=method)
                assert answer.status_code in OUTSIDE[endpoint], path
                told_all = whole(answer)
                assert not [
                    word for word in ("试验区", "Test district", "甲区") if word in told_all
                ]
    finally:
        with offices.plain.database.transaction() as session:
            set_anonymous_viewing(session, True, None)
