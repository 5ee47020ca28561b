"""A region parted by the class of the zones on it, however large it is."""
