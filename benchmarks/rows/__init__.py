"""The rows of the benchmark page, a module for each subject; `ROWS` of each is found by its name."""
