"""How the map is looked at: order and opacity of layers, classes, versions, times."""
