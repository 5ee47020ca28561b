"""What stands where a run could stand, as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.words import Text
from projects.standing.choosing import Choice
from projects.standing.figures import StandingFigure, purpose_title
from webmap.edge.forms import Form
from webmap.edge.people import person_words
from webmap.metrics.standing import TRIAL, Mark, basis


@dataclass(frozen=True, slots=True)
class StandingView:
    """What stands where a run could stand, and the form by which it is set.

    undeclared: layers of the run that nobody has declared the office's own yet.
    """

    purpose: str
    run_id: int
    mark: Mark
    figure: StandingFigure | None
    withdrawn: Text | None
    others: Sequence[StandingFigure]
    names: bool
    may_set: bool
    outdated: bool
    undeclared: Sequence[str]
    history: Sequence[Choice]
    form: Form

    @property
    def title(self) -> Text:
        return purpose_title(self.purpose)

    @property
    def stands(self) -> bool:
        return self.figure is not None and self.figure.run_id == self.run_id

    @property
    def signed(self) -> bool:
        return self.figure is not None and self.figure.signed

    @property
    def basis(self) -> Text | None:
        if self.figure is None:
            return None
        return basis(self.figure, person_words(self.figure.set_by) if self.names else None)

    @property
    def trial(self) -> bool:
        return self.mark is TRIAL

    def confirmed(self, layer: str) -> bool:
        return layer in self.form.value("own").split()
