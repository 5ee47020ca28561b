"""Kinds of layer, reading and checking files, the version store, the catalogue, tiles, export."""
