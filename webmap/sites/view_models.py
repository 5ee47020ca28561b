"""What the pages of site checks show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from geo.figures.said import said
from geo.figures.units import METRES, RATIO, SQUARE_METRES
from geo.words import Text
from layers.kinds.codes import CHANGE_KINDS, ENTERPRISE_SECTORS
from layers.system.china_time import minute
from projects.sites.comparing import Difference
from projects.sites.course import Course
from projects.sites.deciding import Decided
from projects.sites.keeping import Kept
from projects.sites.paper import TYPES, planned_text
from projects.sites.pasted import WKT
from projects.sites.rows import NOT, VERDICTS
from projects.sites.signing import Asserted
from projects.sites.site import SUBJECTS, Planned
from projects.sites.tables import DECISIONS
from projects.statements.chain import Event
from projects.statements.words import STATES, STEPS
from webmap.edge.addresses import map_address
from webmap.edge.chips import STATE_CHIPS
from webmap.edge.forms import Form
from webmap.edge.refusals import Refused

CHIPS = {"applies": "chip-not_met", "review": "chip-unsigned", "not": "chip-met"}
LONGEST_DRAWN = 8000
FOLDED = ("sector", "change", "activity", "starts", "crs")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SitesView:
    """`sites.html`: the form, and the sites that were checked."""

    sites: Sequence[Kept]
    form: Form
    refused: Refused = field(default_factory=Refused)
    project: str = ""
    may_check: bool = False
    section: str = "sites"

    subjects = tuple(SUBJECTS.items())
    sectors = tuple((one.value, one.title) for one in ENTERPRISE_SECTORS)
    changes = tuple((one.value, one.title) for one in CHANGE_KINDS)

    @property
    def planned(self) -> bool:
        """Whether something is said, or refused, of what is planned, or the place is there already
        and nothing else is left to say: it is not folded then."""
        begun = self.refused == Refused() and self.form.value("place")
        said = begun or any(self.form.value(name) for name in FOLDED)
        return bool(said) or self.form.value("subject") not in ("", Planned().subject)

    @staticmethod
    def minute(kept: Kept) -> str:
        return minute(kept.at)


@dataclass(frozen=True, slots=True)
class SiteView:
    """`site.html`: one check, its rows with what was decided on them, the checks before it."""

    kept: Kept
    checks: Sequence[Kept]
    taken: Mapping[str, Decided]
    changed: Sequence[Difference]
    versions: Sequence[Text]
    drawn: bool
    form: Form
    may_check: bool = False
    may_decide: bool = False
    may_export: bool = False
    named: bool = False
    asserted: Asserted | None = None
    steps: frozenset[str] = frozenset()
    account: str = ""
    section: str = "sites"

    formats = tuple(TYPES)
    decisions = tuple(DECISIONS.items())

    @property
    def otherwise(self) -> str | None:
        """The form with this place filled in, to say more of what is planned there; None of a shape
        that an address cannot hold."""
        place = self.kept.site.wkt
        address = f"/sites?{urlencode({'place': place})}"
        return address if WKT.match(place) and len(place) <= LONGEST_DRAWN else None

    @property
    def course(self) -> Course | None:
        return self.asserted.course if self.asserted else None

    @property
    def state(self) -> Text | None:
        """Nothing for a check that nobody has handed in."""
        state = self.course.state if self.course else "draft"
        return None if state == "draft" else STATES[state]

    @property
    def state_chip(self) -> str:
        return STATE_CHIPS.get(self.course.state if self.course else "", "")

    @property
    def events(self) -> Sequence[Event]:
        return self.course.events if self.course else ()

    @staticmethod
    def step(event: Event) -> Text:
        return STEPS[event.action].title

    @staticmethod
    def minute_of(event: Event) -> str:
        return minute(event.moment)

    @property
    def own(self) -> bool:
        return self.course is not None and self.course.made_by == self.account

    @property
    def groups(self) -> Sequence[tuple[str, Text, Sequence[Row]]]:
        """Rows by verdict, in the order in which they are told."""
        found = (
            (verdict, title, [row for row in self.kept.rows if row["verdict"] == verdict])
            for verdict, title in VERDICTS.items()
        )
        return [one for one in found if one[2]]

    @staticmethod
    def folded(verdict: str) -> bool:
        """Whether a group is closed at first: what does not apply is read last."""
        return verdict == NOT

    @staticmethod
    def chip(verdict: str) -> str:
        return CHIPS.get(verdict, "")

    @property
    def earlier(self) -> Kept | None:
        before = [one for one in self.checks if one.number < self.kept.number]
        return before[0] if before else None

    @property
    def planned(self) -> Text:
        return planned_text(self.kept.result["planned"])

    @property
    def area(self) -> Text | None:
        area, length = self.kept.result["area_m2"], self.kept.result["length_m"]
        if area is not None:
            return said(area, SQUARE_METRES)
        return None if length is None else said(length, METRES)

    @staticmethod
    def text(value: Mapping[str, str]) -> Text:
        """A wording that was kept."""
        return Text(value["zh"], value["en"])

    @staticmethod
    def metres(value: float | None) -> Text | None:
        return None if value is None else said(value, METRES)

    @staticmethod
    def square_metres(value: float) -> Text:
        return said(value, SQUARE_METRES)

    @staticmethod
    def percent(value: float) -> Text:
        return said(value, RATIO)

    @staticmethod
    def on_map(row: Row) -> str:
        return map_address(row["layer"], row["feature"])

    def decision(self, row: Row) -> Decided | None:
        return self.taken.get(row["key"])

    @staticmethod
    def decision_title(decided: Decided) -> Text:
        return DECISIONS[decided.decision]

    @staticmethod
    def minute(kept: Kept) -> str:
        return minute(kept.at)
