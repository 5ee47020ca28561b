"""By whom a step was taken, and for whom where signing was delegated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.words import Text
from projects.accounts.people import person_text
from projects.statements.layout import Writer

FOR = Text(
    "受 {by} 委托，{first} 至 {last}：{reason}",
    "for {by}, {first} to {last}: {reason}",
)


def giver_of(step: Mapping[str, Any]) -> Text | None:
    """Who delegated the step, as a person; the account where the event is of before names were
    kept; None where nobody did."""
    given = (step.get("details") or {}).get("delegation")
    if not given:
        return None
    who = given.get("person") or {}
    return person_text(who.get("name") or given["by"], who.get("post") or "")


def acting(writer: Writer, step: Mapping[str, Any], name: str) -> str:
    """`name`, with the delegation by which the step was taken, if by one."""
    given = (step.get("details") or {}).get("delegation")
    if not given:
        return name
    said = FOR.format(
        by=giver_of(step), first=given["from"], last=given["until"], reason=given["reason"]
    )
    note = writer.say(said)
    return f"{name}（{note}）" if writer.language == "zh" else f"{name} ({note})"
