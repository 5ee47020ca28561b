"""Which run is the office's figure for a target or a metric: chosen, never the newest."""
