"""Accounts: who may do what, passwords, sessions, tokens, and who is named for a closed layer."""
