"""What the pages of projects show."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from projects.records.codes import StatusCode
from webmap.policy.cards import ProjectCard
from webmap.projects.projects import ProjectDetail


@dataclass(frozen=True, slots=True)
class ProjectsView:
    """`projects.html`"""

    projects: list[ProjectCard]
    """Those of this page."""
    total: int
    number: int
    pages: int
    statuses: tuple[StatusCode, ...]
    asked_text: str
    asked_status: str
    section: str = "projects"

    @property
    def filtered(self) -> bool:
        return bool(self.asked_text or self.asked_status)

    def url(self, page: int) -> str:
        """The address of another page of the same list."""
        asked = {"text": self.asked_text, "status": self.asked_status}
        given = {name: value for name, value in asked.items() if value}
        return f"/projects?{urlencode(given | {'page': str(page)})}"


@dataclass(frozen=True, slots=True)
class ProjectView:
    """`project.html`"""

    project: ProjectDetail
    section: str = "projects"
