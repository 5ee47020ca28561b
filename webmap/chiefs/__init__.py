"""River and lake chiefs: the list, and who is in charge at a place."""
