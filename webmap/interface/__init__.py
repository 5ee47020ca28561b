"""The description of the JSON interface, made from its routes."""
