"""On what something was done: by its name, with the way to its page where it has one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from geo.words import Text
from layers.audit import AuditEntry
from projects.accounts.people import with_account
from projects.metrics.registry import METRICS
from projects.metrics.titled import VERSION
from webmap.audit.words import SUBJECTS
from webmap.edge.addresses import project_address

Wording = Text | str
NUMBERED = re.compile(r"^(.*)#(\d+)$")
SITE = re.compile(r"^site (\d+)#(\d+)$")
SITE_CHECK = Text("选址研判 {site}（第 {number} 次）", "Site check {site} (no. {number})")
BATCH = Text("监测值批次 {number}", "Batch of readings {number}")


@dataclass(frozen=True, slots=True)
class Known:
    """By what names entries are told: accounts as persons, layers and sheets by their titles."""

    people: Mapping[str, Text]
    titles: Mapping[str, Text]
    projects: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry is about; no address where there is no page of it."""

    said: Wording
    address: str = ""
    code: str = ""
    """By what programs know it, beside its name."""


def subject_of(entry: AuditEntry, known: Known) -> Subject:
    """A person, a layer, a project, a run and so on by its name with the id beside it."""
    subject = entry.subject or ""
    if subject in SUBJECTS:
        return Subject(SUBJECTS[subject], "/accounts")
    for begins, told in OF_ACTIONS.items():
        if entry.action.startswith(begins):
            found = told(subject, known)
            if found is not None:
                return found
    if subject in known.people:
        return _person(subject, known)
    return _metric(subject, known) or by_title(subject, known)


def by_title(value: str, known: Known) -> Subject:
    """`zones@2` or `zones` as the title with the version, the id beside it."""
    layer, _, number = value.partition("@")
    title = known.titles.get(layer)
    if title is None or (number and not number.isdigit()):
        return Subject(value)
    said = VERSION.format(title=title, number=number) if number else title
    return Subject(said, code=value)


def _person(subject: str, known: Known) -> Subject:
    return Subject(with_account(subject, known.people), f"/accounts/{quote(subject, safe='')}")


def _titled(pages: str) -> Callable[[str, Known], Subject | None]:
    def told(subject: str, known: Known) -> Subject | None:
        id_ = subject.partition("@")[0]
        if id_ not in known.titles:
            return None
        return replace(by_title(subject, known), address=f"{pages}/{quote(id_)}")

    return told


def _project(subject: str, known: Known) -> Subject | None:
    name = known.projects.get(subject)
    return None if name is None else Subject(f"{subject} {name}", project_address(subject))


def _unit(subject: str, known: Known) -> Subject | None:
    name = known.units.get(subject)
    if name is None:
        return None
    said = Text(f"{name.zh}（{subject}）", f"{name.en} ({subject})")
    return Subject(said, f"/units/{quote(subject)}")


def _metric(subject: str, _known: Known) -> Subject | None:
    """`sponge_coverage#4`: a run of a metric."""
    found = NUMBERED.match(subject)
    if found is None or found[1] not in METRICS:
        return None
    title = METRICS[found[1]].title
    said = Text(f"{title.zh} #{found[2]}", f"{title.en} #{found[2]}")
    return Subject(said, f"/metrics/runs/{found[2]}", found[1])


def _statement(subject: str, _known: Known) -> Subject | None:
    found = NUMBERED.match(subject)
    return None if found is None else Subject(found[1], f"/statements/{found[2]}")


def _site(subject: str, _known: Known) -> Subject | None:
    found = SITE.match(subject)
    if found is None:
        return None
    said = SITE_CHECK.format(site=found[1], number=found[2])
    return Subject(said, f"/sites/{found[1]}/checks/{found[2]}")


def _round(subject: str, _known: Known) -> Subject | None:
    return Subject(subject, f"/rounds/{quote(subject)}") if subject else None


def _target(subject: str, _known: Known) -> Subject | None:
    return Subject(subject, f"/targets/{quote(subject)}") if subject else None


def _batch(subject: str, _known: Known) -> Subject | None:
    if not subject.isdigit():
        return None
    return Subject(BATCH.format(number=subject), f"/water/readings/{subject}")


_layer = _titled("/layers")
OF_ACTIONS: Mapping[str, Callable[[str, Known], Subject | None]] = {
    "project-": _project,
    "pool-": _project,
    "layer-": _layer,
    "content-mended": _layer,
    "sheet-": _titled("/sheets"),
    "unit-": _unit,
    "metric-run": _metric,
    "figure-": _metric,
    "statement-": _statement,
    "site-": _site,
    "target-set": _target,
    "round-": _round,
    "bulletin-made": _round,
    "water-imported": _batch,
    "water-withdrawn": _batch,
    "water-corrected": _batch,
}
"""By how an action begins; what says nothing of a subject leaves it to its id."""
