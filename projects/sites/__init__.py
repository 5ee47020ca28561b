"""Site check: what holds at a place where something is planned, rule by rule and layer by layer."""
