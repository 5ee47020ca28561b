"""The site of the pages: whole, searched in Chinese, and silent towards every other host."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Request, expect

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow


def built(source: Path, target: Path, trees: Path) -> subprocess.CompletedProcess[str]:
    """The site of `source`, made as `make docs` makes it; only what changed since is made anew."""
    command = ["-q", "--fail-on-warning", "--keep-going", "-c", str(source / "docs/site")]
    return subprocess.run(
        [sys.executable, "-m", "sphinx", *command, "-d", str(trees), str(source), str(target)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def site() -> Path:
    """Where `make lint` puts it, which has built it already in `make test`."""
    target = ROOT / "build" / "docs-site"
    done = built(ROOT, target, ROOT / "build" / "docs-trees")
    assert done.returncode == 0, done.stderr
    return target


def test_each_page_of_the_repository_is_a_page_of_the_site(site: Path) -> None:
    sources = [*(ROOT / "docs").rglob("*.md"), *(ROOT / "data").rglob("*.md"), *ROOT.glob("*.md")]
    pages = [(site / one.relative_to(ROOT)).with_suffix(".html") for one in sources]
    assert len(pages) > 40
    assert [page for page in pages if not page.is_file()] == []


def test_nothing_in_the_site_is_fetched_from_another_host(site: Path) -> None:
    """A page may link to an address outside; it must not load one."""
    loads = re.compile(
        r"<(?:script|img|iframe|source|form|link)\b[^>]*?(?:src|href|action)=[\"'](?:https?:)?//"
        r"|(?:url\(|@import )[\"']?(?:https?:)?//"
    )
    files = [file for kind in ("*.html", "*.css") for file in site.rglob(kind)]
    assert len(files) > 40
    assert [file.name for file in files if loads.search(file.read_text("utf-8"))] == []


def test_a_link_that_leads_nowhere_and_a_page_in_no_group_end_the_build(tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(ROOT / "docs" / "site", source / "docs" / "site")
    (source / "docs" / "index.md").write_text("# Pages\n\n[there](gone.md)\n", "utf-8")
    (source / "docs" / "lonely.md").write_text("# Lonely\n", "utf-8")
    done = built(source, tmp_path / "site", tmp_path / "trees")
    assert done.returncode != 0
    assert "gone.md" in done.stderr
    assert "lonely.md" in done.stderr


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("排水分区", "图层种类 · Kinds of layer"),
        ("改动过的核算单", "改动过的核算单 · Altered statements"),
        ("高斯-克吕格", "术语表 · Glossary"),
        ("benchmarks", "性能对比 · Benchmarks"),
    ],
)
def test_the_site_is_searched_from_a_folder_without_a_server(
    page: Page, site: Path, words: str, found: str
) -> None:
    requests: list[Request] = []
    page.on("request", lambda one: requests.append(one))
    page.goto(f"{(site / 'search.html').as_uri()}?q={quote(words)}")
    expect(page.locator("#search-results li a").filter(has_text=found).first).to_be_visible()
    assert [one.url for one in requests if not one.url.startswith("file:")] == []


@pytest.mark.browser
def test_words_that_stand_on_no_page_find_nothing(page: Page, site: Path) -> None:
    page.goto(f"{(site / 'search.html').as_uri()}?q={quote('量子计算机')}")
    expect(page.locator("#search-results .search-summary")).to_be_visible()
    expect(page.locator("#search-results li")).to_have_count(0)
