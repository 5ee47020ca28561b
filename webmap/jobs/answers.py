"""What the interface answers of jobs."""

from __future__ import annotations

from webmap.edge.answers import Answer, Plain


class JobFault(Answer):
    """One of the things that stand in its way, and the feature it is about."""

    code: str
    feature: str | int | None
    message: str


class JobProblem(Answer):
    """Why there is no result; problems: in which rows and fields."""

    code: str
    title: str
    detail: str
    problems: list[JobFault]


class JobAnswer(Answer):
    """share: from 0 to 1. file: where what was made is fetched. result: of its kind of job."""

    id: str
    kind: str
    title: str
    state: str
    state_title: str
    over: bool
    step: str | None
    share: float
    cancel_asked: bool
    created_at: str
    finished_at: str | None
    file: str | None
    result: Plain | None
    problem: JobProblem | None
