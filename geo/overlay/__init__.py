"""Layers on top of each other: partitions, overlaps, bands, zones of rasters."""
