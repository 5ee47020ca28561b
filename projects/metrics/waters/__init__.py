"""Metrics of protected waters and their banks."""
