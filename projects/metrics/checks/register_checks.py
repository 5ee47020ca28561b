"""Every spatial check of the policy register: what computes it, and which data it waits for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy.orm import Session

from geo.words import Text, listed
from layers.catalogue import live_versions
from layers.kinds import KINDS, get_kind
from projects.metrics.checks.without_metric import SHOWN_ONLY, WAITING, Form, Wait
from projects.metrics.declaration import Check, Metric, Role, SheetRole, kinds_for
from projects.metrics.registry import METRICS
from projects.policy.register import SpatialCheck, spatial_checks
from projects.sheets import get_sheet_kind, list_sheets

State = Literal["ready", "waiting", "no_metric", "shown"]
STATES: dict[str, Text] = {
    "ready": Text("可以计算", "can be computed"),
    "waiting": Text("缺数据", "lacks data"),
    "no_metric": Text("尚无指标", "no metric yet"),
    "shown": Text("只展示", "shown only"),
}


@dataclass(frozen=True, slots=True)
class CheckStatus:
    """metric: the one that lacks least; metrics: all that compute the check. waits_for: what has
    to be brought; of a check without a metric, or one that is only shown, all that it needs."""

    code: str
    title: Text
    state: State
    metric: str | None
    metrics: tuple[str, ...]
    waits_for: tuple[Wait, ...]


def check_status(session: Session, codes: Collection[str] | None = None) -> list[CheckStatus]:
    """The checks in the order of the register, all or those of these codes."""
    there = {one.kind for one in live_versions(session)}
    return [_status(session, check, there) for check in spatial_checks(session, codes)]


def status_beside(session: Session) -> list[CheckStatus]:
    """The figures that no clause of the register asks for, as the checks are told."""
    there = {one.kind for one in live_versions(session)}
    found = []
    for metric in METRICS.values():
        if not metric.asked_as:
            continue
        lacks = waits_of(session, metric, there)
        state: State = "waiting" if lacks else "ready"
        known = (metric.asked_as, metric.title, state, metric.id, (metric.id,), lacks)
        found.append(CheckStatus(*known))
    return found


def _status(session: Session, check: SpatialCheck, there: set[str]) -> CheckStatus:
    computing = [metric for metric in METRICS.values() if metric.check(check.code)]
    ids = tuple(one.id for one in computing)
    if not computing:
        shown = SHOWN_ONLY.get(check.code)
        waits = (shown,) if shown else WAITING.get(check.code, ())
        state: State = "shown" if shown else "no_metric"
        return CheckStatus(check.code, check.title, state, None, (), waits)
    lacks = [_lacks(session, metric, check.code, there) for metric in computing]
    best = min(range(len(lacks)), key=lambda k: len(lacks[k]))
    state = "waiting" if lacks[best] else "ready"
    return CheckStatus(check.code, check.title, state, ids[best], ids, lacks[best])


def _lacks(session: Session, metric: Metric, code: str, there: set[str]) -> tuple[Wait, ...]:
    """What the metric waits for, and what it takes or leaves but this check needs."""
    asked = metric.check(code) or Check(code)
    needed = (KINDS[one] for one in asked.needs if one not in there)
    too = (Wait("layer", one.title, (one.id,), one.geometry, ("code", "name")) for one in needed)
    return (*waits_of(session, metric, there, asked.about), *too)


def waits_of(
    session: Session,
    metric: Metric,
    there: Iterable[str],
    meant: tuple[str, ...] = (),
) -> tuple[Wait, ...]:
    """What a metric cannot do without and the office has not.

    there: kinds of the live layers; meant: of a metric that takes layers of any kind those that
    the question is about.
    """
    known = set(there)
    layers = (
        _layer(metric, role, _likely_kinds(metric, role, meant))
        for role in metric.inputs
        if not role.optional and not known & set(_likely_kinds(metric, role, meant))
    )
    sheets = (
        _sheet(role)
        for role in metric.sheets
        # A rule is always there, for it is shipped.
        if not role.optional
        and get_sheet_kind(role.kind).group != "rule"
        and not list_sheets(session, role.kind)
    )
    return (*layers, *sheets)


def _likely_kinds(metric: Metric, role: Role, meant: tuple[str, ...] = ()) -> Sequence[str]:
    """The kinds that fit; where the user names the fields, those that declare the default ones."""
    if meant and not role.kinds:
        return meant
    kinds = kinds_for(role)
    defaults = _default_fields(metric, role)
    return [kind for kind in kinds if all(get_kind(kind).field(name) for name in defaults)]


def _default_fields(metric: Metric, role: Role) -> tuple[str, ...]:
    parameters = [metric.parameter(name) for name in role.chosen]
    return tuple(str(one.default) for one in parameters if one is not None and one.default)


def _layer(metric: Metric, role: Role, kinds: Sequence[str]) -> Wait:
    of_role = (*role.fields, *role.wanted, *_default_fields(metric, role))
    fields = tuple(dict.fromkeys(("code", "name", *of_role)))
    form: Form = "raster" if role.geometry == ("raster",) else "layer"
    return Wait(form, role.title, tuple(kinds), role.geometry, () if form == "raster" else fields)


def _sheet(role: SheetRole) -> Wait:
    kind = get_sheet_kind(role.kind)
    wanted = tuple(column.name for column in kind.columns if column.required)
    return Wait("series", role.title, (kind.id,), fields=wanted)


WITH_FIELDS = Text("{what}：{fields}", "{what}: {fields}")


def wait_title(wait: Wait) -> Text:
    """The kinds of layer that would do, or what is waited for where it is none of the kinds."""
    kinds = [KINDS[one].title for one in wait.kinds if one in KINDS]
    if not kinds:
        return wait.what
    return listed(kinds, between=Text(" / ", " / "))


def wait_text(wait: Wait) -> Text:
    """One line for a table: what, of which kinds, with which fields."""
    said, title = wait.what, wait_title(wait)
    if title != said:
        said = Text(f"{said.zh}（{title.zh}）", f"{said.en} ({title.en})")
    if not wait.fields:
        return said
    return WITH_FIELDS.format(what=said, fields=listed(wait.fields))


def wait_json(wait: Wait) -> dict[str, Any]:
    return {
        "form": wait.form,
        "what": wait.what.as_dict(),
        "kinds": list(wait.kinds),
        "geometry": list(wait.geometry),
        "fields": list(wait.fields),
    }
