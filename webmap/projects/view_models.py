"""What the list of projects shows: its filters, its projects, how many are late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from geo.words import Text, listed
from projects.policy.divisions import DIVISIONS
from projects.records.model.codes import SOURCES, STATUSES, StatusCode
from projects.records.model.part_tables import ProjectView
from projects.records.queries.addresses import as_query
from projects.records.queries.asked import Asked
from projects.records.queries.pool_conditions import POOL_CHOICES
from webmap.policy.cards import ProjectCard
from webmap.projects.projects import ListPage
from webmap.projects.words import COUNTED, COUNTED_LATE, FLAG_TITLES, SORT_TITLES

FOLDED = (
    "item",
    "year",
    "district",
    "fund",
    "pool",
    "without_place",
    "without_item",
    "open_problems",
)
SHOWN = {"text", "status", "unit", "sort", "page", *FLAG_TITLES, *FOLDED}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter that is chosen from a list."""

    value: str
    title: Text
    chosen: bool


@dataclass(frozen=True, slots=True)
class ListView:
    """`projects.html`"""

    page: ListPage
    may_export: bool
    may_edit: bool
    may_bulk: bool = False
    named: bool = False
    kept_lists: Sequence[ProjectView] = ()
    done: Text | None = None
    section: str = "projects"

    @property
    def asked(self) -> Asked:
        return self.page.found.asked

    @property
    def projects(self) -> list[ProjectCard]:
        return self.page.found.projects

    @property
    def total(self) -> int:
        return self.page.found.total

    @property
    def given(self) -> dict[str, str]:
        """The filters as the address has them, without the page."""
        return as_query(replace(self.asked, page=1))

    @property
    def filtered(self) -> bool:
        return bool(self.given.keys() - {"sort", "size"})

    @property
    def unfolded(self) -> bool:
        """Whether a filter is asked that the form folds away."""
        return any(name in self.given for name in FOLDED)

    @property
    def kept(self) -> dict[str, str]:
        """Filters of the address that the form has no field for: they stay."""
        return {name: one for name, one in self.given.items() if name not in SHOWN}

    def url(self, **more: str) -> str:
        """The address of the same list with other filters, or of another page of it."""
        query = urlencode(self.given | more)
        return f"/projects?{query}" if query else "/projects"

    @property
    def query(self) -> str:
        """The same as a form hands it on."""
        return urlencode(self.given)

    @property
    def dashboard_url(self) -> str:
        """The same projects, counted."""
        query = urlencode({name: one for name, one in self.given.items() if name != "sort"})
        return f"/dashboard?{query}" if query else "/dashboard"

    @property
    def file_url(self) -> str:
        query = urlencode(self.given)
        return f"/projects.xlsx?{query}" if query else "/projects.xlsx"

    @property
    def clauses_url(self) -> str:
        """Clauses proposed for those of the same projects that have none."""
        return f"/projects/clauses?{self.query}".rstrip("?")

    @property
    def statuses(self) -> list[Choice]:
        return choices(STATUSES, self.asked.status)

    @property
    def funds(self) -> list[Choice]:
        return choices(SOURCES, self.asked.fund)

    @property
    def pools(self) -> list[Choice]:
        asked = self.asked.pool
        return [Choice(name, title, name == asked) for name, title in POOL_CHOICES.items()]

    @property
    def districts(self) -> list[Choice]:
        asked = self.asked.district
        return [Choice(code, title, code == asked) for code, title in DIVISIONS.items()]

    @property
    def sorts(self) -> list[Choice]:
        asked = self.asked.sort
        titles = SORT_TITLES if asked in SORT_TITLES else {asked: Text(asked, asked), **SORT_TITLES}
        return [Choice(name, title, name == asked) for name, title in titles.items()]

    def flags(self, folded: bool) -> list[tuple[str, Text, bool | None]]:
        """Filters of yes and no with their titles and what is asked of them."""
        return [
            (name, title, getattr(self.asked, name))
            for name, title in FLAG_TITLES.items()
            if (name in FOLDED) == folded
        ]

    @property
    def counted(self) -> Text:
        return COUNTED.format(total=self.total)

    @property
    def counted_late(self) -> list[tuple[str, Text]]:
        """How many are late and have not risen for long, each with the address of those."""
        counts = {"late": self.page.late, "stagnant": self.page.stagnant}
        return [
            (self.url(**{name: "1"}), COUNTED_LATE[name].format(count=count))
            for name, count in counts.items()
            if count
        ]


def choices(codes: tuple[StatusCode, ...], asked: tuple[str, ...]) -> list[Choice]:
    """The values of a closed list; several that are asked together stand as one choice."""
    found = [Choice(one.value, one.title, asked == (one.value,)) for one in codes]
    if len(asked) > 1:
        joined = listed(one.title for one in codes if one.value in asked)
        found.insert(0, Choice(",".join(asked), joined, True))
    return found
