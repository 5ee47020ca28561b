"""Hits of a run: features that break a rule, and the decisions on them."""
