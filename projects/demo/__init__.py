"""The demonstration district: built once from registry packages, loaded like any upload."""
