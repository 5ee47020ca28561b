"""Area and length on the ellipsoid."""
