"""The rows of the benchmark page, a module for each subject; `ROWS` is found by its name."""
