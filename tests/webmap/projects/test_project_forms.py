"""Forms of a project: what is refused stands at its field, what is kept is kept once."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest

from projects.records.changes.history import history_of
from projects.records.changes.parts import parts_of
from projects.records.changes.records import get_project
from projects.units.register import list_units

pytestmark = pytest.mark.slow

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def test_a_new_project_is_kept_or_says_what_is_wrong_at_its_field(desk: Any) -> None:
    values = {"code": "F-2", "name": "泵站", "status": "building", "start_date": "2026-03-01"}
    wrong = {"lead_unit": "区住健局", "due_date": "2026-01-01", "investment_wan_yuan": "很多"}
    refused = desk.send(desk.wu, "/projects/new", **values, **wrong)
    assert refused.status_code == 400
    for field in ("lead_unit", "investment_wan_yuan"):
        assert f'id="record-{field}-fault"' in refused.text
    assert "--add-unit" not in refused.text
    assert 'value="区住健局"' in refused.text
    late = desk.send(desk.wu, "/projects/new", **values, due_date="2026-01-01")
    assert 'id="record-due_date-fault"' in late.text
    right = {"lead_unit": "区住建局", "investment_wan_yuan": "0.5亿元"}
    assert desk.send(desk.wu, "/projects/new", **values, **right).status_code == 303
    assert 'id="record-code-fault"' in desk.send(desk.wu, "/projects/new", **values).text
    with desk.reading() as session:
        assert get_project(session, "F-2").investment_wan_yuan == 5000


def test_of_two_editors_the_second_sees_both_versions_and_chooses(desk: Any) -> None:
    place = "/projects/F-1/edit"
    seen = desk.seen(desk.wu, place)
    first = {"name": "湿地修复（示例）", "status": "building", "lead_unit": "区住建局"}
    first |= {"investment_wan_yuan": "900"}
    mine = first | {"site": "沌口", "note": "补录"}
    done = desk.send(desk.wu, place, **first, seen=seen, site="纱帽", approval_number="武发1号")
    assert done.status_code == 303
    second = desk.send(desk.li, place, **mine, seen=seen)
    assert second.status_code == 412
    for said in ("军山", "纱帽", "沌口", "补录", 'name="choice.site"', 'value="武发1号"'):
        assert said in second.text, said
    assert 'name="choice.approval_number"' not in second.text

    seen = re.findall(r'name="seen" value="(\d+)"', second.text)[0]
    again = mine | {"approval_number": "武发1号", "choice.site": "theirs", "choice.note": "mine"}
    assert desk.send(desk.li, place, **again, seen=seen).status_code == 303
    with desk.reading() as session:
        project = get_project(session, "F-1")
        assert (project.site, project.note) == ("纱帽", "补录")
        newest = history_of(session, "F-1")[0]
    assert (newest.by, set(newest.after)) == ("li", {"note"})


def test_a_year_with_its_sources_is_one_change(desk: Any) -> None:
    place = "/projects/F-1/years/2026"
    seen, before = desk.seen(desk.wu, place), _changes(desk)
    plan = {"year.2026.planned_wan_yuan": "100", "year.2026.work": "护岸"}
    over = {"fund.2026.central.planned_wan_yuan": "60", "fund.2026.city.planned_wan_yuan": "50"}
    refused = desk.send(desk.wu, place, **plan, **over, seen=seen)
    assert refused.status_code == 400
    assert "合计 110 万元" in refused.text
    wrong = {"fund.2026.city.planned_wan_yuan": "x"}
    at = desk.send(desk.wu, place, **plan, **wrong, seen=seen).text
    assert 'id="record-fund.2026.city.planned_wan_yuan-fault"' in at
    over["fund.2026.city.planned_wan_yuan"] = "40"
    assert desk.send(desk.wu, place, **plan, **over, seen=seen).status_code == 303
    assert _changes(desk) == before + 1
    with desk.reading() as session:
        parts = parts_of(session, "F-1")
        assert parts.years[2026].work == "护岸"
        assert {key[1] for key in parts.funds} == {"central", "city"}
    mine = plan | over | {"year.2026.work": "清淤"}
    second = desk.send(desk.li, place, **mine, seen=seen)
    assert second.status_code == 412
    assert 'name="choice.year.2026.work"' in second.text
    assert desk.wu.get("/projects/F-1/years/9999").status_code == 200
    unknown = desk.send(desk.wu, "/projects/F-1/years/9999", **{"year.9999.work": "x"}, seen=99)
    assert unknown.status_code in (400, 412)


def test_steps_keep_their_order(desk: Any) -> None:
    place = "/projects/F-1/steps"
    days = {"step.acceptance.done_on": "2026-02-01", "step.filing.done_on": "2026-01-01"}
    refused = desk.send(desk.wu, place, **days, seen=desk.seen(desk.wu, place))
    assert refused.status_code == 400
    assert "早于" in refused.text
    days["step.filing.document_number"] = "武建备1号"
    days["step.filing.done_on"] = "2026-03-01"
    kept = desk.send(desk.wu, place, **days, seen=desk.seen(desk.wu, place))
    assert kept.status_code == 303
    assert "武建备1号" in desk.wu.get("/projects/F-1").text


def test_a_problem_is_closed_with_evidence_and_by_nobody_who_only_looks(desk: Any) -> None:
    place = "/projects/F-1/problems"
    late = {"kind": "order", "text": "排口堵塞", "found_on": "2026-05-02", "deadline": "2026-05-01"}
    assert 'id="problem-deadline-fault"' in desk.send(desk.wu, f"{place}/new", **late).text
    right = late | {"deadline": "2026-06-01", "unit": "区住建局"}
    assert desk.send(desk.wu, f"{place}/new", **right).status_code == 303
    number = re.findall(rf"{place}/(\d+)", desk.wu.get("/projects/F-1").text)[0]
    bare = desk.send(desk.wu, f"{place}/{number}", closed_on="2026-05-20", closing="已疏通")
    assert bare.status_code == 422
    assert 'id="closing-files-fault"' in bare.text
    false = desk.send(
        desk.wu, f"{place}/{number}", closed_on="2026-05-20",
        files=(io.BytesIO(b"MZ"), "照片.png"),
    )  # fmt: skip
    assert 'id="closing-files-fault"' in false.text
    picture = (io.BytesIO(PNG), "疏通后.png")
    closed = desk.send(desk.wu, f"{place}/{number}", closed_on="2026-05-20", files=picture)
    assert closed.status_code == 303
    page = desk.viewer.get("/projects/F-1").text
    address = re.findall(r'href="(/projects/F-1/files/[0-9a-f]{64})"', page)[0]
    with desk.viewer.get(address) as file:
        assert file.data == PNG
    assert desk.viewer.get(f"/projects/F-2/files/{address[-64:]}").status_code == 404
    for way in ("/projects/new", "/projects/F-1/edit", f"{place}/new", f"{place}/{number}"):
        assert desk.viewer.get(way).status_code == 403, way
        assert way not in page


def test_a_file_can_come_with_a_report_or_alone(desk: Any) -> None:
    place = "/projects/F-1"
    report = {"reported_on": "2026-06-01", "percent": "20", "seen": desk.seen(desk.wu, place)}
    sent = desk.send(desk.wu, place, **report, files=(io.BytesIO(PNG + b"1"), "现场.png"))
    assert sent.status_code == 303
    files = (io.BytesIO(PNG + b"2"), "批复.png")
    assert desk.send(desk.wu, f"{place}/files", files=files).status_code == 303
    assert desk.send(desk.wu, f"{place}/files").status_code == 422
    page = desk.wu.get(place).text
    assert ("现场.png" in page, "批复.png" in page) == (True, True)


def test_a_form_offers_what_the_registers_have(desk: Any) -> None:
    page = desk.wu.get("/projects/new?lang=en").text
    with desk.reading() as session:
        assert page.count("<option") > len(list_units(session))
    assert '<option value="WEDZ-2023-09-03">' in page


def test_a_reporter_changes_the_projects_of_his_unit_only(desk: Any) -> None:
    own = {"code": "F-9", "name": "泵站", "status": "building", "lead_unit": "区水务湖泊局"}
    assert desk.send(desk.reporter, "/projects/new", **own).status_code == 303
    other = {"code": "F-8", "name": "泵站", "status": "building", "lead_unit": "区住建局"}
    assert desk.send(desk.reporter, "/projects/new", **other).status_code == 403
    place = "/projects/F-9/edit"
    kept = {name: own[name] for name in ("name", "status", "lead_unit")}
    seen = desk.seen(desk.reporter, place)
    done = desk.send(desk.reporter, place, **kept, seen=seen, site="军山")
    assert done.status_code == 303
    place = "/projects/F-1/edit"
    seen = desk.seen(desk.reporter, place)
    taken = desk.send(desk.reporter, place, **own | {"code": ""}, seen=seen)
    assert taken.status_code == 403
    with desk.reading() as session:
        assert get_project(session, "F-1").lead_unit == "区住建局"


def test_parts_and_problems_are_written_by_programs_alike(desk: Any) -> None:
    head = {"X-CSRFToken": desk.token_of(desk.wu, "/account")}
    place = "/api/v1/projects/F-2"
    seen = desk.wu.get(f"{place}/parts").headers["ETag"]

    def patch(fields: dict[str, Any], tag: str) -> Any:
        return desk.wu.patch(
            f"{place}/parts", json={"fields": fields}, headers=head | {"If-Match": tag}
        )

    kept = patch({"year.2026.work": "护岸", "fund.2026.city.spent_wan_yuan": 5}, seen)
    assert kept.json["fields"] == {"year.2026.work": "护岸", "fund.2026.city.spent_wan_yuan": 5}
    late = patch({"year.2026.work": "清淤"}, seen)
    assert (late.status_code, late.json["problems"][0]["theirs"]) == (412, "护岸")
    for wrong in ("year.2026.bogus", "year.work", "fund.2026.nobody.planned_wan_yuan", "name"):
        assert patch({wrong: "x"}, kept.headers["ETag"]).status_code == 400, wrong
    asked = {"fields": {"kind": "整改", "text": "堵", "found_on": "2026-05-01"}}
    made = desk.wu.post(f"{place}/problems", json=asked, headers=head)
    assert made.status_code == 201
    closing = {"fields": {"closed_on": "2026-05-02"}}
    address = f"{place}/problems/{made.json['problem']}/close"
    assert desk.wu.post(address, json=closing, headers=head).status_code == 422
    assert desk.wu.get(f"{place}/problems").json["problems"][0]["kind"] == "order"


def _changes(desk: Any) -> int:
    with desk.reading() as session:
        return len(history_of(session, "F-1"))
