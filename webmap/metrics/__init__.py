"""Pages of metrics: list, form, run."""
