"""Pages and API of accounts: signing in, one's own account, administration."""
