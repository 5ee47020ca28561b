"""Checking a site: every declared check asked, its rows counted, and said in one sentence first."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text, listed
from layers.catalogue import VersionRef, live_versions, resolve
from layers.kinds import KNOWN_GROUND
from layers.storage.store import Store
from layers.system.china_time import today
from projects.chiefs.finding import chiefs_on
from projects.chiefs.places import reach_m
from projects.metrics.waters.ban_bands_metric import RULE as BANK_BANS
from projects.metrics.waters.ban_zones import RULE as ZONE_RULES
from projects.metrics.waters.redline_hits import RULE as REDLINE_RULES
from projects.sheets import get_sheet, laws_of, require_unaltered
from projects.sheets.rules_places import PLACE_LIMITS
from projects.sites.asked import READS_A_LAYER, Asked, used_version
from projects.sites.declared import CHECKS
from projects.sites.errors import SITE_WITHOUT_ROW
from projects.sites.limits import place_limits_on
from projects.sites.rows import APPLIES, NO_LAYER, NOT, REVIEW, VERDICTS, Row, numbered, together
from projects.sites.site import Planned, Site

SHEETS = (ZONE_RULES, REDLINE_RULES, BANK_BANS, PLACE_LIMITS.id)
COUNTS: dict[str, Text] = {
    APPLIES: Text("{count} 条适用", "{count:rule|rules} {count:~applies|apply}"),
    REVIEW: Text("{count} 条待核", "{count} to review"),
    NO_LAYER: Text("{count} 类无图层", "{count:kind|kinds} without a layer here"),
    NOT: Text("{count} 条不适用", "{count} that {count:~does|do} not apply"),
}
MAY_BE_OTHERS = Text(
    "你无权查看的图层未参与；可能还有其他管控要求。",
    "Layers that you may not see took no part; there may be other demands.",
)
A_PERSON_LOOKS = Text(
    "“适用”只表示位置、对象和日期与规则相符，须由人员核查，不表示违法。",
    "“Applies” says that place, subject and day meet the rule and that a person has to look; it "
    "says nothing about legality.",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found. `layers`: the versions that took part, `sheets` the rules by version;
    `whole`: whether its asker sees every layer of the office."""

    site: Site
    day: dt.date
    rows: tuple[Row, ...]
    layers: tuple[Mapping[str, Any], ...]
    sheets: tuple[str, ...]
    whole: bool

    @property
    def counts(self) -> Mapping[str, int]:
        """Rows by verdict; of those without a layer the kinds of check that have one."""
        return counts_of([(row.check, row.verdict) for row in self.rows])

    @property
    def notes(self) -> list[Text]:
        return [A_PERSON_LOOKS, *([] if self.whole else [MAY_BE_OTHERS])]


def counts_of(rows: Sequence[tuple[str, str]]) -> Mapping[str, int]:
    """By verdict, of (check, verdict) of each row."""
    found = Counter(verdict for _, verdict in rows)
    found[NO_LAYER] = len({check for check, verdict in rows if verdict == NO_LAYER})
    return {verdict: found[verdict] for verdict in VERDICTS}


def sentence_of(counts: Mapping[str, int]) -> Text:
    """The verdict in one sentence: what is none is left out, but for what applies."""
    told = [
        words.format(count=counts[verdict])
        for verdict, words in COUNTS.items()
        if counts[verdict] or verdict == APPLIES
    ]
    said = listed(told)
    return Text("，".join(one.zh for one in told) + "。", f"{said.en}.")


def check_site(session: Session, store: Store, site: Site, day: dt.date | None = None) -> Outcome:
    """Lay a site beside everything the session sees; nothing is kept.

    day: that of the check, from which whatever is only planned starts. Raises
    `site-check-without-row` where a declared check says nothing at all, and what is wrong with a
    rule or a stored content.
    """
    on = day or today()
    site = replace(site, planned=site.planned.starting(on))
    by_kind = _by_kind(live_versions(session, *_kinds()))
    return _outcome(session, _asked(session, store, site, on, by_kind, SHEETS))


def check_as_then(session: Session, store: Store, site: Site, kept: Mapping[str, Any]) -> Outcome:
    """The same by the versions of layers and rules that took part in a kept result, on its day;
    laws and chiefs are those that are known now."""
    labels = [f"{one['layer']}@{one['version']}" for one in kept["layers"]]
    by_kind = _by_kind([resolve(session, label) for label in labels])
    on = dt.date.fromisoformat(kept["day"])
    site = replace(site, planned=Planned(**kept["planned"]))
    return _outcome(session, _asked(session, store, site, on, by_kind, kept["sheets"]))


def _outcome(session: Session, asked: Asked) -> Outcome:
    kinds = asked.site.by_dimension
    # A metric measures features of one kind; frames are near a site, and each part has its own.
    parts = [replace(asked, site=one, frames={}) for one in kinds] if len(kinds) > 1 else [asked]
    rows: list[Row] = []
    for check in CHECKS:
        every = [list(check.rows(part)) for part in parts]
        found = every[0] if len(every) == 1 else together(every)
        if not found or any(row.check != check.id for row in found):
            raise EcoAtlasError(SITE_WITHOUT_ROW, check=check.title)
        rows += found
    return Outcome(
        site=asked.site,
        day=asked.day,
        rows=tuple(numbered(rows)),
        layers=tuple(used_version(one) for one in _used(asked)),
        sheets=tuple(f"{one.id}@{one.number}" for one in asked.sheets.values()),
        whole=session.info["sight"].everything,
    )


def _kinds() -> Sequence[str]:
    """Every kind of layer that a check may look at."""
    return tuple(dict.fromkeys((*KNOWN_GROUND, *(kind for one in CHECKS for kind in one.kinds))))


def _by_kind(versions: Iterable[VersionRef]) -> dict[str, list[VersionRef]]:
    found: dict[str, list[VersionRef]] = {}
    for version in versions:
        found.setdefault(version.kind, []).append(version)
    return found


def _asked(
    session: Session,
    store: Store,
    site: Site,
    on: dt.date,
    by_kind: Mapping[str, Sequence[VersionRef]],
    sheets: Sequence[str],
) -> Asked:
    """`sheets`: the rules, each by its id or by id and version."""
    return Asked(
        site=site,
        store=store,
        layers=by_kind,
        sheets={
            one.partition("@")[0]: require_unaltered(get_sheet(session, one)) for one in sheets
        },
        laws=laws_of(session),
        chiefs=chiefs_on(session, on),
        chiefs_reach_m=reach_m(session),
        limits=place_limits_on(session, on),
        day=on,
    )


def _used(asked: Asked) -> Iterator[VersionRef]:
    """Every version of which anything was asked, and no more than so much of each was read."""
    if len(asked.frames) > READS_A_LAYER * len(asked.used):
        raise RuntimeError(f"{len(asked.frames)} readings of {len(asked.used)} layers")
    yield from (one for _, one in sorted(asked.used.items()))
