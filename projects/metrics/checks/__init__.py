"""Spatial checks of the policy register: what computes them, and what they wait for."""
