"""Metrics of sewage treatment."""
