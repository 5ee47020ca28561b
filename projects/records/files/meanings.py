"""Every meaning that a column of a list can have, as a person chooses it."""

from __future__ import annotations

from collections.abc import Iterator

from geo.words import Text
from projects.records.files.heads import REPORT_FIELDS, Meaning
from projects.records.model.codes import SOURCES, STEPS
from projects.records.model.fields import PROJECT_FIELDS
from projects.records.model.year_fields import FUND_FIELDS, STEP_FIELDS, YEAR_FIELDS


def every_meaning() -> list[tuple[str, Text]]:
    """Each by its name and in words; columns of a year take the year that the list is of."""
    return [(one.name, title_of(one)) for one in _meanings()]


def _meanings() -> Iterator[Meaning]:
    yield from (Meaning("record", one) for one in PROJECT_FIELDS)
    yield from (Meaning("report", one) for one in REPORT_FIELDS.values())
    yield from (Meaning("year", one, (0,)) for one in YEAR_FIELDS)
    for source in SOURCES:
        yield from (Meaning("fund", one, (0, source.value)) for one in FUND_FIELDS)
    for step in STEPS:
        yield from (Meaning("step", one, (step.value,)) for one in STEP_FIELDS)


def title_of(meaning: Meaning) -> Text:
    """`2026 年 中央预算内 计划资金（万元）`, `竣工验收 日期`, `项目名称`."""
    of: list[Text] = []
    if meaning.group in ("year", "fund") and meaning.key[0]:
        of.append(Text(f"{meaning.key[0]} 年", str(meaning.key[0])))
    codes = {"fund": SOURCES, "step": STEPS}.get(meaning.group, ())
    of += [one.title for one in codes if one.value == meaning.key[-1]]
    said = [*of, meaning.field.title]
    return Text(" ".join(one.zh for one in said), ", ".join(one.en for one in said))
