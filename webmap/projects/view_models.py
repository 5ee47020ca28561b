"""What the pages of projects show."""

from __future__ import annotations

from dataclasses import dataclass

from projects.records.codes import StatusCode
from webmap.policy.cards import ProjectCard
from webmap.projects.projects import ProjectDetail


@dataclass(frozen=True, slots=True)
class ProjectsView:
    """`projects.html`"""

    projects: list[ProjectCard]
    statuses: tuple[StatusCode, ...]
    asked_text: str
    asked_status: str
    section: str = "projects"

    @property
    def filtered(self) -> bool:
        return bool(self.asked_text or self.asked_status)


@dataclass(frozen=True, slots=True)
class ProjectView:
    """`project.html`"""

    project: ProjectDetail
    section: str = "projects"
