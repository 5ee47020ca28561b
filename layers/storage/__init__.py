"""Where contents lie: the store by hash, feature tables, rasters, attributes, integrity."""
