"""Features handed to other programs a page at a time: which fit, in what system, as text."""
