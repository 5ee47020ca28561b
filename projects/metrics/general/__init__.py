"""Metrics of any layers."""
