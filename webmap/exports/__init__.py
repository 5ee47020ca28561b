"""Pages of exports and of files made by jobs."""
