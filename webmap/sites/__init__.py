"""Site checks as pages and in the JSON interface."""
