"""The demonstration district, loaded like any upload."""
