"""Whether a run and its target are of one subject: the metric, what its layer holds, its units."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text, listed
from layers.catalogue import VersionRef
from layers.kinds import get_kind
from layers.kinds.codes import DIVISION_LEVELS
from layers.kinds.model import titles_of
from projects.holdings.kinds import kinds_holding
from projects.metrics.declaration import Metric
from projects.metrics.errors import TARGET_DOES_NOT_FIT, TARGET_REPLACED, WRONG_SUBJECT
from projects.metrics.targets import current, in_unit, units_of
from projects.policy.register import get_target
from projects.policy.subjects import SUBJECTS
from projects.policy.tables import PolicyTarget

SUBJECT = "subject"
NAMES_SHOWN = 3

COUNTED_BY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "township_sewage": ("township",),
        "rural_sewage_coverage": ("township", "village"),
        "rail_service": ("county",),
        "village_transport": ("village",),
        "gas_supply": ("township",),
        "waste_sorting_coverage": ("village",),
    }
)
"""By subject the levels of the divisions that the plans count."""
WATERS_OF: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "reservoir_quality": ("丹江口水库",),
        "inflow_river_quality": ("泗河", "神定河", "犟河"),
    }
)
"""By subject the waters that the plans name."""


def is_general(metric: Metric) -> bool:
    """Whether what its layer holds has to be declared, for no kind says it."""
    return metric.parameter(SUBJECT) is not None


def judged_target(
    session: Session,
    metric: Metric,
    parameters: Mapping[str, Any],
    versions: Mapping[str, VersionRef],
) -> PolicyTarget | None:
    """The policy target among the parameters, if any.

    Raises `unknown-target`, `wrong-subject`, `target-replaced`, `target-does-not-fit`.
    """
    for parameter in metric.parameters:
        asked = parameters.get(parameter.name)
        if parameter.type == "target" and asked is not None:
            target = get_target(session, asked)
            _require(metric, target, parameters, versions)
            return target
    return None


def _require(
    metric: Metric,
    target: PolicyTarget,
    parameters: Mapping[str, Any],
    versions: Mapping[str, VersionRef],
) -> None:
    if not current(target):
        raise EcoAtlasError(TARGET_REPLACED, target=target.id, others=", ".join(target.replaced_by))
    measured = _otherwise(metric, target.subject, parameters, versions)
    if measured is not None:
        asked = SUBJECTS[target.subject].title
        raise EcoAtlasError(WRONG_SUBJECT, target=target.id, asked=asked, measured=measured)
    if not in_unit(metric, target):
        raise EcoAtlasError(
            TARGET_DOES_NOT_FIT,
            target=target.id,
            indicator=target.indicator,
            metric=metric.title,
            units=", ".join(units_of(metric.parameter("target").measures)),  # type: ignore[union-attr]
        )


def _otherwise(
    metric: Metric,
    asked: str,
    parameters: Mapping[str, Any],
    versions: Mapping[str, VersionRef],
) -> Text | None:
    """What is measured instead of what is asked; None where it is the same."""
    if asked not in metric.subjects:
        return MEASURES.format(metric=metric.title, subject=_measured(metric))
    said = parameters.get(SUBJECT)
    if said is not None and said != asked:
        return IS_SAID.format(subject=SUBJECTS[said].title)
    level = parameters.get("level")
    if asked in COUNTED_BY and level not in COUNTED_BY[asked]:
        return COUNTS.format(level=LEVELS[str(level)], wanted=_levels(asked))
    if is_general(metric):
        return _kind_otherwise(metric, asked, versions)
    return None


def _kind_otherwise(metric: Metric, asked: str, versions: Mapping[str, VersionRef]) -> Text | None:
    """A layer of a kind that holds something else, whatever its user says."""
    for role in metric.inputs:
        version = versions.get(role.name)
        if role.kinds or role.within == "beside" or version is None:
            continue
        if version.kind not in kinds_holding(asked):
            return IS_OF_KIND.format(layer=version.layer_id, kind=get_kind(version.kind).title)
    return None


def _measured(metric: Metric) -> Text:
    names = [SUBJECTS[one].title for one in metric.subjects]
    return listed(names, NAMES_SHOWN) if names else metric.title


def _levels(subject: str) -> Text:
    return listed([LEVELS[one] for one in COUNTED_BY[subject]])


LEVELS = titles_of(DIVISION_LEVELS)
MEASURES = Text("指标“{metric}”核算的是“{subject}”", "the metric “{metric}” measures “{subject}”")
IS_SAID = Text("图层内容写的是“{subject}”", "the layer is said to hold “{subject}”")
COUNTS = Text(
    "这里按“{level}”计数，而它应按“{wanted}”计数",
    "here units of the level “{level}” are counted, where it counts “{wanted}”",
)
IS_OF_KIND = Text(
    "图层“{layer}”的类型是“{kind}”，装的是别的内容",
    "layer “{layer}” is of the kind “{kind}”, which holds something else",
)
