"""The ground of a project as its page shows it: its features on a map, and what hits them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from geo.words import Text, in_language
from layers.system.media_types import GEOJSON
from projects.metrics.hits.hit_tables import DECISIONS
from projects.metrics.hits.hits import TABLE, Hit
from projects.sites.deciding import Decided, decisions_of
from projects.sites.keeping import Kept, list_sites
from projects.sites.of_project import Place, StandingHits, drawn_features, standing_hits
from projects.sites.rows import APPLIES, REVIEW, VERDICTS
from projects.sites.tables import DECISIONS as SITE_DECISIONS
from webmap.edge.access import requires
from webmap.edge.addresses import project_address
from webmap.edge.json_answer import PREFIX
from webmap.edge.language import language
from webmap.edge.openapi import gives
from webmap.edge.rendering import services
from webmap.metrics.hits_progress import DECISION_CHIPS, HitsWorked
from webmap.metrics.run_maps import EMPTY, PALETTE
from webmap.projects.projects import LinkedFeature

blueprint = Blueprint("project_ground", __name__)
VERDICT_CHIPS = {APPLIES: "chip-not_met", REVIEW: "chip-unsigned"}


@blueprint.get(f"{PREFIX}/projects/<path:code>/shapes/<layer>")
@requires("view")
@gives(GEOJSON)
def shapes(code: str, layer: str) -> Response:
    """The features of a project in a layer as GeoJSON, bounded and simplified."""
    office = services()
    with office.reading() as session:
        drawn = drawn_features(session, office.store, code, layer)
    return Response(drawn.geojson, mimetype=GEOJSON)


@dataclass(frozen=True, slots=True)
class HitsFound:
    """The hits on a project's features in one run that stands."""

    found: StandingHits
    worked: HitsWorked
    names: Mapping[tuple[str, str], str]

    def grounds(self, hit: Hit, touched: Sequence[Place]) -> list[str]:
        """Features of the project whose rule hits something else."""
        return [self.names[one] for one in touched if one != (hit.row["layer"], hit.row["feature"])]

    def state(self, hit: Hit) -> Text | str:
        table = self.found.metric.table(TABLE)
        columns = table.columns if table else ()
        codes = next((one.codes for one in columns if one.name == "state"), None)
        code = str(hit.row.get("state") or "")
        return (codes or {}).get(code, code)

    @staticmethod
    def rests_on(hit: Hit) -> str:
        return str(hit.row.get("article") or hit.row.get("source") or hit.row["rule"])

    @staticmethod
    def decision(hit: Hit) -> Text:
        return DECISIONS[hit.decision]

    @staticmethod
    def chip(hit: Hit) -> str:
        return DECISION_CHIPS.get(hit.decision, "")


@dataclass(frozen=True, slots=True)
class SiteFound:
    """The latest check of a site of a project, with what was decided on its rows."""

    kept: Kept
    taken: Mapping[str, Decided]

    @property
    def rows(self) -> list[Mapping[str, Any]]:
        """What applies and what is to be reviewed, in this order."""
        order = (APPLIES, REVIEW)
        found = [row for row in self.kept.rows if row["verdict"] in order]
        return sorted(found, key=lambda row: order.index(row["verdict"]))

    @staticmethod
    def text(value: Mapping[str, str]) -> Text:
        return Text(value["zh"], value["en"])

    @staticmethod
    def verdict(row: Mapping[str, Any]) -> Text:
        return VERDICTS[row["verdict"]]

    @staticmethod
    def chip(row: Mapping[str, Any]) -> str:
        return VERDICT_CHIPS[row["verdict"]]

    def decided(self, row: Mapping[str, Any]) -> Decided | None:
        one = self.taken.get(row["key"])
        return None if one is None or one.decision == "open" else one

    @staticmethod
    def decision(decided: Decided) -> Text:
        return SITE_DECISIONS[decided.decision]


@dataclass(frozen=True, slots=True)
class Ground:
    """Features by layer, hits on them in the runs that stand, and the checks of the sites."""

    code: str
    features: Sequence[LinkedFeature]
    hits: Sequence[HitsFound]
    sites: Sequence[SiteFound]

    @property
    def layers(self) -> list[tuple[LinkedFeature, list[LinkedFeature]]]:
        """A feature of each layer that says its title, and all of that layer."""
        every = groupby(self.features, key=lambda one: one.layer_id)
        return [(found[0], found) for _, group in every for found in [list(group)]]

    @property
    def map_options(self) -> dict[str, Any] | None:
        """For the script of the map; None where no feature is in a live version."""
        held = [one for one, of_layer in self.layers if any(other.holds for other in of_layer)]
        tables = [_drawn(self.code, one, PALETTE[at % len(PALETTE)]) for at, one in enumerate(held)]
        return in_language({"tables": tables}, language()) if tables else None


def _drawn(code: str, one: LinkedFeature, colour: str) -> dict[str, Any]:
    return {
        "name": one.layer_id,
        "title": one.layer_title,
        "url": f"{PREFIX}{project_address(code)}/shapes/{quote(one.layer_id)}",
        "own": True,
        "column": None,
        "legend": [],
        "plain": colour,
        "empty": EMPTY,
    }


def ground_of(session: Session, code: str, features: Sequence[LinkedFeature]) -> Ground:
    names = {(one.layer_id, one.key): one.name for one in features}
    found = standing_hits(session, names) if names else []
    sites = list_sites(session, code)
    return Ground(code, features, _hits(found, names), _sites(session, sites))


def _hits(found: Iterable[StandingHits], names: Mapping[tuple[str, str], str]) -> list[HitsFound]:
    return [
        HitsFound(
            one, HitsWorked.of([hit for hit, _ in one.hits], f"/metrics/runs/{one.run_id}"), names
        )
        for one in found
    ]


def _sites(session: Session, sites: Sequence[Kept]) -> list[SiteFound]:
    taken = decisions_of(session, sites) if sites else {}
    return [SiteFound(one, taken[one.id]) for one in sites]
