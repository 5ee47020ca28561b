"""The geometry of a layer: what is wrong with it, feature by feature and between neighbours."""
