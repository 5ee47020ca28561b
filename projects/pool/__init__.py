"""The green project pool: what of eligible projects is released, by whom, and handed out."""
