"""Covered area summed along visible edges, compiled; the union is never formed."""
