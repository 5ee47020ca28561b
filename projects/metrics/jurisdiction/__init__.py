"""Whose a target is, and what of the measured layers lies there."""
