"""The share of zones under the union of many overlapping polygons: the engine."""
