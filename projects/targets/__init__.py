"""The ledger of targets: what units report of each target, by period."""
