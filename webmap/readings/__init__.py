"""Readings of water on the web: batches taken in, looked at, taken back, corrected."""
