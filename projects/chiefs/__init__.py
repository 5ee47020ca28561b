"""River and lake chiefs: who is in charge of a water, a feature, a place."""
