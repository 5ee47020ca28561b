"""Questions about project records: conditions, lists, counts, the dashboard."""
