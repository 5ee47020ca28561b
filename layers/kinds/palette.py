"""Colours of the map. Each reads on a light background and goes with the others.

Classes that matter for a judgement differ in pattern or shape too, so that nothing hangs on
telling red from green. Water classes carry the colours of the national evaluation method
(环办〔2011〕22号): I-II blue, III green, IV yellow, V orange, worse red.
"""

MET_GREEN = "#3a9d5d"
NOT_MET_ORANGE = "#e0582b"
NOT_ASSESSED_GREY = "#8a9099"
REVIEW_AMBER = "#d39a12"

CLASS_1 = "#1f6fc4"
CLASS_2 = "#5aa2e0"
CLASS_3 = "#36a05a"
CLASS_4 = "#e3b21c"
CLASS_5 = "#ee8428"
CLASS_WORSE = "#d0342c"

WATER_BLUE = "#4a90c8"
WATER_DEEP = "#1d5b94"
WATER_PALE = "#a3c9e6"
CORRIDOR_GREEN = "#2e8562"
CORRIDOR_MIDDLE = "#68ab87"
CORRIDOR_PALE = "#a5c9b4"
SEWAGE_VIOLET = "#7b5aa6"
SEWAGE_PALE = "#b39cd0"
RESERVE_INDIGO = "#5f63ad"
LAKE_GREEN = "#6bab62"
LAKE_GREY = "#98a0a8"
BUILT_UP_CLAY = "#b4835a"
BOUNDARY_SLATE = "#56616c"
BANK_TEAL = "#23808a"
BANK_PALE = "#6fb0b5"

# What lies under every theme.
GROUND_WATER = "#d3e3ee"
GROUND_BUILT = "#e9e6df"
GROUND_LINE = "#9aa5ab"

# Names on the map.
INK = "#22323c"
BOUNDARY_INK = "#3d474f"

# Classes that a reader chooses. Of numbers the colours grow darker step by step; of words each has
# a pattern of its own beside its hue, so that both are told apart in grey, too.
STEPS = ("#f0e4b6", "#c2cb8c", "#89b380", "#519984", "#2d7a86", "#285279", "#252c57")
HUES = (
    ("#17508f", "solid"),
    ("#e6a73c", "hatched"),
    ("#2e8562", "crossed"),
    ("#c4513a", "dotted"),
    ("#9c82c0", "solid"),
    ("#f0d58a", "solid"),
    ("#3b4a54", "hatched"),
    ("#9ad0c2", "crossed"),
    ("#8a5a2b", "solid"),
    ("#d58fb4", "dotted"),
    ("#b9c3c8", "solid"),
    ("#5c1f33", "crossed"),
)
NO_VALUE = "#c9cfd3"
