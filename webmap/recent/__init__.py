"""The page of what changed since a day, and the same for programs."""
