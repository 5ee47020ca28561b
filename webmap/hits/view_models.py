"""What the page shows where the hits of a run are worked off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from geo.words import Text, listed
from projects.metrics.hits.hit_tables import DECISIONS
from projects.metrics.hits.hits import TABLE, Decided, Hit
from projects.metrics.stands import Stand
from projects.metrics.waters.ban_dates import OPEN_STATES, STANDING, STATES
from webmap.edge.forms import Form
from webmap.hits.words import SHOWS
from webmap.metrics.cards import RunCard
from webmap.metrics.hits_progress import DECISION_CHIPS

ON_A_PAGE = 100
# Beside the heading already, or of no use to whoever reads.
ABOVE = frozenset({"layer", "feature", "state"})
# What tells two hits of one sort on one feature apart.
ON_WHAT = ("item", "month")
DOT = Text(" · ", " · ")


def ordered(found: Sequence[Hit]) -> list[Hit]:
    """What is to be reviewed first, then what is told for information."""
    return sorted(found, key=lambda one: one.row.get("state") not in OPEN_STATES)


def fits(hit: Hit, show: str) -> bool:
    return show == "all" or (hit.decision == "open") == (show == "open")


@dataclass(frozen=True, slots=True)
class HitPages:
    """The hits that fit, in their order, page by page from 1."""

    hits: Sequence[Hit]

    @property
    def last(self) -> int:
        return max(1, -(-len(self.hits) // ON_A_PAGE))

    def within(self, page: int) -> int:
        """A page that there is: the last one when fewer are left than there were."""
        return min(max(page, 1), self.last)

    def on(self, page: int) -> Sequence[Hit]:
        return self.hits[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]

    def place(self, hit: Hit | None) -> int | None:
        """Where a hit stands, from 0; None where it is not among them."""
        keys = (one.row["key"] for one in self.hits)
        return next((at for at, key in enumerate(keys) if hit and key == hit.row["key"]), None)

    def page_of(self, hit: Hit | None) -> int | None:
        at = self.place(hit)
        return None if at is None else at // ON_A_PAGE + 1


@dataclass(frozen=True, slots=True)
class HitsView:
    """`hits.html`: the hits that fit `show`, the one that is dealt with, and its form."""

    card: RunCard
    every: Sequence[Hit]
    pages: HitPages
    page: int
    show: str
    chosen: Hit | None
    history: Sequence[Decided]
    form: Form
    saved: Hit | None
    may_decide: bool
    may_export: bool
    named: bool
    section: str = "metrics"

    @property
    def listed(self) -> Sequence[Hit]:
        """The hits of this page."""
        return self.pages.on(self.page)

    @property
    def total(self) -> int:
        return len(self.pages.hits)

    @property
    def counts(self) -> dict[str, int]:
        still = sum(one.decision == "open" for one in self.every)
        every = len(self.every)
        return {"open": still, "decided": every - still, "all": every}

    @property
    def shows(self) -> Mapping[str, Text]:
        return SHOWS

    @property
    def decisions(self) -> Mapping[str, Text]:
        """What can be decided; to leave a hit open comes last."""
        return {code: DECISIONS[code] for code in sorted(DECISIONS, key=lambda one: one == "open")}

    @staticmethod
    def chip(hit: Hit) -> str:
        return DECISION_CHIPS.get(hit.decision, "")

    @staticmethod
    def decision(hit: Hit | Decided) -> Text:
        return DECISIONS[hit.decision]

    @staticmethod
    def state(hit: Hit) -> Text | str:
        code = str(hit.row.get("state") or "")
        return STATES.get(code, code)

    @staticmethod
    def stand(hit: Hit) -> Stand | None:
        return STANDING.get(str(hit.row.get("state")))

    def rests_on(self, hit: Hit) -> Text | str:
        """The article of a hit; of one without, what sort of hit it is, on what and when."""
        table = self.card.metric.table(TABLE)
        sort = next((one for one in table.columns if one.codes), None) if table else None
        if hit.row.get("article") or sort is None:
            return str(hit.row.get("article") or "")
        said = self.card.reading.figure(sort, hit.row).text
        return listed([said, *(hit.row[one] for one in ON_WHAT if hit.row.get(one))], between=DOT)

    @property
    def at(self) -> int:
        """Place of the chosen hit among those shown, from 1; 0 where it is not among them."""
        at = self.pages.place(self.chosen)
        return 0 if at is None else at + 1

    def beside(self, step: int) -> str | None:
        """The address of the hit before or after the chosen one, on its page."""
        place = self.at - 1 + step
        if not self.at or not 0 <= place < self.total:
            return None
        hit = self.pages.hits[place]
        return self.url(page=self.pages.page_of(hit), hit=hit.row["key"])

    def url(self, **changes: object) -> str:
        asked = {"show": self.show, "page": self.page} | changes
        return f"{self.address}?{urlencode(asked)}"

    @property
    def address(self) -> str:
        return f"{self.card.url}/hits"

    @staticmethod
    def map_url(hit: Hit) -> str:
        layer, feature = (quote(str(hit.row[name]), safe="") for name in ("layer", "feature"))
        return f"/#&on={layer}&sel={layer}/{feature}"

    def facts(self) -> Iterator[tuple[Text, Text | str, bool]]:
        """Title, value and whether it is Chinese text, of every column with a value."""
        table, row = self.card.metric.table(TABLE), self.chosen.row if self.chosen else {}
        for column in table.columns if table else ():
            told = column.name not in ABOVE and not column.inner
            if told and row.get(column.name) not in (None, ""):
                said = self.card.reading.figure(column, row).text
                yield column.title, said, column.type == "text"

    @property
    def warning(self) -> Text | None:
        """What has come after the law of the rule that the chosen hit is by."""
        return self.card.aged.hits.get(str(self.chosen.row["key"])) if self.chosen else None
