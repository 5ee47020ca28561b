"""Pages of clauses and targets."""
