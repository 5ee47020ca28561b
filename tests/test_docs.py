"""The documentation cannot drift: pages, environment.yml and links are held to the code."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
import yaml

from webmap.references import FOLDER, PAGES

ROOT = Path(__file__).resolve().parent.parent
PAGES_OF_DOCS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("name", PAGES)
def test_generated_reference_is_what_the_code_says(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == written(name), "run `make docs`"


@cache
def written(name: str) -> str:
    return PAGES[name]()


def test_every_module_says_what_it_is() -> None:
    """The list of modules is written from their docstrings: one that is silent stands as —."""
    silent = [row for row in written("modules.md").splitlines() if row.endswith("| — |")]
    assert silent == []


def test_the_glossary_has_the_main_word_of_every_module() -> None:
    rows = [row for row in written("modules.md").splitlines() if row.startswith("| `")]
    assert len(rows) > 500
    assert [row for row in rows if row.split(" | ")[1] == "—"] == [], "add it to docs/glossary.md"


@pytest.mark.parametrize("page", PAGES_OF_DOCS, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    local = [t for t in targets if "://" not in t and not t.startswith("mailto:")]
    assert [t for t in local if not (page.parent / t).exists()] == []


def test_each_entry_of_the_changelog_is_chinese_then_english() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    ungrouped, *groups = text.split("\n### ")
    entries = [one for group in groups for one in re.split(r"\n(?=- )", group.strip())[1:]]
    halves = [one.split("\\\n  ") for one in entries]
    assert len(entries) > 100
    assert re.findall(r"(?m)^- .*", ungrouped) == [], "an entry stands in the group of its subject"
    assert [one[0][:60] for one in halves if not is_twin(*one)] == [], "Chinese\\, then English"
    assert [line for line in text.splitlines() if len(line) > 160] == []


def is_twin(chinese: str, english: str = "", *more: str) -> bool:
    """Whether the first says it in Chinese, the second in English, and there is no third."""
    said = re.findall(r"[\u4e00-\u9fff]", chinese)
    return len(said) > 10 and len(re.findall(r"[A-Za-z]{2,}", english)) > 7 and not more


def test_each_picture_is_shown_and_none_is_large() -> None:
    """`make pictures` writes them; one that no page shows is left over, and is to go."""
    shown = {
        (page.parent / target).resolve()
        for page in PAGES_OF_DOCS
        for target in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    }
    there = {*(ROOT / "docs").rglob("*.webp"), *(ROOT / "docs").rglob("*.png")}
    assert there == shown
    assert sum(picture.stat().st_size for picture in there) < 3_000_000


def test_both_languages_of_a_guide_show_the_same_pictures() -> None:
    for page in (ROOT / "docs" / "guide").glob("*-en.md"):
        text = page.read_text(encoding="utf-8")
        twin = page.with_name(page.name.replace("-en", "")).read_text(encoding="utf-8")
        assert re.findall(r"images/en/([\w-]+)", text) == re.findall(r"images/zh/([\w-]+)", twin)


def test_every_test_that_the_security_page_names_exists() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    files = (ROOT / "tests").rglob("test_*.py")
    there = {
        name for file in files for name in re.findall(r"def (test_\w+)", file.read_text("utf-8"))
    }
    named = set(re.findall(r"`(test_\w+)`", page))
    assert len(named) > 40
    assert named - there == set()


def test_conda_environment_names_the_same_packages_as_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    listed = [d for d in environment["dependencies"] if isinstance(d, str)]
    by_pip = next(d["pip"] for d in environment["dependencies"] if isinstance(d, dict))

    assert f"python{project['requires-python']}" in listed
    conda = {d for d in listed if not d.startswith(("python>", "pip", "nodejs"))}
    from_pypi_only = {d for d in by_pip if not d.startswith("-")}
    test_tools = set(project["optional-dependencies"]["test"])
    runner = {named for named in conda if named.startswith("pytest")}
    assert "pytest" in {re.split(r"[<>=]", named)[0] for named in runner}
    assert runner <= test_tools
    assert (conda - runner) | from_pypi_only == set(project["dependencies"])
    extras = next(d for d in by_pip if d.startswith("--editable"))
    assert set(re.findall(r"[\w-]+", extras.split("[")[1])) == set(project["optional-dependencies"])


def test_locks_name_no_host_and_every_package_has_a_hash() -> None:
    for lock in sorted((ROOT / "requirements").glob("*.lock")):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        assert "index-url" not in text
        for block in re.split(r"\n(?=\S)", text):
            assert block.startswith("#") or "--hash=sha256:" in block, block


@pytest.mark.parametrize("folder", ["webmap/browser", "requirements/biome"])
def test_npm_locks_name_no_address_and_every_package_has_a_hash(folder: str) -> None:
    text = (ROOT / folder / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in text
    packages = {name: one for name, one in json.loads(text)["packages"].items() if name}
    assert packages
    assert [name for name, one in packages.items() if not one.get("integrity")] == []


def test_what_a_commit_passes_is_of_this_checkout_and_fetched_from_nowhere() -> None:
    text = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert "://" not in text
    repos = yaml.safe_load(text)["repos"]
    assert [one["repo"] for one in repos] == ["local"]
    hooks = [hook for one in repos for hook in one["hooks"]]
    assert {hook["language"] for hook in hooks} == {"system"}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for hook in hooks:
        tool, *_ = hook["entry"].split()
        rule = hook["entry"].split()[-1] + ":"
        assert f"$(BIN)/{tool.removeprefix('.venv/bin/')}" in makefile or rule in makefile
