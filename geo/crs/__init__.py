"""Coordinate reference systems: zones, datums, what a file claims, what its numbers say."""
