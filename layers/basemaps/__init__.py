"""Basemaps: pictures of other makers beneath the map, from a host or from a file of the office."""
