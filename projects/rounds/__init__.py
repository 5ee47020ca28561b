"""Quarterly dispatch: rounds of reports by unit, the bulletin and the yearly assessment of them."""
