"""What the pages of clauses and targets show."""

from __future__ import annotations

from dataclasses import dataclass

from webmap.policy.policy import DocumentSection, ItemCard


@dataclass(frozen=True, slots=True)
class PolicyView:
    """`policy.html`"""

    documents: list[DocumentSection]
    section: str = "policy"


@dataclass(frozen=True, slots=True)
class ItemView:
    """`policy_item.html`"""

    item: ItemCard
    section: str = "policy"
