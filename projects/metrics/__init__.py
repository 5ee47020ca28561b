"""Metrics: each declared once, computed by one pure function, every run kept with its origin."""
