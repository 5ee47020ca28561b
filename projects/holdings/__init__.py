"""What a version of a layer holds: said by whoever keeps the layer, with the ground for it."""
