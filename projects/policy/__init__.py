"""Policy documents, their items and their checkable targets."""
