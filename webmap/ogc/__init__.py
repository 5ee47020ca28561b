"""Layers for desktop GIS by the standards OGC API – Features, parts 1 and 2, and Tiles."""
