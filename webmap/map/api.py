"""The layers, the features and the search of the map in the JSON interface."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, request

from webmap.edge.access import asker, requires
from webmap.edge.json_answer import PREFIX, answer
from webmap.edge.openapi import answers
from webmap.edge.parameters import asks
from webmap.edge.rendering import seen, services
from webmap.map import feature_steps, features, map_layers, search, theme_list
from webmap.map.answers import FeatureAnswer, FeatureSteps, LayersAnswer, SearchAnswer, ThemeAnswer

blueprint = Blueprint("api_map", __name__, url_prefix=PREFIX)


@blueprint.get("/layers")
@requires("view")
@answers(LayersAnswer)
def layers() -> Response:
    """Every layer that the asker sees, in its live version."""
    return answer({"layers": [one.as_dict() for one in seen(map_layers.map_layers)]})


@blueprint.get("/layers/<layer>/features/<path:key>")
@requires("view")
@answers(FeatureAnswer)
def feature(layer: str, key: str) -> Response:
    """A feature; who may link it to a project is told where."""
    card = seen(features.feature_card, layer, key)
    own = "@" not in layer and asker().may("edit_projects")
    return answer(card.as_dict() | {"link_url": link_address(card) if own else None})


@blueprint.get("/layers/<layer>/history/<path:key>")
@requires("view")
@answers(FeatureSteps)
def history(layer: str, key: str) -> Response:
    """What the versions of its layer made of a feature, the newest first."""
    return answer({"steps": [one.as_dict() for one in seen(feature_steps.steps_of, layer, key)]})


def link_address(card: features.FeatureCard) -> str:
    asked = urlencode({"chosen": f"{card.version.layer_id}/{card.key}"})
    return f"/projects/link?{asked}"


@blueprint.get("/themes/<theme>")
@requires("view")
@answers(ThemeAnswer)
def theme(theme: str) -> Response:
    """What the theme is about, what is behind first."""
    return answer(seen(theme_list.theme_list, theme).as_dict())


@blueprint.get("/search")
@requires("view")
@asks("q")
@answers(SearchAnswer)
def search_all() -> Response:
    """A place that is typed, or what fits the text best: features, layers, projects and more."""
    found = search.search(services(), request.args.get("q", ""))
    return answer({"results": [one.as_dict() for one in found]})
