"""What an office says of itself at the head of what it signs; only the administrator changes it.

Whatever is empty stays a blank line on paper, to be filled by hand: nothing is made up.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from sqlalchemy.orm import Session

from layers.audit import Actor, record
from projects.accounts.names import shown
from projects.accounts.tables import OfficeOption

PROFILE = "office_profile"


@dataclass(frozen=True, slots=True)
class OfficeProfile:
    """One line each: the office in full, the pattern of its document numbers (文号), the secrecy
    line where it has a wording of its own, and the area that it is responsible for."""

    name: str = ""
    number: str = ""
    secrecy: str = ""
    area: str = ""

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


FIELDS = tuple(one.name for one in fields(OfficeProfile))


def office_profile(session: Session) -> OfficeProfile:
    """What the administrator has entered; everything is empty before."""
    row = session.get(OfficeOption, PROFILE)
    kept = row.value if row is not None and isinstance(row.value, dict) else {}
    return OfficeProfile(**{name: str(kept.get(name) or "") for name in FIELDS})


def set_office_profile(session: Session, profile: OfficeProfile, by: Actor | None) -> OfficeProfile:
    """Keep it, each line without what cannot be seen; recorded where something of it changes."""
    before = office_profile(session)
    after = OfficeProfile(**{name: shown(one) for name, one in profile.as_dict().items()})
    if after != before:
        session.merge(OfficeOption(name=PROFILE, value=after.as_dict()))
        session.flush()
        details = {"before": before.as_dict(), "after": after.as_dict()}
        record(session, by, "option-changed", PROFILE, details=details)
    return after
