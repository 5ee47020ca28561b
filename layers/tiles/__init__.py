"""Tiles of a version: vector tiles, PMTiles archives, pictures of rasters."""
