"""Declaration of the metric “connectivity of patches”; `connectivity` computes it."""

from __future__ import annotations

from geo.words import Text
from layers.kinds.required import ECOLOGICAL_CORRIDOR
from projects.metrics.corridors.connectivity_columns import (
    FORMULA,
    INPUTS,
    NULLS,
    PARAMETERS,
    SOURCE,
    TABLES,
    TOTAL,
)
from projects.metrics.declaration import RATIO, Check, Metric
from projects.metrics.families import CORRIDOR

CORRIDOR_CONNECTIVITY = Metric(
    id="corridor_connectivity",
    version=3,
    family=CORRIDOR,
    place=40,
    title=Text("斑块连通性", "Connectivity of patches"),
    summary=Text(
        "斑块的连通组分、图论指数、整体连通性指数 IIC、可能连通性指数 PC 和各斑块重要性。",
        "Components of the patches, graph indices, IIC, PC and how much each patch matters.",
    ),
    formula=FORMULA,
    source=SOURCE,
    unit=RATIO,
    headline="pc",
    inputs=INPUTS,
    parameters=PARAMETERS,
    total=TOTAL,
    tables=TABLES,
    nulls=NULLS,
    computed_by="corridors.connectivity:compute",
    checks=(Check("SC-CORRIDOR-CONT", about=(ECOLOGICAL_CORRIDOR.id,)),),
)
