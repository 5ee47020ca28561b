"""Pages and interface of quarterly dispatch."""
