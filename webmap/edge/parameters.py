"""What may stand in the address of a page: what its view does not name is refused.

A misspelt filter that is left out of account answers everything, and looks like an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from flask import request
from pydantic import BaseModel

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from webmap.edge.asked import whole_number

View = TypeVar("View", bound=Callable[..., Any])
Wanted = str | type[BaseModel]

ANY = "*"
"""Everything: the view itself looks at all that stands there, or nothing hangs on it."""
EVERYWHERE = ("lang",)
PARAMETER_UNKNOWN = declare(
    "parameter-unknown",
    "error",
    Text("网址里没有名为“{name}”的参数。", "There is no parameter “{name}” of this address."),
    Text("请去掉它，或检查拼写；可用的参数：{choices}。",
         "Leave it out, or check its spelling; the parameters are: {choices}."),
    status=400,
)  # fmt: skip

NO_PAGE = declare(
    "page-number-wrong",
    "error",
    Text("“{page}”不是页码。", "“{page}” is no number of a page."),
    Text("页码是从 1 起的整数，只写一个。", "Pages are counted from 1; name one of them."),
    status=422,
)


def asks(*wanted: Wanted) -> Callable[[View], View]:
    """Mark a view with the parameters that its address may have: names, `f.*` for all that begin
    so, or a model for its fields. A view without the mark takes the language alone."""

    def mark(view: View) -> View:
        view.ecoatlas_asks = tuple(_names(wanted))  # type: ignore[attr-defined]
        view.ecoatlas_wanted = wanted  # type: ignore[attr-defined]
        return view

    return mark


def _names(wanted: Iterable[Wanted]) -> Iterable[str]:
    for one in wanted:
        if isinstance(one, str):
            yield one
        else:
            yield from (field.alias or name for name, field in one.model_fields.items())


def check_parameters(view: Callable[..., Any]) -> None:
    """Raises `parameter-unknown` for what the view of this request does not name, and
    `page-number-wrong`: another page than the one asked for looks like an answer, too."""
    refuse_others(getattr(view, "ecoatlas_asks", ()))
    pages = [one for one in request.args.getlist("page") if one]
    if len(pages) > 1 or any(whole_number(one) < 1 for one in pages):
        raise EcoAtlasError(NO_PAGE, page=", ".join(one[:20] for one in pages[:3]))


def refuse_others(names: Iterable[str]) -> None:
    """Raises `parameter-unknown` for what stands in the address and is none of these."""
    known = (*names, *EVERYWHERE)
    begins = tuple(one.removesuffix(ANY) for one in known if one.endswith(ANY))
    for name in request.args:
        if name not in known and not name.startswith(begins):
            said = ", ".join(sorted(known))
            raise EcoAtlasError(PARAMETER_UNKNOWN, name=name[:60], choices=said)
