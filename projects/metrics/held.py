"""What the layers of a run are declared to hold, where a metric cannot know it by itself.

A verdict rests on the declaration of the version that was used, never on a word of whoever runs the
metric: which rows belong to the subject and which of their words mean done is for the declaration
to say, too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.figures.units import PERCENT
from geo.words import Text, listed
from layers.catalogue import VersionRef
from layers.system.china_time import day
from projects.figures.target_units import TARGET_UNITS
from projects.holdings.vouching import TERMS, Holding, ended, holdings_by_id, holdings_of, values_of
from projects.metrics.declaration import NO_FIELD, Metric, Role
from projects.metrics.errors import WRONG_SUBJECT
from projects.metrics.results import note
from projects.metrics.subjects import is_general
from projects.metrics.targets import Target
from projects.policy.subjects import SUBJECTS
from projects.sheets import SheetInfo

LIST = "list"
NOTE = "layer-declared"


@dataclass(frozen=True, slots=True)
class Held:
    """`told`: by role what its layer is declared to hold, none where that is not enough; `why`: in
    words what is not enough; `notes`: what stands in the result of those that are."""

    told: Mapping[str, Mapping[str, Any] | None]
    why: Text | None = None
    notes: tuple[dict[str, Any], ...] = field(default=())


def held_by(
    session: Session,
    metric: Metric,
    target: Target,
    versions: Mapping[str, VersionRef],
    sheets: Mapping[str, SheetInfo],
    parameters: Mapping[str, Any],
) -> Held | None:
    """What a run for a target rests on; None of a metric that knows what its layers hold.

    Raises `wrong-subject` where a layer is declared to hold something else.
    """
    if not is_general(metric):
        return None
    told: dict[str, Mapping[str, Any] | None] = {}
    reasons, notes = [], []
    for role in _roles(metric, target, versions, sheets, parameters):
        if role.kinds and LIST in sheets:
            found = _list_told(sheets[LIST], target)
            why = None if found else LIST_UNSAID.format(sheet=sheets[LIST].id, **_subject(target))
        else:
            holding = _holding(session, target, versions[role.name])
            why = _lacking(metric, role, target, versions[role.name], holding, parameters)
            found = None if holding is None or why else _told(holding)
            notes += [] if found is None or holding is None else [_note(holding)]
        told[role.name] = found
        reasons += [why] if why else []
    return Held(told, next(iter(reasons), None), tuple(notes))


def terms_declared(
    session: Session, metric: Metric, subject: str, versions: Iterable[VersionRef]
) -> dict[str, str]:
    """What the layers say of themselves, as parameters of the metric: nobody types it again."""
    found: dict[str, str] = {}
    if is_general(metric):
        for version in versions:
            for one in holdings_of(session, version):
                found |= dict(one.terms) if one.subject == subject else {}
    return {name: value for name, value in found.items() if metric.parameter(name) is not None}


def declarations_of(session: Session, inputs: Iterable[Mapping[str, Any]]) -> list[Holding]:
    """The declarations that the inputs of a run rest on, with who made them."""
    ids = _ids(inputs)
    found = holdings_by_id(session, ids) if ids else {}
    return [found[one] for one in sorted(found)]


def taken_back(session: Session, inputs: Iterable[Mapping[str, Any]]) -> dt.datetime | None:
    """Since when a declaration that figures rest on holds no more; None while all of them do."""
    ids = _ids(inputs)
    over = ended(session) if ids else {}
    return min((over[one] for one in ids if one in over), default=None)


def _ids(inputs: Iterable[Mapping[str, Any]]) -> frozenset[int]:
    said = [one.get("holds") or {} for one in inputs]
    return frozenset(one["declaration"] for one in said if "declaration" in one)


def _roles(
    metric: Metric,
    target: Target,
    versions: Mapping[str, VersionRef],
    sheets: Mapping[str, SheetInfo],
    parameters: Mapping[str, Any],
) -> Iterator[Role]:
    """Those whose layer may hold anything; of a kind that says it, where a field or a list does."""
    for role in metric.inputs:
        beside = role.within == "beside" and not (role.decides and _shares(target))
        if role.name not in versions or beside:
            continue
        by_field = any(_field(parameters, one) for one in role.chosen)
        if not role.kinds or by_field or LIST in sheets:
            yield role


def _shares(target: Target) -> bool:
    return TARGET_UNITS.get(target.unit_en or "") is PERCENT


def _holding(session: Session, target: Target, version: VersionRef) -> Holding | None:
    every = holdings_of(session, version)
    found = next((one for one in every if one.subject == target.subject), None)
    if found is None and every:
        raise EcoAtlasError(
            WRONG_SUBJECT,
            target=target.id,
            asked=SUBJECTS[target.subject].title,
            measured=IS_DECLARED.format(layer=version.label, subject=every[0].title),
        )
    return found


def _lacking(
    metric: Metric,
    role: Role,
    target: Target,
    version: VersionRef,
    holding: Holding | None,
    parameters: Mapping[str, Any],
) -> Text | None:
    """Why a declaration is not enough: there is none, or it was said of other rows or words."""
    if holding is None:
        return UNDECLARED.format(layer=version.label, **_subject(target))
    for name, values in TERMS.items():
        if name not in role.chosen:
            continue
        asked, said = _field(parameters, name), holding.terms.get(name)
        if asked != said and not (name == "date_field" and asked is None):
            return _other(metric, name, version, asked, said)
        meant = values_of(parameters.get(values or ""))
        if asked and values and meant != _declared_values(metric, holding, values):
            return _other(metric, values, version, listed(sorted(meant)), holding.terms.get(values))
    return None


def _declared_values(metric: Metric, holding: Holding, name: str) -> frozenset[str]:
    parameter = metric.parameter(name)
    return holding.values(name) or values_of(str((parameter and parameter.default) or ""))


def _other(metric: Metric, name: str, version: VersionRef, asked: Any, said: Any) -> Text:
    parameter = metric.parameter(name)
    return OTHERWISE.format(
        layer=version.label,
        term=parameter.title if parameter else name,
        asked=asked or NOTHING,
        said=said or NOTHING,
    )


def _field(parameters: Mapping[str, Any], name: str) -> str | None:
    value = parameters.get(name)
    return None if value in (None, "", NO_FIELD) else str(value)


def _list_told(sheet: SheetInfo, target: Target) -> Mapping[str, Any] | None:
    """A list says itself what it lists: every row, and the same."""
    said = {row.get("subject") for row in sheet.rows}
    return {"list": f"{sheet.id}@{sheet.number}"} if said == {target.subject} else None


def _told(holding: Holding) -> dict[str, Any]:
    return {
        "declaration": holding.id,
        "subject": holding.subject,
        "terms": dict(holding.terms),
        "day": day(holding.at).isoformat(),
        "basis": holding.basis,
    }


def _note(holding: Holding) -> dict[str, Any]:
    return note(
        NOTE,
        "图层“{layer}”的内容由声明为证：{day} 声明装的是“{subject}”，依据：{basis}"
        "（第 {declaration} 号声明）。",
        "What layer “{layer}” holds rests on declaration {declaration}: “{subject_en}”, declared "
        "on {day} on the ground of: {basis}.",
        layer=f"{holding.layer_id}@{holding.number}",
        subject=holding.title.zh,
        subject_en=holding.title.en,
        day=day(holding.at).isoformat(),
        basis=holding.basis.rstrip("。. "),
        declaration=holding.id,
    )


def _subject(target: Target) -> dict[str, Any]:
    return {"subject": SUBJECTS[target.subject].title}


NOTHING = Text("未填", "nothing")
UNDECLARED = Text(
    "不能判定：没有人声明图层“{layer}”装的是什么。若确为“{subject}”，请编辑或管理员在图层页写明依据、"
    "作出声明，再重新计算。",
    "Cannot be judged: nobody has declared what layer “{layer}” holds. If it is “{subject}”, an "
    "editor or administrator declares that on the layer's page, with the ground; then compute "
    "again.",
)
OTHERWISE = Text(
    "不能判定：“{term}”填的是“{asked}”，而图层“{layer}”的内容声明写的是“{said}”。",
    "Cannot be judged: “{term}” is “{asked}”, where what layer “{layer}” is declared to hold has "
    "“{said}”.",
)
LIST_UNSAID = Text(
    "不能判定：清单“{sheet}”没有逐行写明列的是“{subject}”。请在“事项”一列补齐。",
    "Cannot be judged: list “{sheet}” does not say in each row that it is of “{subject}”. Fill in "
    "the column “Subject”.",
)
IS_DECLARED = Text(
    "图层“{layer}”声明装的是“{subject}”", "layer “{layer}” is declared to hold “{subject}”"
)
