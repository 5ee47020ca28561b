"""Pages: every address answers in both languages, and none says Chinese to an English reader."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

pytestmark = pytest.mark.slow

ADDRESSES = (
    "/",
    "/layers",
    "/layers/zones",
    "/layers/zones/diff",
    "/layers/zones/diff?from=1&to=1",
    "/projects",
    "/projects?text=甲&status=building",
    "/projects?late=0&year=2025&fund=central&sort=-progress",
    "/projects/XM-1",
    "/dashboard",
    "/dashboard?late=0&year=2025&status=building,stopped",
    "/policy",
    "/policy/WEDZ-2023-09-03",
    "/policy/states?on=2025-06-30&by=unit",
    "/metrics",
    "/metrics/runs/1",
    "/metrics/runs/1?sort.zones=-area_m2&find.zones=A",
    "/metrics/sponge_coverage",
    "/metrics/sponge_volume?zones=zones",
    "/metrics/design_rainfall",
    "/sheets",
    "/chiefs",
    "/chiefs?lon=114.05&lat=30.3",
    "/sites",
    "/sites?place=114.05 30.3;114.06 30.3;114.06 30.31&project=XM-1",
    "/water",
    "/water?month=2026-10",
    "/water/schemes/wuhan_yangtze?year=2026",
    "/sheets/laws",
    "/sheets/laws/aging",
    "/sheets/runoff_coefficients",
    "/sheets/runoff_coefficients/diff",
    "/targets?unit=区住建局&document=WEDZ-2023&period=2024",
    "/targets/WEDZ-2023-T08",
    "/targets/WEDZ-2023-T22",
)
HAN = re.compile(r"[㐀-鿿]")
VOID = {"meta", "link", "img", "input", "br", "hr", "use"}


class ReadAloud(HTMLParser):
    """Collects what a reader sees that holds Chinese but is not marked as Chinese."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.unmarked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        skipped = tag in {"script", "style"} or (tag != "html" and given.get("lang") == "zh-CN")
        inherited = bool(self.open) and self.open[-1][1]
        if tag not in VOID:
            self.open.append((tag, skipped or inherited))
        names = ("title", "aria-label", "placeholder", "alt")
        shown = [given[name] or "" for name in names if name in given]
        if not (skipped or inherited):
            self.unmarked += [text for text in shown if HAN.search(text)]

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if HAN.search(data) and not (self.open and self.open[-1][1]):
            self.unmarked.append(data.strip())


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_answers_in_both_languages(
    client: FlaskClient, address: str, language: str
) -> None:
    joint = "&" if "?" in address else "?"
    response = client.get(f"{address}{joint}lang={language}")
    assert response.status_code == 200
    tag = {"zh": "zh-CN", "en": "en"}[language]
    assert f'<html lang="{tag}">' in response.text
    assert response.headers["Content-Language"] == tag


@pytest.mark.parametrize("address", [a for a in ADDRESSES if a != "/projects/XM-1"])
def test_an_english_page_marks_every_chinese_name_as_chinese(
    client: FlaskClient, address: str
) -> None:
    joint = "&" if "?" in address else "?"
    reader = ReadAloud()
    reader.feed(client.get(f"{address}{joint}lang=en").text)
    assert [text for text in reader.unmarked if text != "甲"] == []


def test_the_language_is_chinese_until_chosen_and_then_remembered(client: FlaskClient) -> None:
    assert '<html lang="zh-CN">' in client.get("/layers").text
    client.get("/layers?lang=en")
    assert '<html lang="en">' in client.get("/projects").text
    assert '<html lang="en">' in client.get("/projects?lang=nonsense").text


def test_the_language_switch_keeps_what_was_asked(client: FlaskClient) -> None:
    page = client.get("/projects?text=甲&status=building&lang=zh").text
    assert "/projects?text=%E7%94%B2&amp;status=building&amp;lang=en" in page


def test_names_from_files_are_escaped(client: FlaskClient) -> None:
    page = client.get("/metrics/runs/1").text
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_projects_can_be_found_by_text_and_status(client: FlaskClient) -> None:
    assert "XM-1" in client.get("/projects?text=甲区").text
    assert "XM-1" not in client.get("/projects?status=stopped").text


def test_a_project_leads_to_its_features_on_the_map(client: FlaskClient) -> None:
    page = client.get("/projects/XM-1").text
    assert 'href="/#&amp;sel=zones/A"' in page
    assert 'href="/policy/WEDZ-2023-09-03"' in page


def test_the_district_is_named_on_every_page(client: FlaskClient) -> None:
    assert "试验区" in client.get("/policy").text
    assert "Test district" in client.get("/policy?lang=en").text


def test_a_page_without_content_says_what_to_do(empty_site: object) -> None:
    client = empty_site.app.test_client()  # type: ignore[attr-defined]
    assert 'href="/sign-in?next=/layers"' in client.get("/layers").text
    assert "ecoatlas projects import" in client.get("/projects").text
    assert "ecoatlas metrics run" in client.get("/metrics").text
    assert client.get("/").status_code == 200
