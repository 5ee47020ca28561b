"""Versions of a layer: imported, edited, gone back to, published, compared."""
