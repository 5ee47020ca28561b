"""Shapes in one Gauss-Krüger plane, and columns of them."""
