"""The office's figures and trial runs, as pages, commands and the interface tell them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from geo.words import Text
from layers.system.china_time import day
from projects.standing.choosing import SETTING
from projects.standing.figures import Standing, StandingFigure, Withdrawal
from projects.standing.lists import ListedRun
from projects.work.asker import Asker
from webmap.metrics.standing_words import SAID


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said of a run beside its figure, and the look of the chip that says it."""

    text: Text
    chip: str


SIGNED = Mark(SAID["signed"], "chip-met")
NOT_SIGNED = Mark(SAID["not_signed"], "chip-unsigned")
STOOD = Mark(SAID["stood"], "")
TRIAL = Mark(SAID["trial"], "chip-trial")


def mark_of(figure: StandingFigure | None, *, stood: bool) -> Mark:
    """Of a run: signed, set, once a figure, or a trial run."""
    if figure is not None:
        return SIGNED if figure.signed else NOT_SIGNED
    return STOOD if stood else TRIAL


def mark_of_figure(figure: StandingFigure) -> Mark:
    return mark_of(figure, stood=True)


def mark_of_line(run: ListedRun) -> Mark:
    return mark_of(run.stands, stood=run.stood)


def sees_every_run(asker: Asker) -> bool:
    """Whether trial runs of others stand in his lists: where figures are chosen they are seen."""
    return asker.may(SETTING)


def basis(figure: StandingFigure, who: Text | None) -> Text:
    """On what a figure stands: who signed or set it, if that is told, and on which day."""
    said = "signed" if figure.signed else "set"
    words = SAID[f"{said}_on" if who is None else f"{said}_by"]
    return words.format(
        code=figure.statement_code or "",
        name=who or "",
        date=day(figure.set_at).isoformat(),
    )


def withdrawal(found: Withdrawal, standing: Standing) -> Text:
    """That a statement stands no longer, and what does instead."""
    figure = standing.figures.get(found.purpose)
    instead = SAID["instead_set" if figure else "instead_none"]
    said = SAID["withdrawn"].format(code=found.code, date=day(found.at).isoformat())
    return Text(f"{said.zh}{instead.zh}", f"{said.en} {instead.en}")


def figure_json(figure: StandingFigure, *, names: bool = True) -> dict[str, Any]:
    """A figure as commands and the interface give it; `names`: who set it, and why, is told."""
    statement = {
        "id": figure.statement_id,
        "code": figure.statement_code,
        "url": f"/statements/{figure.statement_id}",
    }
    return {
        "purpose": figure.purpose,
        "target": figure.target_id,
        "metric": figure.metric,
        "metric_title": figure.run.metric.title.as_dict(),
        "run": figure.run_id,
        "url": figure.run.url,
        "inputs": figure.run.inputs,
        "value": figure.value,
        "text": figure.text and figure.text.as_dict(),
        "between": figure.run.ends and list(figure.run.ends),
        "met": figure.met,
        "outdated": figure.run.outdated and figure.run.outdated.as_dict(),
        "signed": figure.signed,
        "statement": statement if figure.signed else None,
        "set_by": figure.set_by if names else None,
        "set_at": figure.set_at.isoformat(timespec="seconds"),
        "reason": figure.reason if names else None,
    }


def standing_json(found: Standing, *, names: bool = True) -> dict[str, Any]:
    """Everything that stands, and the statements that stand no longer."""
    return {
        "figures": [figure_json(one, names=names) for one in found.figures.values()],
        "withdrawn": [
            {
                "purpose": one.purpose,
                "statement": {"id": one.statement_id, "code": one.code},
                "at": one.at.isoformat(timespec="seconds"),
                "by": one.by if names else None,
            }
            for one in found.withdrawn.values()
        ],
    }
