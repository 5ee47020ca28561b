"""What can be wrong with shapes, and how it is repaired."""
