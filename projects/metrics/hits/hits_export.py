"""The list of hits with its decisions as a table to take along, recorded before it leaves."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Language, Text
from layers.audit import Actor, record
from layers.catalogue import resolve
from layers.export.errors import TOO_MANY_ROWS, UNKNOWN_FORMAT
from layers.system.atomic_file import appearing
from layers.system.china_time import second
from layers.system.dateless import save_book
from layers.system.row_access import SECRECY_GRADES, highest_grade
from layers.system.xlsx import MOST_ROWS, add_sheet, csv_value
from projects.metrics.aging import Aged, aged
from projects.metrics.declaration import NO_UNIT, Column, Metric
from projects.metrics.hits.hit_tables import DECISIONS
from projects.metrics.hits.hits import TABLE, Decided, Hit, decisions_on, hits_of
from projects.metrics.kept import MetricRun
from projects.metrics.registry import get_metric

FORMATS = ("xlsx", "csv")
HITS = Text("命中清单", "Hits")
COURSE = Text("处理经过", "Decisions")
ORIGIN = Text("来历", "Origin")
NUMBER = Text("序号", "No.")
KEY, NAME = Text("编号", "Key"), Text("名称", "Name")
DECIDED = (
    Text("处理结论", "Decision"),
    Text("理由", "Reason"),
    Text("处理人", "Decided by"),
    Text("处理时间", "Decided at"),
)
SECRECY = Text("密级", "Secrecy")
WARNING = Text("规则提示", "Note on the rule")
Rows = Sequence[Sequence[Any]]


def export_hits(
    session: Session,
    run: MetricRun,
    format_: str,
    out: Path,
    *,
    language: Language = "zh",
    only: str | None = None,
    by: Actor | None = None,
) -> int:
    """Write the hits of a run, or those of one decision, to `out`; answers how many.

    xlsx also has every decision taken and where the list comes from; csv is the list alone, UTF-8
    with a mark. Each row carries the highest secrecy grade of the inputs. The export stands in the
    audit log: the session is that of a transaction. Raises `run-without-hits`,
    `unknown-export-format`, `too-many-rows`.
    """
    if format_ not in FORMATS:
        raise EcoAtlasError(UNKNOWN_FORMAT, format=format_[:20], known=", ".join(FORMATS))
    found = [one for one in hits_of(session, run) if only in (None, one.decision)]
    if len(found) > MOST_ROWS:
        raise EcoAtlasError(TOO_MANY_ROWS, count=len(found))
    grade = _grade(session, run)
    columns, told = _columns(get_metric(run.metric)), aged(session, run)
    rows = [_row(at, hit, columns, told, grade, language) for at, hit in enumerate(found, 1)]
    head = [one.in_(language) for one in _heads(columns)]
    details = {"run": run.id, "format": format_, "hits": len(rows), "secrecy": grade}
    record(session, by, "hits-exported", f"{run.metric}#{run.id}", details=details)
    with appearing(out) as written:
        if format_ == "csv":
            _write_csv(written, head, rows)
        else:
            _write_xlsx(written, head, rows, _course(session, run, found, language),
                    _origin(run, grade, language), language)  # fmt: skip
    return len(rows)


def _grade(session: Session, run: MetricRun) -> str:
    used = (resolve(session, f"{one['layer']}@{one['version']}") for one in run.inputs)
    return highest_grade(one.secrecy for one in used)


def _columns(metric: Metric) -> tuple[Column, ...]:
    table = metric.table(TABLE)
    return table.columns if table else ()


def _heads(columns: Sequence[Column]) -> Iterator[Text]:
    yield from (NUMBER, KEY, NAME)
    for one in columns:
        plain = one.unit == NO_UNIT
        yield (
            one.title
            if plain
            else Text(f"{one.title.zh}（{one.unit.zh}）", f"{one.title.en} ({one.unit.en})")
        )
    yield from (WARNING, *DECIDED, SECRECY)


def _row(
    at: int, hit: Hit, columns: Sequence[Column], told: Aged, grade: str, language: Language
) -> list[Any]:
    values = [_value(one, hit.row.get(one.name), language) for one in columns]
    warning = told.hits.get(str(hit.row["key"]))
    said = DECISIONS[hit.decision].in_(language)
    grade_said = SECRECY_GRADES[grade].in_(language)
    head = [at, hit.row["key"], hit.row["name"] or ""]
    warned = warning.in_(language) if warning else ""
    return [*head, *values, warned, said, *_taken(hit.decided), grade_said]


def _value(column: Column, value: Any, language: Language) -> Any:
    """Codes in words, numbers as numbers."""
    if value is not None and column.type == "code":
        title = column.codes.get(str(value))
        return title.in_(language) if title else str(value)
    return value


def _taken(decided: Decided | None) -> list[Any]:
    if decided is None:
        return ["", "", ""]
    at = second(decided.at)
    return [decided.reason, decided.by or "", at]


def _course(session: Session, run: MetricRun, found: Sequence[Hit], language: Language) -> Rows:
    """Every decision on these hits, in the order of the list, the earliest first."""
    taken = decisions_on(session, run)
    return [
        [at, hit.row["key"], one.number, DECISIONS[one.decision].in_(language), *_taken(one)]
        for at, hit in enumerate(found, 1)
        for one in taken.get(hit.row["key"], ())
    ]


def _origin(run: MetricRun, grade: str, language: Language) -> Rows:
    metric = get_metric(run.metric)
    said = [
        (Text("指标", "Metric"), f"{metric.title.in_(language)} ({metric.id})"),
        (Text("定义版本", "Version of its definition"), run.metric_version),
        (Text("计算结果", "Stored run"), run.id),
        (Text("计算时间", "Computed at"), second(run.created_at)),
        (Text("输入指纹", "Input hash"), run.input_hash),
        (SECRECY, SECRECY_GRADES[grade].in_(language)),
    ]
    inputs = [
        (Text("图层", "Layer"), f"{one['layer']}@{one['version']} {one['sha256']}")
        for one in run.inputs
    ]
    sheets = [
        (Text("规则与数据表", "Rule or sheet"), f"{one['sheet']}@{one['version']} {one['sha256']}")
        for one in run.result.get("sheets", ())
    ]
    return [[title.in_(language), value] for title, value in (*said, *inputs, *sheets)]


def _write_csv(out: Path, head: Sequence[str], rows: Rows) -> None:
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows([csv_value(value) for value in row] for row in rows)


def _write_xlsx(
    out: Path, head: Sequence[str], rows: Rows, course: Rows, origin: Rows, language: Language
) -> None:
    book = Workbook(write_only=True)
    course_head = [one.in_(language) for one in (NUMBER, KEY, Text("第几次", "Turn"), *DECIDED)]
    origin_head = [Text("项目", "What").in_(language), Text("内容", "Value").in_(language)]
    add_sheet(book, HITS.in_(language), head, rows)
    add_sheet(book, COURSE.in_(language), course_head, course)
    add_sheet(book, ORIGIN.in_(language), origin_head, origin)
    save_book(book, out)
