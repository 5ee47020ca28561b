"""Metrics over registers of works: counts, lengths, areas, amounts."""
