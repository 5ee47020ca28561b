"""Lines: lengths, axes, transects, chainage, continuity."""
