"""Pages of the target ledger."""
