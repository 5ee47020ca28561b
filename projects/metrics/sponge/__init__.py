"""Metrics of the sponge city."""
