"""Background jobs: their kinds, the worker, the API."""
