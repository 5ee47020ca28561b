"""A faulty register is refused as a whole, with the file, the id and the reason."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.errors import EcoAtlasError
from projects.policy import register as policy
from projects.policy.files import POLICY_FOLDER

Change = Callable[[dict[str, Any]], object]
FILE = "WEDZ-2023.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped register that a test may spoil."""
    return Path(shutil.copytree(POLICY_FOLDER, tmp_path / "policy"))


def edit(folder: Path, change: Change) -> None:
    content = json.loads((folder / FILE).read_text(encoding="utf-8"))
    change(content)
    (folder / FILE).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def refusal(error: pytest.ExceptionInfo[EcoAtlasError]) -> tuple[str, str, str]:
    problem = error.value.problem
    return problem.code, problem.message.zh, problem.message.en


def drop_summary(content: dict[str, Any]) -> None:
    del content["items"][2]["summary"]["en"]


def empty_title(content: dict[str, Any]) -> None:
    content["items"][2]["title"]["zh"] = "  "


def add_field(content: dict[str, Any]) -> None:
    content["items"][2]["colour"] = "green"


def unknown_comparator(content: dict[str, Any]) -> None:
    content["targets"][2]["comparator"] = "about"


def value_for_delegated(content: dict[str, Any]) -> None:
    content["targets"][2].update(comparator="delegated", value=3)


def number_as_text(content: dict[str, Any]) -> None:
    content["targets"][2].update(comparator=">=", value="many")


def due_in_another_year(content: dict[str, Any]) -> None:
    content["targets"][0]["due"] = "2024-12-31"


def no_division(content: dict[str, Any]) -> None:
    content["targets"][0]["divisions"] = []


def wrong_lead(content: dict[str, Any]) -> None:
    content["items"][2]["lead_unit"] = "区水务湖泊局"


@pytest.mark.parametrize(
    ("change", "place", "reason"),
    [
        (drop_summary, "items.WEDZ-2023-01-03.summary.en", "缺少这一项"),
        (empty_title, "items.WEDZ-2023-01-03.title.zh", "内容为空"),
        (add_field, "items.WEDZ-2023-01-03.colour", "不认识这一项"),
        (unknown_comparator, "targets.WEDZ-2023-T03.comparator", "取值不在允许范围内"),
        (value_for_delegated, "targets.WEDZ-2023-T03", "与同一条的其他内容矛盾"),
        (number_as_text, "targets.WEDZ-2023-T03.value", "内容类型不对"),
        (due_in_another_year, "targets.WEDZ-2023-T01", "与同一条的其他内容矛盾"),
        (no_division, "targets.WEDZ-2023-T01.divisions", "内容为空"),
        (wrong_lead, "items.WEDZ-2023-01-03", "与同一条的其他内容矛盾"),
    ],
)
def test_a_faulty_entry_is_refused_with_file_id_and_reason(
    folder: Path, change: Change, place: str, reason: str
) -> None:
    edit(folder, change)
    with pytest.raises(EcoAtlasError) as error:
        policy.load_register(folder)
    code, zh, en = refusal(error)
    assert code == "policy-file-invalid"
    assert FILE in zh
    assert place in zh
    assert reason in zh
    assert place in en


def test_an_id_used_twice_is_refused(folder: Path) -> None:
    edit(folder, lambda content: content["items"][1].update(id="WEDZ-2023-01-01"))
    with pytest.raises(EcoAtlasError) as error:
        policy.load_register(folder)
    assert refusal(error)[0] == "policy-id-twice"
    assert "WEDZ-2023-01-01" in refusal(error)[1]


def dangling_check(content: dict[str, Any]) -> None:
    content["items"][7]["spatial_checks"].append("SC-NOWHERE")


def unnamed_unit(content: dict[str, Any]) -> None:
    content["items"][7]["units"].append("区园林局")


def dangling_action(content: dict[str, Any]) -> None:
    content["items"][7]["action"] = "WEDZ-2023-A99"


def dangling_target(content: dict[str, Any]) -> None:
    content["items"][7]["targets"].append("WEDZ-2023-T99")


def one_sided_link(content: dict[str, Any]) -> None:
    content["items"][7]["targets"].append("WEDZ-2023-T01")


def one_sided_target(content: dict[str, Any]) -> None:
    content["targets"][0]["items"].append("WEDZ-2023-01-08")


def unknown_subject(content: dict[str, Any]) -> None:
    content["targets"][0]["subject"] = "sewage"


def unknown_division(content: dict[str, Any]) -> None:
    content["targets"][0]["divisions"] = ["420199"]


def unknown_soft_word(content: dict[str, Any]) -> None:
    content["targets"][0]["soft"] = ["大约"]


def replaced_by_none_of_the_document(content: dict[str, Any]) -> None:
    content["targets"][0]["replaced_by"] = ["WH-2023-T01"]


def answers_no_item(content: dict[str, Any]) -> None:
    content["items"][0]["answers"] = ["WH-2023-99"]


@pytest.mark.parametrize(
    ("change", "origin", "reference"),
    [
        (unknown_subject, "WEDZ-2023-T01", "sewage"),
        (unknown_division, "WEDZ-2023-T01", "420199"),
        (unknown_soft_word, "WEDZ-2023-T01", "大约"),
        (replaced_by_none_of_the_document, "WEDZ-2023-T01", "WH-2023-T01"),
        (answers_no_item, "WEDZ-2023-01-01", "WH-2023-99"),
        (dangling_check, "WEDZ-2023-01-08", "SC-NOWHERE"),
        (unnamed_unit, "WEDZ-2023-01-08", "区园林局"),
        (dangling_action, "WEDZ-2023-01-08", "WEDZ-2023-A99"),
        (dangling_target, "WEDZ-2023-01-08", "WEDZ-2023-T99"),
        (one_sided_link, "WEDZ-2023-T01", "WEDZ-2023-01-08"),
        (one_sided_target, "WEDZ-2023-01-08", "WEDZ-2023-T01"),
    ],
)
def test_a_reference_that_leads_nowhere_is_refused(
    folder: Path, change: Change, origin: str, reference: str
) -> None:
    edit(folder, change)
    with pytest.raises(EcoAtlasError) as error:
        policy.load_register(folder)
    code, zh, _ = refusal(error)
    assert code == "policy-reference-unknown"
    assert f"{origin} " in zh
    assert reference in zh


def test_a_file_that_is_not_json_is_refused_with_its_line(folder: Path) -> None:
    (folder / FILE).write_text('{\n "id": "WEDZ-2023",\n oops', encoding="utf-8")
    with pytest.raises(EcoAtlasError) as error:
        policy.load_register(folder)
    assert "第 3 行" in refusal(error)[1]


@pytest.mark.slow
def test_a_file_that_is_not_utf8_is_refused(folder: Path) -> None:
    (folder / FILE).write_bytes('{"id": "武汉"}'.encode("gb18030"))
    with pytest.raises(EcoAtlasError) as error:
        policy.load_register(folder)
    assert "不是 UTF-8 文字" in refusal(error)[1]


def test_a_document_under_another_file_name_is_refused(folder: Path) -> None:
    (folder / FILE).rename(folder / "OTHER.json")
    with pytest.raises(EcoAtlasError) as error:
        policy.load_register(folder)
    assert "与文件名不一致" in refusal(error)[1]


def test_a_missing_file_or_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    (folder / "spatial_checks.json").unlink()
    shutil.copytree(POLICY_FOLDER, tmp_path / "other")
    (tmp_path / "other" / "units.json").unlink()
    with pytest.raises(EcoAtlasError) as units:
        policy.load_register(tmp_path / "other")
    assert "units.json" in units.value.message.zh
    for place in (folder, tmp_path / "nowhere"):
        with pytest.raises(EcoAtlasError) as error:
            policy.load_register(place)
        assert error.value.code == "policy-file-missing"
        assert "spatial_checks.json" in error.value.message.en


def test_a_register_without_documents_is_refused(folder: Path) -> None:
    for file in folder.glob("*-20*.json"):
        file.unlink()
    with pytest.raises(EcoAtlasError) as error:
        policy.load_register(folder)
    assert error.value.code == "policy-file-missing"
