"""Which CRS the numbers of a file are in, and bringing them into ours."""
