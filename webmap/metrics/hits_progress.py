"""How far the hits of a run are worked off, as the page of the run shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from geo.words import Text
from projects.metrics.hits.hit_tables import DECISIONS
from projects.metrics.hits.hits import Hit

DECISION_CHIPS = {"accepted": "chip-not_met", "justified": "chip-met", "removed": "chip-met"}


@dataclass(frozen=True, slots=True)
class HitsWorked:
    """How far the hits of a run are worked off: by key, with the words for each decision."""

    hits: Mapping[str, Hit]
    url: str

    @classmethod
    def of(cls, found: Sequence[Hit], run_url: str) -> HitsWorked:
        return cls({str(one.row["key"]): one for one in found}, f"{run_url}/hits")

    @property
    def total(self) -> int:
        return len(self.hits)

    @property
    def decided(self) -> int:
        return sum(one.decision != "open" for one in self.hits.values())

    @property
    def still_open(self) -> int:
        return self.total - self.decided

    def decision(self, key: object) -> Text:
        return DECISIONS[self.hits[str(key)].decision]

    def chip(self, key: object) -> str:
        return DECISION_CHIPS.get(self.hits[str(key)].decision, "")

    def hit_url(self, key: object) -> str:
        return f"{self.url}?{urlencode({'show': 'all', 'hit': str(key)})}"
