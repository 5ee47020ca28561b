"""Metrics of ecological corridors."""
